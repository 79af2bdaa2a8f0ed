#include "allocate/windows.h"

#include <gtest/gtest.h>

#include <string>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;
using testing::MonthScript;

const std::string kPlan = testing::SavingsPlan("p");

/// "0 alpha fee 1: beta 4/3" for each window, one a line: hour, owner, W, and O/E of the covered.
std::string Walk(MonthScript& month) {
  month.Build();
  const CustomerNumbers customers(month.customer_ids, month.windows);
  WindowWalk walk(month.coverage, month.windows, customers);
  Window window;
  std::string text;
  while (walk.Next(window)) {
    text += std::to_string((window.start.seconds - month.At(0).seconds) / 3600) + " ";
    text += window.owner == CustomerNumbers::kNobody ? "nobody" : customers.id(window.owner);
    text += (window.has_fee_row ? " fee " : " no fee ") + window.unused.ToString() + ":";
    for (const Covered& one : window.covered)
      text += " " + customers.id(one.customer) + " " + one.on_demand_value.ToString() + "/" +
              one.effective_cost.ToString();
    text += "\n";
  }
  return text;
}

TEST(WindowWalk, JoinsCoverageAndFeesByTime) {
  MonthScript month;
  month.Covers(kPlan, 1, "beta", "4", "3").Covers(kPlan, 1, "alpha", "2", "1");
  month.Bills(kPlan, 0, "alpha", "5").Bills(kPlan, 1, "alpha", "1");
  EXPECT_EQ(Walk(month),
            "0 alpha fee 5:\n"
            "1 alpha fee 1: alpha 2/1 beta 4/3\n");
}

TEST(WindowWalk, TakesTheOwnerFromTheNearestEarlierWindow) {
  MonthScript month;
  month.Covers(kPlan, 1, "beta", "4", "3").Covers(kPlan, 3, "beta", "4", "3");
  month.Bills(kPlan, 0, "alpha", "0").Bills(kPlan, 2, "gamma", "0").Bills(kPlan, 4, "", "2");
  EXPECT_EQ(Walk(month),
            "0 alpha fee 0:\n"
            "1 alpha no fee 0: beta 4/3\n"
            "2 gamma fee 0:\n"
            "3 gamma no fee 0: beta 4/3\n"
            "4 gamma fee 2:\n");
}

TEST(WindowWalk, ElseFromTheNearestLaterOne) {
  MonthScript month;
  month.Covers(kPlan, 0, "beta", "4", "3");
  month.Bills(kPlan, 1, "", "0").Bills(kPlan, 2, "gamma", "0").Bills(kPlan, 3, "alpha", "0");
  EXPECT_EQ(Walk(month),
            "0 gamma no fee 0: beta 4/3\n"
            "1 gamma fee 0:\n"
            "2 gamma fee 0:\n"
            "3 alpha fee 0:\n");
}

TEST(WindowWalk, ElseFromNobody) {
  MonthScript month;
  month.Covers(kPlan, 0, "beta", "4", "3");
  EXPECT_EQ(Walk(month), "0 nobody no fee 0: beta 4/3\n");
}

TEST(WindowWalk, AddsRowsOfTheSameCustomer) {
  MonthScript month;
  month.Covers(kPlan, 0, "beta", "4", "3").Covers(kPlan, 0, "beta", "1", "0.5");
  EXPECT_EQ(Walk(month), "0 nobody no fee 0: beta 5/3.5\n");
}

TEST(WindowWalkDeathTest, RefusesWindowsOutOfOrder) {
  MonthScript month;
  month.Covers(kPlan, 0, "beta", "4", "3").Covers(kPlan, 1, "beta", "1", "0.5").Build();
  std::swap(month.coverage[0], month.coverage[1]);
  const CustomerNumbers customers(month.customer_ids, month.windows);
  WindowWalk walk(month.coverage, {}, customers);
  Window window;
  EXPECT_DEATH(walk.Next(window), "coverage of a commitment is not in order of windows");
}

TEST(CustomerNumbers, CountTheHouseAndTheOwnersToo) {
  MonthScript month;
  month.Covers(kPlan, 0, "beta", "4", "3").Covers(kPlan, 0, "unassigned", "4", "3");
  month.Bills(kPlan, 0, "zeta", "0").Build();
  const CustomerNumbers customers(month.customer_ids, month.windows);
  ASSERT_EQ(customers.count(), 4);
  EXPECT_EQ(customers.id(0), "beta");
  EXPECT_EQ(customers.id(1), "house");
  EXPECT_EQ(customers.id(3), "zeta");
  EXPECT_EQ(customers.house(), 1);
  EXPECT_EQ(customers.OfCoverage(1), customers.Find("unassigned"));
  EXPECT_EQ(customers.Find("alpha"), CustomerNumbers::kNobody);
}

}  // namespace
}  // namespace billwright::allocate
