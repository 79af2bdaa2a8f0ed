#pragma once

#include <cstddef>
#include <string>

#include "monitor/morning.h"

namespace billwright::monitor {

struct ScreenSize {
  size_t columns = 160;
  size_t lines = 40;
};

/// The morning as text for a terminal: the verdict, a line for each payer of the months that are
/// open, settling or in need, a short line for each older month, and the findings that matter most.
///
/// Keeps: never more lines or wider lines than `size`, whatever the number of payers: those that
///        need attention come first, and what does not fit is counted. Columns that matter least
///        are left out of a narrow screen.
std::string ScreenText(const Morning& morning, const ScreenSize& size);

}  // namespace billwright::monitor
