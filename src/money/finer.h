#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "money/decimal.h"

// What a decimal of twelve places cannot hold. Deliveries with longer amounts are rounded when they
// are taken in; what the rounding took is kept here to be said to the last digit, and is never
// billed.

namespace billwright {

/// (value − value rounded half to even to 12 places) × 10¹², for a number as Decimal::Parse reads
/// it: 0.34567 for "1.00000000000134567". Further than 24 places it is rounded itself.
/// nullopt for what is no number, or is 10¹⁴ or more.
std::optional<Decimal> FinerRest(std::string_view number);
std::optional<Decimal> FinerRest(double number);

/// sum + rest × 10⁻¹² in full: "1.00000000000134567".
std::string FinerSum(Decimal sum, Decimal rest);

}  // namespace billwright
