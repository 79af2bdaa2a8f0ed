#include "pipeline/delta_class.h"

#include <gtest/gtest.h>

#include <set>

namespace billwright::pipeline {
namespace {

/// Rows of a type that both versions have, with the same money, usage, invoice and tags.
DeltaTraits Same(std::string_view type, std::string_view service = "AmazonEC2",
                 std::string_view arn = "") {
  DeltaTraits traits;
  traits.line_item = {type, service, "AWS", arn, false};
  traits.has_old = traits.has_new = traits.same_money = traits.same_tags = true;
  return traits;
}
DeltaTraits New(std::string_view type, std::string_view service = "AmazonEC2",
                std::string_view arn = "") {
  DeltaTraits traits = Same(type, service, arn);
  traits.has_old = false;
  traits.more_usage = 1;
  return traits;
}
DeltaTraits Restated(std::string_view type, int64_t more_usage) {
  DeltaTraits traits = Same(type);
  traits.same_money = false;
  traits.more_usage = more_usage;
  return traits;
}
std::string_view Of(const DeltaTraits& traits) { return Name(ClassOf(traits)); }

TEST(DeltaClass, NewRowsAreOfTheirKind) {
  EXPECT_EQ(Of(New("Usage")), "late usage");
  EXPECT_EQ(Of(New("SavingsPlanCoveredUsage")), "late usage");
  EXPECT_EQ(Of(New("DiscountedUsage")), "late usage");
  EXPECT_EQ(Of(New("Fee", "AWSSupportBusiness")), "support fee");
  EXPECT_EQ(Of(New("Fee", "AmazonEC2", "arn:aws:ec2:us-east-1:1:reserved-instances/1")),
            "new purchase");
  EXPECT_EQ(Of(New("SavingsPlanUpfrontFee")), "new purchase");
  EXPECT_EQ(Of(New("RIFee")), "commitment fee");
  EXPECT_EQ(Of(New("Refund")), "refund");
  EXPECT_EQ(Of(New("Credit")), "credit");
  EXPECT_EQ(Of(New("Tax")), "tax");
  EXPECT_EQ(Of(New("EdpDiscount")), "discount");
  EXPECT_EQ(Of(New("MysteryType")), "other");
}

TEST(DeltaClass, RowsThatAreGoneAreTakenBack) {
  DeltaTraits gone = Same("Usage");
  gone.has_new = false;
  gone.more_usage = -1;
  EXPECT_EQ(Of(gone), "usage taken back");
  gone.line_item.line_item_type = "Credit";
  EXPECT_EQ(Of(gone), "credit");
}

TEST(DeltaClass, RestatedUsageIsToldByHowMuchThereIs) {
  EXPECT_EQ(Of(Restated("Usage", 0)), "restated rate");
  EXPECT_EQ(Of(Restated("Usage", 1)), "late usage");
  EXPECT_EQ(Of(Restated("Usage", -1)), "usage taken back");
  EXPECT_EQ(Of(Restated("Tax", 0)), "tax") << "taxes follow the usage";
}

TEST(DeltaClass, UsageThatIsCoveredOtherwiseNeitherCameNorWent) {
  for (const std::string_view type :
       {"Usage", "SavingsPlanCoveredUsage", "SavingsPlanNegation", "DiscountedUsage"}) {
    DeltaTraits traits = New(type);
    traits.covered_otherwise = true;
    EXPECT_EQ(Of(traits), "coverage changed") << type;
  }
  DeltaTraits credit = New("Credit");
  credit.covered_otherwise = true;
  EXPECT_EQ(Of(credit), "credit");
}

TEST(DeltaClass, RowsOfTheSameMoneyAreToldByTheirWords) {
  DeltaTraits traits = Same("Usage");
  EXPECT_EQ(Of(traits), "other");
  traits.same_tags = false;
  EXPECT_EQ(Of(traits), "tag backfill");
  traits.invoice_filled = true;
  EXPECT_EQ(Of(traits), "invoice id filled") << "it says more than the tags";
}

TEST(DeltaClass, MarketplaceIsToldByItsTypeAlone) {
  DeltaTraits traits = New("Usage", "abcdef");
  traits.line_item.billing_entity = "AWS Marketplace";
  EXPECT_EQ(Of(traits), "late usage");
  traits.line_item.line_item_type = "Fee";
  EXPECT_EQ(Of(traits), "new purchase");
}

TEST(DeltaClass, EveryClassHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const DeltaClass each : AllDeltaClasses()) names.insert(Name(each));
  EXPECT_EQ(names.size(), 14u);
}

}  // namespace
}  // namespace billwright::pipeline
