#pragma once

#include <compare>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"

namespace billwright {

/// A UTC calendar month, as AWS bills: from 00:00:00 on the first to 00:00:00 on the next first
/// (bill/BillingPeriodStartDate, bill/BillingPeriodEndDate).
struct BillingPeriod {
  int year = 0;
  int month = 0;  ///< 1 … 12

  /// Reads "2018-10". Fails: kInvalidInput.
  static Result<BillingPeriod> Parse(std::string_view text);
  static BillingPeriod Containing(UtcTime time);

  UtcTime start() const;
  UtcTime end() const;  ///< exclusive
  BillingPeriod Previous() const;
  BillingPeriod Next() const;
  /// "2018-10"
  std::string ToString() const;
  /// "October 2018"
  std::string ToLongString() const;

  friend auto operator<=>(const BillingPeriod&, const BillingPeriod&) = default;
};

std::ostream& operator<<(std::ostream& out, BillingPeriod period);

}  // namespace billwright
