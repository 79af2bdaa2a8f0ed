#include "model/delivered_digits.h"

namespace billwright {

Decimal DeliveredDigits::Tolerance(int64_t rows) const {
  Int128 units = 1;
  for (int place = places_; place < Decimal::kScale; ++place) units *= 10;
  return Multiply(Decimal::FromUnits(units), Decimal::FromInteger(rows), RoundingMode::kHalfEven);
}

}  // namespace billwright
