#include "money/money.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }
Currency C(std::string_view code) { return Currency::Parse(code).value(); }
Money Usd(std::string_view text) { return {D(text), Currency::Usd()}; }
Money Yen(std::string_view text) { return {D(text), C("JPY")}; }

TEST(Money, AddsWithinOneCurrency) {
  EXPECT_EQ(Usd("10.25") + Usd("0.75"), Usd("11"));
  EXPECT_EQ(Usd("10") - Usd("0.01"), Usd("9.99"));
  EXPECT_FALSE(Usd("1") == Yen("1"));
}

TEST(MoneyDeathTest, NeverMixesCurrencies) {
  EXPECT_DEATH(Usd("1") + Yen("1"), "USD 1.00 meets JPY 1");
  EXPECT_DEATH(Usd("1") - Yen("1"), "USD 1.00 meets JPY 1");
}

TEST(Money, PrintsAtLeastItsMinorUnit) {
  EXPECT_EQ(Usd("1234.5").ToString(), "USD 1234.50");
  EXPECT_EQ(Usd("-0.0464").ToString(), "USD -0.0464");
  EXPECT_EQ(Yen("1234").ToString(), "JPY 1234");
}

TEST(Money, ShowsItselfInFailingTests) {
  EXPECT_EQ(testing::PrintToString(Usd("1234.5")), "USD 1234.50");
}

TEST(RoundToMinorUnit, DependsOnCurrency) {
  EXPECT_EQ(RoundToMinorUnit(Usd("2.345"), RoundingMode::kHalfAwayFromZero), Usd("2.35"));
  EXPECT_EQ(RoundToMinorUnit(Yen("2.5"), RoundingMode::kHalfEven), Yen("2"));
}

TEST(FormatForPeople, SeparatesThousands) {
  EXPECT_EQ(FormatForPeople(D("1234.5"), Currency::Usd()), "1,234.50");
  EXPECT_EQ(FormatForPeople(D("-1234567.89"), Currency::Usd()), "-1,234,567.89");
  EXPECT_EQ(FormatForPeople(D("-123"), Currency::Usd()), "-123.00");
  EXPECT_EQ(FormatForPeople(D("999999"), C("JPY")), "999,999");
  EXPECT_EQ(FormatForPeople(D("0"), Currency::Usd()), "0.00");
}

TEST(FormatForPeopleDeathTest, WantsRoundedAmounts) {
  EXPECT_DEATH(FormatForPeople(D("0.005"), Currency::Usd()),
               "0.005 was not rounded to the minor unit of USD");
}

}  // namespace
}  // namespace billwright
