#include "money/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace billwright {
namespace {

using testing::ElementsAre;

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }

std::vector<Decimal> Decimals(std::initializer_list<std::string_view> texts) {
  std::vector<Decimal> values;
  for (const std::string_view text : texts) values.push_back(D(text));
  return values;
}

std::vector<std::string> Texts(const std::vector<Decimal>& values) {
  std::vector<std::string> texts;
  for (const Decimal value : values) texts.push_back(value.ToString());
  return texts;
}

std::vector<std::string> SplitOf(std::string_view whole,
                                 std::initializer_list<std::string_view> weights) {
  return Texts(Split(D(whole), Decimals(weights)));
}

std::vector<std::string> Rounded(std::initializer_list<std::string_view> values,
                                 std::string_view total, int places = 2) {
  return Texts(RoundToTotal(Decimals(values), D(total), places));
}

TEST(Split, IsInProportion) {
  EXPECT_THAT(SplitOf("30", {"1", "2"}), ElementsAre("10", "20"));
  EXPECT_THAT(SplitOf("0.6", {"0.5", "0.25", "0.25"}), ElementsAre("0.3", "0.15", "0.15"));
}

TEST(Split, GivesLeftoverUnitToLargestRemainder) {
  EXPECT_THAT(SplitOf("0.000000000010", {"1", "2", "4"}),  // 1.43, 2.86, 5.71 units
              ElementsAre("0.000000000001", "0.000000000003", "0.000000000006"));
}

TEST(Split, GivesTiesToTheEarlierPosition) {
  EXPECT_THAT(SplitOf("1", {"1", "1", "1"}),
              ElementsAre("0.333333333334", "0.333333333333", "0.333333333333"));
  EXPECT_THAT(SplitOf("2", {"7", "7", "7"}),
              ElementsAre("0.666666666667", "0.666666666667", "0.666666666666"));
}

TEST(Split, NegatesTheParts) {
  EXPECT_THAT(SplitOf("-1", {"1", "1", "1"}),
              ElementsAre("-0.333333333334", "-0.333333333333", "-0.333333333333"));
}

TEST(Split, GivesNothingToZeroWeight) {
  EXPECT_THAT(SplitOf("1", {"0", "1", "0", "1", "1"}),
              ElementsAre("0", "0.333333333334", "0", "0.333333333333", "0.333333333333"));
}

TEST(Split, TreatsAllZeroWeightsAsEqual) {
  EXPECT_THAT(SplitOf("0.000000000003", {"0", "0"}),
              ElementsAre("0.000000000002", "0.000000000001"));
}

TEST(Split, LeavesZeroWhole) { EXPECT_THAT(SplitOf("0", {"1", "2"}), ElementsAre("0", "0")); }

TEST(Split, HoldsTheLargestNumbers) {
  const std::string_view largest = "99999999999999999999999999.999999999999";
  EXPECT_THAT(SplitOf(largest, {largest}), ElementsAre(largest));
  EXPECT_THAT(SplitOf(largest, {"49999999999999999999999999", "49999999999999999999999999"}),
              ElementsAre("50000000000000000000000000", "49999999999999999999999999.999999999999"));
}

TEST(SplitDeathTest, WantsWeightsThatAreNotNegative) {
  EXPECT_DEATH(SplitOf("1", {"1", "-2"}), "a negative weight: -2");
  EXPECT_DEATH(SplitOf("1", {}), "nobody to split 1 among");
}

TEST(RoundToTotal, GivesMissingCentsToLargestRemainders) {
  EXPECT_THAT(Rounded({"0.333", "0.333", "0.334"}, "1"), ElementsAre("0.33", "0.33", "0.34"));
  EXPECT_THAT(Rounded({"1.005", "1.004", "1.001"}, "3.01"), ElementsAre("1.01", "1", "1"));
}

TEST(RoundToTotal, GivesTiesToTheEarlierPosition) {
  EXPECT_THAT(Rounded({"0.005", "0.005"}, "0.01"), ElementsAre("0.01", "0"));
}

TEST(RoundToTotal, RoundsNegativeValuesDown) {
  EXPECT_THAT(Rounded({"-0.005", "0.025"}, "0.02"), ElementsAre("0", "0.02"));
  EXPECT_THAT(Rounded({"-1.239"}, "-1.24"), ElementsAre("-1.24"));
}

TEST(RoundToTotal, FollowsTotalWithinOneUnitForEachValue) {
  EXPECT_THAT(Rounded({"1", "2"}, "3.02"), ElementsAre("1.01", "2.01"));
  EXPECT_THAT(Rounded({"1", "2"}, "2.99"), ElementsAre("1", "1.99"));
  EXPECT_THAT(Rounded({}, "0"), ElementsAre());
}

TEST(RoundToTotal, WorksForCurrenciesWithoutMinorUnit) {
  EXPECT_THAT(Rounded({"10.4", "10.4", "10.4"}, "31", 0), ElementsAre("11", "10", "10"));
}

TEST(RoundToTotalDeathTest, RefusesTotalsThatCannotBe) {
  EXPECT_DEATH(Rounded({"1", "2"}, "3.001"), "3.001 has more than 2 decimals");
  EXPECT_DEATH(Rounded({"1", "2"}, "3.03"), "values that add up to 3 cannot be rounded to 3.03");
  EXPECT_DEATH(Rounded({}, "0.01"), "values that add up to 0 cannot be rounded to 0.01");
}

}  // namespace
}  // namespace billwright
