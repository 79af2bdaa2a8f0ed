#include <gmock/gmock.h>

#include "engine/line_item_view.h"
#include "ingest/testing/place.h"

// A report on its way in: the same report gives the same numbers however it is written, and a bad
// one is refused by name.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

class ReceiveTest : public testing::Place {
 protected:
  /// "type invoice rows unblended" of every control total, and the sum.
  static std::vector<std::string> Totals(const Received& received) {
    std::vector<std::string> lines;
    for (const ControlTotal& total : received.totals)
      lines.push_back(total.line_item_type + " " + total.invoice_id + " " +
                      std::to_string(total.rows) + " " + total.unblended_cost.ToString());
    lines.push_back("= " + received.delivery.unblended_cost.ToString());
    return lines;
  }
};

/// A month with every kind of cost column.
Report Month() {
  return Report(R"(
    type                     bill  cost          sp  effective  total  used    recurring  upfront
    Usage                    A     0.1           -   -          -      -       -          -
    Usage                    A     -7.0E-10      -   -          -      -       -          -
    Usage                    -     0.2           -   -          -      -       -          -
    SavingsPlanCoveredUsage  A     0.0832        sp  0.0612     -      -       -          -
    SavingsPlanNegation      A     -0.0832       sp  -          -      -       -          -
    SavingsPlanRecurringFee  A     0.1           sp  -          0.1    0.0612  0.1        0
    Tax                      A     19.123456789  -   -          -      -       -          -
  )")
      .With("product_name", "Amazon Elastic Compute Cloud")
      .With("public_on_demand_cost", "0.096");
}

const std::vector<std::string> kMonthTotals = {"SavingsPlanCoveredUsage A 1 0.0832",
                                               "SavingsPlanNegation A 1 -0.0832",
                                               "SavingsPlanRecurringFee A 1 0.1",
                                               "Tax A 1 19.123456789",
                                               "Usage  1 0.2",
                                               "Usage A 2 0.0999999993",
                                               "= 19.5234567883"};

