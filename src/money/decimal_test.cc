#include "money/decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace billwright {
namespace {

constexpr std::string_view kLargest = "99999999999999999999999999.999999999999";

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }

std::string Read(std::string_view text) {
  const Result<Decimal> value = Decimal::Parse(text);
  return value ? value->ToString() : value.error().ToString();
}

std::string ReadRounded(std::string_view text, RoundingMode mode = RoundingMode::kHalfEven) {
  const Result<Decimal> value = Decimal::ParseRounded(text, mode);
  return value ? value->ToString() : value.error().ToString();
}

std::string OfDouble(double value) {
  const std::optional<Decimal> decimal = Decimal::FromDouble(value);
  return decimal ? decimal->ToString() : "nothing";
}

// ---- Reading and printing -----------------------------------------------------------------------

TEST(Decimal, ReadsWhatIsDelivered) {
  EXPECT_EQ(Read("12"), "12");
  EXPECT_EQ(Read("-0.5"), "-0.5");
  EXPECT_EQ(Read(".5"), "0.5");
  EXPECT_EQ(Read("5."), "5");
  EXPECT_EQ(Read("+7"), "7");
  EXPECT_EQ(Read("-7.0E-10"), "-0.0000000007");
  EXPECT_EQ(Read("1e3"), "1000");
  EXPECT_EQ(Read("1.5E+3"), "1500");
  EXPECT_EQ(Read("0.0464000000"), "0.0464");
  EXPECT_EQ(Read("-0"), "0");
  EXPECT_EQ(Read("000000000000000000000000000000000000000000001.50"), "1.5");
}

TEST(Decimal, HoldsTwelvePlacesAndThirtyEightDigits) {
  EXPECT_EQ(Read("0.000000000001"), "0.000000000001");
  EXPECT_EQ(D("0.000000000001").units(), 1);
  EXPECT_EQ(Read(kLargest), kLargest);
  EXPECT_EQ(Read("-" + std::string(kLargest)), "-" + std::string(kLargest));
  EXPECT_EQ(D(kLargest).units(), Decimal::kMaxUnits);
}

TEST(Decimal, CountsNoTrailingZerosAndNoExponentAsPlaces) {
  EXPECT_EQ(Read("0.1234567890120000000000"), "0.123456789012");
  EXPECT_EQ(Read("12300000000000e-22"), "0.00000000123");
  EXPECT_EQ(Read("0.00000000000001e2"), "0.000000000001");
  EXPECT_EQ(Read("0e999999999999999999999"), "0");
  EXPECT_EQ(Read("1" + std::string(60, '0') + "e-60"), "1");
}

TEST(Decimal, RefusesWhatIsNotNumber) {
  for (const std::string_view text :
       {"",   "-",     "+",     ".",    "-.",  "e5",  "1e",  "1e+", "1e1.5", " 1",
        "1 ", "1_000", "1,000", "0x10", "NaN", "inf", "--1", "1-",  "1.2.3", "١"})
    EXPECT_EQ(Read(text), "\"" + std::string(text) + "\" is not a decimal number");
}

TEST(Decimal, RefusesFurtherPlacesInsteadOfCutting) {
  EXPECT_EQ(Read("0.1234567890123"), "\"0.1234567890123\" needs more than 12 decimal places");
  EXPECT_EQ(Read("7E-14"), "\"7E-14\" needs more than 12 decimal places");
  EXPECT_EQ(Read("1e-999999999999999999999"),
            "\"1e-999999999999999999999\" needs more than 12 decimal places");
}

TEST(Decimal, RefusesWhatIsOutOfRange) {
  EXPECT_EQ(Read("100000000000000000000000000"),
            "\"100000000000000000000000000\" has more than 26 digits before the point");
  EXPECT_EQ(Read("1e26"), "\"1e26\" has more than 26 digits before the point");
  EXPECT_EQ(Read("1e25"), "1" + std::string(25, '0'));
  EXPECT_EQ(Read("-1e99999999999999999999"),
            "\"-1e99999999999999999999\" has more than 26 digits before the point");
}

TEST(Decimal, RoundsQuantitiesOnRequest) {
  EXPECT_EQ(ReadRounded("0.1234567890125"), "0.123456789012") << "a tie goes to the even neighbour";
  EXPECT_EQ(ReadRounded("0.1234567890135"), "0.123456789014");
  EXPECT_EQ(ReadRounded("0.12345678901250000000001"), "0.123456789013");
  EXPECT_EQ(ReadRounded("-0.1234567890135"), "-0.123456789014");
  EXPECT_EQ(ReadRounded("0.1234567890125", RoundingMode::kHalfAwayFromZero), "0.123456789013");
  EXPECT_EQ(ReadRounded("0.1234567890129", RoundingMode::kTowardZero), "0.123456789012");
  EXPECT_EQ(ReadRounded("6e-13"), "0.000000000001");
  EXPECT_EQ(ReadRounded("5e-13"), "0");
  EXPECT_EQ(ReadRounded("9e-14"), "0");
  EXPECT_EQ(ReadRounded("9e-999"), "0");
  EXPECT_EQ(
      ReadRounded("99999999999999999999999999.9999999999999"),
      "\"99999999999999999999999999.9999999999999\" has more than 26 digits before the point");
}

