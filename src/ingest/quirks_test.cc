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
    Report("cost\n 1\n").Spelled(Spelling::kSnake).WriteParquet(Engine(), in() / "plain.parquet");
    const auto written = Engine().Execute(
        "COPY (SELECT * REPLACE (" + expression + " AS " + column + ") FROM read_parquet(" +
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
    Report("cost\n 1\n").Spelled(Spelling::kSnake).WriteParquet(Engine(), in() / "plain.parquet");
    const auto written =
        Engine().Execute("COPY (SELECT *, " + map + " AS product FROM read_parquet(" +
                         engine::Literal((in() / "plain.parquet").string()) + ")) TO " +
                         engine::Literal((in() / "cur-1.parquet").string()) + " (FORMAT parquet)");
    ASSERT_TRUE(written.has_value()) << written.error().ToString();
    std::filesystem::remove(in() / "plain.parquet");
    const Received received = Taken();
    EXPECT_EQ(received.delivery.format, kCur2);
    EXPECT_THAT(Items(received, "region || ' ' || product_name"), ElementsAre("eu-west-1 EC2"));
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
  EXPECT_EQ(
      Refusal(),
      "none of the 1 rows can be used; cur-1.parquet row 1: line_item_usage_account_id is not "
      "12 digits ('11254002932')");
}

TEST_F(QuirksTest, ColumnsInAnotherOrderInEachFileAreOneReport) {
  Put("cur-1.csv", Report("cost\n 1.5").AsCsv());
  Put("cur-2.csv", Report("cost\n 2").Turned().AsCsv());
  EXPECT_EQ(Taken().delivery.unblended_cost.ToString(), "3.5");
}

}  // namespace
}  // namespace billwright::ingest
