#include "allocate/allocate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;
using ::testing::ElementsAre;
using testing::MonthScript;
using testing::ShareOf;

const std::string kPlan = testing::SavingsPlan("p");
const std::string kReservation = testing::Reservation("r");

/// "alpha 3" for each share: customer and benefit.
std::vector<std::string> Benefits(const std::vector<Share>& shares) {
  std::vector<std::string> text;
  for (const Share& share : shares)
    text.push_back(share.customer_id + " " + share.benefit_share.ToString());
  return text;
}

TEST(Allocate, AMonthWithoutCommitmentsHoldsAndIsEmpty) {
  MonthScript month;
  const Output output = month.Allocate();
  EXPECT_TRUE(output.shares.empty());
  EXPECT_TRUE(output.cell_shares.empty());
  EXPECT_TRUE(testing::Holds(output.proof));
}

TEST(Allocate, DividesHourByHourAndNotByTheMonth) {
  MonthScript month;
  month.Under({.method = AllocationMethod::kProRata});
  month.Covers(kPlan, 0, "alpha", "1", "1").Covers(kPlan, 0, "beta", "3", "1");
  month.Covers(kPlan, 1, "alpha", "3", "2").Covers(kPlan, 1, "beta", "1", "1");
  EXPECT_THAT(Benefits(month.Allocate().shares), ElementsAre("alpha 1.25", "beta 1.75"))
      << "hour 0: 2 as 0.5 and 1.5; hour 1: 1 as 0.75 and 0.25; the month's 3 in halves would be "
         "1.5";
}

TEST(Allocate, WritesOneShareForCustomerAndMonth) {
  MonthScript month;
  month.Under({.id = "all", .method = AllocationMethod::kProRata});
  month.Covers(kPlan, 5, "alpha", "4", "3").Bills(kPlan, 5, "gamma", "1");
  const Output output = month.Allocate();
  const Share& share = ShareOf(output, "alpha");
  EXPECT_EQ(share.payer_account_id, MonthScript::kPayer);
  EXPECT_EQ(share.commitment_arn, kPlan);
  EXPECT_EQ(share.commitment_kind, "savings_plan");
  EXPECT_EQ(share.window_start, month.period.start());
  EXPECT_EQ(share.owner_customer_id, "gamma");
  EXPECT_EQ(share.policy_id, "all");
  EXPECT_EQ(share.method, "pro-rata");
  EXPECT_EQ(share.currency, "USD");
  EXPECT_EQ(share.on_demand_value, D("4"));
  EXPECT_EQ(share.effective_cost, D("3"));
  EXPECT_EQ(output.shares.size(), 2u) << "gamma owns, but has neither coverage nor unused";
  EXPECT_EQ(ShareOf(output, "house").unused_borne, D("1"));
}

TEST(Allocate, AnAccountMovedInTheMonthTakesPartWhereItIs) {
  MonthScript month;  // the account of alpha becomes beta's after hour 0
  month.Under({.method = AllocationMethod::kProRata, .unused = UnusedBearer::kOwner});
  month.Covers(kPlan, 0, "alpha", "4", "2").Bills(kPlan, 0, "alpha", "1");
  month.Covers(kPlan, 1, "beta", "4", "1").Bills(kPlan, 1, "beta", "2");
  const Output output = month.Allocate();
  EXPECT_THAT(Benefits(output.shares), ElementsAre("alpha 2", "beta 3"));
  EXPECT_EQ(ShareOf(output, "alpha").unused_borne, D("1"));
  EXPECT_EQ(ShareOf(output, "beta").unused_borne, D("2"));
  EXPECT_EQ(ShareOf(output, "beta").owner_customer_id, "alpha") << "of the first window";
}

TEST(Allocate, PayersDoNotMix) {
  MonthScript month;
  month.Under({.method = AllocationMethod::kProRata});
  month.Covers(kPlan, 0, "alpha", "1", "1").Covers(kPlan, 0, "beta", "1", "0");
  month.payer = "888888888888";
  month.Covers(kPlan, 0, "alpha", "5", "2");
  const Output output = month.Allocate();
  EXPECT_THAT(Benefits(output.shares), ElementsAre("alpha 3", "alpha 0.5", "beta 0.5"));
  EXPECT_EQ(output.shares[0].payer_account_id, "888888888888") << "shares are in key order";
  EXPECT_TRUE(testing::Holds(output.proof));
}

