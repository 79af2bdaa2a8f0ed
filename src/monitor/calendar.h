#pragma once

#include <string>
#include <vector>

#include "monitor/morning.h"

namespace billwright::monitor {

/// What a payer delivered on one UTC day. AWS delivers at least once a day while a month is open,
/// and for some days after (domain: Data Exports refresh for two weeks).
enum class CalendarState {
  kOutside,  ///< before its first delivery, or long after the end of its newest month
  kDelivered,
  kLate,     ///< delivered, longer after the one before than the rule delivery.stale lets be
  kMissing,  ///< nothing came
  kDue,      ///< nothing came, and no finding says that anything is missing
};
std::string_view Name(CalendarState state);

struct CalendarCell {
  UtcTime day;
  CalendarState state = CalendarState::kOutside;
  int64_t versions = 0;  ///< of all months
  std::string title;     ///< for people: "23 Nov: version 22 of 2026-11 at 06:12"
};

struct CalendarRow {
  std::string payer_account_id;
  std::vector<CalendarCell> cells;
};

/// The last five weeks up to `morning.now`, a row for each payer, by payer.
std::vector<CalendarRow> CalendarOf(const Morning& morning);

}  // namespace billwright::monitor
