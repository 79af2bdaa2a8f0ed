#include "quality/anomaly.h"

#include <algorithm>

#include "model/billing_period.h"

namespace billwright::quality {

namespace {

constexpr int64_t kLongestHistory = 60;
constexpr int64_t kShortestHistory = 7;
constexpr int64_t kWeekdaysKnown = 28;
constexpr int64_t kWeek = 7;
constexpr int kDeviations = 5;
constexpr int64_t kMargin = 25;  ///< per cent

/// Costs of all covered days up to the last judged one, in order.
std::vector<Decimal> EveryDay(std::span<const DayCost> series, const Judged& judged) {
  const int64_t days =
      (judged.end.seconds - judged.history_start.seconds) / UtcTime::kSecondsPerDay;
  std::vector<Decimal> costs(static_cast<size_t>(std::max<int64_t>(days, 0)));
  for (const DayCost& day : series) {
    if (day.day < judged.history_start || day.day >= judged.end) continue;
    costs[static_cast<size_t>((day.day.seconds - judged.history_start.seconds) /
                              UtcTime::kSecondsPerDay)] += day.cost;
  }
  return costs;
}

/// The value below which `tenths` tenths of the sorted values lie; one of them, never between.
Decimal Quantile(std::span<const Decimal> sorted, size_t tenths) {
  return sorted[(sorted.size() - 1) * tenths / 10];
}

Decimal Median(std::vector<Decimal> values) {
  std::ranges::sort(values);
  return Quantile(values, 5);
}

Decimal WithMargin(Decimal cost) {
  return cost + PercentOf(cost.Abs(), Decimal::FromInteger(kMargin), RoundingMode::kHalfEven);
}

/// What the days before one say about it.
struct Usual {
  Decimal low;
  Decimal high;
  Decimal limit;  ///< a cost up to here is no news
  int64_t days = 0;
};

Usual UsualOf(std::span<const Decimal> history) {
  std::vector<Decimal> sorted(history.begin(), history.end());
  std::ranges::sort(sorted);
  Usual usual{Quantile(sorted, 1), Quantile(sorted, 9), {}, static_cast<int64_t>(sorted.size())};
  const Decimal median = Quantile(sorted, 5);
  std::vector<Decimal> deviations;
  for (const Decimal cost : sorted) deviations.push_back((cost - median).Abs());
  const Decimal deviation = Median(std::move(deviations));
  usual.limit = median;
  for (int i = 0; i < kDeviations; ++i) usual.limit += deviation;
  usual.limit = std::max(usual.limit, WithMargin(usual.high));
  if (history.size() >= kWeekdaysKnown)
    for (size_t back = kWeek; back <= history.size(); back += kWeek)
      usual.limit = std::max(usual.limit, WithMargin(history[history.size() - back]));
  return usual;
}

/// The same day of the month before; the last one if that month is shorter.
UtcTime MonthEarlier(UtcTime day) {
  const BillingPeriod month = BillingPeriod::Containing(day);
  const BillingPeriod before = month.Previous();
  const UtcTime last{month.start().seconds - UtcTime::kSecondsPerDay};
  return std::min(UtcTime{before.start().seconds + (day.seconds - month.start().seconds)}, last);
}

}  // namespace

std::optional<Anomaly> FindAnomaly(std::span<const DayCost> series, const Judged& judged) {
  const std::vector<Decimal> costs = EveryDay(series, judged);
  const auto index = [&](UtcTime day) {
    return (day.seconds - judged.history_start.seconds) / UtcTime::kSecondsPerDay;
  };
  Anomaly anomaly;
  Decimal worst;
  for (int64_t at = std::max<int64_t>(index(judged.start), kShortestHistory);
       at < static_cast<int64_t>(costs.size()); ++at) {
    const Decimal cost = costs[static_cast<size_t>(at)];
    if (cost < judged.floor) continue;
    const int64_t length = std::min(at, kLongestHistory);
    Usual usual = UsualOf(
        std::span(costs).subspan(static_cast<size_t>(at - length), static_cast<size_t>(length)));
    const UtcTime day{judged.history_start.seconds + at * UtcTime::kSecondsPerDay};
    if (const int64_t earlier = index(MonthEarlier(day)); earlier >= 0)
      usual.limit = std::max(usual.limit, WithMargin(costs[static_cast<size_t>(earlier)]));
    const Decimal excess = cost - usual.high;
    if (excess < judged.floor || cost <= usual.limit) continue;
    if (anomaly.days++ == 0) anomaly.first_day = day;
    anomaly.excess += excess;
    if (excess <= worst) continue;
    worst = excess;
    anomaly.worst_day = day;
    anomaly.cost = cost;
    anomaly.usual_low = usual.low;
    anomaly.usual_high = usual.high;
    anomaly.history = usual.days;
  }
  return anomaly.days == 0 ? std::nullopt : std::optional(anomaly);
}

}  // namespace billwright::quality
