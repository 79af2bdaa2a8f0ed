#include <gmock/gmock.h>

#include "engine/line_item_view.h"
#include "ingest/testing/place.h"

// What real deliveries do to their readers, each with the numbers that must come out all the same.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

class QuirksTest : public testing::Place {
 protected:
  std::vector<std::string> Items(const Received& received, const std::string& column) {
    const auto frame = Engine().Query(
        "SELECT COALESCE(CAST(" + column + " AS VARCHAR), 'none') AS value FROM (" +
        engine::LineItemView(received.delivery, received.folder, /*accepted_only=*/false) +
        ") AS items ORDER BY file, row_number");
    CHECK(frame.has_value(), frame ? "" : frame.error().ToString());
    return frame->column("value").text();
  }
  /// A Parquet file of one column in place of the report's, written by SQL.
  void PutWith(const std::string& expression, const std::string& column) {
    PutSelected("* REPLACE (" + expression + " AS " + column + ")");
  }
  /// A Parquet file with one column more.
  void PutBeside(const std::string& expression, const std::string& column) {
    PutSelected("*, " + expression + " AS " + engine::Identifier(column));
  }
  /// A Parquet file with these columns of the ordinary report.
  void PutSelected(const std::string& columns) {
    Report("cost\n 1\n").Spelled(Spelling::kSnake).WriteParquet(Engine(), in() / "plain.parquet");
    const auto written =
        Engine().Execute("COPY (SELECT " + columns + " FROM read_parquet(" +
                         engine::Literal((in() / "plain.parquet").string()) + ")) TO " +
                         engine::Literal((in() / "cur-1.parquet").string()) + " (FORMAT parquet)");
    CHECK(written.has_value(), written ? "" : written.error().ToString());
    std::filesystem::remove(in() / "plain.parquet");
  }
};

TEST_F(QuirksTest, NamesThatFoldTogetherAreBothKept) {
  Put("cur-1.csv", Report("cost\n 1")
                       .With("resourceTags/user:Owner", "anna")
                       .With("resourceTags/user:OWNER", "bert")
                       .AsCsv());
  const Received received = Taken();
  EXPECT_EQ(FindingOf(received, "column.folded_names").subject, "resourceTags/user:Owner");
  const auto frame = Engine().Query(
      "SELECT \"resourceTags/user:Owner\" AS a, \"" +
      received.delivery.files[0].columns.back().stored_name + "\" AS b FROM " + "read_parquet(" +
      engine::Literal((received.folder / received.delivery.files[0].stored).string()) + ")");
  ASSERT_TRUE(frame.has_value()) << frame.error().ToString();
  EXPECT_EQ(frame->TextAt(0, 0), "anna");
  EXPECT_EQ(frame->TextAt(1, 0), "bert");
}

TEST_F(QuirksTest, ATagKeyMayHaveColonsAndBlanks) {
  Put("cur-1.csv", Report("cost\n 1")
                       .With("resourceTags/aws:cloudformation:stack-name", "web")
                       .With("resourceTags/user:cost center", "12")
                       .AsCsv());
  const Received received = Taken();
  EXPECT_EQ(FindingOf(received, "column.unknown").code, "");
  EXPECT_EQ(received.delivery.files[0].columns.back().name, "resourceTags/user:cost center");
}

TEST_F(QuirksTest, TimesAreReadHoweverTheyAreWritten) {
  for (const std::string written :
       {"2026-10-03T05:00:00Z", "2026-10-03 05:00:00", "2026-10-03T05:00Z",
        "2026-10-03T05:00:00.000Z", "2026-10-03 05:00:00 UTC", "2026-10-03 05:00:00+00:00",
        "1790571600", "1790571600000"}) {
    Put("cur-1.csv", Report("start\n " + written).AsCsv());
    EXPECT_THAT(
        Items(Taken(), "usage_start"),
        ElementsAre(written.starts_with("179") ? "2026-09-28 05:00:00" : "2026-10-03 05:00:00"))
        << written;
  }
}

TEST_F(QuirksTest, ATimeIsTheInstantThatItsOffsetSays) {
  for (const std::string written :
       {"2026-10-03T07:00:00+02:00", "2026-10-02 21:00:00 -0800", "2026-10-03T05:00:00.000+00"}) {
    Put("cur-1.csv", Report("start\n " + written).AsCsv());
    EXPECT_THAT(Items(Taken(), "usage_start"), ElementsAre("2026-10-03 05:00:00")) << written;
  }
  // Midnight of the first east of Greenwich is still September.
  Put("cur-1.csv", Report("billing_period_start\n 2026-10-01T01:00:00+02:00").AsCsv());
  EXPECT_EQ(Taken().delivery.period.ToString(), "2026-09");
}

