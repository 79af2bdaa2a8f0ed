#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "price/price.h"
#include "price/testing/month.h"

// What is not usage: by every treatment, what the customer pays and who bears the cost.

namespace billwright::price {
namespace {

using testing::D;
using testing::Month;
using testing::Text;
using enum LineItemKind;

struct TreatedRow {
  LineItemKind kind;
  std::string type;
  std::string service;
  std::string entity;
};

const std::vector<TreatedRow>& Rows() {
  static const std::vector<TreatedRow> rows = {
      {kFee, "Fee", "AmazonRegistrar", "AWS"},
      {kSupport, "Fee", "AWSSupportBusiness", "AWS"},
      {kMarketplace, "Usage", "aw0evgkw8e5c1q413zgy5pjce", "AWS Marketplace"},
      {kTax, "Tax", "AmazonEC2", "AWS"},
      {kCredit, "Credit", "AmazonEC2", "AWS"},
      {kRefund, "Refund", "AmazonEC2", "AWS"},
      {kEnterpriseDiscount, "EdpDiscount", "AmazonEC2", "AWS"},
      {kPrivateRateDiscount, "PrivateRateDiscount", "AmazonEC2", "AWS"},
      {kBundledDiscount, "BundledDiscount", "awswaf", "AWS"},
      {kReservationVolumeDiscount, "RiVolumeDiscount", "AmazonEC2", "AWS"},
      {kSolutionProviderDiscount, "SppDiscount", "AmazonEC2", "AWS"},
  };
  return rows;
}

Month MonthWith(const TreatedRow& row) {
  Month month;
  month.Rule("usage", Basis::kBilled, "-10");  // for usage only: must not touch these
  Cell& cell = month.Add("acme", row.type, "-30");
  cell.service = row.service;
  cell.billing_entity = row.entity;
  return month;
}

/// "customer charge cost rule" of the one charge there is.
std::string Outcome(Month& month) {
  const Charge charge = month.Price().charges.at(0);
  return charge.customer_id + " " + charge.charge.ToString() + " " + charge.cost.ToString() + " " +
         charge.rule_id;
}

TEST(TreatedCharge, EveryKindByEveryTreatment) {
  for (const TreatedRow& row : Rows()) {
    const std::string name(Name(row.kind));
    Month month = MonthWith(row);
    TreatmentRule& rule = month.Treat(row.kind, Treatment::kPass);
    EXPECT_EQ(Outcome(month), "acme -30 -30 treatment:" + name + ":pass");
    rule.treatment = Treatment::kRetain;
    EXPECT_EQ(Outcome(month), "acme 0 -30 treatment:" + name + ":retain");
    rule.treatment = Treatment::kDrop;
    EXPECT_EQ(Outcome(month), "house 0 -30 treatment:" + name + ":drop");
    EXPECT_EQ(Text(month.Price().findings), "");
  }
}

TEST(TreatedCharge, EveryKindThatNeedsATreatmentHasARow) {
  for (int i = 0; i <= static_cast<int>(kUnknown); ++i) {
    bool has_row = false;
    for (const TreatedRow& row : Rows()) has_row |= row.kind == static_cast<LineItemKind>(i);
    EXPECT_EQ(NeedsTreatment(static_cast<LineItemKind>(i)), has_row);
  }
}

TEST(TreatedCharge, WhatIsNotWrittenIsSaidOncePerKindWithItsMoney) {
  Month month;
  month.Add("acme", "Tax", "2");
  month.Add("globex", "Tax", "3");
  month.Add("acme", "Credit", "-7");
  EXPECT_EQ(
      Text(month.Price().findings),
      "info treatment.unwritten tax 5.00: No treatment is written for tax (2 cells); by "
      "default the amount is not charged, and borne by the house. Write it down in "
      "books/policies.toml: [[treatment]] kind = \"tax\", treatment = \"drop\".\n"
      "info treatment.unwritten credit -7.00: No treatment is written for credit (1 cell); by "
      "default the amount is not charged, and left in the customers' margins. Write it down "
      "in books/policies.toml: [[treatment]] kind = \"credit\", treatment = \"retain\".\n");
}

TEST(TreatedCharge, PassedThroughThePriceBookOnlyByARuleThatNamesItsTypeOrKind) {
  Month month;
  month.Treat(kSupport, Treatment::kPass);
  PriceRule& rule = month.Rule("support", Basis::kBilled, "20");
  month.Add("acme", "Fee", "100").service = "AWSSupportBusiness";
  EXPECT_EQ(Outcome(month), "acme 100 100 treatment:support:pass");
  rule.scope.kinds = {"support"};
  EXPECT_EQ(Outcome(month), "acme 120 100 standard/support");
  rule.scope.kinds.clear();
  rule.scope.line_item_types = {"Fee"};
  EXPECT_EQ(Outcome(month), "acme 120 100 standard/support");
}

TEST(TreatedCharge, WhatIsRetainedOrDroppedDoesNotAskThePriceBook) {
  Month month;
  month.Treat(kTax, Treatment::kRetain);
  month.Rule("tax", Basis::kBilled, "0").scope.kinds = {"tax"};
  month.Add("acme", "Tax", "9");
  EXPECT_EQ(Outcome(month), "acme 0 9 treatment:tax:retain");
}

TEST(TreatedCharge, OfTheHouseIsNotTreated) {
  Month month;
  month.Add("house", "Tax", "9");
  EXPECT_EQ(Outcome(month), "house 0 9 none");
  EXPECT_EQ(Text(month.Price().findings), "");
}

TEST(TreatedCharge, RefundOfAPurchaseIsNothing) {
  Month month;
  Cell& refund = month.Add("acme", "Refund", "-500");
  refund.purchase_refund = true;
  refund.amortised_cost = {};
  EXPECT_EQ(Outcome(month), "acme 0 0 commitment:purchase_refund");
}

}  // namespace
}  // namespace billwright::price
