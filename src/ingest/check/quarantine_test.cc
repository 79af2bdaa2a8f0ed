#include <gmock/gmock.h>

#include "ingest/testing/place.h"

namespace billwright::ingest {
namespace {

using ::testing::IsEmpty;
using namespace testing;

class QuarantineTest : public testing::Place {
 protected:
  /// Takes in a good row of 1 USD and, after it, one with `value` in `column`; what is said of it.
  std::string Said(const std::string& column, const std::string& value) {
    const std::string cost = column == "unblended_cost" ? "" : "  unblended_cost";
    const auto row = [&](const std::string& first, const std::string& amount) {
      return first + (cost.empty() ? "" : "  " + amount) + "\n";
    };
    const std::string good = Ordinary(column);
    Put("cur-1.csv", Report(column + cost + "\n" + row(good, "1") + row(value, "0.25")).AsCsv());
    const Received received = Taken();
    EXPECT_THAT(FailedIdentities(received), IsEmpty());
    if (received.delivery.quarantined_rows == 0) return "accepted";
    EXPECT_EQ(received.delivery.quarantined_rows, 1);
    EXPECT_EQ(received.delivery.rows, 2);
    const Finding finding = FindingOf(received, "row.quarantined");
    EXPECT_EQ(finding.where, "cur-1.csv row 2");
    EXPECT_EQ(finding.subject, "cur-1.csv");
    EXPECT_EQ(finding.severity, "error");
    at_stake_ = finding.currency + " " + finding.amount.ToString();
    return finding.message;
  }
  static std::string Reason(const std::string& reason) {
    return "1 row is quarantined and not billed, the first is row 2: " + reason +
           ". Correct what delivers the report and take it in again.";
  }

  std::string at_stake_;

