#include "monitor/change.h"

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;

Change ChangeIn(const Morning& morning) {
  const std::optional<Change> change = ChangeOf(morning.months[0].payers[0], morning);
  EXPECT_TRUE(change);
  return change.value_or(Change());
}

TEST(Change, YesterdayPlusOneDayIsAsExpected) {
  const Change change = ChangeIn(MorningOf({GoodPayer("111111111111")}));
  EXPECT_EQ(change.ToString(), "+1 day, +4,100 rows, +130.00");
  EXPECT_TRUE(change.as_expected) << change.why;
}

TEST(Change, IsNoneOfAFirstDelivery) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.erase(payer.versions.begin());
  EXPECT_FALSE(ChangeOf(payer, MorningOf({payer})));
}

TEST(Change, PassesOverAVersionOutOfUse) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.insert(payer.versions.begin(),
                        VersionOf(20, "2026-11-22T06:12:00Z", 86100, "2730"));
  payer.versions[1].out_of_use = true;
  EXPECT_EQ(ChangeIn(MorningOf({payer})).rows, 8200);
}

TEST(Change, IsOddWhereARuleSaysSoAndNowhereElse) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.months[0].payers[0].versions.back().rows = 1;
  EXPECT_TRUE(ChangeIn(morning).as_expected);  // delivery.shrunk is off
  morning.observations = {Warning("111111111111", "5")};
  EXPECT_FALSE(ChangeIn(morning).as_expected);
  EXPECT_EQ(ChangeIn(morning).why, "delivery.shrunk");
  morning.observations[0].finding.severity = "info";
  EXPECT_TRUE(ChangeIn(morning).as_expected);
}

TEST(Change, IsNeitherOddNorExpectedWhereNoRuleLooked) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.assessed.bills.clear();
  EXPECT_FALSE(ChangeIn(morning).as_expected);
  EXPECT_EQ(ChangeIn(morning).why, "");
}

TEST(Change, WithoutDaysItCountsRowsAndCost) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.days_before.clear();
  EXPECT_EQ(ChangeIn(MorningOf({payer})).ToString(), "+4,100 rows, +130.00");
}

}  // namespace
}  // namespace billwright::monitor
