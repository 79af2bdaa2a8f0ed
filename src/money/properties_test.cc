#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>

#include "money/decimal.h"
#include "money/split.h"
#include "money/testing/decimal_generator.h"
#include "money/uint256.h"

// What holds for all money, whatever its size and sign.

namespace billwright {
namespace {

using generate::AnyDecimal;
using generate::BilledAmount;
using generate::MagnitudeBelow;
using generate::NonNegativeDecimal;
using generate::Weights;

Decimal SumOf(const std::vector<Decimal>& values) {
  Decimal sum;
  for (const Decimal value : values) sum += value;
  return sum;
}

UInt128 Magnitude(Decimal value) { return static_cast<UInt128>(value.Abs().units()); }

/// A second opinion on products and quotients: schoolbook, digit by decimal digit.
class BigInteger {
 public:
  explicit BigInteger(UInt128 value) {
    for (; value != 0; value /= 10) digits_.push_back(static_cast<int>(value % 10));
  }

  friend BigInteger operator*(const BigInteger& a, const BigInteger& b) {
    BigInteger product(0);
    product.digits_.resize(a.digits_.size() + b.digits_.size() + 1);
    for (size_t i = 0; i < a.digits_.size(); ++i)
      for (size_t j = 0; j < b.digits_.size(); ++j)
        product.digits_[i + j] += a.digits_[i] * b.digits_[j];
    return product.Carried();
  }

  friend BigInteger operator+(BigInteger a, const BigInteger& b) {
    a.digits_.resize(std::max(a.digits_.size(), b.digits_.size()) + 1);
    for (size_t i = 0; i < b.digits_.size(); ++i) a.digits_[i] += b.digits_[i];
    return a.Carried();
  }

  friend bool operator==(const BigInteger&, const BigInteger&) = default;

  /// The `count` lowest digits, and what is above them.
  BigInteger Low(size_t count) const {
    BigInteger low(0);
    low.digits_.assign(digits_.begin(), digits_.begin() + Bounded(count));
    return low.Carried();
  }
  BigInteger High(size_t count) const {
    BigInteger high(0);
    high.digits_.assign(digits_.begin() + Bounded(count), digits_.end());
    return high;
  }
  int digit(size_t index) const { return index < digits_.size() ? digits_[index] : 0; }
  bool IsZero() const { return digits_.empty(); }

 private:
  std::ptrdiff_t Bounded(size_t count) const {
    return static_cast<std::ptrdiff_t>(std::min(count, digits_.size()));
  }
  BigInteger Carried() {
    for (size_t i = 0; i + 1 < digits_.size(); ++i) {
      digits_[i + 1] += digits_[i] / 10;
      digits_[i] %= 10;
    }
    while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
    return std::move(*this);
  }

  std::vector<int> digits_;  ///< lowest first, no leading zeros
};

/// |a × b| / 10^12, half to even, from its decimal digits.
BigInteger RoundedProduct(Decimal a, Decimal b) {
  const BigInteger product = BigInteger(Magnitude(a)) * BigInteger(Magnitude(b));
  const BigInteger quotient = product.High(12);
  const bool is_above_half =
      product.digit(11) > 5 || (product.digit(11) == 5 && !product.Low(11).IsZero());
  const bool is_tie = product.digit(11) == 5 && product.Low(11).IsZero();
  const bool up = is_above_half || (is_tie && quotient.digit(0) % 2 == 1);
  return quotient + BigInteger(up ? 1 : 0);
}

// ---- Decimal ------------------------------------------------------------------------------------

RC_GTEST_PROP(DecimalProperty, ParseAndPrintAreInverse, (Decimal value)) {
  RC_ASSERT(Decimal::Parse(value.ToString()).value() == value);
  RC_ASSERT(Decimal::Parse(value.ToString(12)).value() == value);
  RC_ASSERT(Decimal::TryParseRounded(value.ToString()) == value);
}

RC_GTEST_PROP(DecimalProperty, ExponentsMoveThePoint, ()) {
  const Decimal value = *AnyDecimal(12, 6);
  const int shift = *rc::gen::inRange(-6, 7);
  const std::string text = value.ToString() + "e" + std::to_string(shift);
  Decimal factor = Decimal::FromUnits(Decimal::kUnitsPerOne);
  for (int i = 0; i < std::abs(shift); ++i)
    factor = shift > 0 ? Multiply(factor, Decimal::FromInteger(10), RoundingMode::kHalfEven)
                       : PercentOf(factor, Decimal::FromInteger(10), RoundingMode::kHalfEven);
  RC_ASSERT(Decimal::Parse(text).value() == Multiply(value, factor, RoundingMode::kHalfEven));
}

RC_GTEST_PROP(DecimalProperty, PlacesAreTheDigitsAfterThePoint, (Decimal value)) {
  const std::string text = value.ToString();
  const size_t point = text.find('.');
  RC_ASSERT(value.places() ==
            (point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1)));
}

RC_GTEST_PROP(DecimalProperty, AddingIsUndoneBySubtracting, ()) {
  const Decimal a = *AnyDecimal(25);
  const Decimal b = *AnyDecimal(25);
  RC_ASSERT(a + b - b == a);
  RC_ASSERT(a - b == -(b - a));
}

std::string ShortestText(double value) {
  std::array<char, 64> text;
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value,
                                     std::chars_format::scientific)
                           .ptr};
}