TEST(Decimal, TriesWithoutMessage) {
  EXPECT_EQ(Decimal::TryParse("1.5"), D("1.5"));
  EXPECT_EQ(Decimal::TryParse(""), std::nullopt);
  EXPECT_EQ(Decimal::TryParse("0.1234567890125"), std::nullopt);
  EXPECT_EQ(Decimal::TryParseRounded("0.1234567890125"), D("0.123456789012"));
  EXPECT_EQ(Decimal::TryParseRounded("x"), std::nullopt);
}

TEST(Decimal, PrintsAtLeastThePlacesAskedFor) {
  EXPECT_EQ(D("12").ToString(2), "12.00");
  EXPECT_EQ(D("0.125").ToString(2), "0.125");
  EXPECT_EQ(D("-3.1").ToString(2), "-3.10");
  EXPECT_EQ(D("1").ToString(14), "1.00000000000000");
  EXPECT_EQ(D("0").ToString(0), "0");
}

TEST(Decimal, CountsItsPlaces) {
  EXPECT_EQ(D("12").places(), 0);
  EXPECT_EQ(D("0").places(), 0);
  EXPECT_EQ(D("-0.5").places(), 1);
  EXPECT_EQ(D("100.05").places(), 2);
  EXPECT_EQ(D("0.000000000001").places(), 12);
}

TEST(Decimal, ShowsItselfInFailingTests) {
  EXPECT_EQ(testing::PrintToString(D("-1234.5")), "-1234.5");
}

// ---- From doubles -------------------------------------------------------------------------------

TEST(DecimalFromDouble, IsTheDecimalThatWasWritten) {
  EXPECT_EQ(OfDouble(0.1), "0.1");
  EXPECT_EQ(OfDouble(-0.0464), "-0.0464");
  EXPECT_EQ(OfDouble(1234.5678901234), "1234.5678901234");
  EXPECT_EQ(OfDouble(-0.0), "0");
  EXPECT_EQ(OfDouble(1e-12), "0.000000000001");
  EXPECT_EQ(OfDouble(7e-10), "0.0000000007");
}

TEST(DecimalFromDouble, IsNotFooledWhereDoublesGrowSparse) {
  EXPECT_EQ(OfDouble(524317.93), "524317.93") << "× 1e10 is 5243179300000001 when rounded";
  EXPECT_EQ(OfDouble(524287.9999999999), "524287.9999999999");
  EXPECT_EQ(OfDouble(524288.0), "524288");
  EXPECT_EQ(OfDouble(123456789.123), "123456789.123");
}

TEST(DecimalFromDouble, KnowsNoMoreDigitsOfLargeIntegersThanTheDoubleDoes) {
  EXPECT_EQ(OfDouble(9223372036854775808.0), "9223372036854776000");
  EXPECT_EQ(OfDouble(1e25), "1" + std::string(25, '0'));
}

TEST(DecimalFromDouble, IsNothingWhereItCannotBeExact) {
  EXPECT_EQ(OfDouble(1e-13), "nothing");
  EXPECT_EQ(OfDouble(0.1234567890123), "nothing");
  EXPECT_EQ(OfDouble(1e26), "nothing");
  EXPECT_EQ(OfDouble(std::numeric_limits<double>::quiet_NaN()), "nothing");
  EXPECT_EQ(OfDouble(std::numeric_limits<double>::infinity()), "nothing");
  EXPECT_EQ(OfDouble(std::numeric_limits<double>::denorm_min()), "nothing");
}

TEST(DecimalFromDouble, RoundsQuantitiesOnRequest) {
  EXPECT_EQ(Decimal::FromDoubleRounded(0.1234567890123), D("0.123456789012"));
  EXPECT_EQ(Decimal::FromDoubleRounded(0.5), D("0.5"));
  EXPECT_EQ(Decimal::FromDoubleRounded(std::numeric_limits<double>::denorm_min()), Decimal());
  EXPECT_EQ(Decimal::FromDoubleRounded(1e26), std::nullopt);
  EXPECT_EQ(Decimal::FromDoubleRounded(std::nan("")), std::nullopt);
}

// ---- Arithmetic ---------------------------------------------------------------------------------

TEST(Decimal, AddsAndSubtractsExactly) {
  EXPECT_EQ(D("0.1") + D("0.2"), D("0.3"));
  EXPECT_EQ(D("1") - D("0.000000000001"), D("0.999999999999"));
  EXPECT_EQ(-D("5"), D("-5"));
  EXPECT_EQ(D("-5").Abs(), D("5"));
  EXPECT_LT(D("-5"), D("0.1"));
  Decimal sum = D("10");
  sum += D("0.5");
  sum -= D("20");
  EXPECT_EQ(sum, D("-9.5"));
}

