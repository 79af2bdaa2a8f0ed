#include "ingest/check/delivery_tables.h"

#include <gmock/gmock.h>

#include "ingest/testing/place.h"

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Report;

class DeliveryTables : public testing::Place {
 protected:
  Received Of(const Report& report) {
    Put("cur-00001.csv", report.AsCsv());
    return Taken();
  }

  /// "account service invoice day: rows metered hours unblended amortised metered negative"
  static std::vector<std::string> Days(const Received& received) {
    std::vector<std::string> lines;
    for (const DeliveryDay& day : received.days)
      lines.push_back(day.usage_account_id.substr(0, 1) + " " + day.service + " " + day.invoice_id +
                      " " + day.day.ToDateString() + ": " + std::to_string(day.rows) + " " +
                      std::to_string(day.metered) + " " + std::to_string(day.hours) + " " +
                      day.unblended_cost.ToString() + " " + day.amortised_cost.ToString() + " " +
                      day.metered_cost.ToString() + " " + std::to_string(day.negative_rows) + " " +
                      day.negative_cost.ToString());
    return lines;
  }
  static std::vector<std::string> Fees(const Received& received) {
    std::vector<std::string> lines;
    for (const DeliveryFee& fee : received.fees)
      lines.push_back(fee.service + " " + fee.line_item_type + ": " + std::to_string(fee.rows) +
                      " " + fee.unblended_cost.ToString() + " " + fee.upfront_cost.ToString() +
                      " " + fee.first_day.ToDateString() + " " + fee.last_day.ToDateString());
    return lines;
  }
  static std::vector<std::string> Uses(const Received& received) {
    std::vector<std::string> lines;
    for (const ColumnUse& use : received.column_uses)
      lines.push_back(use.column + ": " + std::to_string(use.rows) + " " +
                      use.unblended_cost.ToString());
    return lines;
  }
};

