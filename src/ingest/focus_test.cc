#include <gmock/gmock.h>

#include "engine/line_item_view.h"
#include "ingest/testing/place.h"

// FOCUS files become line items of their provider: which type, whose, and with which amounts.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

class FocusTest : public testing::Place {
 protected:
  /// A FOCUS csv: the columns of the table, and an ordinary row's values for the others.
  static std::string Csv(std::string_view table, const std::string& provider = "Microsoft") {
    const std::vector<std::pair<std::string, std::string>> ordinary = {
        {"ProviderName", provider},
        {"BillingAccountId", "/providers/billingAccounts/8611537"},
        {"SubAccountId", "/subscriptions/5f1d"},
        {"BillingCurrency", "USD"},
        {"BillingPeriodStart", "2026-05-01T00:00:00Z"},
        {"ChargePeriodStart", "2026-05-02T10:00:00Z"},
        {"ServiceName", "Virtual Machines"},
        {"ChargeCategory", "Usage"},
        {"ChargeFrequency", "Usage-Based"},
        {"BilledCost", "0"},
        {"EffectiveCost", "0"},
    };
    const auto cells = Cells(table);
    std::string header;
    for (const std::string& name : cells.front()) header += (header.empty() ? "" : ",") + name;
    std::string tail;
    for (const auto& [name, value] : ordinary)
      if (std::ranges::find(cells.front(), name) == cells.front().end()) {
        header += "," + name;
        tail += "," + value;
      }
    std::string text = header + "\n";
    for (size_t row = 1; row < cells.size(); ++row) {
      for (size_t i = 0; i < cells[row].size(); ++i) text += (i == 0 ? "" : ",") + cells[row][i];
      text += tail + "\n";
    }
    return text;
  }

  /// The columns of every accepted line item, in order of rows.
  std::vector<std::string> Items(const Received& received, const std::string& columns) {
    const auto frame = Engine().Query(
        "SELECT CONCAT_WS(' ', " + columns + ") AS line FROM (" +
        engine::LineItemView(received.delivery, received.folder, /*accepted_only=*/true) +
        ") AS items ORDER BY file, row_number");
    CHECK(frame.has_value(), frame ? "" : frame.error().ToString());
    return frame->column("line").text();
  }
  /// The same, of money without the zeros behind it.
  static std::string Money(const std::string& column) {
    return "COALESCE(RTRIM(RTRIM(CAST(" + column + " AS VARCHAR), '0'), '.'), '-')";
  }

  void PutSample(const std::string& name) {
    std::filesystem::copy_file(
        std::filesystem::path(BILLWRIGHT_SOURCE_DIR) / "tests/data/focus" / name, in() / name);
  }
  /// "provider payer period rows quarantined billed"; and every identity holds.
  static std::vector<std::string> Summaries(const std::vector<Received>& all) {
    std::vector<std::string> lines;
    for (const Received& one : all) {
      const Delivery& delivery = one.delivery;
      lines.push_back(delivery.provider + " " + delivery.payer_account_id + " " +
                      delivery.period.ToString() + " " + std::to_string(delivery.rows) + " " +
                      std::to_string(delivery.quarantined_rows) + " " +
                      delivery.unblended_cost.ToString());
      EXPECT_THAT(FailedIdentities(one), IsEmpty());
    }
    return lines;
  }

  std::vector<Received> TakenApart() {
    const Result<std::vector<Candidate>> candidates = Discover(in());
    CHECK(candidates.has_value() && candidates->size() == 1);
    Result<std::vector<Received>> received = Receive(candidates->front(), Engine(), Out());
    CHECK(received.has_value(), received ? "" : received.error().ToString());
    return *std::move(received);
  }
};