RC_GTEST_PROP(FromDoubleProperty, EqualsTheShortestTextOfAnyDouble, (uint64_t bits)) {
  const double value = std::bit_cast<double>(bits);
  RC_ASSERT(Decimal::FromDouble(value) == Decimal::TryParse(ShortestText(value)));
  RC_ASSERT(Decimal::FromDoubleRounded(value) == Decimal::TryParseRounded(ShortestText(value)));
}

RC_GTEST_PROP(FromDoubleProperty, EqualsTheShortestTextOfDoublesNearMoney, ()) {
  const double near = std::stod((*BilledAmount()).ToString());
  const int steps = *rc::gen::inRange(-3, 4);
  const double value = near + steps * std::ldexp(near, -52);
  RC_ASSERT(Decimal::FromDouble(value) == Decimal::TryParse(ShortestText(value)));
}

RC_GTEST_PROP(FromDoubleProperty, GivesBackWhatWasBilled, ()) {
  const Decimal amount = *AnyDecimal(5, 10);  // 15 digits: a double knows them all
  RC_ASSERT(Decimal::FromDouble(std::stod(amount.ToString())) == amount);
}

// ---- Products -----------------------------------------------------------------------------------

RC_GTEST_PROP(MultiplyProperty, AgreesWithSchoolbook, ()) {
  const Decimal a = *AnyDecimal(13);
  const Decimal b = *AnyDecimal(13);
  const Decimal product = Multiply(a, b, RoundingMode::kHalfEven);
  RC_ASSERT(BigInteger(Magnitude(product)) == RoundedProduct(a, b));
  RC_ASSERT(product.IsZero() || product.IsNegative() == (a.IsNegative() != b.IsNegative()));
}

RC_GTEST_PROP(MultiplyProperty, PercentIsAHundredthOfTheProduct, ()) {
  const Decimal amount = *AnyDecimal(12, 10);
  const Decimal percent = *AnyDecimal(2, 0);
  RC_ASSERT(PercentOf(amount, percent, RoundingMode::kHalfEven) ==
            Multiply(amount,
                     Multiply(percent, Decimal::Parse("0.01").value(), RoundingMode::kHalfEven),
                     RoundingMode::kHalfEven));
}

RC_GTEST_PROP(RoundToProperty, MovesByHalfAStepAtMost, ()) {
  const Decimal value = *AnyDecimal(20);
  const int places = *rc::gen::inRange(0, 13);
  const Decimal half = Decimal::Parse("5e-" + std::to_string(places + 1)).value_or(Decimal());
  for (const RoundingMode mode : {RoundingMode::kHalfEven, RoundingMode::kHalfAwayFromZero}) {
    const Decimal rounded = RoundTo(value, places, mode);
    RC_ASSERT(rounded.places() <= places);
    RC_ASSERT((rounded - value).Abs() <= half);
    RC_ASSERT(RoundTo(-value, places, mode) == -rounded);
  }
}

