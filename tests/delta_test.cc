#include <gmock/gmock.h>

#include "pipeline/delta_sql.h"
#include "testing/october_versions.h"

// What differs between two versions of a month, and why.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using ingest::testing::Report;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kMonth;
using testing::kOctober;

class Versions : public testing::OctoberVersions {
 protected:
  pipeline::Delta Delta(int64_t old_version = 0, int64_t new_version = 0) {
    auto deltas = app::CompareVersions(*Open(), {kOctober, "", old_version, new_version});
    EXPECT_TRUE(deltas) << deltas.error().ToString();
    return std::move(deltas->front());
  }
  /// "class account type invoice +added -removed ~restated change"
  static std::vector<std::string> Lines(const pipeline::Delta& delta) {
    std::vector<std::string> lines;
    for (const DeltaLine& line : delta.lines)
      lines.push_back(line.delta_class + " " + line.service + " " + line.line_item_type + " " +
                      line.invoice_id + " +" + std::to_string(line.rows_added) + " -" +
                      std::to_string(line.rows_removed) + " ~" +
                      std::to_string(line.rows_restated) + " " + line.cost_change.ToString());
    return lines;
  }
};

TEST_F(Versions, DeltaSaysWhyAndAddsUp) {
  Ingest("v1.csv", Report(R"(
    type   bill  cost  usage_amount  service             start                 resource_id
    Usage  -     1     1             AmazonEC2           2026-10-01T00:00:00Z  i-same
    Usage  -     2     2             AmazonEC2           2026-10-01T00:00:00Z  i-rate
    Usage  -     3     3             AmazonEC2           2026-10-01T00:00:00Z  i-more
    Usage  -     4     4             AmazonEC2           2026-10-01T00:00:00Z  i-gone
    Usage  -     5     5             AmazonRDS           2026-10-01T00:00:00Z  db-invoice
    Tax    -     0.5   1             AmazonEC2           2026-10-01T00:00:00Z  -
  )")
                       .AsCsv());
  Ingest("v2.csv", Report(R"(
    type    bill  cost   usage_amount  service             start                 resource_id
    Usage   -     1      1             AmazonEC2           2026-10-01T00:00:00Z  i-same
    Usage   -     1.8    2             AmazonEC2           2026-10-01T00:00:00Z  i-rate
    Usage   -     3.3    3.3           AmazonEC2           2026-10-01T00:00:00Z  i-more
    Usage   -     0.1    1             AmazonEC2           2026-10-31T23:00:00Z  i-late
    Usage   A     5      5             AmazonRDS           2026-10-01T00:00:00Z  db-invoice
    Tax     A     0.7    1             AmazonEC2           2026-10-01T00:00:00Z  -
    Fee     A     29     1             AWSSupportBusiness  2026-10-01T00:00:00Z  -
    Credit  A     -10    1             AmazonEC2           2026-10-01T00:00:00Z  -
    Refund  A     -0.25  1             AmazonEC2           2026-10-01T00:00:00Z  -
  )")
                       .AsCsv());
  const pipeline::Delta delta = Delta();
  EXPECT_EQ(delta.old_version.version, 1);
  EXPECT_EQ(delta.new_version.version, 2);
  EXPECT_THAT(Lines(delta), ElementsAre("credit AmazonEC2 Credit A +1 -0 ~0 -10",
                                        "invoice id filled AmazonRDS Usage A +0 -0 ~1 0",
                                        "late usage AmazonEC2 Usage  +1 -0 ~1 0.4",
                                        "refund AmazonEC2 Refund A +1 -0 ~0 -0.25",
                                        "restated rate AmazonEC2 Usage  +0 -0 ~1 -0.2",
                                        "support fee AWSSupportBusiness Fee A +1 -0 ~0 29",
                                        "tax AmazonEC2 Tax A +0 -0 ~1 0.2",
                                        "usage taken back AmazonEC2 Usage  +0 -1 ~0 -4"));
  Decimal sum = delta.old_version.unblended_cost;
  for (const DeltaLine& line : delta.lines) sum += line.cost_change;
  EXPECT_EQ(sum, delta.new_version.unblended_cost);
  EXPECT_THAT(Lines(Delta(2, 1)),
              ::testing::Contains("usage taken back AmazonEC2 Usage  +0 -1 ~1 -0.4"))
      << "and the other way round";
}