TEST_F(ReceiveTest, ReadsCsv) {
  Put("cur-1.csv", Month().AsCsv());
  const Received received = Taken();
  EXPECT_EQ(Totals(received), kMonthTotals);
  EXPECT_EQ(received.delivery.format, kLegacyCur);
  EXPECT_EQ(received.delivery.encoding, "csv");
  EXPECT_EQ(received.delivery.payer_account_id, "999999999999");
  EXPECT_EQ(received.delivery.period.ToString(), "2026-10");
  EXPECT_EQ(received.delivery.currency, "USD");
  EXPECT_EQ(received.delivery.rows, 7);
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(ReceiveTest, APartThatIsThereTwiceIsRefusedWhateverItsBytes) {
  const std::string same =
      "cur-1.csv and cur-2.csv hold the same 7 rows, which would be billed twice; a report has "
      "each of its parts once. Remove one of the two";
  Put("cur-1.csv", Month().AsCsv());
  Put("cur-2.csv", Month().AsCsv("\r\n"));
  EXPECT_EQ(Refusal(), same);
  Put("cur-2.csv", Month().With("operation", "Other").AsCsv());
  EXPECT_EQ(Taken().delivery.rows, 14) << "the same sums, but other rows";
}

TEST_F(ReceiveTest, TotalsOfAcceptedRowsHaveEveryMoneyColumn) {
  Put("cur-1.csv", Report(R"(
    type                     cost  public  sp  effective  ri  ri_effective  idle_fee
    DiscountedUsage          0     0.5     -   -          ri  0.25          -
    DiscountedUsage          0     -       -   -          ri  0.125         -
    RIFee                    1     -       -   -          ri  -             0.625
    SavingsPlanCoveredUsage  4     5       sp  3          -   -             -
    MysteryUsage             8     8       -   -          -   -             -
  )")
                       .With("reservation_amortized_upfront", "")
                       .With("reservation_unused_amortized_upfront", "")
                       .With("savings_plan_total_commitment", "")
                       .With("savings_plan_used_commitment", "")
                       .With("savings_plan_amortized_upfront", "")
                       .AsCsv());
  std::vector<std::string> lines;
  for (const ControlTotal& total : Taken().totals) {
    EXPECT_EQ(total.payer_account_id, "999999999999");
    lines.push_back(total.line_item_type + " " + total.amortised_cost.ToString() + " " +
                    total.public_on_demand_cost.ToString() + " " +
                    total.on_demand_value.ToString());
  }
  EXPECT_THAT(lines, ElementsAre("DiscountedUsage 0.375 0.5 0.625", "MysteryUsage 0 0 0",
                                 "RIFee 0.625 0 0", "SavingsPlanCoveredUsage 3 5 4"));
}

TEST_F(ReceiveTest, ReadsCsvGz) {
  Put("cur-1.csv.gz", Gzip(Month().AsCsv()));
  const Received received = Taken();
  EXPECT_EQ(Totals(received), kMonthTotals);
  EXPECT_EQ(received.delivery.encoding, "csv.gz");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(ReceiveTest, ReadsParquet) {
  PutParquet("cur-1.snappy.parquet", Month().Spelled(Spelling::kSnake));
  const Received received = Taken();
  EXPECT_EQ(Totals(received), kMonthTotals);
  EXPECT_EQ(received.delivery.encoding, "parquet");
  EXPECT_EQ(received.delivery.files[0].stored, received.delivery.files[0].kept);
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(ReceiveTest, ReadsBothSpellingsAndAnyOrderOfColumns) {
  Put("cur-1.csv", Month().Spelled(Spelling::kSnake).Turned().AsCsv());
  EXPECT_EQ(Totals(Taken()), kMonthTotals);
}

TEST_F(ReceiveTest, ReadsCrlfBlankLinesAndAByteOrderMark) {
  Put("cur-1.csv", "\xEF\xBB\xBF" + Month().AsCsv("\r\n") + "\r\n\n");
  EXPECT_EQ(Totals(Taken()), kMonthTotals);
}

TEST_F(ReceiveTest, ReadsAGzipOfSeveralMembers) {
  const std::string text = Month().AsCsv();
  Put("cur-1.csv.gz", Gzip(text.substr(0, 700)) + Gzip(text.substr(700)));
  EXPECT_EQ(Totals(Taken()), kMonthTotals);
}

TEST_F(ReceiveTest, KeepsNewColumnsAndReadsPastThem) {
  Put("cur-1.csv", Month()
                       .With("resourceTags/user:Owner", "a, \"b\"\nc")
                       .With("resourceTags/user:OWNER", "d")
                       .AsCsv());
  const Received received = Taken();
  EXPECT_EQ(Totals(received), kMonthTotals);
  const auto& columns = received.delivery.files[0].columns;
  EXPECT_EQ(columns.back().name, "resourceTags/user:OWNER");
  EXPECT_EQ(columns.back().stored_name,
            "resourceTags/user:OWNER#" + std::to_string(columns.size()));
}

TEST_F(ReceiveTest, ReadsCur2CsvWithMapsAsJson) {
  const Report report = Report(R"(
    type   cost  service    product
    Usage  0.25  AmazonEC2  {"region":"eu-west-1","product_name":"Amazon EC2"}
    Usage  0.5   AmazonS3   {"product_name":"Amazon S3"}
  )");
  Put("export-00001.csv.gz", Gzip(report.Spelled(Spelling::kSnake).AsCsv()));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.format, kCur2);
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "0.75");
  ASSERT_EQ(received.services.size(), 2u);
  EXPECT_EQ(received.services[0].name, "Amazon EC2");
  EXPECT_EQ(received.services[1].name, "Amazon S3");
}

TEST_F(ReceiveTest, ReadsCur2ParquetWithMaps) {
  const Report report = Report(R"(
    type   cost  product
    Usage  0.25  MAP {'region': 'eu-west-1', 'product_name': 'Amazon EC2'}
    Usage  0.5   MAP {'product_name': 'Amazon EC2'}
  )");
  PutParquet("export-00001.snappy.parquet", report.Spelled(Spelling::kSnake));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.format, kCur2);
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "0.75");
  ASSERT_EQ(received.services.size(), 1u);
  EXPECT_EQ(received.services[0].name, "Amazon EC2");
}

