#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "app/use_cases.h"
#include "pipeline/table_files.h"
#include "testing/scratch.h"

// The costs of other providers, from their FOCUS files to what customers owe and what is earned.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class OtherClouds : public ::testing::Test {
 protected:
  OtherClouds() {
    EXPECT_TRUE(books::Init(folder()));
    const fs::path deliveries = fs::path(BILLWRIGHT_SOURCE_DIR) / "tests/data/focus";
    auto intakes = app::Ingest(
        *Open(), {deliveries / "focus-1.0-sample.csv", deliveries / "focus-1.2-generated-100.csv"},
        {});
    EXPECT_TRUE(intakes) << intakes.error().ToString();
    for (const app::SourceIntake& intake : *intakes)
      for (const pipeline::IntakeResult& report : intake.reports)
        EXPECT_FALSE(report.error) << report.error->ToString();
  }
  fs::path folder() const { return scratch_ / "acme"; }
  std::unique_ptr<app::Session> Open() {
    auto session = app::Session::Open(folder());
    EXPECT_TRUE(session) << session.error().ToString();
    return std::move(*session);
  }
  /// Runs the month; every identity of its proof holds.
  void Run(const BillingPeriod& period) {
    auto outcome = app::Run(*Open(), {period, "", {}});
    ASSERT_TRUE(outcome) << outcome.error().ToString();
    for (const ProofLine& line : outcome->proof)
      EXPECT_TRUE(line.holds) << line.stage << ": " << line.identity << " for " << line.subject;
  }
  Frame Show(const BillingPeriod& period, const std::string& table,
             const std::vector<std::string>& by) {
    auto frame = app::Show(*Open(), {period, table, "", by, ""});
    EXPECT_TRUE(frame) << frame.error().ToString();
    return std::move(*frame);
  }
  /// "key amount" of every row.
  static std::vector<std::string> Lines(const Frame& frame, std::string_view key,
                                        std::string_view amount) {
    std::vector<std::string> lines;
    for (size_t row = 0; row < frame.row_count(); ++row)
      lines.push_back(frame.column(key).text()[row] + " " +
                      frame.column(amount).decimals()[row].ToString());
    return lines;
  }

  testing::Scratch scratch_;
};

constexpr BillingPeriod kSeptember{2024, 9};
constexpr BillingPeriod kMay{2026, 5};

TEST_F(OtherClouds, ThreeProvidersAreOneMonth) {
  Run(kSeptember);
  EXPECT_THAT(
      Lines(Show(kSeptember, "cell", {"payer_account_id"}), "payer_account_id", "unblended_cost"),
      UnorderedElementsAre("1234567890123 18.0066386184",
                           "/providers/Microsoft.Billing/billingAccounts/8611537 1.97651418586",
                           "20209880 0.29707392473"));
}

TEST_F(OtherClouds, AnAzureSubscriptionIsPricedForItsCustomer) {
  testing::Write(folder() / "books/accounts.csv",
                 "account,customer,provider\n"
                 "/subscriptions/64e355d7-997c-491d-b0c1-8414dccfcf42,tailspin,microsoft\n");
  testing::Write(folder() / "books/pricebooks/standard.toml",
                 "name = \"Standard\"\n[[rule]]\nid = \"all\"\nbasis = \"billed\"\npercent = 10\n");
  testing::Write(folder() / "books/charges.csv",
                 "id,customer,description,kind,amount,base,recurs,from,to\n");
  Run(kSeptember);
  const std::vector<std::string> costs =
      Lines(Show(kSeptember, "cell", {"customer_id"}), "customer_id", "unblended_cost");
  EXPECT_THAT(costs, Contains("tailspin 0.21995207966"));
  const std::vector<std::string> charges =
      Lines(Show(kSeptember, "charge", {"customer_id"}), "customer_id", "charge");
  EXPECT_THAT(charges, Contains("tailspin 0.241947287626")) << "ten per cent more, exactly";
}

TEST_F(OtherClouds, CommitmentsAreDividedAndLeadBackToTheBill) {
  Run(kMay);
  EXPECT_THAT(Lines(Show(kMay, "bridge", {"item"}), "item", "amount"),
              UnorderedElementsAre("amortised 1157.488823772132", "true-up 0", "upfront 0",
                                   "purchase refunds 0", "commitment rounding 0",
                                   "unblended 1157.488823772132"));
  const Frame shares = Show(kMay, "share", {"commitment_kind"});
  EXPECT_THAT(shares.column("commitment_kind").text(),
              UnorderedElementsAre("reservation", "savings_plan"));
}