TEST_F(Versions, DeltaFindsNothingBetweenTheSameRowsWrittenInAnotherWay) {
  const Report month(R"(
    type             bill  cost      usage_amount  ri   ri_effective  public
    Usage            A     0.1       1             -    -             0.1
    Usage            A     7.0E-10   2             -    -             0.2
    DiscountedUsage  A     0         3             arn  0.0612        0.0832
  )");
  Ingest("v1.csv", month.AsCsv());
  const Report other = month.Spelled(ingest::testing::Spelling::kSnake).Turned();
  {
    auto session = Open();
    other.WriteParquet(**session->OpenEngine(), (in() / "v2.parquet").string());
  }
  IngestAgain("v2.parquet");
  const pipeline::Delta delta = Delta();
  EXPECT_EQ(delta.new_version.encoding, "parquet");
  EXPECT_THAT(Lines(delta), IsEmpty());
  EXPECT_THAT(delta.not_compared, IsEmpty());
}

TEST_F(Versions, DeltaSaysThatTheSameUsageIsCoveredOtherwise) {
  const std::string head =
      "type                     cost  usage_amount  sp    effective  resource_id  start\n";
  Ingest("v1.csv", Report(head + R"(
    Usage                    2     2             -     -          i-all        2026-10-01T00:00:00Z
    Usage                    4     4             -     -          i-part       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  1     1             a     0.7        i-plan       2026-10-01T00:00:00Z
    Usage                    8     8             -     -          i-late       2026-10-01T00:00:00Z
  )")
                       .AsCsv());
  Ingest("v2.csv", Report(head + R"(
    SavingsPlanCoveredUsage  2     2             a     1.5        i-all        2026-10-01T00:00:00Z
    SavingsPlanNegation      -2    2             a     -          i-all        2026-10-01T00:00:00Z
    Usage                    1     1             -     -          i-part       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  3     3             a     2          i-part       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  1     1             b     0.6        i-plan       2026-10-01T00:00:00Z
    Usage                    8     8             -     -          i-late       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  5     5             a     3          i-late       2026-10-01T00:00:00Z
  )")
                       .AsCsv());
  EXPECT_THAT(Lines(Delta()),
              ElementsAre("coverage changed AmazonEC2 SavingsPlanCoveredUsage  +3 -1 ~0 5",
                          "coverage changed AmazonEC2 SavingsPlanNegation  +1 -0 ~0 -2",
                          "coverage changed AmazonEC2 Usage  +0 -1 ~1 -5",
                          "late usage AmazonEC2 SavingsPlanCoveredUsage  +1 -0 ~0 5"));
}

TEST_F(Versions, DeltaCountsRowsThatSayTheSame) {
  const std::string row = "  Usage  2\n";
  const std::string head = "type   cost\n";
  Ingest("v1.csv", Report(head + row + row + row).AsCsv());
  Ingest("v2.csv", Report(head + row).AsCsv());
  EXPECT_THAT(Lines(Delta()), ElementsAre("usage taken back AmazonEC2 Usage  +0 -2 ~0 -4"));
  Ingest("v3.csv", Report(head + row + row + "  Usage  3\n").AsCsv());
  EXPECT_THAT(Lines(Delta()), ElementsAre("late usage AmazonEC2 Usage  +2 -0 ~0 5"));
}

