#pragma once

#include "books/reading.h"

namespace billwright::books {

/// Reads the [[rule]]s of a price book, in order.
///
/// Findings: rule.two_prices, rule.no_price, rule.unreachable (a warning), and those of Entry
std::vector<PriceRule> ReadRules(Reading& reading, const SourceText& source, Entry& price_book);

}  // namespace billwright::books
