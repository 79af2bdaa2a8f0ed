#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/use_cases.h"
#include "testing/scratch.h"

// The costs of other providers, from their FOCUS files to what customers owe and what is earned.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
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

}  // namespace
}  // namespace billwright
