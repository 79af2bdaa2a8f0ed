#include "monitor/calendar.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/check.h"
#include "monitor/words.h"

namespace billwright::monitor {

namespace {

constexpr int64_t kDays = 35;
constexpr int64_t kExpectedWithin = 36 * UtcTime::kSecondsPerHour;
constexpr int64_t kDaysAfterTheEnd = 14;

UtcTime DayOf(UtcTime time) {
  const int64_t into =
      (time.seconds % UtcTime::kSecondsPerDay + UtcTime::kSecondsPerDay) % UtcTime::kSecondsPerDay;
  return {time.seconds - into};
}

struct Arrival {
  UtcTime time;
  std::string what;
};

/// All that one payer delivered.
class PayerArrivals {
 public:
  void Add(const PayerMonth& payer) {
    for (const Version& version : payer.versions) {
      const Result<UtcTime> time = UtcTime::Parse(version.delivered_at);
      if (!time) continue;
      arrivals_.push_back({*time, fmt::format("version {} of {} at {}", version.number,
                                              payer.period.ToString(), TimeName(*time))});
    }
    newest_period_ = std::max(newest_period_, payer.period);  // also where it is missed
  }

  CalendarRow Row(const std::string& payer, UtcTime now) {
    std::stable_sort(arrivals_.begin(), arrivals_.end(),
                     [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
    CalendarRow row{payer, {}};
    const UtcTime today = DayOf(now);
    for (int64_t i = kDays - 1; i >= 0; --i)
      row.cells.push_back(Cell({today.seconds - i * UtcTime::kSecondsPerDay}, now));
    return row;
  }

 private:
  CalendarCell Cell(UtcTime day, UtcTime now) const {
    CalendarCell cell;
    cell.day = day;
    std::optional<UtcTime> before;  // the newest arrival of an earlier day
    bool late = false;
    for (const Arrival& arrival : arrivals_) {
      const UtcTime on = DayOf(arrival.time);
      if (on < day) before = arrival.time;
      if (on != day) continue;
      if (cell.versions == 0)
        late = before && arrival.time.seconds - before->seconds > kExpectedWithin;
      ++cell.versions;
      cell.title += (cell.title.empty() ? "" : "; ") + arrival.what;
    }
    cell.state = StateOf(cell, before, late, now);
    cell.title = fmt::format("{}: {}", DayName(day), Words(cell));
    return cell;
  }

  CalendarState StateOf(const CalendarCell& cell, std::optional<UtcTime> before, bool late,
                        UtcTime now) const {
    if (cell.versions > 0) return late ? CalendarState::kLate : CalendarState::kDelivered;
    if (!before || newest_period_.end().seconds + kDaysAfterTheEnd * UtcTime::kSecondsPerDay <=
                       cell.day.seconds)
      return CalendarState::kOutside;
    const bool today = cell.day == DayOf(now);
    return today && now.seconds - before->seconds <= kExpectedWithin ? CalendarState::kDue
                                                                     : CalendarState::kMissing;
  }

  static std::string Words(const CalendarCell& cell) {
    switch (cell.state) {
      case CalendarState::kDelivered:
        return cell.title;
      case CalendarState::kLate:
        return "late, " + cell.title;
      case CalendarState::kMissing:
        return "nothing came";
      case CalendarState::kDue:
        return "nothing came yet";
      case CalendarState::kOutside:
        return "nothing was expected";
    }
    return {};
  }

  std::vector<Arrival> arrivals_;
  BillingPeriod newest_period_;
};

}  // namespace

std::string_view Name(CalendarState state) {
  switch (state) {
    case CalendarState::kOutside:
      return "outside";
    case CalendarState::kDelivered:
      return "delivered";
    case CalendarState::kLate:
      return "late";
    case CalendarState::kMissing:
      return "missing";
    case CalendarState::kDue:
      return "due";
  }
  CHECK(false, "a state of the calendar without a name");
}

std::vector<CalendarRow> CalendarOf(const Morning& morning) {
  std::map<std::string, PayerArrivals> payers;
  for (const Month& month : morning.months)
    for (const PayerMonth& payer : month.payers) payers[payer.payer_account_id].Add(payer);
  std::vector<CalendarRow> rows;
  for (auto& [payer, arrivals] : payers) rows.push_back(arrivals.Row(payer, morning.now));
  return rows;
}

}  // namespace billwright::monitor
