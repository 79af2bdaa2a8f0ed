#include "allocate/notices.h"

#include <gtest/gtest.h>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;
using testing::MonthScript;

const std::string kPlan = testing::SavingsPlan("3f2a77c1-0000");

/// The finding with the code; a default one if there is none.
Finding Found(MonthScript& month, std::string_view code) {
  for (const Finding& finding : month.Allocate().findings)
    if (finding.code == code) return finding;
  return {};
}

TEST(Notices, AQuietMonthHasNone) {
  MonthScript month;
  month.Under({}).Covers(kPlan, 0, "alpha", "4", "3").Bills(kPlan, 0, "alpha", "0");
  EXPECT_TRUE(month.Allocate().findings.empty());
}

TEST(Notices, ALossNamesItsWindowsAndItsMoney) {
  MonthScript month;
  month.Under({}).Covers(kPlan, 2, "alpha", "4", "5").Covers(kPlan, 3, "alpha", "4", "4.5");
  month.Covers(kPlan, 4, "alpha", "4", "1");
  const Finding loss = Found(month, "commitment.loss");
  EXPECT_EQ(loss.severity, "warning");
  EXPECT_EQ(loss.subject, kPlan);
  EXPECT_EQ(loss.amount, D("1.5"));
  EXPECT_EQ(loss.currency, "USD");
  EXPECT_EQ(loss.message,
            "Savings Plan 3f2a77c1 cost more than on-demand for the usage that it covered in 2 "
            "windows (first 2026-10-01T02:00:00Z): USD 1.50 more. The loss is divided like a "
            "benefit. Check the on-demand prices of the delivery, and whether the commitment is "
            "still worth keeping.");
}

TEST(Notices, CoverageWithoutAFeeRow) {
  MonthScript month;
  month.Under({}).Covers(kPlan, 0, "alpha", "4", "3").Bills(kPlan, 1, "alpha", "0");
  const Finding missing = Found(month, "commitment.no_fee_row");
  EXPECT_EQ(missing.amount, D("3"));
  EXPECT_EQ(missing.message,
            "Savings Plan 3f2a77c1 covered usage in 1 window (2026-10-01T00:00:00Z) for which the "
            "delivery has no fee row, so its unused part is not known and counts as 0. Check that "
            "the delivery of the owner's payer is complete.");
}

TEST(Notices, BenefitThatCrossesCustomersIsSaidAsAwsAppliedIt) {
  MonthScript month;
  month.Under({.method = AllocationMethod::kResellerRetained});
  month.Covers(kPlan, 0, "alpha", "4", "3").Bills(kPlan, 0, "alpha", "0");
  month.Covers(kPlan, 0, "beta", "10", "6").Covers(kPlan, 0, "gamma", "10", "5");
  const Finding crossing = Found(month, "commitment.crosses_customers");
  EXPECT_EQ(crossing.severity, "info");
  EXPECT_EQ(crossing.amount, D("9"));
  EXPECT_EQ(crossing.message,
            "Savings Plan 3f2a77c1 of customer alpha covered usage of other customers: gamma (USD "
            "5.00), beta (USD 4.00). AWS is reported to forbid that to its partners since "
            "2025-06-01: check your agreement, and the account's sharing preferences.");
}

TEST(Notices, CrossingBeforeTheRuleWasAllowed) {
  MonthScript month;
  month.period = {2018, 10};
  month.Under({}).Covers(kPlan, 0, "beta", "10", "6").Bills(kPlan, 0, "house", "0");
  EXPECT_EQ(Found(month, "commitment.crosses_customers").message,
            "Savings Plan 3f2a77c1 of customer house covered usage of other customers: beta (USD "
            "4.00). The policy decides who gets that benefit.");
}

TEST(Notices, CrossingNamesTheThreeLargest) {
  MonthScript month;
  month.Under({}).Bills(kPlan, 0, "house", "0");
  for (const char* customer : {"a", "b", "c", "d", "e"}) month.Covers(kPlan, 0, customer, "2", "1");
  EXPECT_NE(Found(month, "commitment.crosses_customers")
                .message.find(": a (USD 1.00), b (USD 1.00), c (USD 1.00) and 2 more. "),
            std::string::npos);
}