RC_GTEST_PROP(WideDivisorProperty, QuotientTimesDivisorPlusRemainderIsDividend, ()) {
  const UInt128 divisor = *MagnitudeBelow(~UInt128{0}) + 1;
  const UInt128 quotient = *MagnitudeBelow(~UInt128{0});
  const UInt128 remainder = *MagnitudeBelow(divisor);
  UInt256 dividend = MultiplyWide(divisor, quotient);
  dividend.low += remainder;
  dividend.high += dividend.low < remainder ? 1 : 0;
  const auto result = WideDivisor(divisor).Divide(dividend);
  RC_ASSERT(result.quotient == quotient && result.remainder == remainder);
}

// ---- Split --------------------------------------------------------------------------------------

RC_GTEST_PROP(SplitProperty, PartsAddUpToTheWhole, (Decimal whole)) {
  RC_ASSERT(SumOf(Split(whole, *Weights())) == whole);
}

RC_GTEST_PROP(SplitProperty, PartsAreWithinOneUnitOfTheirExactShare, (Decimal whole)) {
  const std::vector<Decimal> weights = *Weights();
  const std::vector<Decimal> parts = Split(whole, weights);
  const UInt128 total = static_cast<UInt128>(SumOf(weights).units());
  RC_PRE(total != 0);
  for (size_t i = 0; i < parts.size(); ++i) {
    const UInt256 product = MultiplyWide(Magnitude(whole), Magnitude(weights[i]));
    const auto [cut, remainder] = WideDivisor(total).Divide(product);
    const UInt128 above = Magnitude(parts[i]) - cut;
    RC_ASSERT(above == 0 || (above == 1 && remainder > 0));
    RC_ASSERT(parts[i].IsZero() || parts[i].IsNegative() == whole.IsNegative());
  }
}

RC_GTEST_PROP(SplitProperty, NegativeWholeGivesNegatedParts, (Decimal whole)) {
  const std::vector<Decimal> weights = *Weights();
  std::vector<Decimal> negated = Split(-whole, weights);
  for (Decimal& part : negated) part = -part;
  RC_ASSERT(negated == Split(whole, weights));
}

RC_GTEST_PROP(SplitProperty, LargerWeightNeverGetsLess, ()) {
  const Decimal whole = *NonNegativeDecimal();
  const std::vector<Decimal> weights = *Weights();
  const std::vector<Decimal> parts = Split(whole, weights);
  for (size_t i = 0; i < parts.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (weights[i] > weights[j]) RC_ASSERT(parts[i] >= parts[j]);
}

// ---- RoundToTotal -------------------------------------------------------------------------------

RC_GTEST_PROP(RoundToTotalProperty, AddsUpAtEveryPlaceAndMovesNothingByAWholeUnit, ()) {
  const auto values = *rc::gen::container<std::vector<Decimal>>(AnyDecimal(20));
  const int places = *rc::gen::inRange(0, 13);
  const Decimal step = Decimal::Parse("1e-" + std::to_string(places)).value();
  const Decimal total = RoundTo(SumOf(values), places, RoundingMode::kHalfAwayFromZero);
  const std::vector<Decimal> rounded = RoundToTotal(values, total, places);
  RC_ASSERT(SumOf(rounded) == total);
  for (size_t i = 0; i < values.size(); ++i) {
    RC_ASSERT(rounded[i].places() <= places);
    RC_ASSERT((rounded[i] - values[i]).Abs() < step);
  }
}

RC_GTEST_PROP(RoundToTotalProperty, FollowsAnyTotalWithinReach, ()) {
  const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<Decimal>>(AnyDecimal(12)));
  const int count = static_cast<int>(values.size());
  const int cents = *rc::gen::inRange(-count + 1, count);
  const Decimal total =
      RoundTo(SumOf(values), 2, RoundingMode::kTowardZero) +
      PercentOf(Decimal::FromInteger(cents), Decimal::FromInteger(1), RoundingMode::kHalfEven);
  RC_PRE((total - SumOf(values)).Abs() <=
         PercentOf(Decimal::FromInteger(count), Decimal::FromInteger(1), RoundingMode::kHalfEven));
  RC_ASSERT(SumOf(RoundToTotal(values, total, 2)) == total);
}

}  // namespace
}  // namespace billwright