TEST_F(QuirksTest, TimesAreReadOfWhateverTypeTheyAre) {
  for (const std::string type : {"TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP_S"}) {
    PutWith("CAST(TIMESTAMP '2026-10-03 05:00:00' AS " + type + ")", "line_item_usage_start_date");
    EXPECT_THAT(Items(Taken(), "usage_start"), ElementsAre("2026-10-03 05:00:00")) << type;
  }
  PutWith("TIMESTAMPTZ '2026-10-03 05:00:00+00'", "line_item_usage_start_date");
  EXPECT_THAT(Items(Taken(), "usage_start"), ElementsAre("2026-10-03 05:00:00"));
  PutWith("DATE '2026-10-03'", "line_item_usage_start_date");
  EXPECT_THAT(Items(Taken(), "usage_start"), ElementsAre("2026-10-03 00:00:00"));
  for (const std::string count :
       {"1790571600", "1790571600000", "1790571600000000", "1790571600000000000"}) {
    PutWith("CAST(" + count + " AS BIGINT)", "line_item_usage_start_date");
    EXPECT_THAT(Items(Taken(), "usage_start"), ElementsAre("2026-09-28 05:00:00")) << count;
  }
}

TEST_F(QuirksTest, AMapIsReadAsAMapOrAsJson) {
  for (const std::string map : {"MAP {'region': 'eu-west-1', 'product_name': 'EC2'}",
                                "'{\"region\":\"eu-west-1\",\"product_name\":\"EC2\"}'"}) {
    PutBeside(map, "product");
    const Received received = Taken();
    EXPECT_EQ(received.delivery.format, kCur2);
    EXPECT_THAT(Items(received, "region || ' ' || product_name"), ElementsAre("eu-west-1 EC2"));
  }
}

TEST_F(QuirksTest, WhatElseHoldsKeysAndValuesIsAMapToo) {
  for (const std::string map : {"{'region': 'eu-west-1', 'product_name': 'EC2'}",
                                "MAP {'region': ['eu-west-1'][1], 'product_name': 'EC2'}"}) {
    PutBeside(map, "product");
    EXPECT_THAT(Items(Taken(), "region || ' ' || product_name"), ElementsAre("eu-west-1 EC2"));
  }
  for (const std::string empty : {"CAST(NULL AS INTEGER)", "CAST(NULL AS VARCHAR)", "''"}) {
    PutBeside(empty, "product");
    EXPECT_THAT(Items(Taken(), "quarantine || region"), ElementsAre("")) << empty;
  }
}

TEST_F(QuirksTest, AMapThatCannotBeReadIsSaid) {
  for (const std::string bad : {"'{\"region\":\"eu-west-1\"'", "'[1]'", "[{'key': 'region'}]"}) {
    PutBeside(bad, "product");
    EXPECT_TRUE(
        Refusal().starts_with("none of the 1 rows can be used; cur-1.parquet row 1: "
                              "product is not a JSON object ('"))
        << Refusal();
    PutBeside(bad, "resource_tags");
    EXPECT_EQ(FindingOf(Taken(), "map.unreadable").message,
              "In 1 row the column resource_tags holds a text that is not a JSON object: what it "
              "says is not seen. Correct what delivers the report.");
  }
}

TEST_F(QuirksTest, AnEmptyTextIsNoValue) {
  PutWith("''", "line_item_usage_amount");
  const Received received = Taken();
  EXPECT_EQ(received.delivery.quarantined_rows, 0);
  EXPECT_THAT(Items(received, "usage_amount"), ElementsAre("none"));
}

TEST_F(QuirksTest, AWordThatMeansNoNumberIsNoValue) {
  for (const std::string word : {"None", "null", "NULL", "NaN"}) {
    Put("cur-1.csv",
        Report("cost  public  effective  usage_amount\n 2  " + word + "  " + word + "  " + word)
            .AsCsv());
    const Received received = Taken();
    EXPECT_EQ(received.delivery.unblended_cost.ToString(), "2") << word;
    EXPECT_EQ(received.delivery.quarantined_rows, 0) << word;
    EXPECT_THAT(received.findings, ::testing::Each(::testing::Field(
                                       &Finding::code, ::testing::StartsWith("column."))));
  }
}

