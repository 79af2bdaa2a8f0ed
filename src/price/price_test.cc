#include "price/price.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "price/testing/month.h"

namespace billwright::price {
namespace {

using testing::Broken;
using testing::D;
using testing::Month;
using testing::Text;

TEST(PriceUsage, PercentOnAndOffABasis) {
  Month month;
  month.Usage("acme", "71.424");
  PriceRule& rule = month.Rule("all", Basis::kBilled, "-5");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("67.8528"));
  rule.percent = D("3");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("73.56672"));
  rule.percent = D("0");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("71.424"));
  rule.percent = D("-100");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("0"));
}

TEST(PriceUsage, RoundsAProductOnceHalfToEven) {
  Month month;
  month.Rule("half", Basis::kBilled, "-50");
  Cell& cell = month.Usage("acme", "0.000000000001");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("0"));
  cell.unblended_cost = D("0.000000000003");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("0.000000000002"));
  cell.unblended_cost = D("0.000000000005");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("0.000000000002"));
  cell.unblended_cost = D("-0.000000000003");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("-0.000000000002"));
}

TEST(PriceUsage, RateTimesQuantityIsRoundedOnce) {
  Month month;
  month.Rate("m5", "0.09", "Hrs");
  Cell& cell = month.Usage("acme", "71.424");
  const Charge charge = month.ChargeOf("acme");
  EXPECT_EQ(charge.charge, D("66.96"));
  EXPECT_EQ(charge.basis, "rate");
  EXPECT_EQ(charge.quantity, D("744"));
  cell.usage_amount = D("0.00000000005");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("0.000000000004"));  // 4.5 units: to even
}

TEST(PriceUsage, RateInAnotherUnitPassesToTheNextRule) {
  Month month;
  month.Rate("per-hour", "0.09", "Hrs").position = {"books/pricebooks/standard.toml", 7, 1};
  month.Rule("rest", Basis::kBilled, "0");
  month.Usage("acme", "3").pricing_unit = "GB-Mo";
  const Output output = month.Price();
  EXPECT_EQ(output.charges[0].rule_id, "standard/rest");
  EXPECT_EQ(Text(output.findings),
            "warning price.unit_mismatch standard/per-hour 3.00: Rule standard/per-hour has a rate "
            "per Hrs, but AWS measures 1 cell (usage type EU-BoxUsage:m5.large) in GB-Mo, so the "
            "rule was passed over there. Correct its unit, or narrow it to usage types measured "
            "so.\n");
  EXPECT_EQ(output.findings[0].where, "books/pricebooks/standard.toml:7:1");
}

TEST(PriceUsage, FirstRuleInForceAtTheStartOfTheSpan) {
  Month month;
  month.Rule("until", Basis::kBilled, "-10").to = UtcTime::FromDate(2026, 10, 16);
  month.Rule("since", Basis::kBilled, "-20");
  month.Usage("acme", "100");
  month.Usage("acme", "100").span_start = UtcTime::FromDate(2026, 10, 16);
  const Output output = month.Price();
  EXPECT_EQ(output.charges[0].rule_id, "standard/since");
  EXPECT_EQ(output.charges[0].charge, D("80"));
  EXPECT_EQ(output.charges[1].rule_id, "standard/until");
  EXPECT_EQ(output.charges[1].charge, D("90"));
}

TEST(PriceUsage, NoRuleIsOneErrorPerCustomerAndService) {
  Month month;
  month.Rule("s3", Basis::kBilled, "0").scope.services = {"AmazonS3"};
  month.Usage("acme", "2");
  month.Usage("acme", "3.5").region = "us-east-1";
  const Output output = month.Price();
  EXPECT_EQ(output.charges[0].rule_id, "no-rule");
  EXPECT_EQ(output.charges[0].charge, D("2"));
  EXPECT_EQ(
      Text(output.findings),
      "error price.no_rule acme/AmazonEC2 5.50: No rule of price book standard is for 2 cells "
      "of AmazonEC2, so customer acme is charged what AWS billed. Add a rule for this "
      "service, or a last rule for all.\n");
  EXPECT_EQ(output.findings[0].where, "books/pricebooks/standard.toml:1:1");
}

TEST(PriceUsage, NoRuleForUsageThatCostsNothingIsAWarning) {
  Month month;
  month.Usage("acme", "0");
  EXPECT_EQ(month.Price().findings[0].severity, "warning");
}

TEST(PriceUsage, CustomerWithoutAPriceBook) {
  Month month;
  month.customer("acme").price_book.clear();
  month.Usage("acme", "2");
  EXPECT_EQ(
      Text(month.Price().findings),
      "error price.no_rule acme/AmazonEC2 2.00: Customer acme has no price book, so AmazonEC2 is "
      "charged as AWS billed it (1 cell). Give the customer a price_book in "
      "books/customers.toml.\n");
}