TEST_F(FocusTest, SaysWhatEachChargeIs) {
  Put("focus.csv", Csv(R"(
    ChargeCategory  ChargeFrequency  CommitmentDiscountId  CommitmentDiscountStatus  BilledCost  EffectiveCost
    Usage           Usage-Based      -                     -                         1           1
    Usage           Usage-Based      plan                  Used                      0           0.6
    Usage           Usage-Based      plan                  Unused                    0           0.4
    Purchase        Recurring        plan                  -                         1           0
    Purchase        One-Time         upfront               -                         365         0
    Purchase        One-Time         -                     -                         12          12
    Tax             Recurring        -                     -                         3           3
    Credit          One-Time         -                     -                         -2          -2
    Adjustment      One-Time         -                     -                         -0.5        -0.5
    Adjustment      One-Time         -                     -                         0.25        0.25
    usage           usage-based      -                     -                         7           7
  )"));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.format, kFocus10);
  EXPECT_EQ(received.delivery.provider, "microsoft");
  EXPECT_EQ(received.delivery.payer_account_id, "/providers/billingAccounts/8611537");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
  EXPECT_THAT(Items(received, "line_item_type, NULLIF(commitment_arn, ''), " +
                                  Money("unblended_cost") + ", " + Money("amortised_cost")),
              ElementsAre("Usage 1 1", "DiscountedUsage plan 0 0.6", "RIFee plan 0 0.4",
                          "RIFee plan 1 0", "Fee upfront 365 0", "Fee 12 12", "Tax 3 3",
                          "Credit -2 -2", "Refund -0.5 -0.5", "Fee 0.25 0.25", "Usage 7 7"));
}

TEST_F(FocusTest, APurchaseThatIsNotSpreadBearsItsCost) {
  Put("focus.csv", Csv(R"(
    ChargeCategory  ChargeFrequency  CommitmentDiscountId  BilledCost  EffectiveCost
    Purchase        One-Time         plan                  365         365
  )"));
  const Received received = Taken();
  EXPECT_THAT(Items(received, "line_item_type, " + Money("amortised_cost")),
              ElementsAre("RIFee 365"));
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(FocusTest, OIsTheListCostThenTheContractedThenE) {
  Put("focus.csv", Csv(R"(
    CommitmentDiscountId  CommitmentDiscountStatus  EffectiveCost  ListCost  ContractedCost
    plan                  Used                      0.6            1         0.9
    plan                  Used                      0.6            -         0.9
    plan                  Used                      0.6            0         0.9
    plan                  Used                      0.6            -         -
    plan                  Unused                    0.6            1         0.9
  )"));
  const Received received = Taken();
  EXPECT_THAT(Items(received, Money("on_demand_value") + ", " + Money("public_on_demand_cost")),
              ElementsAre("1 1", "0.9 0.9", "0.9 0.9", "0.6 -", "- -"));
  const Finding finding = FindingOf(received, "commitment.no_public_cost");
  EXPECT_EQ(finding.amount.ToString(), "0.6");
  EXPECT_TRUE(finding.message.ends_with("Check that the report delivers ListCost."))
      << finding.message;
}

TEST_F(FocusTest, AnAccountIsAnyText) {
  Put("focus.csv", Csv(R"(
    BillingAccountId      SubAccountId  BilledCost
    01A2B3-C4D5E6-F7A8B9  my-project    1
    01A2B3-C4D5E6-F7A8B9  -             2
  )",
                       "Google Cloud"));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.provider, "google");
  EXPECT_EQ(received.delivery.payer_account_id, "01A2B3-C4D5E6-F7A8B9");
  EXPECT_THAT(Items(received, "usage_account_id"),
              ElementsAre("my-project", "01A2B3-C4D5E6-F7A8B9"));
}

TEST_F(FocusTest, ReadsAwsOwnColumns) {
  Put("focus.csv", Csv(R"(
    x_ServiceCode  x_UsageType        x_Operation   PricingQuantity  PricingUnit  RegionId   BilledCost
    AmazonEC2      BoxUsage:m5.large  RunInstances  2                Hrs          eu-west-1  0.2
  )",
                       "AWS"));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.provider, "aws");
  EXPECT_THAT(Items(received, "service, usage_type, operation, region, pricing_unit, " +
                                  Money("usage_amount")),
              ElementsAre("AmazonEC2 BoxUsage:m5.large RunInstances eu-west-1 Hrs 2"));
}