TEST_F(ReceiveTest, PartsOfAReportMayDifferInColumns) {
  Put("cur-1.csv", Report(R"(
    type   cost
    Usage  1.5
  )")
                       .AsCsv());
  Put("cur-2.csv", Report(R"(
    cost  type  product_name
    2     Tax   Amazon EC2
  )")
                       .Turned()
                       .AsCsv());
  const Received received = Taken();
  EXPECT_THAT(Totals(received), ElementsAre("Usage  1 1.5", "Tax  1 2", "= 3.5"));
  EXPECT_EQ(received.delivery.files.size(), 2u);
}

TEST_F(ReceiveTest, KeepsTheFilesAsDelivered) {
  const std::string text = Gzip(Month().AsCsv());
  Put("cur-1.csv.gz", text);
  const auto candidate = Discover(in())->front();
  const auto out = Out();
  const auto received = OnlyOf(Receive(candidate, Engine(), out));
  ASSERT_TRUE(received.has_value());
  EXPECT_EQ(received->delivery.delivery_id, DeliveryIdOf(candidate).value());
  EXPECT_EQ(received->delivery.files[0].bytes, static_cast<int64_t>(text.size()));
  std::ifstream kept(out / received->delivery.files[0].kept, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), text);
  EXPECT_TRUE(std::filesystem::is_regular_file(out / received->delivery.files[0].stored));
  EXPECT_THAT(std::distance(std::filesystem::directory_iterator(out / "stored"), {}), 1)
      << "the pipe is gone";
}

TEST_F(ReceiveTest, StoresTheRowsInOrderAndEmptyApartFromQuotedNothing) {
  Put("cur-1.csv", Month().With("tag", "").AsCsv() + "\n");
  const auto candidate = Discover(in())->front();
  const auto out = Out();
  const auto received = OnlyOf(Receive(candidate, Engine(), out));
  ASSERT_TRUE(received.has_value());
  const auto rows = Engine().Query(
      "SELECT \"lineItem/UnblendedCost\" AS cost, tag IS NULL AS absent FROM read_parquet(" +
      engine::Literal((out / received->delivery.files[0].stored).string()) + ")");
  ASSERT_TRUE(rows.has_value());
  EXPECT_THAT(rows->column("cost").text(),
              ElementsAre("0.1", "-7.0E-10", "0.2", "0.0832", "-0.0832", "0.1", "19.123456789"));
  EXPECT_THAT(rows->column("absent").booleans(), ::testing::Each(1));
}

TEST_F(ReceiveTest, RefusesAFolderThatExists) {
  Put("cur-1.csv", Month().AsCsv());
  const auto received = OnlyOf(Receive(Discover(in())->front(), Engine(), in()));
  ASSERT_FALSE(received.has_value());
  EXPECT_EQ(received.error().code(), ErrorCode::kConflict);
}

TEST_F(ReceiveTest, RefusesATruncatedGzipAndLeavesNothingConverted) {
  const std::string whole = Gzip(Month().AsCsv());
  Put("cur-1.csv.gz", whole.substr(0, whole.size() - 5));
  const auto out = Out();
  const auto received = OnlyOf(Receive(Discover(in())->front(), Engine(), out));
  ASSERT_FALSE(received.has_value());
  EXPECT_EQ(received.error().ToString(),
            "cur-1.csv.gz: the gzip stops at byte " + std::to_string(whole.size() - 5) +
                ", in the middle of its data: the file was cut short. While taking in cur.");
  EXPECT_TRUE(std::filesystem::is_empty(out / "stored"));
}

