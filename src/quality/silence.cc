#include "quality/silence.h"

#include <algorithm>
#include <array>

#include "money/split.h"

namespace billwright::quality {

namespace {

constexpr int64_t kHoursPerDay = 24;
constexpr int64_t kMidnightOnly = 1;
constexpr size_t kDaysBefore = 7;  ///< one may rest at weekends

/// Usage hour by hour, or day by day, from the first day on.
struct Timeline {
  UtcTime start;
  int64_t step_hours = 1;
  std::vector<bool> used;

  UtcTime At(size_t step) const {
    return {start.seconds + static_cast<int64_t>(step) * step_hours * UtcTime::kSecondsPerHour};
  }
};

Timeline TimelineOf(std::span<const MeteredDay> days) {
  Timeline line;
  line.start = days.front().day;
  const bool daily =
      std::ranges::all_of(days, [](const MeteredDay& day) { return day.hours == kMidnightOnly; });
  line.step_hours = daily ? kHoursPerDay : 1;
  const int64_t steps_per_day = kHoursPerDay / line.step_hours;
  const int64_t all_days =
      (days.back().day.seconds - line.start.seconds) / UtcTime::kSecondsPerDay + 1;
  line.used.assign(static_cast<size_t>(all_days * steps_per_day), false);
  for (const MeteredDay& day : days) {
    const int64_t index = (day.day.seconds - line.start.seconds) / UtcTime::kSecondsPerDay;
    for (int64_t step = 0; step < steps_per_day; ++step)
      if ((day.hours >> step) & 1)
        line.used[static_cast<size_t>(index * steps_per_day + step)] = true;
  }
  return line;
}

/// What `hours` cost at the pace of the last day before `from` on which something was metered.
Decimal CostOf(int64_t hours, UtcTime from, std::span<const MeteredDay> days) {
  const MeteredDay* pace = &days.front();
  for (const MeteredDay& day : days)
    if (day.day.seconds + UtcTime::kSecondsPerDay <= from.seconds) pace = &day;
  Decimal cost;
  for (int64_t day = 0; day < hours / kHoursPerDay; ++day) cost += pace->cost;
  const int64_t rest = hours % kHoursPerDay;
  const std::array<Decimal, 2> weights = {Decimal::FromInteger(rest),
                                          Decimal::FromInteger(kHoursPerDay - rest)};
  return cost + Split(pace->cost, weights).front();
}

}  // namespace

std::vector<Silence> FindSilences(std::span<const MeteredDay> days, int64_t before, int64_t after) {
  if (days.empty()) return {};
  const Timeline line = TimelineOf(days);
  const auto steps = [&](int64_t hours) {
    return static_cast<size_t>((hours + line.step_hours - 1) / line.step_hours);
  };
  std::vector<Silence> silences;
  size_t used_before = 0;  // steps with usage up to the gap
  for (size_t at = 0; at < line.used.size(); ++at) {
    if (line.used[at]) {
      ++used_before;
      continue;
    }
    size_t end = at;
    while (end < line.used.size() && !line.used[end]) ++end;
    size_t used_after = end;
    while (used_after < line.used.size() && line.used[used_after]) ++used_after;
    const bool by_days = line.step_hours == kHoursPerDay;
    if (used_before >= (by_days ? std::max(kDaysBefore, steps(before)) : steps(before)) &&
        used_after - end >= steps(after) && end < line.used.size()) {
      Silence silence{
          line.At(at), line.At(end), static_cast<int64_t>(end - at) * line.step_hours, by_days, {}};
      silence.at_stake = CostOf(silence.hours, silence.from, days);
      silences.push_back(silence);
    }
    used_before = 0;
    at = end - 1;
  }
  return silences;
}

}  // namespace billwright::quality