TEST_F(FocusTest, ReadsTheConsumedQuantityWhereThereIsNoPricedOne) {
  Put("focus.csv", Csv(R"(
    PricingQuantity  PricingUnit  ConsumedQuantity  ConsumedUnit
    -                -            3                 GB
    4                -            5                 Hours
    6                Blocks       7                 Hours
  )"));
  EXPECT_THAT(Items(Taken(), Money("usage_amount") + ", pricing_unit"),
              ElementsAre("3 GB", "5 Hours", "6 Blocks"));
}

TEST_F(FocusTest, ProvidersHaveOneWord) {
  for (const auto& [name, word] :
       std::vector<std::pair<std::string, std::string>>{{"AWS", "aws"},
                                                        {"Amazon Web Services", "aws"},
                                                        {"AWS Marketplace", "aws"},
                                                        {"Microsoft", "microsoft"},
                                                        {"Google Cloud", "google"},
                                                        {"Oracle", "oracle"},
                                                        {"Alibaba Cloud", "alibaba-cloud"},
                                                        {"", "unnamed"}}) {
    Put("focus.csv", Csv("BilledCost\n 1", name));
    EXPECT_EQ(Taken().delivery.provider, word) << name;
  }
}

TEST_F(FocusTest, OnePayersRowsOfTwoProvidersAreOneDelivery) {
  Put("focus.csv", Csv(R"(
    ProviderName  BilledCost
    Databricks    40
    Microsoft     100
    Microsoft     24
  )"));
  const Received received = Taken();
  EXPECT_THAT(Summaries({received}),
              ElementsAre("microsoft /providers/billingAccounts/8611537 2026-05 3 0 164"));
  EXPECT_THAT(Items(received, "provider"), ElementsAre("databricks", "microsoft", "microsoft"));
}

TEST_F(FocusTest, OfProvidersWithAsManyRowsTheFirstByNameNamesTheDelivery) {
  Put("focus.csv", Csv(R"(
    ProviderName  ChargeCategory  BilledCost
    Microsoft     Usage           100
    Databricks    Usage           40
    Microsoft     Rebate          1
  )"));
  EXPECT_EQ(Taken().delivery.provider, "databricks");
}

TEST_F(FocusTest, TypesThatBecomeOneHaveOneControlTotal) {
  Put("focus.csv", Csv(R"(
    ChargeCategory  ChargeFrequency  InvoiceId  BilledCost
    Purchase        Recurring        I1         1
    Purchase        Recurring        I2         2
    Adjustment      One-Time         I1         4
    Adjustment      One-Time         I2         8
  )"));
  std::vector<std::string> lines;
  for (const ControlTotal& total : Taken().totals)
    lines.push_back(total.line_item_type + " " + total.invoice_id + " " +
                    std::to_string(total.rows) + " " + total.unblended_cost.ToString());
  EXPECT_THAT(lines, ElementsAre("Fee I1 2 5", "Fee I2 2 10"));
}

TEST_F(FocusTest, RowsWithoutAPeriodAreQuarantinedBesideThoseOfAnotherPayer) {
  Put("focus.csv", Csv(R"(
    BillingAccountId  BillingPeriodStart    BilledCost
    one               2026-05-01T00:00:00Z  1
    two               soon                  2
  )"));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.payer_account_id, "one");
  EXPECT_EQ(received.delivery.quarantined_cost.ToString(), "2");
  EXPECT_TRUE(FindingOf(received, "row.quarantined")
                  .message.starts_with("1 row is quarantined and not billed, the first is row 2: "
                                       "BillingPeriodStart is not a time ('soon')."));
}

TEST_F(FocusTest, NullInLettersIsNoValue) {
  Put("focus.csv", Csv(R"(
    CommitmentDiscountId  CommitmentDiscountStatus  ListCost  ChargeClass  BilledCost
    NULL                  NULL                      NULL      NULL         1
  )"));
  EXPECT_THAT(Items(Taken(), "line_item_type"), ElementsAre("Usage"));
}

TEST_F(FocusTest, ValuesOutsideAClosedSetAreQuarantinedWithTheirMoney) {
  Put("focus.csv", Csv(R"(
    ChargeCategory  ChargeClass  CommitmentDiscountStatus  CommitmentDiscountId  BilledCost
    Usage           -            -                         -                     1
    Rebate          -            -                         -                     2
    Usage           Guess        -                         -                     4
    Usage           -            Half                      plan                  8
    Usage           -            Used                      -                     16
    Usage           -            -                         -                     -
  )"));
  const Received received = Taken();
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "1");
  EXPECT_EQ(received.delivery.quarantined_cost.ToString(), "30");
  std::vector<std::string> said;
  for (const Finding& finding : received.findings)
    if (finding.code == "row.quarantined")
      said.push_back(finding.message.substr(finding.message.find("row ", 50)));
  EXPECT_THAT(
      said,
      ElementsAre(
          "row 6: BilledCost is empty (''). Correct what delivers the report and take it in again.",
          "row 2: ChargeCategory is not known ('Rebate'). Correct what delivers the report and "
          "take it in again.",
          "row 3: ChargeClass is not known ('Guess'). Correct what delivers the report and take it "
          "in again.",
          "row 4: CommitmentDiscountStatus is not known ('Half'). Correct what delivers the report "
          "and take it in again.",
          "row 5: CommitmentDiscountStatus without a CommitmentDiscountId ('Used'). Correct what "
          "delivers "
          "the report and take it in again."));
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(FocusTest, ThePublicSampleOfThreeProvidersIsFourDeliveries) {
  PutSample("focus-1.0-sample.csv");
  EXPECT_THAT(
      Summaries(TakenApart()),
      ElementsAre("microsoft /providers/Microsoft.Billing/billingAccounts/8611537 2024-09 "
                  "51 0 1.97651418586",
                  "aws 1234567890123 2024-09 942 0 18.0066386184",
                  "oracle 20209880 2024-09 6 0 0.29707392473", "oracle 20209880 2024-10 1 0 0.24"));
}

TEST_F(FocusTest, TheGeneratedSampleIsExactToTheLastDigit) {
  PutSample("focus-1.2-generated-100.csv");
  const std::vector<Received> all = TakenApart();
  EXPECT_EQ(all[0].delivery.format, kFocus12);
  EXPECT_THAT(Summaries(all), ElementsAre("aws 100000000001 2026-05 63 0 916.356611933204",
                                          "aws 100000000002 2026-05 37 0 241.132211838928"));
  const std::string said = FindingOf(all[0], "money.rounded").message;
  EXPECT_NE(said.find("they all come to 916.35661193320386, as taken in to 916.356611933204."),
            std::string::npos)
      << said;
}

TEST_F(FocusTest, ACorrectionOfUsageIsNoNegativeUsage) {
  Put("focus.csv", Csv(R"(
    ChargeClass  BilledCost  EffectiveCost
    -            5           5
    Correction   -3          -3
    -            -0.5        -0.5
  )"));
  const Received received = Taken();
  ASSERT_EQ(received.days.size(), 1u);
  EXPECT_EQ(received.days[0].negative_rows, 1);
  EXPECT_EQ(received.days[0].negative_cost.ToString(), "-0.5");
}

}  // namespace
}  // namespace billwright::ingest
