#include "model/delivered_digits.h"

namespace billwright {

Int128 DeliveredDigits::LastUnit() const {
  Int128 units = 1;
  for (int place = places_; place < Decimal::kScale; ++place) units *= 10;
  return units;
}

void DeliveredDigits::See(Decimal value) {
  while (value.units() % LastUnit() != 0) ++places_;
}

Decimal DeliveredDigits::Tolerance(int64_t rows) const {
  return Multiply(Decimal::FromUnits(LastUnit()), Decimal::FromInteger(rows),
                  RoundingMode::kHalfEven);
}

}  // namespace billwright
