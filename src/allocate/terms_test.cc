#include "allocate/terms.h"

#include <gtest/gtest.h>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;

const std::vector<std::string> kCustomers = {"alpha", "beta", "gamma", "house", "unassigned"};

/// φ of alpha, beta, gamma, house and unassigned.
std::vector<Decimal> Passed(const AllocationPolicy& policy) {
  const std::vector<Customer> contracts = {{.id = "alpha", .passed = D("0.6")},
                                           {.id = "beta", .passed = D("0.7")}};
  return TermsOf(policy, contracts, CustomerNumbers(kCustomers, {})).passed;
}

TEST(Terms, PassAllOnUnlessSomethingIsWritten) {
  EXPECT_EQ(Passed({}), (std::vector{D("0.6"), D("0.7"), D("1"), D("1"), D("1")}));
}

TEST(Terms, ThePolicysWordForACustomerBeatsItsContractAndThatThePolicysWordForAll) {
  EXPECT_EQ(Passed({.passed = D("0.5"), .passed_by_customer = {{"alpha", D("0.9")}}}),
            (std::vector{D("0.9"), D("0.7"), D("0.5"), D("0.5"), D("0.5")}));
}

TEST(Terms, TheHouseAndUnassignedTakePartLikeAnyCustomer) {
  const std::vector<Decimal> passed = Passed({.passed = D("0.3")});
  EXPECT_EQ(passed[3], D("0.3"));
  EXPECT_EQ(passed[4], D("0.3"));
}

TEST(Terms, ResellerRetainedPassesNothingOnToAnybody) {
  EXPECT_EQ(Passed({.method = AllocationMethod::kResellerRetained, .passed = D("0.5")}),
            std::vector(5, D("0")));
}

/// The id and version of the policy for commitment "arn:a" in 2026-10, "-" if none is written.
std::string Chosen(const std::vector<AllocationPolicy>& policies,
                   BillingPeriod period = {2026, 10}) {
  const AllocationPolicy* policy = WrittenPolicyFor(policies, "arn:a", period);
  return policy == nullptr ? "-" : policy->id + "/" + std::to_string(policy->version);
}

TEST(PolicyFor, PrefersTheCommitmentsOwn) {
  const AllocationPolicy own{.id = "own", .commitments = {"arn:b", "arn:a"}};
  EXPECT_EQ(Chosen({own, {.id = "default"}}), "own/1");
  EXPECT_EQ(Chosen({{.id = "other", .commitments = {"arn:b"}}, {.id = "default"}}), "default/1");
}

TEST(PolicyFor, HoldsForWholeMonthsHalfOpen) {
  const AllocationPolicy policy{.id = "p", .from = {2026, 9}, .to = {2026, 11}};
  EXPECT_EQ(Chosen({policy}, {2026, 8}), "-");
  EXPECT_EQ(Chosen({policy}, {2026, 9}), "p/1");
  EXPECT_EQ(Chosen({policy}, {2026, 10}), "p/1");
  EXPECT_EQ(Chosen({policy}, {2026, 11}), "-");
}

TEST(PolicyFor, TakesTheLatestThenTheHighestVersionThenTheLast) {
  const AllocationPolicy old{.id = "p", .version = 3, .from = {2026, 1}};
  const AllocationPolicy fresh{.id = "p", .version = 2, .from = {2026, 9}};
  EXPECT_EQ(Chosen({fresh, old}), "p/2");
  EXPECT_EQ(Chosen({{.id = "p", .version = 2}, {.id = "p", .version = 1}}), "p/2");
  EXPECT_EQ(Chosen({{.id = "p"}, {.id = "q"}}), "q/1");
}

TEST(PolicyFor, WithoutAWrittenOneIsOriginatingAndTheResellerBears) {
  const AllocationPolicy& policy = PolicyFor({}, "arn:a", {2026, 10});
  EXPECT_EQ(policy.id, "built-in");
  EXPECT_EQ(policy.method, AllocationMethod::kOriginating);
  EXPECT_EQ(policy.unused, UnusedBearer::kReseller);
}

TEST(SameContent, LooksAtWhatDividesOnly) {
  AllocationPolicy changed{.id = "q", .version = 2, .from = {2026, 10}};
  EXPECT_TRUE(SameContent({.id = "p"}, changed));
  changed.cap_at_list = false;
  EXPECT_FALSE(SameContent({.id = "p"}, changed));
  EXPECT_FALSE(SameContent({.passed = D("1")}, {}));
}

}  // namespace
}  // namespace billwright::allocate
