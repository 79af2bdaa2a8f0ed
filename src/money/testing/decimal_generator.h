#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "money/decimal.h"

// Decimals for properties: of every size, often small, often with few places, as money is. Include
// it in as few files as possible: RapidCheck is slow to compile.

namespace billwright::generate {

/// Magnitudes below `limit` units, spread evenly over their number of digits.
inline rc::Gen<UInt128> MagnitudeBelow(UInt128 limit) {
  return rc::gen::map(rc::gen::tuple(rc::gen::arbitrary<uint64_t>(), rc::gen::arbitrary<uint64_t>(),
                                     rc::gen::inRange(0, 39)),
                      [limit](const std::tuple<uint64_t, uint64_t, int>& parts) {
                        UInt128 magnitude =
                            static_cast<UInt128>(std::get<0>(parts)) << 64 | std::get<1>(parts);
                        UInt128 bound = 1;
                        for (int i = 0; i < std::get<2>(parts) && bound < limit; ++i) bound *= 10;
                        return magnitude % (bound < limit ? bound : limit);
                      });
}

/// Zero or positive, below 10^`digits` whole currency units, with at most `places` places.
inline rc::Gen<Decimal> NonNegativeDecimal(int digits = 26, int places = Decimal::kScale) {
  UInt128 step = 1;
  for (int i = places; i < Decimal::kScale; ++i) step *= 10;
  UInt128 limit = static_cast<UInt128>(Decimal::kUnitsPerOne) / step;
  for (int i = 0; i < digits; ++i) limit *= 10;
  return rc::gen::map(MagnitudeBelow(limit), [step](UInt128 magnitude) {
    return Decimal::FromUnits(static_cast<Int128>(magnitude * step));
  });
}

/// As NonNegativeDecimal, of either sign.
inline rc::Gen<Decimal> AnyDecimal(int digits = 26, int places = Decimal::kScale) {
  return rc::gen::map(rc::gen::pair(NonNegativeDecimal(digits, places), rc::gen::arbitrary<bool>()),
                      [](const std::pair<Decimal, bool>& parts) {
                        return parts.second ? -parts.first : parts.first;
                      });
}

/// What AWS bills: below a million million, with the 10 places that it delivers.
inline rc::Gen<Decimal> BilledAmount() { return AnyDecimal(12, 10); }

/// At least one weight for Split, every fourth of them zero.
inline rc::Gen<std::vector<Decimal>> Weights() {
  return rc::gen::nonEmpty(rc::gen::container<std::vector<Decimal>>(rc::gen::weightedOneOf<Decimal>(
      {{3, NonNegativeDecimal(20)}, {1, rc::gen::just(Decimal())}})));
}

}  // namespace billwright::generate

namespace rc {

template <>
struct Arbitrary<billwright::Decimal> {
  static Gen<billwright::Decimal> arbitrary() { return billwright::generate::AnyDecimal(); }
};

}  // namespace rc
