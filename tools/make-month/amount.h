#pragma once

#include <cstdint>
#include <string>

#include "money/int128.h"

// Numbers as AWS delivers them: ten decimal places, as integers. Independent of Billwright's own
// arithmetic on purpose: what checks a calculation should not share it.

namespace billwright::make_month {

/// A rate, a cost or a quantity in units of 10⁻¹⁰: ±922 million.
using Amount = int64_t;

inline constexpr Amount kOne = 10'000'000'000;
/// A field that the row does not have. Not a number; never enters a sum.
inline constexpr Amount kAbsent = INT64_MIN;

constexpr Amount Whole(int64_t value) { return value * kOne; }
/// value × 10^-places: Fraction(123, 2) is 1.23.
Amount Fraction(int64_t value, int places);

/// a × b, rounded half to even to ten places.
Amount Times(Amount a, Amount b);
/// amount × part / whole, rounded half to even. `whole` is positive.
Amount Portion(Int128 amount, int64_t part, int64_t whole);
/// The largest q of ten places with q × b ≤ a. Both positive.
Amount FloorRatio(Amount a, Amount b);
/// Rounded half to even to `places` decimals.
Amount RoundedTo(Int128 amount, int places);

/// Shortest plain form: "0.0000300172", "-3".
void AppendPlain(std::string& out, Int128 amount);
/// As Java prints doubles, which CUR 2.0's csv shows: "-7.0E-10" below 10⁻³, plain from there.
void AppendJava(std::string& out, Amount amount);
std::string ToText(Int128 amount);

/// The double nearest to the amount, whose shortest decimal is the amount again. CHECKs that.
double ToDouble(Amount amount);

}  // namespace billwright::make_month
