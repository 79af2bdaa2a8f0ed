#include "ingest/check/tolerance.h"

namespace billwright::ingest {

Decimal DeliveredDigits::Tolerance(int64_t rows) const {
  Int128 units = 1;
  for (int place = places_; place < Decimal::kScale; ++place) units *= 10;
  return Multiply(Decimal::FromUnits(units), Decimal::FromInteger(rows));
}

}  // namespace billwright::ingest
