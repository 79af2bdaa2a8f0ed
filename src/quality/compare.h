#pragma once

#include <string>

#include "money/decimal.h"

namespace billwright::quality {

/// Whether |now − before| is more than `percent` of |before|. Of nothing, anything is more.
bool DiffersByMoreThan(Decimal before, Decimal now, Decimal percent);

/// "12.4 % more", "USD 40.00 less" where there was nothing to compare with.
std::string MoreOrLess(Decimal before, Decimal now, const std::string& currency);

}  // namespace billwright::quality
