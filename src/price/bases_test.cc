#include "price/bases.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "price/testing/month.h"

namespace billwright::price {
namespace {

using testing::D;

/// The table of design, section 4, Price. A cell of every kind costs unblended 10, public 12,
/// amortised 7; covered ones have O = 10 and get share 4, of which 3 are passed on, with cap
/// excess 1.
struct KindRow {
  LineItemKind kind;
  LineItemTraits traits;
  std::string bases;  // billed, public, allocated, cost
};

using enum LineItemKind;
constexpr std::string_view kPlan = testing::kPlan;
constexpr std::string_view kReservation = testing::kReservation;

const std::vector<KindRow>& Rows() {
  static const std::vector<KindRow> rows = {
      {kUsage, {"Usage", "AmazonEC2", "AWS", ""}, "10 12 10 7"},
      {kSavingsPlanCovered, {"SavingsPlanCoveredUsage", "AmazonEC2", "AWS", kPlan}, "10 12 6 6"},
      {kReservationCovered, {"DiscountedUsage", "AmazonEC2", "AWS", kReservation}, "10 12 6 6"},
      {kSavingsPlanNegation, {"SavingsPlanNegation", "AmazonEC2", "AWS", kPlan}, "0 0 0 0"},
      {kSavingsPlanRecurringFee,
       {"SavingsPlanRecurringFee", "ComputeSavingsPlans", "AWS", kPlan},
       "0 0 0 0"},
      {kSavingsPlanUpfrontFee,
       {"SavingsPlanUpfrontFee", "ComputeSavingsPlans", "AWS", kPlan},
       "0 0 0 0"},
      {kReservationFee, {"RIFee", "AmazonEC2", "AWS", kReservation}, "0 0 0 0"},
      {kReservationUpfrontFee, {"Fee", "AmazonEC2", "AWS", kReservation}, "0 0 0 0"},
      {kPurchaseRefund, {"Refund", "ComputeSavingsPlans", "AWS", "", true}, "0 0 0 0"},
      {kFee, {"Fee", "AmazonRegistrar", "AWS", ""}, "10 10 10 7"},
      {kSupport, {"Fee", "AWSSupportBusiness", "AWS", ""}, "10 10 10 7"},
      {kMarketplace, {"Usage", "aw0evgkw8e5c1q413zgy5pjce", "AWS Marketplace", ""}, "10 10 10 7"},
      {kTax, {"Tax", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
      {kCredit, {"Credit", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
      {kRefund, {"Refund", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
      {kEnterpriseDiscount, {"EdpDiscount", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
      {kPrivateRateDiscount, {"PrivateRateDiscount", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
      {kBundledDiscount, {"BundledDiscount", "awswaf", "AWS", ""}, "10 10 10 7"},
      {kReservationVolumeDiscount, {"RiVolumeDiscount", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
      {kSolutionProviderDiscount, {"SppDiscount", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
      {kUnknown, {"NeverSeenBefore", "AmazonEC2", "AWS", ""}, "10 10 10 7"},
  };
  return rows;
}

std::string Text(const Bases& bases) {
  return bases.Of(Basis::kBilled).ToString() + " " + bases.Of(Basis::kPublic).ToString() + " " +
         bases.Of(Basis::kAllocated).ToString() + " " + bases.Of(Basis::kCost).ToString();
}

Cell CellOf(const LineItemTraits& traits) {
  Cell cell;
  cell.line_item_type = traits.line_item_type;
  cell.service = traits.service;
  cell.billing_entity = traits.billing_entity;
  cell.commitment_arn = traits.commitment_arn;
  cell.purchase_refund = traits.purchase_refund;
  cell.unblended_cost = cell.on_demand_value = D("10");
  cell.public_on_demand_cost = D("12");
  cell.amortised_cost = D("7");
  return cell;
}

TEST(Bases, OfEveryKindAreThoseOfTheTable) {
  CellShare share;
  share.benefit_share = D("4");
  share.passed = D("3");
  share.cap_excess = D("1");
  for (const KindRow& row : Rows()) {
    const Cell cell = CellOf(row.traits);
    ASSERT_EQ(cell.kind(), row.kind) << Name(row.kind);
    const CellShare* given = IsCovered(row.kind) ? &share : nullptr;
    EXPECT_EQ(Text(BasesOf(cell, row.kind, given)), row.bases) << Name(row.kind);
  }
}

TEST(Bases, EveryKindHasARow) {
  std::set<LineItemKind> kinds;
  for (const KindRow& row : Rows()) kinds.insert(row.kind);
  for (int kind = 0; kind <= static_cast<int>(kUnknown); ++kind)
    EXPECT_TRUE(kinds.contains(static_cast<LineItemKind>(kind)))
        << Name(static_cast<LineItemKind>(kind));
}

TEST(Bases, RetainedIsTheShareThatIsNotPassedLessTheCapExcess) {
  CellShare share;
  share.benefit_share = D("4");
  share.passed = D("1.5");
  share.cap_excess = D("0.25");
  const Cell cell = CellOf({"SavingsPlanCoveredUsage", "AmazonEC2", "AWS", kPlan});
  const Bases bases = BasesOf(cell, kSavingsPlanCovered, &share);
  EXPECT_EQ(bases.retained, D("2.25"));
  EXPECT_EQ(bases.allocated, bases.cost + bases.retained);
}

TEST(Bases, OfUnusedCommitmentAreWhatIsBorne) {
  CellShare line;
  line.unused_borne = D("5");
  EXPECT_EQ(Text(BasesOfUnused(line)), "0 0 5 5");
  line.cap_excess = D("2");  // charged less, costs the same
  EXPECT_EQ(Text(BasesOfUnused(line)), "0 0 3 5");
  EXPECT_EQ(BasesOfUnused(line).retained, D("0"));
}

TEST(Bases, OfAShareWithoutCoveredUsageAreItsBenefit) {
  CellShare line;
  line.benefit_share = D("5");
  line.passed = D("4");
  EXPECT_EQ(Text(BasesOfUnused(line)), "0 0 -4 -5");
  EXPECT_EQ(BasesOfUnused(line).retained, D("1"));
}

TEST(BasesDeathTest, ACoveredCellWithoutAShareIsOurBug) {
  const Cell cell = CellOf({"DiscountedUsage", "AmazonEC2", "AWS", kReservation});
  EXPECT_DEATH(BasesOf(cell, kReservationCovered, nullptr), "a covered cell without a cell share");
}

}  // namespace
}  // namespace billwright::price
