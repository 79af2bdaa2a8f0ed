#include <gtest/gtest.h>

#include <map>
#include <string>

#include "price/price.h"
#include "price/testing/month.h"

// The worked examples of docs/pricing.md, number by number.

namespace billwright::price {
namespace {

using testing::D;
using testing::Month;

/// Example 1: 744 hours of an instance; AWS bills 66.96 at a private rate, the list price
/// is 71.424.
Month OnDemandUsage() {
  Month month;
  month.Usage("acme", "66.96").public_on_demand_cost = D("71.424");
  return month;
}

struct Example {
  Basis basis;
  std::string_view percent;
  std::string_view charge;
  std::string_view list;
};

TEST(PricingExample1, OnDemandUsageByEveryKindOfRule) {
  for (const Example& example : {Example{Basis::kBilled, "0", "66.96", "71.424"},
                                 Example{Basis::kBilled, "8", "72.3168", "72.3168"},
                                 Example{Basis::kPublic, "-3", "69.28128", "71.424"}}) {
    Month month = OnDemandUsage();
    month.Rule("rule", example.basis, example.percent);
    EXPECT_EQ(month.ChargeOf("acme").charge, D(example.charge));
    EXPECT_EQ(month.ChargeOf("acme").list_amount, D(example.list));
  }
  Month month = OnDemandUsage();
  month.Rate("rate", "0.095", "Hrs");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("70.68"));
}

/// Example 2: O = 10.00, share 4.00, 70 % of it passed on.
TEST(PricingExample2, CoveredUsageByEveryBasis) {
  struct Row {
    Basis basis;
    std::string_view percent, basis_amount, charge, commitment_discount;
  };
  for (const Row& row :
       {Row{Basis::kBilled, "-20", "10", "8", "0"}, Row{Basis::kPublic, "-20", "10", "8", "0"},
        Row{Basis::kAllocated, "-5", "7.2", "6.84", "2.8"},
        Row{Basis::kCost, "10", "6", "6.6", "3.4"}}) {
    Month month;
    month.Covered("acme", "10", "4", "2.8");
    month.Rule("rule", row.basis, row.percent);
    const Charge charge = month.ChargeOf("acme");
    EXPECT_EQ(charge.basis_amount, D(row.basis_amount));
    EXPECT_EQ(charge.charge, D(row.charge));
    EXPECT_EQ(charge.list_amount, D("10"));
    EXPECT_EQ(charge.commitment_discount, D(row.commitment_discount));
    EXPECT_EQ(charge.cost, D("6"));
    EXPECT_EQ(charge.retained_benefit, D("1.2"));
  }
}

/// Example 3: the hour of the policies' page (T = 10, A and B covered, W = 1), pro-rata with the
/// unused commitment borne by the customers, 5 % off the allocated basis.
TEST(PricingExample3, AnHourOfASavingsPlan) {
  Month month;
  month.Rule("covered", Basis::kAllocated, "-5");
  month.Covered("acme", "10", "3.571428571429", "3.571428571429");
  month.Covered("globex", "4", "1.428571428571", "1.428571428571");
  month.Unused("acme", "0.714285714286");
  month.Unused("globex", "0.285714285714");
  std::map<std::string, Decimal> charges, costs;
  for (const Charge& charge : month.Price().charges) {
    charges[charge.customer_id] += charge.charge;
    costs[charge.customer_id] += charge.cost;
  }
  EXPECT_EQ(charges["acme"], D("6.821428571428"));
  EXPECT_EQ(charges["globex"], D("2.728571428572"));
  EXPECT_EQ(costs["acme"], D("7.142857142857"));
  EXPECT_EQ(costs["globex"], D("2.857142857143"));
  EXPECT_EQ(costs["acme"] + costs["globex"], D("10"));
}

/// Example 4: terms on top of 140 of usage and 30 of support.
TEST(PricingExample4, CustomLines) {
  Month month;
  month.Rule("all", Basis::kBilled, "0");
  month.Usage("acme", "140");
  month.Add("acme", "Fee", "30").service = "AWSSupportBusiness";
  month.Add("acme", "Tax", "34");
  month.Flat("onboarding", "250");
  month.Percent("managed", "7.5", "all");
  Decimal onboarding, managed, acme;
  for (const Charge& charge : month.Price().charges) {
    if (charge.rule_id == "term:onboarding") onboarding = charge.charge;
    if (charge.rule_id == "term:managed") managed = charge.charge;
    if (charge.customer_id == "acme") acme += charge.charge;
  }
  EXPECT_EQ(onboarding, D("250"));
  EXPECT_EQ(managed, D("12.75"));
  EXPECT_EQ(acme, D("432.75"));
}

}  // namespace
}  // namespace billwright::price