TEST(PriceUsage, NoPublicCostIsChargedAsBilled) {
  Month month;
  month.Rule("list", Basis::kPublic, "-10");
  month.Usage("acme", "4").public_on_demand_cost = {};
  const Output output = month.Price();
  EXPECT_EQ(output.charges[0].charge, D("4"));
  EXPECT_EQ(output.charges[0].basis, "billed");
  EXPECT_EQ(output.charges[0].rule_id, "standard/list");
  EXPECT_EQ(
      Text(output.findings),
      "warning price.no_public_cost acme/AmazonEC2 4.00: AWS gives no public cost for 1 cell "
      "of AmazonEC2, so customer acme is charged what AWS billed. Write a rule before it with "
      "another basis or a rate.\n");
}

TEST(PriceUsage, NothingBilledNeedsNoPublicCost) {
  Month month;
  month.Rule("list", Basis::kPublic, "-10");
  month.Usage("acme", "0");
  EXPECT_EQ(Text(month.Price().findings), "");
}

TEST(PriceUsage, EveryCustomerByItsOwnBook) {
  Month month;
  month.Rule("all", Basis::kBilled, "-10");
  PriceBook friends = month.book();
  friends.id = "friends";
  friends.rules[0].percent = D("-50");
  month.AddBook(friends);
  month.customer("globex").price_book = "friends";
  month.Usage("acme", "100");
  month.Usage("globex", "100");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("90"));
  EXPECT_EQ(month.ChargeOf("globex").charge, D("50"));
  EXPECT_EQ(month.ChargeOf("globex").rule_id, "friends/all");
}

TEST(PriceUsage, HouseAndUnassignedAreChargedNothing) {
  Month month;
  month.Rule("all", Basis::kBilled, "0");
  month.Usage("house", "5");
  month.Covered("unassigned", "10", "4", "1");
  for (const Charge& charge : month.Price().charges) {
    EXPECT_EQ(charge.rule_id, "none");
    EXPECT_EQ(charge.basis, "none");
    EXPECT_EQ(charge.charge, D("0"));
    EXPECT_EQ(charge.list_amount, D("0"));
    EXPECT_EQ(charge.retained_benefit, D("0"));
  }
  EXPECT_EQ(month.ChargeOf("house").cost, D("5"));
  EXPECT_EQ(month.ChargeOf("unassigned").cost, D("6"));
}

TEST(PriceUsage, RowsThatCarryACommitmentAreNothing) {
  Month month;
  month.Rule("all", Basis::kBilled, "0");
  Cell& negation = month.Add("acme", "SavingsPlanNegation", "-10");
  negation.commitment_arn = testing::kPlan;
  const Charge charge = month.ChargeOf("acme");
  EXPECT_EQ(charge.rule_id, "commitment:savings_plan_negation");
  EXPECT_EQ(charge.cost, D("0"));
  EXPECT_EQ(charge.charge, D("0"));
}

TEST(PriceUsage, AnUnknownTypeIsNeverGuessed) {
  Month month;
  month.Rule("all", Basis::kBilled, "0").scope.kinds = {"*"};
  month.Add("acme", "NeverSeenBefore", "7");
  const Output output = month.Price();
  EXPECT_EQ(output.charges[0].charge, D("0"));
  EXPECT_EQ(output.charges[0].cost, D("7"));
  EXPECT_EQ(output.charges[0].customer_id, "acme");
  EXPECT_EQ(Text(output.findings),
            "error line_item.unknown_type NeverSeenBefore 7.00: Line items of type "
            "\"NeverSeenBefore\" are not known to Billwright, so nobody is charged for them (1 "
            "cell). Find out what they are before this month is billed.\n");
}

TEST(ListAmount, IsThePublicCostAndElseWhatWasBilled) {
  Month month;
  month.Rule("all", Basis::kBilled, "-5");
  Cell& cell = month.Usage("acme", "100");
  cell.public_on_demand_cost = D("120");
  EXPECT_EQ(month.ChargeOf("acme").list_amount, D("120"));
  cell.public_on_demand_cost = {};
  EXPECT_EQ(month.ChargeOf("acme").list_amount, D("100"));
}

TEST(ListAmount, OfAMarkUpIsTheCharge) {
  Month month;
  month.Rule("all", Basis::kBilled, "5");
  Cell& cell = month.Usage("acme", "100");
  EXPECT_EQ(month.ChargeOf("acme").list_amount, D("105"));
  cell.unblended_cost = cell.public_on_demand_cost = D("-100");  // a correction, marked up as well
  EXPECT_EQ(month.ChargeOf("acme").list_amount, D("-105"));
}