TEST(Allocate, AReservationIsDividedByTheMonth) {
  MonthScript month;
  month.Under({.method = AllocationMethod::kProRata, .unused = UnusedBearer::kCustomers});
  month.Covers(kReservation, 0, "alpha", "30", "20").Covers(kReservation, 0, "beta", "10", "10");
  month.Bills(kReservation, 0, "house", "4");
  const Output output = month.Allocate();
  EXPECT_THAT(Benefits(output.shares), ElementsAre("alpha 7.5", "beta 2.5"));
  EXPECT_EQ(ShareOf(output, "alpha").unused_borne, D("3"));
  EXPECT_EQ(ShareOf(output, "alpha").commitment_kind, "reservation");
  EXPECT_TRUE(testing::Holds(output.proof));
}

TEST(Allocate, EachCommitmentHasItsPolicy) {
  MonthScript month;
  month.Under({.id = "default"});
  month.Under({.id = "pool", .method = AllocationMethod::kProRata, .commitments = {kReservation}});
  month.Covers(kPlan, 0, "alpha", "1", "1").Covers(kPlan, 0, "beta", "1", "0");
  month.Covers(kReservation, 0, "alpha", "1", "1").Covers(kReservation, 0, "beta", "1", "0");
  const Output output = month.Allocate();
  EXPECT_EQ(ShareOf(output, "alpha", kPlan).benefit_share, D("0"));
  EXPECT_EQ(ShareOf(output, "alpha", kPlan).policy_id, "default");
  EXPECT_EQ(ShareOf(output, "alpha", kReservation).benefit_share, D("0.5"));
  EXPECT_EQ(ShareOf(output, "alpha", kReservation).policy_id, "pool");
}

TEST(Allocate, AContractSetsThePartPassedOn) {
  MonthScript month;
  month.Under({.passed = D("0.5")}).Contract("alpha", "0.25");
  month.Covers(kPlan, 0, "alpha", "8", "4").Covers(kPlan, 0, "beta", "8", "4");
  const Output output = month.Allocate();
  EXPECT_EQ(ShareOf(output, "alpha").passed, D("1"));
  EXPECT_EQ(ShareOf(output, "alpha").price_basis, D("7"));
  EXPECT_EQ(ShareOf(output, "beta").passed, D("2"));
}

TEST(Allocate, ProvesEveryCommitmentAndTheRun) {
  MonthScript month;
  month.Under({}).Covers(kPlan, 0, "alpha", "4", "3").Bills(kPlan, 0, "house", "1");
  month.Covers(kReservation, 0, "alpha", "9", "5");
  std::vector<std::string> lines;
  for (const ProofLine& line : month.Allocate().proof)
    if (line.identity == "Σ share = B")
      lines.push_back(line.subject + ": " + line.left.ToString() + " = " + line.right.ToString());
  EXPECT_THAT(lines, ElementsAre("999999999999 " + kReservation + ": 4 = 4",
                                 "999999999999 " + kPlan + ": 1 = 1", "run: 5 = 5"));
}

TEST(SharesByWindow, ListsEveryWindowAndItsOwner) {
  MonthScript month;
  month.Under({.unused = UnusedBearer::kOwner});
  month.Covers(kPlan, 0, "alpha", "4", "3").Bills(kPlan, 0, "alpha", "1");
  month.Covers(kPlan, 1, "alpha", "4", "2").Bills(kPlan, 1, "beta", "2");
  std::vector<std::string> lines;
  const std::vector<Share> shares = *SharesByWindow(month.Build());
  for (const Share& share : shares)
    lines.push_back(share.window_start.ToString() + " " + share.owner_customer_id + ": " +
                    share.customer_id + " " + share.benefit_share.ToString() + ", " +
                    share.unused_borne.ToString());
  EXPECT_THAT(lines, ElementsAre("2026-10-01T00:00:00Z alpha: alpha 1, 1",
                                 "2026-10-01T01:00:00Z beta: alpha 2, 0",
                                 "2026-10-01T01:00:00Z beta: beta 0, 2"));
}

TEST(SharesByWindow, ListsOneCommitmentWhenAsked) {
  MonthScript month;
  month.Under({}).Covers(kPlan, 0, "alpha", "4", "3").Covers(kReservation, 0, "alpha", "9", "5");
  EXPECT_THAT(Benefits(*SharesByWindow(month.Build(), 0)), ElementsAre("alpha 4"));
  EXPECT_THAT(Benefits(*SharesByWindow(month.Build(), 1)), ElementsAre("alpha 1"));
  EXPECT_EQ(SharesByWindow(month.Build())->size(), 2u);
}

TEST(AllocateDeathTest, RefusesCoverageOfACommitmentThatIsNotListed) {
  MonthScript month;
  Input input = month.Under({}).Covers(kPlan, 0, "alpha", "4", "3").Build();
  input.commitments = {};
  EXPECT_DEATH((void)AllocateCommitments(input), "of a commitment that is not in the list");
}

}  // namespace
}  // namespace billwright::allocate