TEST(DecimalDeathTest, NeverWraps) {
  EXPECT_DEATH(D(kLargest) + D("0.000000000001"), "more than 38 digits");
  EXPECT_DEATH(D(kLargest) + D(kLargest), "more than 38 digits");
  EXPECT_DEATH(-D(kLargest) - D("1"), "more than 38 digits");
  EXPECT_DEATH(Multiply(D(kLargest), D("1.1"), RoundingMode::kHalfEven), "more than 38 digits");
  EXPECT_DEATH(Multiply(D(kLargest), D(kLargest), RoundingMode::kHalfEven), "more than 38 digits");
}

TEST(Multiply, RoundsOnceHalfToEven) {
  EXPECT_EQ(Multiply(D("0.0464"), D("744"), RoundingMode::kHalfEven), D("34.5216"));
  EXPECT_EQ(Multiply(D("0.000001"), D("0.0000005"), RoundingMode::kHalfEven), D("0"))
      << "half a unit: 0 is even";
  EXPECT_EQ(Multiply(D("0.000003"), D("0.0000005"), RoundingMode::kHalfEven), D("0.000000000002"));
  EXPECT_EQ(Multiply(D("-0.000003"), D("0.0000005"), RoundingMode::kHalfEven),
            D("-0.000000000002"));
  EXPECT_EQ(Multiply(D("0.000001"), D("0.0000005"), RoundingMode::kHalfAwayFromZero),
            D("0.000000000001"));
  EXPECT_EQ(Multiply(D("0.000003"), D("0.0000005"), RoundingMode::kTowardZero),
            D("0.000000000001"));
  EXPECT_EQ(Multiply(D(kLargest), D("-1"), RoundingMode::kHalfEven), -D(kLargest));
  EXPECT_EQ(Multiply(D(kLargest), D("0.000000000001"), RoundingMode::kHalfEven),
            D("100000000000000"));
}

TEST(PercentOf, RoundsOnce) {
  EXPECT_EQ(PercentOf(D("200"), D("7.5"), RoundingMode::kHalfEven), D("15"));
  EXPECT_EQ(PercentOf(D("-8.88"), D("10"), RoundingMode::kHalfEven), D("-0.888"));
  EXPECT_EQ(PercentOf(D("0.000000000001"), D("50"), RoundingMode::kHalfEven), D("0"));
  EXPECT_EQ(PercentOf(D("0.000000000003"), D("50"), RoundingMode::kHalfEven), D("0.000000000002"));
  EXPECT_EQ(PercentOf(D("33.33"), D("100"), RoundingMode::kHalfEven), D("33.33"));
}

struct RoundingCase {
  std::string_view value;
  int places;
  std::string_view half_even;
  std::string_view half_away;
  std::string_view toward_zero;
};

TEST(RoundTo, FollowsItsMode) {
  for (const RoundingCase& c : {
           RoundingCase{"2.345", 2, "2.34", "2.35", "2.34"},
           RoundingCase{"2.355", 2, "2.36", "2.36", "2.35"},
           RoundingCase{"-2.345", 2, "-2.34", "-2.35", "-2.34"},
           RoundingCase{"2.345000000001", 2, "2.35", "2.35", "2.34"},
           RoundingCase{"0.5", 0, "0", "1", "0"},
           RoundingCase{"1.5", 0, "2", "2", "1"},
           RoundingCase{"-0.4", 0, "0", "0", "0"},
           RoundingCase{"0.000000000001", 12, "0.000000000001", "0.000000000001", "0.000000000001"},
       }) {
    EXPECT_EQ(RoundTo(D(c.value), c.places, RoundingMode::kHalfEven), D(c.half_even)) << c.value;
    EXPECT_EQ(RoundTo(D(c.value), c.places, RoundingMode::kHalfAwayFromZero), D(c.half_away))
        << c.value;
    EXPECT_EQ(RoundTo(D(c.value), c.places, RoundingMode::kTowardZero), D(c.toward_zero))
        << c.value;
  }
}

TEST(RatioForDisplay, HasOneDecimal) {
  EXPECT_EQ(RatioForDisplay(D("28.4"), D("100")), "28.4");
  EXPECT_EQ(RatioForDisplay(D("1"), D("3")), "33.3");
  EXPECT_EQ(RatioForDisplay(D("2"), D("3")), "66.7");
  EXPECT_EQ(RatioForDisplay(D("-1"), D("8")), "-12.5");
  EXPECT_EQ(RatioForDisplay(D("5"), D("5")), "100.0");
  EXPECT_EQ(RatioForDisplay(D("-0.0001"), D("1000")), "0.0");
}

TEST(RatioForDisplay, IsNothingWithoutWholeOrBeyondMeasure) {
  EXPECT_EQ(RatioForDisplay(D("1"), D("0")), std::nullopt);
  EXPECT_EQ(RatioForDisplay(D(kLargest), D("0.000000000001")), std::nullopt);
}

}  // namespace
}  // namespace billwright
