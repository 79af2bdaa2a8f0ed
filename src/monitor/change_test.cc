#include "monitor/change.h"

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;

Change ChangeIn(const PayerMonth& payer) {
  const std::optional<Change> change = ChangeOf(payer);
  EXPECT_TRUE(change);
  return change.value_or(Change());
}

TEST(Change, YesterdayPlusOneDayIsAsExpected) {
  const Change change = ChangeIn(GoodPayer("111111111111"));
  EXPECT_EQ(change.ToString(), "+1 day, +4,100 rows, +130.00");
  EXPECT_TRUE(change.as_expected) << change.why;
}

TEST(Change, IsNoneOfAFirstDelivery) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.erase(payer.versions.begin());
  EXPECT_FALSE(ChangeOf(payer));
}

TEST(Change, PassesOverAVersionOutOfUse) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.insert(payer.versions.begin(),
                        VersionOf(20, "2026-11-22T06:12:00Z", 86100, "2730"));
  payer.versions[1].out_of_use = true;
  EXPECT_EQ(ChangeIn(payer).rows, 8200);
}

TEST(Change, FewerRowsAreNotExpected) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.back().rows = 90199;
  EXPECT_EQ(ChangeIn(payer).why, "fewer rows than before");
}

TEST(Change, ADayThatIsGoneIsNotExpected) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.days.erase(payer.days.begin() + 11);
  EXPECT_EQ(ChangeIn(payer).why, "12 Nov is gone");
}

TEST(Change, EarlierDaysMayMoveByOnePerCentAndNoMore) {
  PayerMonth payer = GoodPayer("111111111111");
  // 21 days before the 22nd cost 2,730 together: a hundredth is 27.30.
  payer.days[4].unblended_cost = Of("157.30");
  EXPECT_EQ(ChangeIn(payer).why, "");
  payer.days[4].unblended_cost = Of("157.300000000001");
  EXPECT_EQ(ChangeIn(payer).why, "days before 22 Nov restated by +27.30");
  payer.days[4].unblended_cost = Of("0");
  EXPECT_EQ(ChangeIn(payer).why, "days before 22 Nov restated by -130.00");
}

TEST(Change, ANewDayHasBetweenHalfAndDoubleTheUsualRows) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.days.push_back(Day(24, 100, "3"));  // of today: not over
  payer.days[22].rows = 2050;
  EXPECT_EQ(ChangeIn(payer).why, "");
  payer.days[22].rows = 2049;
  EXPECT_EQ(ChangeIn(payer).why, "23 Nov has 2,049 rows, usual are 4,100");
  payer.days[22].rows = 8201;
  EXPECT_EQ(ChangeIn(payer).why, "23 Nov has 8,201 rows, usual are 4,100");
}

TEST(Change, WithoutDaysItCountsRowsAndCost) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.days_before.clear();
  EXPECT_EQ(ChangeIn(payer).ToString(), "+4,100 rows, +130.00");
}

}  // namespace
}  // namespace billwright::monitor
