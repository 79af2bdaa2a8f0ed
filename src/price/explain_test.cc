#include "price/explain.h"

#include <gtest/gtest.h>

#include "price/testing/month.h"

namespace billwright::price {
namespace {

using testing::D;
using testing::Month;

/// "sentence\nlabel amount (note)\n…= amount"
std::string Text(const Explanation& explanation) {
  std::string text = explanation.sentence + "\n";
  Decimal sum;
  for (const ExplanationTerm& term : explanation.terms) {
    text += term.label + " " + term.amount.ToString(2);
    text += term.note.empty() ? "\n" : " (" + term.note + ")\n";
    sum += term.amount;
  }
  EXPECT_EQ(sum, explanation.amount);
  return text + "= " + explanation.amount.ToString(2);
}

/// Explains the customer's one charge.
Explanation ExplanationOf(Month& month, std::string_view customer = "acme") {
  const Charge charge = month.ChargeOf(customer);
  const Result<Explanation> explanation = Explain(charge, month.input());
  EXPECT_TRUE(explanation) << explanation.error().ToString();
  return explanation.value_or(Explanation{});
}

TEST(Explain, PercentOffTheAllocatedBasis) {
  Month month;
  month.Rule("ec2", Basis::kAllocated, "-5").position = {"books/pricebooks/standard.toml", 9, 1};
  month.Covered("acme", "10", "4", "2.8", "0.2");
  const Explanation explanation = ExplanationOf(month);
  EXPECT_EQ(
      Text(explanation),
      "Rule ec2 of price book standard: 5 % off the allocated basis.\n"
      "on-demand value 10.00 (what the usage would have cost without Savings Plan 3f2a0000)\n"
      "benefit passed on -2.80 (of Savings Plan 3f2a0000)\n"
      "above list, not charged -0.20 (with its part of unused commitment the usage would cost "
      "more than without Savings Plan 3f2a0000)\n"
      "5 % off -0.35 (95 % of 7.00 is 6.65, rounded once, half to even, to 12 decimals)\n"
      "= 6.65");
  EXPECT_EQ(explanation.sources[0],
            "price_rule:standard/ec2 at books/pricebooks/standard.toml:9:1");
  EXPECT_EQ(explanation.sources[1],
            "cell:acme|2026-10-01T00:00:00Z|999999999999|111111111111|AmazonEC2|eu-west-1|"
            "EU-BoxUsage:m5.large|RunInstances|Hrs|SavingsPlanCoveredUsage|" +
                std::string(testing::kPlan) + "||AWS||USD|false");
  EXPECT_EQ(explanation.sources[2].substr(0, 16), "cell_share:acme|");
}

TEST(Explain, PercentOnTheCostBasis) {
  Month month;
  month.Rule("ec2", Basis::kCost, "10");
  month.Reserved("acme", "10", "4", "0");
  EXPECT_EQ(Text(ExplanationOf(month)),
            "Rule ec2 of price book standard: 10 % on the cost basis.\n"
            "on-demand value 10.00 (what the usage would have cost without EC2 reservation "
            "9eb60000)\n"
            "share of the benefit -4.00 (of EC2 reservation 9eb60000)\n"
            "10 % on 0.60 (110 % of 6.00 is 6.60, rounded once, half to even, to 12 decimals)\n"
            "= 6.60");
}

TEST(Explain, APublicBasisAsItIs) {
  Month month;
  month.Rule("list", Basis::kPublic, "0");
  Cell& cell = month.Usage("acme", "10");
  cell.public_on_demand_cost = D("12");
  EXPECT_EQ(Text(ExplanationOf(month)),
            "Rule list of price book standard: the public basis as it is.\n"
            "public on-demand cost 12.00 (AWS's list price, as delivered)\n"
            "= 12.00");
  cell.public_on_demand_cost = {};
  EXPECT_EQ(Text(ExplanationOf(month)),
            "Rule list of price book standard: the public basis as it is. AWS gives no public cost "
            "here, so it is charged as AWS billed it.\n"
            "cost as AWS billed it 10.00 (unblended cost, as delivered)\n"
            "= 10.00");
}

TEST(Explain, Rate) {
  Month month;
  month.Rate("m5", "0.09", "Hrs");
  month.Usage("acme", "71.424");
  EXPECT_EQ(Text(ExplanationOf(month)),
            "Rule m5 of price book standard: 0.09 per Hrs.\n"
            "rate × quantity 66.96 (0.09 per Hrs × 744 Hrs, rounded once, half to even, to 12 "
            "decimals)\n"
            "= 66.96");
}

TEST(Explain, NoRule) {
  Month month;
  month.Usage("acme", "7");
  EXPECT_EQ(Text(ExplanationOf(month)),
            "No rule of the price book of acme is for it, so it is charged as AWS billed it.\n"
            "cost as AWS billed it 7.00 (unblended cost, as delivered)\n"
            "= 7.00");
}

TEST(Explain, Treatments) {
  Month month;
  TreatmentRule& rule = month.Treat(LineItemKind::kTax, Treatment::kPass);
  month.Add("acme", "Tax", "9");
  EXPECT_EQ(Text(ExplanationOf(month)),
            "Treatment of tax: passed on as AWS billed it.\n"
            "cost as AWS billed it 9.00 (unblended cost, as delivered)\n"
            "= 9.00");
  rule.treatment = Treatment::kRetain;
  EXPECT_EQ(Text(ExplanationOf(month)),
            "Treatment of tax: not charged; it stays in the margin of acme.\n"
            "cost 9.00 (what it costs the reseller)\n"
            "retained by the reseller -9.00\n"
            "= 0.00");
  rule.treatment = Treatment::kDrop;
  const Explanation dropped = ExplanationOf(month, "house");
  EXPECT_EQ(Text(dropped),
            "Treatment of tax: not charged to acme; it is the house's.\n"
            "cost 9.00 (what it costs the reseller)\n"
            "borne by the house -9.00\n"
            "= 0.00");
  EXPECT_EQ(dropped.sources[0], "treatment:tax");
  EXPECT_EQ(dropped.sources[1].substr(0, 10), "cell:acme|");
}

TEST(Explain, UnusedCommitment) {
  Month month;
  month.Unused("acme", "5").cap_excess = D("2");
  const Explanation explanation = ExplanationOf(month);
  EXPECT_EQ(Text(explanation),
            "Unused commitment of Savings Plan 3f2a0000 that acme bears, as it is.\n"
            "unused commitment borne 5.00 (of Savings Plan 3f2a0000)\n"
            "above list, not charged -2.00 (of Savings Plan 3f2a0000)\n"
            "= 3.00");
  EXPECT_EQ(explanation.sources[0].substr(0, 16), "cell_share:acme|");
}

TEST(Explain, HouseUnassignedAndRowsThatCarryACommitment) {
  Month month;
  month.Usage("house", "5");
  month.Usage("unassigned", "6");
  month.Add("acme", "SavingsPlanNegation", "-5").commitment_arn = testing::kPlan;
  EXPECT_EQ(Text(ExplanationOf(month, "house")),
            "The house's own cost: nobody is charged.\n"
            "cost 5.00 (what it costs the reseller)\n"
            "not charged -5.00\n"
            "= 0.00");
  EXPECT_EQ(ExplanationOf(month, "unassigned").sentence,
            "Nobody's yet: no book says whose account it is.");
  EXPECT_EQ(Text(ExplanationOf(month)),
            "This row only carries a commitment through AWS's bill; its cost is in the usage that "
            "was covered and in the lines of unused commitment.\n"
            "= 0.00");
}

TEST(Explain, Terms) {
  Month month;
  month.Flat("onboarding", "250").position = {"books/charges.csv", 2, 1};
  const Explanation flat = ExplanationOf(month);
  EXPECT_EQ(Text(flat),
            "Custom line onboarding: a flat amount.\n"
            "Line onboarding 250.00 (as written)\n"
            "= 250.00");
  EXPECT_EQ(flat.sources[0], "custom_line:onboarding at books/charges.csv:2:1");

  Month percent;
  percent.Percent("managed", "10", "usage").customer_id = "acme";
  percent.customer("globex").parent = "acme";
  percent.customer("globex").own_statement = false;
  percent.Rule("all", Basis::kBilled, "0");
  percent.Usage("globex", "71.5");
  EXPECT_EQ(Text(ExplanationOf(percent)),
            "Custom line managed: 10 % of the charges for usage.\n"
            "Line managed 7.15 (10 % of 71.50, rounded once, half to even, to 12 decimals)\n"
            "= 7.15");
}

TEST(Explain, ARestIsSaidToBeABugAndNotAPartOfTheCharge) {
  Month month;
  PriceRule& rule = month.Rule("ec2", Basis::kBilled, "-5");
  month.Usage("acme", "100");
  Charge charge = month.ChargeOf("acme");
  charge.charge_id = "4f0c";
  rule.percent = D("-7");
  const Error error = Explain(charge, month.input()).error();
  EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
  EXPECT_EQ(error.message(),
            "charge 4f0c by standard/ec2 is 95.00, but the books, cells and shares of its run give "
            "93.00");
}

TEST(Explain, ARuleThatTheRunsBooksDoNotHaveIsABug) {
  Month month;
  PriceRule& rule = month.Rule("ec2", Basis::kBilled, "-5");
  month.Usage("acme", "0");
  Charge charge = month.ChargeOf("acme");
  charge.charge_id = "4f0c";
  rule.id = "renamed";
  const Error error = Explain(charge, month.input()).error();
  EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
  EXPECT_EQ(error.message(),
            "charge 4f0c is by standard/ec2, which the books of its run do not have");
}

}  // namespace
}  // namespace billwright::price