TEST_F(ReceiveTest, RefusesAGzipThatBreaksLate) {
  std::string text = Month().AsCsv();
  const std::string rows = text.substr(text.find('\n') + 1);
  for (int i = 0; i < 20'000; ++i) text += rows;
  std::string bytes = Gzip(text);
  bytes[bytes.size() - 7] ^= 1;
  Put("cur-1.csv.gz", bytes);
  EXPECT_EQ(Refusal(), "cur-1.csv.gz: the checksum of the data that ends at byte " +
                           std::to_string(bytes.size() - 4) + " is wrong: the file is damaged");
}

TEST_F(ReceiveTest, RefusesAWideAndANarrowRow) {
  Put("cur-1.csv", Month().AsCsv() + "a,b\n");
  EXPECT_EQ(Refusal(), "cur-1.csv:9: the row has 2 fields; expected 20, as in the header");
  Put("cur-1.csv", Month().AsCsv() + std::string(20, ',') + "\n");
  EXPECT_EQ(Refusal(), "cur-1.csv:9: the row has 21 fields; expected 20, as in the header");
}

TEST_F(ReceiveTest, RefusesAnUnclosedQuote) {
  Put("cur-1.csv", Month().AsCsv() + "\"a,b\n");
  EXPECT_EQ(Refusal(), "cur-1.csv:9: the quote that opens here is never closed");
}

TEST_F(ReceiveTest, RefusesAMissingColumn) {
  Put("cur-1.csv", Month().Without("unblended_cost").AsCsv());
  EXPECT_EQ(Refusal(), "cur-1.csv: the required column lineItem/UnblendedCost is missing");
}

TEST_F(ReceiveTest, RowsWithoutAColumnThatTheyNeedAreQuarantined) {
  Put("cur-1.csv", Month().Without("savings_plan_used_commitment").AsCsv());
  const Received received = Taken();
  EXPECT_EQ(received.delivery.quarantined_rows, 1);
  EXPECT_EQ(received.delivery.quarantined_cost.ToString(), "0.1");
  EXPECT_EQ(FindingOf(received, "row.quarantined").message,
            "1 row is quarantined and not billed, the first is row 6: "
            "savings_plan_used_commitment is missing, which rows of type SavingsPlanRecurringFee "
            "need. Correct what delivers the report and take it in again.");
}

TEST_F(ReceiveTest, AReportWithoutRowsIsNoDelivery) {
  Put("cur-1.csv", Report("line_item_type").AsCsv());
  const auto candidates = Discover(in());
  EXPECT_EQ(Receive(candidates->front(), Engine(), Out()).value().size(), 0u);
}

TEST_F(ReceiveTest, LinesThatEndWithCrAloneAreNamed) {
  Put("cur-1.csv", Month().AsCsv("\r"));
  EXPECT_EQ(Refusal(), "cur-1.csv: its lines end with CR alone; expected LF or CRLF");
}

TEST_F(ReceiveTest, ATableOfSomethingElseIsToldFromAReportThatLacksAColumn) {
  Put("cur-1.csv", "ContractId,BillingCurrency\n1,USD\n");
  EXPECT_EQ(TakeIn().error().code(), ErrorCode::kUnsupported);
  Put("cur-1.csv", Month().Without("unblended_cost").AsCsv());
  EXPECT_EQ(TakeIn().error().code(), ErrorCode::kInvalidInput);
}

TEST_F(ReceiveTest, AManifestOfAnotherMonthOrPayerIsNoticed) {
  const auto findings_of = [this](const std::string& account, const std::string& start) {
    Put("r-Manifest.json", R"({"reportName": "r", "account": ")" + account +
                               R"(", "billingPeriod": {"start": ")" + start +
                               R"("}, "reportKeys": ["r-1.csv"]})");
    return FindingOf(Taken(), "manifest.other_bill").message;
  };
  Put("r-1.csv", Month().AsCsv());
  EXPECT_EQ(findings_of("999999999999", "20261001T000000.000Z"), "");
  EXPECT_EQ(findings_of("111111111111", "20261001T000000.000Z"), "") << "a member account's report";
  EXPECT_EQ(findings_of("999999999999", "20260901T000000.000Z"),
            "The manifest is of 2026-09; the rows are on the bill of 2026-10, and are taken for "
            "that. Look whether files of another month were put under this name.");
  EXPECT_EQ(findings_of("222222222222", "20261001T000000.000Z"),
            "The manifest is of account 222222222222, which has no row; the rows are of payer "
            "999999999999. Look whether another payer's files were put under this name.");
}

TEST_F(ReceiveTest, SaysThatAMonthOfTwoCurrenciesCannotBeRun) {
  Put("cur-1.csv", Report("currency  cost\n USD  1.5\n EUR  2").AsCsv());
  const Finding mixed = FindingOf(Taken(), "currency.mixed");
  EXPECT_EQ(mixed.severity, "error");
  EXPECT_EQ(mixed.message,
            "The rows are in several currencies: EUR, USD. Costs are not exchanged, so no month "
            "can be run with this delivery; its sum, listed under EUR, adds them up as they are. "
            "Have AWS bill the payer in one currency, and take the report in again.");
}