TEST_F(DeliveryTables, DaysHaveTheHoursInWhichUsageWasMetered) {
  EXPECT_THAT(Days(Of(Report(R"(
    usage_account_id  type   service    bill  start                 cost
    111111111111      Usage  AmazonEC2  A     2026-10-01T00:00:00Z  1.5
    111111111111      Usage  AmazonEC2  A     2026-10-01T00:30:00Z  1
    111111111111      Usage  AmazonEC2  A     2026-10-01T23:00:00Z  0.25
    111111111111      Usage  AmazonEC2  -     2026-10-01T05:00:00Z  2
    111111111111      Usage  AmazonEC2  A     2026-10-02T03:00:00Z  3
    222222222222      Usage  AmazonEC2  A     2026-10-02T03:00:00Z  4
  )"))),
              ElementsAre("1 AmazonEC2  2026-10-01: 1 1 32 2 2 2 0 0",
                          "1 AmazonEC2 A 2026-10-01: 3 3 8388609 2.75 2.75 2.75 0 0",
                          "1 AmazonEC2 A 2026-10-02: 1 1 8 3 3 3 0 0",
                          "2 AmazonEC2 A 2026-10-02: 1 1 8 4 4 4 0 0"));
}

TEST_F(DeliveryTables, OnlyUsageIsMetered) {
  EXPECT_THAT(Days(Of(Report(R"(
    type                 start                 cost  sp  effective  total  used  recurring  upfront
    Usage                2026-10-01T00:00:00Z  1     -   -          -      -     -          -
    Tax                  2026-10-01T07:00:00Z  0.2   -   -          -      -     -          -
    SavingsPlanCoveredUsage  2026-10-01T02:00:00Z  3     s   2          -      -     -          -
    SavingsPlanNegation  2026-10-01T02:00:00Z  -3    s   -          -      -     -          -
    SavingsPlanRecurringFee  2026-10-01T02:00:00Z  2     s   -          2      2     2          0
  )"))),
              ElementsAre("1 AmazonEC2  2026-10-01: 5 2 5 3.2 3.2 3 0 0"));
}

TEST_F(DeliveryTables, NegativeUsageIsCountedApart) {
  EXPECT_THAT(Days(Of(Report(R"(
    type    usage_amount  cost
    Usage   1             1
    Usage   -1            -0.25
    Usage   -1            0
    Credit  1             -5
  )"))),
              ElementsAre("1 AmazonEC2  2026-10-01: 4 3 1 -4.25 -4.25 0.75 2 -0.25"));
}

TEST_F(DeliveryTables, QuarantinedRowsAreInNone) {
  const Received received = Of(Report(R"(
    type     cost
    Usage    1
    Usages   2
  )"));
  EXPECT_THAT(Days(received), ElementsAre("1 AmazonEC2  2026-10-01: 1 1 1 1 1 1 0 0"));
  EXPECT_THAT(Fees(received), IsEmpty());
}

TEST_F(DeliveryTables, FeesKnowWhatWasPaidUpfront) {
  EXPECT_THAT(Fees(Of(Report(R"(
    type   start                 cost  ri  ri_effective  ri_upfront  idle_upfront  idle_fee
    Usage  2026-10-01T00:00:00Z  1     -   -             -           -             -
    Fee    2026-10-03T00:00:00Z  100   r   -             -           -             -
    Fee    2026-10-05T00:00:00Z  10    -   -             -           -             -
    Tax    2026-10-01T00:00:00Z  0.5   -   -             -           -             -
  )"))),
              ElementsAre("AmazonEC2 Fee: 2 110 100 2026-10-03 2026-10-05",
                          "AmazonEC2 Tax: 1 0.5 0 2026-10-01 2026-10-01"));
}

TEST_F(DeliveryTables, TagsAndCostCategoriesAreCounted) {
  EXPECT_THAT(Uses(Of(Report(R"(
    cost  resourceTags/user:Owner  resourceTags/user:team:name  costCategory/Unit
    1     ada                      -                            x
    2     ada                      -                            -
    4     -                        -                            x
  )"))),
              ElementsAre("costCategory/Unit: 2 5", "resourceTags/user:Owner: 2 3",
                          "resourceTags/user:team:name: 0 0"));
}

TEST_F(DeliveryTables, KeysOfMapsAreColumns) {
  const std::string both = R"({"user_owner":"ada","user_team":"x"})";
  EXPECT_THAT(Uses(Of(Report(R"(
    cost  resource_tags
    1     )" + both + R"(
    2     {"user_owner":"bob"}
    4     {}
    8     -
  )")
                          .Spelled(testing::Spelling::kSnake))),
              ElementsAre("resource_tags[user_owner]: 2 3", "resource_tags[user_team]: 1 1"));
}

TEST_F(DeliveryTables, MapsOfParquetAreRead) {
  PutParquet("cur.parquet", Report(R"(
    cost  resource_tags
    1     MAP {'user_owner': 'ada', 'user_team': 'x'}
    2     MAP {'user_owner': 'bob'}
  )")
                                .Spelled(testing::Spelling::kSnake));
  EXPECT_THAT(Uses(Taken()),
              ElementsAre("resource_tags[user_owner]: 2 3", "resource_tags[user_team]: 1 1"));
}

TEST_F(DeliveryTables, DaysAddUpToTheControlTotals) {
  const Received received = Of(Report(R"(
    usage_account_id  type    service    start                 cost
    111111111111      Usage   AmazonEC2  2026-10-01T00:00:00Z  1.5
    222222222222      Usage   AmazonS3   2026-10-07T00:00:00Z  0.000000000001
    222222222222      Credit  AmazonS3   2026-10-07T00:00:00Z  -7
  )"));
  Decimal unblended;
  int64_t rows = 0;
  for (const DeliveryDay& day : received.days) unblended += day.unblended_cost, rows += day.rows;
  EXPECT_EQ(unblended, received.delivery.unblended_cost);
  EXPECT_EQ(rows, received.delivery.rows);
}

}  // namespace
}  // namespace billwright::ingest
