#pragma once

#include <algorithm>
#include <cstdint>

#include "money/decimal.h"

namespace billwright {

/// How exact a delivered column is: one unit of its last digit. AWS rounds each value of a column
/// to some decimals, so a sum of n of them may be off by n units.
///
/// The digits are seen on the values; a column that happens to hold round numbers says little about
/// how AWS rounds, so never fewer than kFewestPlaces are taken.
class DeliveredDigits {
 public:
  /// AWS has not been seen to deliver costs with fewer decimals.
  static constexpr int kFewestPlaces = 6;

  /// A value of the column has `places` decimals.
  void See(int64_t places) { places_ = std::max(places_, static_cast<int>(places)); }

  /// Likewise, counted on the value itself: the sum of delivered values has the digits of the
  /// longest of them, or fewer.
  void See(Decimal value);

  /// By how much the sum of `rows` values may be off.
  Decimal Tolerance(int64_t rows) const;

 private:
  Int128 LastUnit() const;

  int places_ = kFewestPlaces;
};

}  // namespace billwright
