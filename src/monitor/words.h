#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "money/decimal.h"

// Numbers and times as the screen, the page and messages write them. Amounts are rounded for the
// eye, half to even, to two places; the JSON has them in full.

namespace billwright::monitor {

std::string Number(int64_t count);              ///< "94,310"
std::string Amount(Decimal amount);             ///< "3,012.44"
std::string Signed(int64_t count);              ///< "+4,121"
std::string Signed(Decimal amount);             ///< "+131.20"
std::string DayName(UtcTime day);               ///< "23 Nov"
std::string TimeName(UtcTime time);             ///< "23 Nov 22:00"
std::string TimeNameWithYear(UtcTime time);     ///< "23 Nov 2026 22:00"
std::string TimeName(const std::string& time);  ///< the same of a text of the catalog; empty stays
/// "3 findings", "1 finding".
std::string Count(int64_t number, std::string_view singular, std::string_view plural);
/// Cuts to `width` characters, the last of them "…" if anything was cut.
std::string Clip(std::string_view text, size_t width);

/// The text in lines of at most `width` columns, broken between words; all but the first begin with
/// `indent` blanks. Long words (ARNs, ids) are shortened in the middle. What is more than `most`
/// lines is cut off with "…".
std::vector<std::string> Wrapped(std::string_view text, size_t width, size_t indent, size_t most);

/// Not longer than `width`, without its middle: "arn:aws:ec…a5ce1".
std::string ShortInTheMiddle(const std::string& text, size_t width);

}  // namespace billwright::monitor
