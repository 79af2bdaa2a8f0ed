#include "model/line_item.h"

#include <gtest/gtest.h>

#include <set>

namespace billwright {

void PrintTo(LineItemKind kind, std::ostream* out) { *out << Name(kind); }

namespace {

using enum LineItemKind;

constexpr std::string_view kPlan =
    "arn:aws:savingsplans::111122223333:savingsplan/3f2a1b4c-0000-4000-8000-000000000001";
constexpr std::string_view kReservation =
    "arn:aws:ec2:us-east-1:111122223333:reserved-instances/9eb6f1aa-0000-4000-8000-000000000002";

struct KindRow {
  LineItemKind kind;
  std::string_view name;
  LineItemTraits traits;
  bool is_usage;
  bool needs_treatment;
};

/// One row for each kind, in the order of the enum.
constexpr KindRow kRows[] = {
    {kUsage, "usage", {"Usage", "AmazonEC2", "AWS", ""}, true, false},
    {kSavingsPlanCovered,
     "savings_plan_covered",
     {"SavingsPlanCoveredUsage", "AmazonEC2", "AWS", kPlan},
     true,
     false},
    {kSavingsPlanNegation,
     "savings_plan_negation",
     {"SavingsPlanNegation", "AmazonEC2", "AWS", kPlan},
     false,
     false},
    {kSavingsPlanRecurringFee,
     "savings_plan_recurring_fee",
     {"SavingsPlanRecurringFee", "ComputeSavingsPlans", "AWS", kPlan},
     false,
     false},
    {kSavingsPlanUpfrontFee,
     "savings_plan_upfront_fee",
     {"SavingsPlanUpfrontFee", "ComputeSavingsPlans", "AWS", kPlan},
     false,
     false},
    {kReservationCovered,
     "reservation_covered",
     {"DiscountedUsage", "AmazonEC2", "AWS", kReservation},
     true,
     false},
    {kReservationFee, "reservation_fee", {"RIFee", "AmazonEC2", "AWS", kReservation}, false, false},
    {kReservationUpfrontFee,
     "reservation_upfront_fee",
     {"Fee", "AmazonEC2", "AWS", kReservation},
     false,
     false},
    {kFee, "fee", {"Fee", "AmazonRegistrar", "AWS", ""}, false, true},
    {kSupport, "support", {"Fee", "AWSSupportBusiness", "AWS", ""}, false, true},
    {kMarketplace, "marketplace", {"Usage", "6bq7", "AWS Marketplace", ""}, false, true},
    {kTax, "tax", {"Tax", "AmazonEC2", "AWS", ""}, false, true},
    {kCredit, "credit", {"Credit", "AmazonEC2", "AWS", ""}, false, true},
    {kRefund, "refund", {"Refund", "AmazonS3", "AWS", ""}, false, true},
    {kPurchaseRefund,
     "purchase_refund",
     {"Refund", "ComputeSavingsPlans", "AWS", "", true},
     false,
     false},
    {kEnterpriseDiscount, "edp", {"EdpDiscount", "AmazonEC2", "AWS", ""}, false, true},
    {kPrivateRateDiscount,
     "private_rate",
     {"PrivateRateDiscount", "AmazonS3", "AWS", ""},
     false,
     true},
    {kBundledDiscount, "bundled", {"BundledDiscount", "awswaf", "AWS", ""}, false, true},
    {kReservationVolumeDiscount,
     "reservation_volume",
     {"RiVolumeDiscount", "AmazonEC2", "AWS", ""},
     false,
     true},
    {kSolutionProviderDiscount, "spp", {"SppDiscount", "AmazonEC2", "AWS", ""}, false, true},
    {kUnknown, "unknown", {"ResellerDiscount", "AmazonEC2", "AWS", ""}, false, false},
};

TEST(LineItemKind, HasOneRowEach) {
  ASSERT_EQ(std::size(kRows), static_cast<size_t>(kUnknown) + 1)
      << "a kind was added: give it a row, and an answer to every question of the table";
  for (size_t i = 0; i < std::size(kRows); ++i)
    EXPECT_EQ(static_cast<size_t>(kRows[i].kind), i) << kRows[i].name;
}

TEST(LineItemKind, IsToldFromItsTraits) {
  for (const KindRow& row : kRows) EXPECT_EQ(KindOf(row.traits), row.kind) << row.name;
}

TEST(LineItemKind, IsReadByTheNameThatIsPrinted) {
  for (const KindRow& row : kRows) {
    EXPECT_EQ(Name(row.kind), row.name);
    EXPECT_EQ(ParseLineItemKind(row.name), row.kind);
  }
  EXPECT_EQ(ParseLineItemKind("Usage"), std::nullopt);
  EXPECT_EQ(ParseLineItemKind(""), std::nullopt);
}

TEST(LineItemKind, IsUsageOrNeedsTreatmentOrNeither) {
  for (const KindRow& row : kRows) {
    EXPECT_EQ(IsUsage(row.kind), row.is_usage) << row.name;
    EXPECT_EQ(NeedsTreatment(row.kind), row.needs_treatment) << row.name;
  }
}

TEST(KindOf, LetsMarketplaceWinOverTypeButNotOverTax) {
  for (const std::string_view type : {"Usage", "Fee", "Credit", "Refund", "Discount"})
    EXPECT_EQ(KindOf({type, "6bq7", "AWS Marketplace", ""}), kMarketplace) << type;
  EXPECT_EQ(KindOf({"Tax", "6bq7", "AWS Marketplace", ""}), kTax);
  EXPECT_EQ(KindOf({"SomethingNew", "6bq7", "AWS Marketplace", ""}), kUnknown);
}

TEST(KindOf, LetsARefundOfAPurchaseWinOverMarketplace) {
  EXPECT_EQ(KindOf({"Refund", "6bq7", "AWS Marketplace", "", true}), kPurchaseRefund);
  EXPECT_EQ(KindOf({"Refund", "6bq7", "AWS Marketplace", "", false}), kMarketplace);
  EXPECT_EQ(KindOf({"Refund", "ComputeSavingsPlans", "AWS", "", true}), kPurchaseRefund);
}

TEST(KindOf, KnowsSupportByItsProduct) {
  for (const std::string_view service :
       {"AWSSupportBusiness", "AWSSupportEnterprise", "AWSSupportDeveloper", "AWSDeveloperSupport",
        "AWSPremiumSupport", "OCBPremiumSupport", "AWS Premium Support"}) {
    EXPECT_EQ(KindOf({"Fee", service, "AWS", ""}), kSupport) << service;
    EXPECT_EQ(KindOf({"Usage", service, "AWS", ""}), kSupport) << service;
  }
  EXPECT_EQ(KindOf({"Refund", "AWSSupportBusiness", "AWS", ""}), kRefund);
  EXPECT_EQ(KindOf({"EdpDiscount", "AWSSupportBusiness", "AWS", ""}), kEnterpriseDiscount);
  EXPECT_EQ(KindOf({"Usage", "AWSELB", "AWS", ""}), kUsage);
}

TEST(KindOf, TakesFeeForUpfrontPaymentOnlyWithCommitment) {
  EXPECT_EQ(KindOf({"Fee", "AmazonEC2", "AWS", kReservation}), kReservationUpfrontFee);
  EXPECT_EQ(KindOf({"Fee", "AmazonEC2", "AWS", kPlan}), kReservationUpfrontFee);
  EXPECT_EQ(KindOf({"Fee", "AmazonEC2", "AWS", ""}), kFee);
  EXPECT_EQ(KindOf({"FlatRateSubscription", "Kiro", "AWS", ""}), kFee);
}

TEST(KindOf, NeverGuesses) {
  for (const std::string_view type : {"", "usage", "Usage ", "DistributorDiscount"})
    EXPECT_EQ(KindOf({type, "AmazonEC2", "AWS", ""}), kUnknown) << type;
}

TEST(KnownLineItemTypes, AreEachKnownOnceWithComment) {
  std::set<std::string_view> types;
  for (const LineItemTypeRow& row : KnownLineItemTypes()) {
    EXPECT_TRUE(types.insert(row.type).second) << row.type;
    EXPECT_EQ(KindOf({row.type, "AmazonEC2", "AWS", ""}), row.kind) << row.type;
    EXPECT_FALSE(row.comment.empty()) << row.type;
  }
  EXPECT_EQ(types.size(), 18u);
}

}  // namespace
}  // namespace billwright