/// The keys of the rows, for tables that have some, that are there more than once.
std::vector<std::string> KeysTwice(const TableDescription& table, const Frame& frame) {
  std::map<std::string, int> times;
  for (size_t row = 0; row < frame.row_count(); ++row) {
    std::string key;
    for (const ColumnDescription& column : table.columns)
      for (size_t i = 0; column.key && i < frame.columns.size(); ++i)
        if (frame.columns[i].name == column.name) key += frame.TextAt(i, row) + " | ";
    if (!key.empty()) ++times[key];
  }
  std::vector<std::string> twice;
  for (const auto& [key, count] : times)
    if (count > 1) twice.push_back(std::string(table.name) + ": " + key);
  return twice;
}

TEST_F(OtherClouds, NoTableOfARunHasAKeyTwice) {
  for (const BillingPeriod& period : {kSeptember, kMay}) {
    Run(period);
    for (const pipeline::KnownTable& known : pipeline::KnownTables()) {
      const std::string name(known.table.name);
      EXPECT_THAT(KeysTwice(known.table, Show(period, name, {})), IsEmpty()) << name;
    }
  }
}

/// Marketplaces and resellers bill several providers under one account.
class OneBillingAccount : public ::testing::Test {
 protected:
  OneBillingAccount() { EXPECT_TRUE(books::Init(folder())); }
  fs::path folder() const { return scratch_ / "acme"; }
  std::unique_ptr<app::Session> Open() { return *app::Session::Open(folder()); }
  /// Takes a file of these rows ("provider cost") in.
  std::vector<pipeline::IntakeResult> Ingest(
      const std::string& name, const std::vector<std::pair<std::string, std::string>>& rows) {
    std::string text =
        "ProviderName,BilledCost,BillingAccountId,SubAccountId,BillingCurrency,BillingPeriodStart,"
        "ChargePeriodStart,ServiceName,ChargeCategory,ChargeFrequency,EffectiveCost\n";
    for (const auto& [provider, cost] : rows)
      text += provider + "," + cost +
              ",acct-1,team,USD,2026-10-01T00:00:00Z,2026-10-02T10:00:00Z,Compute,Usage,"
              "Usage-Based,0\n";
    testing::Write(scratch_ / name, text);
    auto intakes = app::Ingest(*Open(), {scratch_ / name}, {});
    EXPECT_TRUE(intakes) << intakes.error().ToString();
    return std::move(intakes->front().reports);
  }
  /// What the month costs, by all customers, once it was run.
  std::string Cost() {
    const BillingPeriod october{2026, 10};
    auto outcome = app::Run(*Open(), {october, "", {}});
    EXPECT_TRUE(outcome) << outcome.error().ToString();
    for (const ProofLine& line : outcome->proof) EXPECT_TRUE(line.holds) << line.identity;
    auto margin = app::Show(*Open(), {october, "margin_line", "", {"source"}, ""});
    EXPECT_TRUE(margin) << margin.error().ToString();
    Decimal sum;
    for (const Decimal& cost : margin->column("cost").decimals()) sum += cost;
    return sum.ToString();
  }

  testing::Scratch scratch_;
};

TEST_F(OneBillingAccount, OfTwoProvidersIsOneBill) {
  const auto reports = Ingest("focus.csv", {{"Microsoft", "124"}, {"Databricks", "40"}});
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports.front().received.delivery.version, 1);
  EXPECT_EQ(Cost(), "164");
}

TEST_F(OneBillingAccount, ASecondExportOfAnotherProviderIsRefused) {
  const std::string first =
      Ingest("azure.csv", {{"Microsoft", "124"}}).front().received.delivery.delivery_id;
  const auto refused = Ingest("databricks.csv", {{"Databricks", "40"}});
  ASSERT_TRUE(refused.front().error);
  EXPECT_EQ(refused.front().error->code(), ErrorCode::kConflict);
  EXPECT_EQ(refused.front().error->message(),
            (scratch_ / "databricks.csv").string() +
                " is mostly of databricks; version 1 of payer acct-1 for 2026-10 (" +
                (scratch_ / "azure.csv").string() + ", delivery " + first +
                ") is mostly of Microsoft, and they have no provider in common. It is another "
                "export, not a newer version, and USD 124.00 would not be billed any more. If both "
                "are to be billed, deliver their rows as one report; if this one replaces that, "
                "`billwright withdraw " +
                first + "` first");
  EXPECT_EQ(Cost(), "124") << "the last good state is in force";
}

TEST_F(OneBillingAccount, ANewerVersionMayBeMostlyOfAnotherProvider) {
  Ingest("october-1.csv", {{"Microsoft", "100"}, {"Microsoft", "24"}, {"Databricks", "40"}});
  const auto reports =
      Ingest("october-2.csv", {{"Microsoft", "124"}, {"Databricks", "40"}, {"Databricks", "1"}});
  ASSERT_FALSE(reports.front().error) << reports.front().error->ToString();
  EXPECT_EQ(reports.front().received.delivery.provider, "databricks");
  EXPECT_EQ(reports.front().received.delivery.version, 2);
  EXPECT_EQ(Cost(), "165");
}

}  // namespace
}  // namespace billwright