TEST_F(ReceiveTest, RefusesRowsWithoutAPeriod) {
  Put("cur-1.csv", Report("billing_period_start\n -").AsCsv());
  EXPECT_EQ(Refusal(),
            "none of the 1 rows can be used; cur-1.csv row 1: bill/BillingPeriodStartDate is not a "
            "time ('')");
}

TEST_F(ReceiveTest, RefusesTwoFormats) {
  Put("cur-1.csv", Month().AsCsv());
  Put("cur-2.csv", Month().With("product", "{}").AsCsv());
  EXPECT_EQ(Refusal(),
            "files of two formats in one report: cur-1.csv is legacy_cur, cur-2.csv is cur_2.0");
}

TEST_F(ReceiveTest, RefusesWhatIsNoParquet) {
  Put("cur-1.parquet", "PAR1 and no more");
  EXPECT_EQ(Refusal(),
            "cur-1.parquet: cannot be read as Parquet: it was cut short, damaged or written "
            "wrongly (Invalid Input Error: No magic bytes found at end of file 'cur-1.parquet'); "
            "have it delivered again");
}

TEST_F(ReceiveTest, NamesTheParquetFileThatIsDamagedInside) {
  PutParquet("cur-1.parquet", Month().Spelled(Spelling::kSnake));
  PutParquet("cur-2.parquet", Month().Spelled(Spelling::kSnake).Turned());
  std::fstream file(in() / "cur-2.parquet");
  file.seekp(4);
  file << std::string(200, '\xFF');
  file.close();
  EXPECT_TRUE(
      Refusal().starts_with("cur-2.parquet: cannot be read as Parquet: it was cut short, "
                            "damaged or written wrongly ("))
      << Refusal();
}

TEST_F(ReceiveTest, RefusesAParquetColumnThatIsThereTwice) {
  for (const std::string other : {"line_item_unblended_cost", "LINE_ITEM_UNBLENDED_COST"}) {
    // DuckDB writes no such file: the name is changed to one that is as long.
    PutParquet(
        "cur-1.parquet",
        Report("cost\n 1").Spelled(Spelling::kSnake).With("line_item_unblended_c0st", "999"));
    std::ifstream read(in() / "cur-1.parquet", std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(read), {}};
    const std::string twin = "line_item_unblended_c0st";
    for (size_t at = bytes.find(twin); at != std::string::npos; at = bytes.find(twin))
      bytes.replace(at, twin.size(), other);
    Put("cur-1.parquet", bytes);
    EXPECT_EQ(Refusal(), "cur-1.parquet: the column " + other + " is there twice");
  }
}

TEST_F(ReceiveTest, NamesOfOursMayBeDelivered) {
  const Report report = Report("payer_account_id  cost\n 222222222222  1\n 333333333333  2")
                            .With("#row", "x")
                            .With("cost", "y")
                            .With("row_number", "z")
                            .With("resourceTags/user:cost", "t");
  Put("cur-1.csv", report.With("file_row_number", "5").AsCsv());
  const auto all = Receive(Discover(in())->front(), Engine(), Out());
  ASSERT_TRUE(all.has_value()) << all.error().ToString();
  ASSERT_EQ(all->size(), 2u);
  const Received& second = (*all)[1];
  EXPECT_EQ(second.delivery.unblended_cost.ToString(), "2");
  const auto row = Engine().QueryText(
      "SELECT CAST(row_number AS VARCHAR) FROM (" +
      engine::LineItemView(second.delivery, second.folder, /*accepted_only=*/true) + ")");
  ASSERT_TRUE(row.has_value()) << row.error().ToString();
  EXPECT_EQ(*row, "2");
}

TEST_F(ReceiveTest, SaysThatAParquetColumnHasTheNameThatReadingNeeds) {
  PutParquet("cur-1.parquet",
             Report("cost\n 1").Spelled(Spelling::kSnake).With("File_Row_Number", "5"));
  EXPECT_EQ(Refusal(),
            "cur-1.parquet: has a column File_Row_Number, a name that reading Parquet needs for "
            "itself; have the column left out or renamed");
}

TEST_F(ReceiveTest, AFileNameMayBeAsLongAsTheFileSystemTakes) {
  Put(std::string(251, 'x') + ".csv", Report("cost\n 1.5").AsCsv());
  EXPECT_EQ(Taken().delivery.unblended_cost.ToString(), "1.5");
}

}  // namespace
}  // namespace billwright::ingest
