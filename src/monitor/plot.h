#pragma once

#include <string>
#include <vector>

#include "monitor/morning.h"

namespace billwright::monitor {

/// What is plotted of each day.
enum class PlotOf { kRows, kCost };

/// One month by day as an SVG element without a script: bars for `days`, a line for the same days
/// of the month before, axes with round numbers, a title, and a tooltip for each bar. Days outside
/// the month are left out. Colours come from the page's classes. Positions are doubles: nothing
/// here feeds money again.
std::string PlotSvg(PlotOf what, const PayerMonth& payer,
                    const std::vector<DayTotal>& month_before);

}  // namespace billwright::monitor
