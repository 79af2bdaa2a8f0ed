#pragma once

#include <string>

#include "base/time.h"
#include "money/decimal.h"

// What findings say in words. Amounts in sentences are rounded for the eye; the finding's own
// amount never is.

namespace billwright::quality {

/// "USD 412.50"; "USD 0.0042" where two decimals would say nothing.
std::string Amount(const std::string& currency, Decimal amount);

/// What no document shows is not worth a finding.
bool IsLessThanACent(Decimal amount);

/// "12,345".
std::string Number(int64_t count);
/// "1 row", "12,345 rows".
std::string Counted(int64_t count, std::string_view one, std::string_view many);
std::string Rows(int64_t count);

/// "7 November 2018".
std::string Day(UtcTime time);
/// "7 November 2018", or "from 7 November 2018 to 9 November 2018".
std::string Days(UtcTime first, UtcTime last);
/// "7 November 2018 05:00 UTC".
std::string Hour(UtcTime time);

}  // namespace billwright::quality
