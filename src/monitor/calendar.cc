#include "monitor/calendar.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/check.h"
#include "monitor/words.h"

namespace billwright::monitor {

namespace {

constexpr int64_t kDays = 35;

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
  void Miss() { is_missed_ = true; }

  CalendarRow Row(const std::string& payer, const Morning& morning) {
    std::stable_sort(arrivals_.begin(), arrivals_.end(),
                     [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
    CalendarRow row{payer, {}};
    const UtcTime today = DayOf(morning.now);
    for (int64_t i = kDays - 1; i >= 0; --i)
      row.cells.push_back(Cell({today.seconds - i * UtcTime::kSecondsPerDay}, morning));
    return row;
  }

 private:
  CalendarCell Cell(UtcTime day, const Morning& morning) const {
    CalendarCell cell;
    cell.day = day;
    std::optional<UtcTime> before;  // the newest arrival of an earlier day
    std::optional<UtcTime> after;   // the first of a later one
    bool late = false;
    for (const Arrival& arrival : arrivals_) {
      const UtcTime on = DayOf(arrival.time);
      if (on < day) before = arrival.time;
      if (day < on && !after) after = arrival.time;
      if (on != day) continue;
      if (cell.versions == 0) late = before && IsLate(*before, arrival.time, morning);
      ++cell.versions;
      cell.title += (cell.title.empty() ? "" : "; ") + arrival.what;
    }
    if (cell.versions == 0) late = before && after && IsLate(*before, *after, morning);
    cell.state = StateOf(cell, before, after, late, morning);
    cell.title = fmt::format("{}: {}", DayName(day), Words(cell));
    return cell;
  }

  /// A day is missing only while findings say that the payer's data is.
  CalendarState StateOf(const CalendarCell& cell, std::optional<UtcTime> before,
                        std::optional<UtcTime> after, bool late, const Morning& morning) const {
    if (late) return CalendarState::kLate;
    if (cell.versions > 0) return CalendarState::kDelivered;
    const bool was_due = before || (arrivals_.empty() && newest_period_.start() <= cell.day);
    if (!was_due) return CalendarState::kOutside;
    if (!after && is_missed_) return CalendarState::kMissing;
    return !morning.late_after || AgeOf(newest_period_, cell.day) == Age::kEnded
               ? CalendarState::kOutside
               : CalendarState::kDue;
  }

  static bool IsLate(UtcTime before, UtcTime now, const Morning& morning) {
    return morning.late_after && now.seconds - before.seconds > *morning.late_after;
  }

  static std::string Words(const CalendarCell& cell) {
    switch (cell.state) {
      case CalendarState::kDelivered:
        return cell.title;
      case CalendarState::kLate:
        return cell.versions > 0 ? "late, " + cell.title : "nothing came; the next was late";
      case CalendarState::kMissing:
        return "nothing came";
      case CalendarState::kDue:
        return "nothing came, and nothing is late";
      case CalendarState::kOutside:
        return "nothing was expected";
    }
    return {};
  }

  std::vector<Arrival> arrivals_;
  BillingPeriod newest_period_;
  bool is_missed_ = false;
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
  for (const Observation& observation : morning.observations)
    if (observation.finding.code == "delivery.stale" ||
        observation.finding.code == "delivery.missing")
      if (const auto payer = payers.find(observation.payer_account_id); payer != payers.end())
        payer->second.Miss();
  std::vector<CalendarRow> rows;
  for (auto& [payer, arrivals] : payers) rows.push_back(arrivals.Row(payer, morning));
  return rows;
}

}  // namespace billwright::monitor
