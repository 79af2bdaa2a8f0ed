#include "money/uint256.h"

#include <gtest/gtest.h>

#include <vector>

namespace billwright {
namespace {

constexpr UInt128 kAllBits = ~UInt128{0};

// Properties against an independent division are in properties_test.cc; here are the corners.

TEST(UInt256, MultipliesInFull) {
  const UInt256 square = MultiplyWide(kAllBits, kAllBits);  // (2¹²⁸ − 1)² = 2²⁵⁶ − 2¹²⁹ + 1
  EXPECT_TRUE(square.high == kAllBits - 1);
  EXPECT_TRUE(square.low == 1);
  const UInt256 shifted = MultiplyWide(UInt128{1} << 64, UInt128{1} << 64);
  EXPECT_TRUE(shifted.high == 1 && shifted.low == 0);
}

TEST(WideDivisor, DividesTheLargestDividend) {
  const auto [quotient, remainder] = WideDivisor(kAllBits).Divide({kAllBits - 1, kAllBits});
  EXPECT_TRUE(quotient == kAllBits);
  EXPECT_TRUE(remainder == kAllBits - 1);
}

TEST(WideDivisor, DividesByOneAndByPowersOfTwo) {
  const auto [same, nothing] = WideDivisor(1).Divide({0, kAllBits});
  EXPECT_TRUE(same == kAllBits && nothing == 0);
  const auto [half, bit] = WideDivisor(UInt128{1} << 127).Divide({1, 1});
  EXPECT_TRUE(half == 2 && bit == 1);
}

/// Numbers around the places where halves and carries begin: what corrections in the division are
/// for.
std::vector<UInt128> Corners() {
  std::vector<UInt128> corners;
  for (const int bit : {0, 1, 31, 63, 64, 65, 95, 126, 127})
    for (const UInt128 power : {UInt128{1} << bit, kAllBits - (UInt128{1} << bit)})
      for (const UInt128 near : {power - 1, power, power + 1}) corners.push_back(near);
  return corners;
}

TEST(WideDivisor, GivesBackFactorAndRemainderAtEveryCorner) {
  for (const UInt128 divisor : Corners()) {
    if (divisor == 0) continue;
    const WideDivisor wide(divisor);
    for (const UInt128 factor : Corners()) {
      for (const UInt128 corner : Corners()) {
        const UInt128 rest = corner % divisor;
        UInt256 dividend = MultiplyWide(divisor, factor);
        dividend.low += rest;
        dividend.high += dividend.low < rest ? 1 : 0;
        const auto [quotient, remainder] = wide.Divide(dividend);
        ASSERT_TRUE(quotient == factor && remainder == rest);
      }
    }
  }
}

TEST(WideDivisor, RemembersItsValue) {
  for (const UInt128 value : {UInt128{1}, UInt128{1'000'000'000'000}, UInt128{1} << 64, kAllBits})
    EXPECT_TRUE(WideDivisor(value).value() == value);
}

}  // namespace
}  // namespace billwright
