#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "money/currency.h"
#include "money/decimal.h"

// Text as a reader of a document sees it. Nothing here feeds money again.

namespace billwright::report {

/// "1,234.50" with a proper minus: "−1,234.50".
std::string AmountForPeople(Decimal amount, const Currency& currency);

/// A quantity with thousands separators and at most 4 decimals: "1,488", "0.0373"; a smaller one
/// that is not zero is "< 0.0001". Exact quantities are in the csv and JSON documents.
std::string QuantityForPeople(Decimal quantity);

}  // namespace billwright::report