TEST_F(QuirksTest, AnAmountThatIsSuchAWordIsEmpty) {
  Put("cur-1.csv", Report("cost\n 2\n None").AsCsv());
  EXPECT_TRUE(FindingOf(Taken(), "row.quarantined")
                  .message.starts_with("1 row is quarantined and not billed, the first is row 2: "
                                       "lineItem/UnblendedCost is empty ('None')."));
}

TEST_F(QuirksTest, AStringOrAnyNumberStandsForADouble) {
  for (const std::string cost :
       {"'0.25'", "CAST(0.25 AS DECIMAL(18,4))", "CAST(0.25 AS FLOAT)", "CAST(0.25 AS DOUBLE)",
        "'2.5E-1'", "CAST(0.25 AS DECIMAL(38,20))"}) {
    PutWith(cost, "line_item_unblended_cost");
    const Received received = Taken();
    EXPECT_EQ(received.delivery.unblended_cost.ToString(), "0.25") << cost;
    EXPECT_THAT(FailedIdentities(received), IsEmpty());
  }
  PutWith("CAST(3 AS INTEGER)", "line_item_unblended_cost");
  EXPECT_EQ(Taken().delivery.unblended_cost.ToString(), "3");
  PutWith("'-7.0E-10'", "line_item_unblended_cost");
  EXPECT_EQ(Taken().delivery.unblended_cost.ToString(), "-0.0000000007");
}

TEST_F(QuirksTest, AnAccountAsANumberHasLostItsZeros) {
  PutWith("CAST(11254002932 AS BIGINT)", "line_item_usage_account_id");
  const Received received = Taken();
  EXPECT_EQ(received.delivery.quarantined_rows, 0);
  EXPECT_EQ(FindingOf(received, "account.unusual").subject, "11254002932");
}

TEST_F(QuirksTest, ColumnsInAnotherOrderInEachFileAreOneReport) {
  Put("cur-1.csv", Report("cost\n 1.5").AsCsv());
  Put("cur-2.csv", Report("cost\n 2").Turned().AsCsv());
  EXPECT_EQ(Taken().delivery.unblended_cost.ToString(), "3.5");
}

TEST_F(QuirksTest, AFileNameThatIsAPatternIsItsOwnFileOnly) {
  Put("x-Manifest.json", R"({"assemblyId": "a", "reportKeys": ["x*.csv", "xy.csv"],
       "billingPeriod": {"start": "20261001T000000.000Z", "end": "20261101T000000.000Z"}})");
  Put("x*.csv", Report("cost\n 7").AsCsv());
  Put("xy.csv", Report("cost\n 50\n 40").AsCsv());
  const Received received = Taken();
  EXPECT_EQ(received.delivery.rows, 3);
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "97");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(QuirksTest, AFolderThatIsAPatternIsReadToo) {
  std::filesystem::create_directories(in() / "bills [2026]" / "month=10");
  PutParquet("bills [2026]/month=10/cur-1.parquet", Report("cost\n 7").Spelled(Spelling::kSnake));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "7");
}

TEST_F(QuirksTest, AnAccountThatIsTooLongIsSaidOncePerDelivery) {
  Put("cur-1.csv", Report(R"(
    usage_account_id  cost
    1234567890123     1.5
    12345678901234    2
    123456789012      4
  )")
                       .AsCsv());
  const Finding finding = FindingOf(Taken(), "account.unusual");
  EXPECT_EQ(finding.severity, "info");
  EXPECT_EQ(finding.subject, "1234567890123");
  EXPECT_EQ(finding.amount.ToString(), "3.5");
  EXPECT_EQ(
      finding.message,
      "2 rows are of 2 accounts that AWS does not give: its accounts have 12 digits. They are "
      "billed as delivered; look whether what delivers the report changes them.");
}

TEST_F(QuirksTest, AnAccountThatIsTooShortMayHaveLostItsZeros) {
  Put("cur-1.csv", Report(R"(
    usage_account_id  cost
    11254002932       1.5
    123456789012      4
  )")
                       .AsCsv());
  const Received received = Taken();
  EXPECT_EQ(received.delivery.quarantined_rows, 0);
  const Finding finding = FindingOf(received, "account.unusual");
  EXPECT_EQ(finding.severity, "warning");
  EXPECT_EQ(finding.subject, "11254002932");
  EXPECT_EQ(finding.amount.ToString(), "1.5");
  EXPECT_EQ(finding.message,
            "1 row is of an account that AWS does not give: its accounts have 12 digits. It is "
            "billed as delivered; look whether what delivers the report changes them, as "
            "spreadsheets do, which drop leading zeros.");
}

}  // namespace
}  // namespace billwright::ingest
