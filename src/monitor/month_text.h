#pragma once

#include <string>

#include "monitor/morning.h"

// What the screen and the page say of a whole month, decided once: both only draw it.

namespace billwright::monitor {

/// Whether a month is shown payer by payer: the newest one, one that may still change, and one with
/// a payer in need. Others are summed up.
bool IsShownInFull(const Month& month, const Morning& morning);

/// "open, day 24 of 30", "over, AWS may still restate it"
std::string AgeText(const Month& month, UtcTime now);

/// How much somebody should mind.
enum class Mood { kGood, kInfo, kWarning, kBad };

struct MonthText {
  std::string text;
  Mood mood = Mood::kGood;
};
/// "run in force", "deliveries are newer than the run"
MonthText RunText(const Month& month);
/// Of all its payers and its run: "nothing wrong, 2 warnings", "2 payers need you"; of a month that
/// the rules did not look into "nothing wrong at ingest".
MonthText WrongText(const Month& month, const Morning& morning);

struct MonthTotals {
  int64_t payers = 0;
  int64_t rows = 0;
  std::string costs;  ///< "USD 34,120.11, EUR 3.00"
};
MonthTotals TotalsOf(const Month& month);

}  // namespace billwright::monitor
