#include "price/unused_lines.h"

#include <gtest/gtest.h>

#include "price/price.h"
#include "price/testing/month.h"

namespace billwright::price {
namespace {

using testing::D;
using testing::Month;

/// The fee row of the plan; its amortised cost is what was not used.
Cell& AddFee(Month& month, std::string_view unused) {
  Cell& fee = month.Add("house", "SavingsPlanRecurringFee", "10");
  fee.service = "ComputeSavingsPlans";
  fee.commitment_arn = testing::kPlan;
  fee.amortised_cost = D(unused);
  return fee;
}

TEST(UnusedLine, IsPassedAsItIsWhereNoRuleIsWritten) {
  Month month;
  month.Rule("all", Basis::kBilled, "-10");
  AddFee(month, "5");
  month.Unused("acme", "5");
  const Charge charge = month.ChargeOf("acme");
  EXPECT_EQ(charge.kind, "unused");
  EXPECT_EQ(charge.rule_id, "unused:pass");
  EXPECT_EQ(charge.basis, "allocated");
  EXPECT_EQ(charge.charge, D("5"));
  EXPECT_EQ(charge.cost, D("5"));
  EXPECT_EQ(charge.list_amount, D("5"));
  EXPECT_EQ(testing::Broken(month.Price().proof), "");
}

TEST(UnusedLine, IsPricedByARuleForItsKind) {
  Month month;
  PriceRule& rule = month.Rule("unused", Basis::kAllocated, "-20");
  rule.scope.kinds = {"unused"};
  month.Unused("acme", "5");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("4"));
  EXPECT_EQ(month.ChargeOf("acme").rule_id, "standard/unused");
  rule.basis = Basis::kBilled;  // of which there is nothing
  EXPECT_EQ(month.ChargeOf("acme").charge, D("0"));
}

TEST(UnusedLine, OfTheHouseIsItsCost) {
  Month month;
  AddFee(month, "5");
  month.Unused("house", "5");
  Decimal cost;
  for (const Charge& charge : month.Price().charges) cost += charge.cost;
  EXPECT_EQ(cost, D("5"));
}

TEST(UnusedLine, HasTheServiceOfTheFeeRow) {
  Month month;
  month.Covered("acme", "10", "0", "0");
  AddFee(month, "5");
  month.Unused("globex", "5");
  EXPECT_EQ(month.ChargeOf("globex").service, "ComputeSavingsPlans");
}

TEST(UnusedLine, WithoutAFeeRowHasTheServiceOfTheCoveredUsage) {
  Month month;
  month.Reserved("acme", "10", "0", "0").service = "AmazonRDS";
  month.Unused("globex", "5").commitment_arn = testing::kReservation;
  EXPECT_EQ(month.ChargeOf("globex").service, "AmazonRDS");
}

TEST(UnusedLine, WithoutEitherHasTheServiceOfTheArn) {
  Month month;
  CellShare& line = month.Unused("globex", "5");
  EXPECT_EQ(month.ChargeOf("globex").service, "SavingsPlans");
  line.commitment_arn = testing::kReservation;
  EXPECT_EQ(month.ChargeOf("globex").service, "ec2");
  line.commitment_arn = "no-arn";
  EXPECT_EQ(month.ChargeOf("globex").service, "no-arn");
}

TEST(UnusedLine, StartsWithThePeriod) {
  Month month;
  month.Unused("globex", "5");
  EXPECT_EQ(month.ChargeOf("globex").span_start, UtcTime::FromDate(2026, 10, 1));
}

}  // namespace
}  // namespace billwright::price
