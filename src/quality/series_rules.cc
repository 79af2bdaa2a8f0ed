#include "quality/series_rules.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"
#include "quality/anomaly.h"
#include "quality/silence.h"
#include "quality/words.h"

namespace billwright::quality {

namespace {

constexpr int64_t kHoursAfter = 24;  ///< of usage, before a gap is one and no end
/// What one account alone uses may rest for an hour.
constexpr int64_t kShortestSilence = 2;

/// The rows from `at` on that are of one delivery, account and service.
size_t SeriesEnd(const Frame& rows, size_t at) {
  const auto same = [&](size_t a, size_t b, std::string_view column) {
    return rows.column(column).text()[a] == rows.column(column).text()[b];
  };
  size_t end = at;
  while (end < rows.row_count() && same(at, end, "current_id") &&
         same(at, end, "usage_account_id") && same(at, end, "service") &&
         (rows.Find("currency") == nullptr || same(at, end, "currency")))
    ++end;
  return end;
}

int64_t Whole(Decimal threshold) {
  return static_cast<int64_t>(threshold.units() / Decimal::kUnitsPerOne);
}

std::vector<Silence> SilencesIn(const Frame& rows, size_t from, size_t to,
                                const RuleInForce& rule) {
  std::vector<MeteredDay> days;
  for (size_t at = from; at < to; ++at) {
    const RuleRow row(rows, at);
    days.push_back({row.Time("day"), row.Count("hours"), row.Money("cost")});
  }
  return FindSilences(days, Whole(rule.threshold), kHoursAfter);
}

std::string LengthOf(const Silence& gap) {
  constexpr int64_t kHoursPerDay = 24;
  return gap.by_days ? Counted(gap.hours / kHoursPerDay, "day", "days")
                     : Counted(gap.hours, "hour", "hours");
}

const Delivery& DeliveryOf(const std::string& id, std::span<const PayerMonth> payers) {
  const auto found = std::ranges::find_if(
      payers, [&](const PayerMonth& payer) { return payer.current.delivery.delivery_id == id; });
  CHECK(found != payers.end(), id);
  return found->current.delivery;
}

}  // namespace

std::vector<Piece> SayHoles(const Frame& rows, std::string_view key, const RuleInForce& rule,
                            std::span<const PayerMonth> payers) {
  std::vector<Piece> pieces;
  for (size_t at = 0; at < rows.row_count();) {
    const size_t end = SeriesEnd(rows, at);
    const RuleRow row(rows, at);
    const Delivery& delivery = DeliveryOf(row.Text(key), payers);
    for (const Silence& gap : SilencesIn(rows, at, end, rule))
      pieces.push_back(
          {row.Text(key),
           {delivery.payer_account_id,
            fmt::format(
                "No account was metered in {}, from {} to {}, and some in every {} before and "
                "after. As much time cost {} the day before. A file may be missing: take the "
                "report in again.",
                LengthOf(gap), Hour(gap.from), Hour(gap.to),
                gap.by_days ? "day" : "hour of the days", Amount(delivery.currency, gap.at_stake)),
            gap.at_stake,
            {}}});
    at = end;
  }
  return pieces;
}

std::vector<Piece> SaySilences(const Frame& rows, std::string_view key, const RuleInForce& rule,
                               std::span<const PayerMonth>) {
  std::vector<Piece> pieces;
  for (size_t at = 0; at < rows.row_count();) {
    const size_t end = SeriesEnd(rows, at);
    const RuleRow row(rows, at);
    for (const Silence& gap : SilencesIn(rows, at, end, rule)) {
      if (gap.hours < kShortestSilence || IsLessThanACent(gap.at_stake)) continue;
      pieces.push_back(
          {row.Text(key),
           {row.Text("usage_account_id") + " " + row.Text("service"),
            fmt::format(
                "It was metered every {}, and not in {}, from {} to {}, while others were. As "
                "much time cost {} the day before. If it was not switched off, rows are missing.",
                gap.by_days ? "day" : "hour", LengthOf(gap), Hour(gap.from), Hour(gap.to),
                Amount(row.Text("currency"), gap.at_stake)),
            gap.at_stake,
            {},
            row.Text("currency"),
            {}}});
    }
    at = end;
  }
  return pieces;
}

namespace {

/// The days that the deliveries of a payer cover: as many months before as there are in a row.
Judged JudgedOf(const PayerMonth& payer, Decimal floor) {
  const BillingPeriod period = payer.current.delivery.period;
  BillingPeriod first = period;
  for (const KnownDelivery& earlier : payer.months_before) {
    if (earlier.delivery.period != first.Previous() || earlier.days.empty()) break;
    first = earlier.delivery.period;
  }
  return {first.start(), period.start(), period.end(), floor};
}

std::string UsualInWords(const Anomaly& anomaly, const std::string& currency) {
  const std::string days = Counted(anomaly.history, "day", "days");
  if (anomaly.usual_high.IsZero()) return fmt::format("usually nothing on the {} before", days);
  if (anomaly.usual_low == anomaly.usual_high)
    return fmt::format("usually {} on the {} before", Amount(currency, anomaly.usual_high), days);
  return fmt::format("usually {} to {} on the {} before", Amount("", anomaly.usual_low),
                     Amount("", anomaly.usual_high), days);
}

Told TellAnomaly(const Anomaly& anomaly, const RuleRow& row) {
  const std::string& currency = row.Text("currency");
  const bool one = anomaly.days == 1;
  const std::string worst =
      one ? std::string()
          : fmt::format(", the dearest of {} days since {}", anomaly.days, Day(anomaly.first_day));
  return {row.Text("usage_account_id") + " " + row.Text("service"),
          fmt::format("{} on {}{}; {}. {} more than usual{}.", Amount(currency, anomaly.cost),
                      Day(anomaly.worst_day), worst, UsualInWords(anomaly, currency),
                      Amount(currency, anomaly.excess), one ? "" : " in all"),
          anomaly.excess,
          {},
          currency,
          {}};
}

}  // namespace

std::vector<Piece> SayAnomalies(const Frame& rows, std::string_view key, const RuleInForce& rule,
                                std::span<const PayerMonth> payers) {
  std::vector<Piece> pieces;
  for (size_t at = 0; at < rows.row_count();) {
    const size_t end = SeriesEnd(rows, at);
    const RuleRow row(rows, at);
    const auto payer = std::ranges::find_if(payers, [&](const PayerMonth& month) {
      return month.current.delivery.delivery_id == row.Text(key);
    });
    CHECK(payer != payers.end());
    Judged judged = JudgedOf(*payer, rule.threshold);
    // An account that is new is told as such; before its first day nothing was usual.
    judged.history_start = std::max(judged.history_start, row.Time("account_first_day"));
    std::vector<DayCost> series;
    for (size_t day = at; day < end; ++day)
      series.push_back({RuleRow(rows, day).Time("day"), RuleRow(rows, day).Money("cost")});
    if (const std::optional<Anomaly> anomaly = FindAnomaly(series, judged))
      pieces.push_back({row.Text(key), TellAnomaly(*anomaly, row)});
    at = end;
  }
  return pieces;
}

}  // namespace billwright::quality
