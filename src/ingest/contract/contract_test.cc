#include "ingest/contract/contract.h"

#include <gmock/gmock.h>

#include "engine/contracts.h"
#include "ingest/contract/spelling.h"

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;

/// A file with the required columns in legacy spelling, without some and with others.
DeliveryFile Legacy(const std::vector<std::string>& without = {},
                    const std::vector<std::string>& with = {}) {
  DeliveryFile file;
  file.name = "cur-1.csv";
  for (const ContractColumn& column : engine::ContractOf(kLegacyCur).columns) {
    const std::string name = LegacySpelling(column.name);
    if (column.presence == Presence::kRequired && std::ranges::find(without, name) == without.end())
      file.columns.push_back({name, name, "VARCHAR"});
  }
  for (const std::string& name : with) file.columns.push_back({name, name, "VARCHAR"});
  return file;
}

/// The same in the spelling of CUR 2.0 and Parquet.
DeliveryFile Snake(const std::vector<std::string>& with = {}) {
  DeliveryFile file;
  file.name = "cur-1.parquet";
  for (const ContractColumn& column : engine::ContractOf(kLegacyCur).columns)
    if (column.presence == Presence::kRequired)
      file.columns.push_back({column.name, column.name, "VARCHAR"});
  for (const std::string& name : with) file.columns.push_back({name, name, "VARCHAR"});
  return file;
}

std::string Format(const DeliveryFile& file) {
  const auto format = FormatOf(file);
  return format ? *format : format.error().ToString();
}

TEST(Contract, TellsTheFormatFromTheColumns) {
  EXPECT_EQ(Format(Legacy()), "legacy_cur");
  EXPECT_EQ(Format(Snake()), "legacy_cur");
  EXPECT_EQ(Format(Snake({"product_region", "resource_tags_user_name"})), "legacy_cur");
  EXPECT_EQ(Format(Snake({"product"})), "cur_2.0");
  EXPECT_EQ(Format(Snake({"bill_payer_account_name"})), "cur_2.0");
  EXPECT_EQ(Format(Snake({"resource_tags"})), "cur_2.0");
}

TEST(Contract, NamesAMissingColumnAsTheFileSpells) {
  EXPECT_EQ(Format(Legacy({"lineItem/UnblendedCost"},
                          {"lineItem/BlendedCost", "lineItem/UnblendedRate", "product/region"})),
            "cur-1.csv: the required column lineItem/UnblendedCost is missing (similar columns: "
            "lineItem/BlendedCost, lineItem/UnblendedRate)");
  DeliveryFile snake = Snake();
  std::erase_if(snake.columns,
                [](const DeliveredColumn& column) { return column.name == "line_item_operation"; });
  EXPECT_EQ(Format(snake), "cur-1.parquet: the required column line_item_operation is missing");
}

TEST(Contract, NamesAllMissingColumnsAtOnce) {
  EXPECT_EQ(
      Format(Legacy({"lineItem/UnblendedCost", "lineItem/Operation"}, {"lineItem/UnblendedCosts"})),
      "cur-1.csv: 2 required columns are missing: lineItem/Operation, lineItem/UnblendedCost "
      "(similar columns: lineItem/UnblendedCosts)");
}

TEST(Contract, SaysWhatTheFileIsInstead) {
  DeliveryFile other;
  other.name = "people.csv";
  other.columns = {{"name", "name", "VARCHAR"}, {"age", "age", "VARCHAR"}};
  EXPECT_EQ(Format(other),
            "people.csv: not a Cost and Usage Report: none of its 2 columns is one of a line item");
  other.columns = {{"BilledCost", "BilledCost", "VARCHAR"},
                   {"ChargeCategory", "ChargeCategory", "VARCHAR"}};
  EXPECT_EQ(Format(other),
            "people.csv: 4 required columns are missing: BillingAccountId, BillingPeriodStart, "
            "ChargePeriodStart, BillingCurrency");
}

TEST(Contract, RefusesTwoColumnsOfOneMeaning) {
  EXPECT_EQ(Format(Legacy({}, {"line_item_unblended_cost"})),
            "cur-1.csv: the column line_item_unblended_cost is there twice");
  EXPECT_EQ(Format(Legacy({}, {"resourceTags/user:Owner", "resourceTags/user:OWNER"})),
            "legacy_cur");
}

std::string Families(const DeliveryFile& file, const std::vector<std::string>& types) {
  std::string codes;
  for (const Finding& finding : CheckFamilies(file, kLegacyCur, types))
    codes += finding.severity + " " + finding.code + ". ";
  return codes;
}

TEST(Contract, AMonthWithoutCommitmentsNeedsNoColumnsForThem) {
  EXPECT_EQ(Families(Legacy(), {"Usage", "Tax"}),
            "info column.missing_family. info column.missing_family. ");
}

TEST(Contract, AFamilyThatIsNeededIsNotOneThatAwsLeftOut) {
  EXPECT_EQ(Families(Legacy(), {"Usage", "SavingsPlanCoveredUsage"}),
            "info column.missing_family. ");
  EXPECT_EQ(Families(Legacy({}, {"reservation/EffectiveCost"}), {"DiscountedUsage"}),
            "info column.missing_family. ")
      << "Savings Plans' are absent, and not needed";
}

TEST(Spelling, OfEveryRequiredColumnIsAws) {
  EXPECT_EQ(LegacySpelling("line_item_unblended_cost"), "lineItem/UnblendedCost");
  EXPECT_EQ(LegacySpelling("bill_billing_period_start_date"), "bill/BillingPeriodStartDate");
  EXPECT_EQ(LegacySpelling("savings_plan_savings_plan_a_r_n"), "savingsPlan/SavingsPlanARN");
  EXPECT_EQ(LegacySpelling("pricing_public_on_demand_cost"), "pricing/publicOnDemandCost");
  EXPECT_EQ(LegacySpelling("product_region"), "product/region");
}

TEST(Spelling, FindsTheNearestFirst) {
  DeliveryFile file;
  for (const std::string name :
       {"lineItem/UsageEndDate", "lineItem/UsageStart", "lineItem/UsageType"})
    file.columns.push_back({name, name, "VARCHAR"});
  EXPECT_THAT(SimilarColumns(file, "line_item_usage_start_date"),
              ElementsAre("lineItem/UsageStart", "lineItem/UsageEndDate"));
}

}  // namespace
}  // namespace billwright::ingest
