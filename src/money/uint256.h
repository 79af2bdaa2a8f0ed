#pragma once

#include <bit>
#include <cstdint>

#include "money/int128.h"

// The 256-bit products of money and their division, for money/*.cc only. A bit by bit division is
// thirty times slower than what is here; design of the division: Möller and Granlund, "Improved
// division by invariant integers" (2011), algorithms 5 and 6.

namespace billwright {

struct UInt256 {
  UInt128 high = 0;
  UInt128 low = 0;
};

constexpr uint64_t LowHalf(UInt128 value) { return static_cast<uint64_t>(value); }
constexpr uint64_t HighHalf(UInt128 value) { return static_cast<uint64_t>(value >> 64); }
constexpr UInt128 Halves(uint64_t high, uint64_t low) {
  return static_cast<UInt128>(high) << 64 | low;
}

/// a × b in full.
constexpr UInt256 MultiplyWide(UInt128 a, UInt128 b) {
  const UInt128 low_low = static_cast<UInt128>(LowHalf(a)) * LowHalf(b);
  if ((HighHalf(a) | HighHalf(b)) == 0) return {0, low_low};  // below 18 million: nearly always
  const UInt128 low_high = static_cast<UInt128>(LowHalf(a)) * HighHalf(b);
  const UInt128 high_low = static_cast<UInt128>(HighHalf(a)) * LowHalf(b);
  const UInt128 high_high = static_cast<UInt128>(HighHalf(a)) * HighHalf(b);
  const UInt128 middle =
      static_cast<UInt128>(HighHalf(low_low)) + LowHalf(low_high) + LowHalf(high_low);
  return {high_high + HighHalf(low_high) + HighHalf(high_low) + HighHalf(middle),
          Halves(LowHalf(middle), LowHalf(low_low))};
}

/// A divisor that many products are divided by: its reciprocal is computed once.
class WideDivisor {
 public:
  struct Quotient {
    UInt128 quotient;
    UInt128 remainder;
  };

  /// Needs: divisor ≠ 0.
  constexpr explicit WideDivisor(UInt128 divisor)
      : shift_(HighHalf(divisor) != 0 ? std::countl_zero(HighHalf(divisor))
                                      : 64 + std::countl_zero(LowHalf(divisor))),
        divisor_(divisor << shift_),
        reciprocal_(Reciprocal(divisor_)) {}

  constexpr UInt128 value() const { return divisor_ >> shift_; }

  /// Needs: dividend.high < value(), so that the quotient has 128 bits.
  constexpr Quotient Divide(UInt256 dividend) const {
    const UInt128 high =
        shift_ == 0 ? dividend.high : dividend.high << shift_ | dividend.low >> (128 - shift_);
    const UInt128 low = dividend.low << shift_;
    const UInt128 middle = Halves(LowHalf(high), HighHalf(low));
    const bool is_short =
        HighHalf(high) == 0 && middle < divisor_;  // of 64 bits: as good as always
    const Step first = is_short ? Step{0, middle} : DivideThreeHalves(high, HighHalf(low));
    const Step second = DivideThreeHalves(first.remainder, LowHalf(low));
    return {Halves(first.quotient, second.quotient), second.remainder >> shift_};
  }

 private:
  struct Step {
    uint64_t quotient;
    UInt128 remainder;
  };

  /// Algorithm 6: ⌊(2¹⁹² − 1) / divisor⌋ − 2⁶⁴, for a divisor whose highest bit is set.
  static constexpr uint64_t Reciprocal(UInt128 divisor) {
    const uint64_t high = HighHalf(divisor);
    const uint64_t low = LowHalf(divisor);
    uint64_t reciprocal = static_cast<uint64_t>(~UInt128{0} / high);
    uint64_t product = high * reciprocal + low;
    if (product < low) {
      --reciprocal;
      if (product >= high) {
        --reciprocal;
        product -= high;
      }
      product -= high;
    }
    const UInt128 correction = static_cast<UInt128>(reciprocal) * low;
    product += HighHalf(correction);
    if (product < HighHalf(correction)) {
      --reciprocal;
      if (Halves(product, LowHalf(correction)) >= divisor) --reciprocal;
    }
    return reciprocal;
  }

  /// Algorithm 5: (high · 2⁶⁴ + low) / divisor_, where high < divisor_.
  constexpr Step DivideThreeHalves(UInt128 high, uint64_t low) const {
    const UInt128 estimate = static_cast<UInt128>(reciprocal_) * HighHalf(high) + high;
    uint64_t quotient = HighHalf(estimate) + 1;
    const uint64_t upper = LowHalf(high) - HighHalf(estimate) * HighHalf(divisor_);
    UInt128 remainder = Halves(upper, low) - divisor_ -
                        static_cast<UInt128>(LowHalf(divisor_)) * HighHalf(estimate);
    if (HighHalf(remainder) >= LowHalf(estimate)) {
      --quotient;
      remainder += divisor_;
    }
    if (remainder >= divisor_) [[unlikely]] {
      ++quotient;
      remainder -= divisor_;
    }
    return {quotient, remainder};
  }

  int shift_;
  UInt128 divisor_;  ///< shifted until its highest bit is set
  uint64_t reciprocal_;
};

}  // namespace billwright