TEST(Notices, WithoutAnOwnerNothingCrosses) {
  MonthScript month;
  month.Under({}).Covers(kPlan, 0, "beta", "10", "6");
  EXPECT_EQ(Found(month, "commitment.crosses_customers").code, "");
}

TEST(Notices, ANegativeWeightMattersOnlyWhereItWeighs) {
  MonthScript month;
  month.Covers(kPlan, 0, "alpha", "-4", "1").Covers(kPlan, 0, "beta", "9", "1").Under({});
  EXPECT_EQ(Found(month, "share.negative_weight").code, "");
  month.policies.front().method = AllocationMethod::kProRata;
  const Finding negative = Found(month, "share.negative_weight");
  EXPECT_EQ(negative.amount, D("4"));
  EXPECT_EQ(negative.message,
            "The usage of customer alpha that Savings Plan 3f2a77c1 covered has a negative "
            "on-demand value in 1 window (2026-10-01T00:00:00Z). It weighs nothing there, and "
            "nothing is lost. Check the covered rows of the delivery.");
}

/// A month in which the plan saved 1.00.
class PolicyNotices : public ::testing::Test {
 protected:
  PolicyNotices() { month_.Covers(kPlan, 0, "alpha", "4", "3").Bills(kPlan, 0, "alpha", "0"); }
  MonthScript month_;
};

TEST_F(PolicyNotices, AChangedPolicyNamesBoth) {
  AllocationPolicy fresh{.id = "shared", .version = 2, .from = {2026, 10}};
  fresh.method = AllocationMethod::kProRata;
  fresh.position = {"books/policies.toml", 12, 1};
  month_.Under({.id = "own", .to = {2026, 10}}).Under(fresh);
  const Finding changed = Found(month_, "policy.changed");
  EXPECT_EQ(changed.severity, "warning");
  EXPECT_EQ(changed.subject, kPlan);
  EXPECT_EQ(changed.amount, D("1"));
  EXPECT_EQ(changed.where, "books/policies.toml:12:1");
  EXPECT_EQ(changed.message,
            "The policy of Savings Plan 3f2a77c1 is “shared” version 2 (pro-rata) in 2026-10 and "
            "was “own” version 1 (originating) in 2026-09. Tell the customers before they ask.");
}

TEST_F(PolicyNotices, AnotherContentUnderTheSameVersionIsAChange) {
  month_.Under({.id = "own", .to = {2026, 10}});
  month_.Under({.id = "own", .cap_at_list = false, .from = {2026, 10}});
  EXPECT_EQ(Found(month_, "policy.changed").message,
            "The policy of Savings Plan 3f2a77c1 is “own” version 1 (originating) in 2026-10 and "
            "was “own” version 1 (originating) in 2026-09, with another content: give it a new "
            "version. Tell the customers before they ask.");
}

TEST_F(PolicyNotices, TheSamePolicyWrittenTwiceIsNoChange) {
  month_.Under({.id = "own", .to = {2026, 10}}).Under({.id = "own", .from = {2026, 10}});
  EXPECT_EQ(Found(month_, "policy.changed").code, "");
}

TEST_F(PolicyNotices, TheFirstMonthOfTheBooksIsNoChange) {
  month_.Under({.id = "own", .from = {2026, 10}});
  EXPECT_TRUE(month_.Allocate().findings.empty());
}

TEST_F(PolicyNotices, TheBuiltInDefaultBeforeTheFirstMonthIsNoChange) {
  month_.policies.push_back({.id = "default", .to = {2026, 10}});
  month_.Under({.id = "own", .from = {2026, 10}});
  EXPECT_TRUE(month_.Allocate().findings.empty());
}

TEST_F(PolicyNotices, AMonthWithoutAWrittenPolicy) {
  month_.Under({.id = "own", .from = {2026, 11}});
  const Finding unwritten = Found(month_, "policy.unwritten");
  EXPECT_EQ(unwritten.amount, D("1"));
  EXPECT_EQ(unwritten.message,
            "books/policies.toml has no policy for Savings Plan 3f2a77c1 in 2026-10: each customer "
            "keeps what AWS gave its usage, and the reseller bears what is unused. Write a default "
            "policy.");
}

}  // namespace
}  // namespace billwright::allocate