 private:
  static std::string Ordinary(const std::string& column) {
    if (column == "unblended_cost" || column == "usage_amount") return "1";
    if (column == "line_item_type") return "Usage";
    if (column == "usage_start" || column == "billing_period_start") return "2026-10-01T00:00:00Z";
    if (column == "currency") return "USD";
    return "999999999999";
  }
};

TEST_F(QuarantineTest, ANumberThatIsNone) {
  for (const std::string bad : {"1_000", "abc", "1,5", " 1.5", "infinity"})
    EXPECT_EQ(Said("unblended_cost", bad == " 1.5" ? "1.5 " : bad),
              Reason("lineItem/UnblendedCost is not a number ('" + (bad == " 1.5" ? "1.5 " : bad) +
                     "')"));
}

TEST_F(QuarantineTest, ANumberThatIsTooLargeIsNotCalledNone) {
  for (const std::string large : {"1000000000000000000", "-1e18", "1e400"})
    EXPECT_EQ(Said("unblended_cost", large),
              Reason("lineItem/UnblendedCost is too large ('" + large + "')"));
}

TEST_F(QuarantineTest, AValueOfTheFileIsShownInShortAndWithoutWhatSteersATerminal) {
  EXPECT_EQ(Said("unblended_cost", "\x1b[2J" + std::string(100'000, 'x')),
            Reason("lineItem/UnblendedCost is not a number (' [2J" + std::string(96, 'x') + "…')"));
}

TEST_F(QuarantineTest, ANumberThatIsOne) {
  for (const std::string good : {"1e3", "-7.0E-10", "0.1234567890120", "-0", "+7", ".5"})
    EXPECT_EQ(Said("unblended_cost", good), "accepted");
}

TEST_F(QuarantineTest, MoneyWithMoreDecimalsIsRoundedAndSaidToTheLastDigit) {
  Put("cur-1.csv", Report("cost\n 1.5\n 0.1234567890123\n 206.97621731711374\n 3E-14").AsCsv());
  const Received received = Taken();
  EXPECT_EQ(received.delivery.quarantined_rows, 0);
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "208.599674106126");
  const Finding finding = FindingOf(received, "money.rounded");
  EXPECT_EQ(finding.severity, "info");
  EXPECT_EQ(finding.subject, "lineItem/UnblendedCost");
  EXPECT_EQ(finding.message,
            "3 amounts of lineItem/UnblendedCost have more than 12 decimals and were rounded, half "
            "to even, as were those of other columns. As delivered they all come to "
            "208.59967410612607, as taken in to 208.599674106126. Nothing to do.");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(QuarantineTest, MoneyOfADecimalColumnIsRoundedAloud) {
  const Report report = Report("cost\n 1.5\n 0.123456789012345\n 0.25").Spelled(Spelling::kSnake);
  PutParquet("cur-1.parquet", report.Typed("cost", "DECIMAL(20,15)"));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "1.873456789012");
  EXPECT_TRUE(FindingOf(received, "money.rounded")
                  .message.ends_with("all come to 1.873456789012345, as "
                                     "taken in to 1.873456789012. Nothing "
                                     "to do."));
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(QuarantineTest, MoneyThatIsTooLargeIsQuarantinedAndNotAFailure) {
  const std::string large = "100000000000000000000000000";  // 27 digits; 26 fit
  for (const std::string type : {"HUGEINT", "DECIMAL(38,2)", "DECIMAL(38,10)"}) {
    const std::string value = type == "DECIMAL(38,10)" ? large.substr(0, 26) : large;
    const Report report = Report("cost\n 2\n " + value).Spelled(Spelling::kSnake);
    PutParquet("cur-1.parquet", report.Typed("cost", type));
    const Received received = Taken();
    EXPECT_EQ(received.delivery.unblended_cost.ToString(), "2") << type;
    EXPECT_EQ(received.delivery.quarantined_rows, 1) << type;
    EXPECT_THAT(FailedIdentities(received), IsEmpty()) << type;
  }
}

TEST_F(QuarantineTest, MoneyOfAnyNumberTypeIsRead) {
  for (const std::string type : {"BIGINT", "UBIGINT", "HUGEINT", "DECIMAL(18,4)", "DECIMAL(38,12)",
                                 "DECIMAL(30,20)", "FLOAT", "DOUBLE", "VARCHAR"}) {
    PutParquet("cur-1.parquet",
               Report("cost\n 3\n 4").Spelled(Spelling::kSnake).Typed("cost", type));
    const Received received = Taken();
    EXPECT_EQ(received.delivery.unblended_cost.ToString(), "7") << type;
    EXPECT_EQ(received.delivery.quarantined_rows, 0) << type;
    EXPECT_THAT(FailedIdentities(received), IsEmpty()) << type;
  }
}

TEST_F(QuarantineTest, ManyAmountsNearTheLimitDoNotAddUpToAFailure) {
  for (const std::string type : {"BIGINT", "UBIGINT", "DECIMAL(26,0)", "DECIMAL(38,12)"}) {
    std::string rows = "cost\n 2\n";
    for (int i = 0; i < 60; ++i)
      rows +=
          type.starts_with("DECIMAL") ? "10000000000000000000000000\n" : "9000000000000000000\n";
    PutParquet("cur-1.parquet", Report(rows).Spelled(Spelling::kSnake).Typed("cost", type));
    const Received received = Taken();
    EXPECT_EQ(received.delivery.unblended_cost.ToString(), "2") << type;
    EXPECT_EQ(received.delivery.quarantined_rows, 60) << type;
    EXPECT_THAT(FailedIdentities(received), IsEmpty()) << type;
  }
}

TEST_F(QuarantineTest, ARowOfAnyTypeWithoutACost) {
  for (const std::string type : {"Usage", "Tax", "Credit", "Refund", "Fee"})
    for (const std::string empty : {"-", "NaN", "None"}) {
      Put("cur-1.csv", Report("type  cost\n Usage  1\n " + type + "  " + empty).AsCsv());
      EXPECT_EQ(FindingOf(Taken(), "row.quarantined").message,
                Reason("lineItem/UnblendedCost is empty ('" + (empty == "-" ? "" : empty) + "')"))
          << type;
    }
}

TEST_F(QuarantineTest, AnAccountThatIsNone) {
  EXPECT_EQ(Said("usage_account_id", "12345-A"),
            Reason("lineItem/UsageAccountId is not digits ('12345-A')"));
  EXPECT_EQ(at_stake_, "USD 0.25");
  EXPECT_EQ(Said("payer_account_id", "-"), Reason("bill/PayerAccountId is not digits ('')"));
}

TEST_F(QuarantineTest, ALineItemTypeThatNobodyKnows) {
  EXPECT_EQ(Said("line_item_type", "MysteryDiscount"),
            Reason("line item type is not known ('MysteryDiscount')"));
  EXPECT_EQ(at_stake_, "USD 0.25");
}

TEST_F(QuarantineTest, ATimeThatIsNone) {
  EXPECT_EQ(Said("usage_start", "yesterday"),
            Reason("lineItem/UsageStartDate is not a time ('yesterday')"));
  for (const std::string bad :
       {"infinity", "-infinity", "290000-01-01", "1900-01-01", "9999-12-31"})
    EXPECT_EQ(Said("billing_period_start", bad),
              Reason("bill/BillingPeriodStartDate is not a time ('" + bad + "')"));
}

TEST_F(QuarantineTest, ATimeAtTheEndOfItsTypeIsNone) {
  for (const std::string type : {"TIMESTAMP", "TIMESTAMP_NS", "DATE"}) {
    PutParquet("cur-1.parquet", Report("start  cost\n 2026-10-01  1\n infinity  2")
                                    .Spelled(Spelling::kSnake)
                                    .Typed("start", type));
    const Received received = Taken();
    EXPECT_EQ(received.delivery.unblended_cost.ToString(), "1") << type;
    EXPECT_EQ(received.delivery.quarantined_cost.ToString(), "2") << type;
  }
}

TEST_F(QuarantineTest, AQuantityIsRoundedNotQuarantined) {
  Put("cur-1.csv", Report("usage_amount\n 0.1234567890123456\n 0.5\n").AsCsv());
  const Received received = Taken();
  EXPECT_EQ(received.delivery.quarantined_rows, 0);
  const Finding finding = FindingOf(received, "quantity.rounded");
  EXPECT_EQ(finding.subject, "lineItem/UsageAmount");
  EXPECT_EQ(
      finding.message,
      "1 quantities of lineItem/UsageAmount have more than 12 decimals and were rounded, half "
      "to even. Nothing to do.");
}

TEST_F(QuarantineTest, AQuantityThatIsNoNumberIsNotCalledRounded) {
  Put("cur-1.csv", Report("type  usage_amount\n Usage  1\n Mystery  abc\n Usage  abc").AsCsv());
  EXPECT_EQ(FindingOf(Taken(), "quantity.rounded").code, "");
}

TEST_F(QuarantineTest, AQuantityOfADecimalColumnIsRoundedAloud) {
  const Report report = Report("usage_amount\n 0.123456789012345\n 0.5").Spelled(Spelling::kSnake);
  PutParquet("cur-1.parquet", report.Typed("usage_amount", "DECIMAL(20,15)"));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.quarantined_rows, 0);
  EXPECT_TRUE(FindingOf(received, "quantity.rounded").message.starts_with("1 quantities of "));
}

TEST_F(QuarantineTest, MoneyOfQuarantinedRowsIsKeptApart) {
  Put("cur-1.csv", Report(R"(
    line_item_type   unblended_cost
    Usage            1.5
    MysteryDiscount  0.25
    MysteryDiscount  0.5
    MysteryFee       4
  )")
                       .AsCsv());
  const Received received = Taken();
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "1.5");
  EXPECT_EQ(received.delivery.quarantined_cost.ToString(), "4.75");
  ASSERT_EQ(received.totals.size(), 3u);
  EXPECT_EQ(received.totals[0].line_item_type, "MysteryDiscount");
  EXPECT_EQ(received.totals[0].rows, 2);
  EXPECT_EQ(received.totals[0].quarantined_rows, 2);
  EXPECT_EQ(received.totals[0].quarantined_cost.ToString(), "0.75");
  EXPECT_EQ(
      FindingOf(received, "row.quarantined").message,
      "3 rows are quarantined and not billed, the first is row 2: line item type is not known "
      "('MysteryDiscount'). Correct what delivers the report and take it in again.");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(QuarantineTest, AReportOfNothingElseIsRefused) {
  Put("cur-1.csv", Report("unblended_cost\n abc\n def").AsCsv());
  EXPECT_EQ(Refusal(),
            "none of the 2 rows can be used; cur-1.csv row 1: lineItem/UnblendedCost is "
            "not a number ('abc')");
}

}  // namespace
}  // namespace billwright::ingest