TEST_F(Versions, DeltaInPartsIsTheSameDelta) {
  const std::string head = "type   cost  resource_id\n";
  std::string old_rows = head;
  std::string new_rows = head;
  for (int i = 0; i < 40; ++i) {
    const std::string cost = "  Usage  " + std::to_string(i + 1) + "  i-" + std::to_string(i % 13);
    old_rows += cost + "\n";
    new_rows += i % 3 == 0 ? cost + "x\n" : cost + "\n";
    if (i % 7 == 0) new_rows += cost + "\n";
  }
  Ingest("v1.csv", Report(old_rows).AsCsv());
  Ingest("v2.csv", Report(new_rows).AsCsv());
  const pipeline::Delta whole = Delta();
  auto session = Open();
  engine::Engine& engine = **session->OpenEngine();
  const auto folder = [&](const Delivery& delivery) {
    return data() / "deliveries" / delivery.delivery_id;
  };
  const pipeline::DeltaStatements statements({&whole.old_version, folder(whole.old_version)},
                                             {&whole.new_version, folder(whole.new_version)});
  ASSERT_TRUE(engine.Execute(statements.Content()));
  Decimal change;
  int64_t added = 0;
  int filled = 0;
  for (int part = 0; part < 3; ++part) {
    const Frame frame = *engine.Query(statements.Changes(/*surplus=*/true, 3, part));
    filled += frame.row_count() > 0 ? 1 : 0;
    for (size_t row = 0; row < frame.row_count(); ++row) {
      change += frame.column("new_cost").decimals()[row] - frame.column("old_cost").decimals()[row];
      added += frame.column("rows_added").integers()[row];
    }
  }
  EXPECT_EQ(filled, 3);
  int64_t added_in_whole = 0;
  for (const DeltaLine& line : whole.lines) added_in_whole += line.rows_added;
  EXPECT_EQ(added, added_in_whole);
  EXPECT_EQ(change, whole.new_version.unblended_cost - whole.old_version.unblended_cost);
}

TEST_F(Versions, DeltaComparesTagsThatBothHave) {
  const Report month("type   cost\n Usage  2\n Usage  2\n");
  Ingest("v1.csv", month.With("resourceTags/user:Owner", "").AsCsv());
  Ingest(
      "v2.csv",
      month.With("resourceTags/user:Owner", "ann").With("resourceTags/user:Team", "blue").AsCsv());
  const pipeline::Delta delta = Delta();
  EXPECT_THAT(Lines(delta), ElementsAre("tag backfill AmazonEC2 Usage  +0 -0 ~2 0"));
  EXPECT_THAT(delta.not_compared, ElementsAre("resourceTags/user:Team"));
}

TEST_F(Versions, DeltaComparesCostCategoriesOfFocus) {
  const auto csv = [](const std::string& unit) {
    return "ProviderName,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargePeriodStart,"
           "ServiceName,ChargeCategory,BilledCost,x_CostCategories\n"
           "AWS,111111111111,USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,Amazon EC2,Usage,2,"
           "\"{\"\"Unit\"\":\"\"" +
           unit + "\"\"}\"\n";
  };
  Ingest("v1.csv", csv("blue"));
  Ingest("v2.csv", csv("green"));
  EXPECT_THAT(Lines(Delta()), ElementsAre("tag backfill Amazon EC2 Usage  +0 -0 ~1 0"));
}

TEST_F(Versions, DeltaComparesNoColumnThatOneVersionLacks) {
  const Report month("type   cost\n Usage  2\n");
  Ingest("v1.csv", month.AsCsv());
  Ingest("v2.csv", month.With("public_on_demand_cost", "3").AsCsv());
  const pipeline::Delta delta = Delta();
  EXPECT_THAT(Lines(delta), IsEmpty());
  EXPECT_THAT(delta.not_compared, ElementsAre("public_on_demand_cost"));
}

TEST_F(Versions, DeltaSaysWhatItCannotCompare) {
  EXPECT_EQ(app::CompareVersions(*Open(), {kOctober, "", 0, 0}).error().code(),
            ErrorCode::kNotFound);
  Ingest("v1.csv", kMonth.AsCsv());
  EXPECT_EQ(app::CompareVersions(*Open(), {kOctober, "", 0, 0}).error().ToString(),
            "there are no two versions of 2026-10 to compare; `billwright versions 2026-10` lists "
            "what there is");
  EXPECT_EQ(app::CompareVersions(*Open(), {kOctober, "", 1, 7}).error().ToString(),
            "there is no version 7 of 2026-10");
}

}  // namespace
}  // namespace billwright