TEST(ListAmount, OfWhatIsNotUsageIsTheCharge) {
  Month month;
  month.Add("acme", "Refund", "-30");
  const Charge charge = month.ChargeOf("acme");
  EXPECT_EQ(charge.charge, D("-30"));
  EXPECT_EQ(charge.list_amount, D("-30"));
}

TEST(CommitmentDiscount, IsWhatTheBasisHasOfTheBenefit) {
  Month month;
  PriceRule& rule = month.Rule("all", Basis::kAllocated, "-5");
  month.Covered("acme", "10", "4", "2.8");
  EXPECT_EQ(month.ChargeOf("acme").commitment_discount, D("2.8"));
  rule.basis = Basis::kCost;
  EXPECT_EQ(month.ChargeOf("acme").commitment_discount, D("4"));
  rule.basis = Basis::kBilled;
  EXPECT_EQ(month.ChargeOf("acme").commitment_discount, D("0"));
}

TEST(CommitmentDiscount, IsNeverMoreThanTheDiscountNorLessThanNothing) {
  Month month;
  PriceRule& rule = month.Rule("all", Basis::kAllocated, "20");
  month.Covered("acme", "10", "4", "2.8");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("8.64"));
  EXPECT_EQ(month.ChargeOf("acme").commitment_discount, D("1.36"));
  rule.percent = D("60");
  EXPECT_EQ(month.ChargeOf("acme").charge, D("11.52"));
  EXPECT_EQ(month.ChargeOf("acme").commitment_discount, D("0"));
}

TEST(Charges, AreInKeyOrderAndHaveTheSameIdsInEveryRun) {
  Month month;
  month.Rule("all", Basis::kBilled, "0");
  month.Usage("globex", "1");
  month.Usage("acme", "2").service = "AmazonS3";
  month.Add("globex", "Tax", "3");
  month.Add("acme", "Tax", "4");
  month.Usage("acme", "5");
  const std::vector<Charge> charges = month.Price().charges;
  ASSERT_EQ(charges.size(), 5u);
  EXPECT_TRUE(std::is_sorted(charges.begin(), charges.end(), [](const Charge& a, const Charge& b) {
    return CompareKeys(a, b) < 0;
  }));
  EXPECT_EQ(charges[0].customer_id + " " + charges[0].service, "acme AmazonEC2");
  EXPECT_EQ(charges[0].charge_id, "b3abf9d27bbd34bb");
}

TEST(Charges, OfSeveralCustomersThatAreDroppedKeepTheirIdentity) {
  Month month;
  month.Add("globex", "Tax", "3");
  month.Add("acme", "Tax", "4").usage_account_id = "333333333333";
  month.Add("acme", "Tax", "5").usage_account_id = "222222222222";  // moved within the month
  const Output output = month.Price();
  ASSERT_EQ(output.charges.size(), 3u);
  for (const Charge& charge : output.charges) EXPECT_EQ(charge.customer_id, "house");
  EXPECT_EQ(output.charges[0].cell_customer_id, "acme");
  EXPECT_EQ(output.charges[1].cell_customer_id, "globex");
  EXPECT_EQ(output.charges[2].cell_customer_id, "acme");
  EXPECT_EQ(Broken(output.proof), "");
}

TEST(Charges, OfARefundThroughMarketplaceAndOfAPurchaseRefundAreTwo) {
  Month month;
  for (const std::string customer : {"acme", "house"}) {
    month.Add(customer, "Refund", "-3").billing_entity = "AWS Marketplace";
    Cell& purchase = month.Add(customer, "Refund", "-100");
    purchase.billing_entity = "AWS Marketplace";
    purchase.purchase_refund = true;
    purchase.amortised_cost = {};
  }
  const Output output = month.Price();
  ASSERT_EQ(output.charges.size(), 4u);
  EXPECT_EQ(output.charges[0].rule_id, "commitment:purchase_refund");
  EXPECT_EQ(output.charges[0].charge, D("0"));
  EXPECT_EQ(output.charges[1].rule_id, "treatment:marketplace:pass");
  EXPECT_EQ(output.charges[1].charge, D("-3"));
  EXPECT_EQ(output.charges[2].kind, "marketplace");
  EXPECT_EQ(output.charges[3].kind, "purchase_refund");
  EXPECT_EQ(Broken(output.proof), "");
}

TEST(PriceUsageDeathTest, ACellShareWithoutACellIsOurBug) {
  Month month;
  month.Covered("acme", "10", "4", "4").line_item_type = "Usage";
  EXPECT_DEATH(month.Price(), "a cell share without a covered cell");
}

}  // namespace
}  // namespace billwright::price
