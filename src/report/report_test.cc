#include "report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "report/testing/month.h"

namespace billwright::report {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Month;
using testing::Of;
using testing::Row;
using ::testing::SizeIs;

constexpr std::string_view kPlan =
    "arn:aws:savingsplans::222222222222:savingsplan/3f2a8c1d-0000-4000-8000-123456789012";
constexpr std::string_view kOtherPlan =
    "arn:aws:savingsplans::222222222222:savingsplan/9b1e77aa-0000-4000-8000-123456789012";

/// "usage 111111111111 AmazonEC2: 1.00 − 0.10 = 0.90" of each line.
std::vector<std::string> LinesOf(const Output& output) {
  std::vector<std::string> texts;
  for (const StatementLine& line : output.lines) {
    texts.push_back(line.section + " " + line.description + ": " + line.list_amount.ToString(2) +
                    " − " + line.discount.ToString(2) + " = " + line.amount.ToString(2));
  }
  return texts;
}

std::vector<std::string> AmountsOf(const Output& output) {
  std::vector<std::string> amounts;
  for (const StatementLine& line : output.lines) amounts.push_back(line.amount.ToString(2));
  return amounts;
}

void ExpectProofHolds(const Output& output) {
  EXPECT_FALSE(output.proof.empty());
  for (const ProofLine& line : output.proof)
    EXPECT_TRUE(line.holds && line.difference.IsZero()) << line.identity << " of " << line.subject;
}

TEST(BuildStatements, ACustomerWithChargesGetsAStatement) {
  Month month;
  month.Bill({.charge = "9", .list = "10"});
  const Output output = month.Build();
  ASSERT_THAT(output.statements, SizeIs(1));
  const Statement& statement = output.statements[0];
  EXPECT_EQ(statement.statement_id, "2018-10-northwind");
  EXPECT_EQ(statement.customer_id, "northwind");
  EXPECT_EQ(statement.state, "draft");
  EXPECT_EQ(statement.list_amount, Of("10"));
  EXPECT_EQ(statement.discount, Of("1"));
  EXPECT_EQ(statement.subtotal, Of("9"));
  EXPECT_EQ(statement.tax, Of("0"));
  EXPECT_EQ(statement.total, Of("9"));
  EXPECT_THAT(LinesOf(output),
              ElementsAre("usage m5.large instance · BoxUsage:m5.large: 10.00 − 1.00 = 9.00"));
  ExpectProofHolds(output);
}

TEST(BuildStatements, HouseAndUnassignedGetNone) {
  Month month;
  month.Bill({.customer = "house"}).Bill({.customer = "unassigned"}).Bill({.charge = "1"});
  const Output output = month.Build();
  ASSERT_THAT(output.statements, SizeIs(1));
  EXPECT_EQ(output.statements[0].customer_id, "northwind");
  ExpectProofHolds(output);
}

TEST(BuildStatements, AStatementOfZeroIsAStatement) {
  Month month;
  month.Bill({.charge = "0"});
  const Output output = month.Build();
  ASSERT_THAT(output.statements, SizeIs(1));
  EXPECT_EQ(output.statements[0].total, Of("0"));
  EXPECT_THAT(output.lines, IsEmpty());
  ExpectProofHolds(output);
}

TEST(BuildStatements, CoveredUsageAtZeroIsShownAndRowsOfNothingAreNot) {
  Month month;
  month.Bill({.charge = "0",
              .list = "4",
              .kind = "savings_plan_covered",
              .saved = "4",
              .arn = std::string(kPlan)});
  month.Bill({.charge = "0", .list = "0", .kind = "savings_plan_negation"});
  EXPECT_THAT(LinesOf(month.Build()),
              ElementsAre("usage m5.large instance, Savings Plan applied · BoxUsage:m5.large: "
                          "4.00 − 4.00 = 0.00"));
}

TEST(BuildStatements, CoveredUsageThatGotNothingLooksLikeAnyOther) {
  Month month;
  month.Bill({.charge = "4", .kind = "savings_plan_covered", .arn = std::string(kPlan)});
  month.Bill({.charge = "6"});
  const Output output = month.Build();
  EXPECT_THAT(LinesOf(output),
              ElementsAre("usage m5.large instance · BoxUsage:m5.large: 10.00 − 0.00 = 10.00"));
  EXPECT_THAT(output.discounts, IsEmpty());
}

TEST(BuildStatements, UnitsAreOnTheStatementAboveThem) {
  Month month;
  month.AddUnit("retail", "northwind").AddUnit("shop", "retail");
  month.Bill({.charge = "1"});
  month.Bill({.charge = "2", .customer = "retail"});
  month.Bill({.charge = "4", .customer = "shop"});
  const Output output = month.Build();
  ASSERT_THAT(output.statements, SizeIs(1));
  EXPECT_EQ(output.statements[0].total, Of("7"));
  ASSERT_THAT(output.lines, SizeIs(3));
  EXPECT_EQ(output.lines[2].customer_id, "shop");
  ExpectProofHolds(output);
}

TEST(BuildStatements, AUnitWithNobodyAboveGetsItsOwnAndAFinding) {
  Month month;
  month.AddUnit("lonely", "");
  month.Bill({.charge = "1", .customer = "lonely"});
  const Output output = month.Build();
  ASSERT_THAT(output.statements, SizeIs(1));
  EXPECT_EQ(output.statements[0].customer_id, "lonely");
  ASSERT_THAT(output.findings, SizeIs(1));
  EXPECT_EQ(output.findings[0].code, "statement.no_recipient");
  EXPECT_EQ(output.findings[0].message,
            "customer lonely has own_statement = false, but nobody above it has a statement; it "
            "gets its own. Give it a parent that has one, or remove the setting.");
}

TEST(BuildStatements, RoundsTheTotalOnceAndTheLinesAgainstIt) {
  Month month;
  for (const char* account : {"111111111111", "111111111112", "111111111113"})
    month.Bill({.charge = "0.335", .account = account});
  const Output output = month.Build();
  EXPECT_EQ(output.statements[0].charges, Of("1.005"));
  EXPECT_EQ(output.statements[0].subtotal, Of("1.01"));
  EXPECT_EQ(output.statements[0].rounding, Of("0.005"));
  EXPECT_THAT(AmountsOf(output), ElementsAre("0.34", "0.34", "0.33"));
  ExpectProofHolds(output);
}

TEST(BuildStatements, ANegativeTotalRoundsAwayFromZeroToo) {
  Month month;
  month.Bill({.charge = "-1.005", .kind = "credit"});
  const Output output = month.Build();
  EXPECT_EQ(output.statements[0].subtotal, Of("-1.01"));
  ASSERT_THAT(output.findings, SizeIs(1));
  EXPECT_EQ(output.findings[0].code, "statement.negative");
  EXPECT_EQ(output.findings[0].message,
            "the statement of northwind is in the customer's favour; credit it, or carry it over "
            "to the next month.");
}

TEST(BuildStatements, ALineWithoutADiscountNeverShowsACentOfOne) {
  Month month;
  for (const char* service : {"A", "B", "C"}) month.Bill({.charge = "0.333", .service = service});
  month.Bill({.charge = "0.666", .list = "0.999", .service = "D"});
  const Output output = month.Build();
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(output.lines[i].discount, Of("0")) << i;
  EXPECT_EQ(output.lines[3].discount, Of("0.33"));
}

TEST(BuildStatements, YenHaveNoCents) {
  Month month;
  month.currency = "JPY";
  month.Bill({.charge = "100.4"}).Bill({.charge = "100.4", .service = "AmazonS3"});
  const Output output = month.Build();
  EXPECT_EQ(output.statements[0].subtotal, Of("201"));
  EXPECT_THAT(AmountsOf(output), ElementsAre("101.00", "100.00"));
}

TEST(BuildStatements, EveryKindHasItsSection) {
  Month month;
  const auto bill = [&](std::string kind, std::string description = {}) {
    month.Bill({.charge = "1",
                .usage_type = {},
                .kind = std::move(kind),
                .arn = std::string(kPlan),
                .description = std::move(description),
                .operation = {},
                .legal_entity = "Datadog Inc"});
  };
  for (const char* kind : {"unused", "fee", "support", "marketplace", "credit", "refund", "tax"})
    bill(kind);
  bill("term", "Managed service");
  EXPECT_THAT(LinesOf(month.Build()),
              ElementsAre("adjustments Managed service: 1.00 − 0.00 = 1.00",
                          "adjustments Refund: 1.00 − 0.00 = 1.00",
                          "commitment Unused commitment of Savings Plan (shared) 3f2a8c1d: "
                          "1.00 − 0.00 = 1.00",
                          "credits Credit: 1.00 − 0.00 = 1.00", "fees Fee: 1.00 − 0.00 = 1.00",
                          "fees Tax billed by AWS: 1.00 − 0.00 = 1.00",
                          "marketplace Sold by Datadog Inc: 1.00 − 0.00 = 1.00",
                          "support AWS support: 1.00 − 0.00 = 1.00"));
}

TEST(BuildStatements, TaxIsRoundedOncePerRuleOnTheSubtotal) {
  Month month;
  month.Bill({.charge = "10.125"}).Bill({.charge = "10", .service = "AmazonS3"});
  month.Tax("VAT 20 %", "20").Tax("City 1.5 %", "1.5").Tax("Other", "50", {"contoso"});
  const Output output = month.Build();
  EXPECT_EQ(output.statements[0].subtotal, Of("20.13"));
  EXPECT_EQ(output.statements[0].tax, Of("4.33"));  // 4.026 and 0.30195
  EXPECT_EQ(output.statements[0].total, Of("24.46"));
  ASSERT_THAT(output.lines, SizeIs(4));
  EXPECT_EQ(output.lines[0].description, "City 1.5 %");
  EXPECT_EQ(output.lines[0].section, "tax");
  EXPECT_EQ(output.lines[0].amount, Of("0.30"));
  EXPECT_EQ(output.lines[1].amount, Of("4.03"));
  ExpectProofHolds(output);
}

TEST(BuildStatements, TaxHoldsForItsMonths) {
  Month month;
  month.Bill({.charge = "10"}).Tax("VAT", "20");
  month.taxes[0].to = {2018, 10};
  EXPECT_EQ(month.Build().statements[0].tax, Of("0"));
}

TEST(BuildStatements, LinesAreInTheOrderOfTheirTable) {
  Month month;
  month.AddUnit("alpha", "northwind").AddUnit("zeta", "northwind").Tax("VAT", "20");
  for (const char* customer : {"zeta", "northwind", "contoso", "alpha"})
    for (const char* kind : {"usage", "credit", "support"})
      for (const char* service : {"AmazonS3", "AmazonEC2"})
        month.Bill({.charge = "1", .customer = customer, .service = service, .kind = kind});
  const Output output = month.Build();
  for (size_t i = 1; i < output.lines.size(); ++i)
    EXPECT_LT(CompareKeys(output.lines[i - 1], output.lines[i]), 0) << i;
  for (size_t i = 1; i < output.line_charges.size(); ++i)
    EXPECT_LT(CompareKeys(output.line_charges[i - 1], output.line_charges[i]), 0) << i;
  EXPECT_THAT(output.line_charges, SizeIs(24));
}

TEST(BuildStatements, ALineKnowsItsChargesAndKeepsItsIdWhenMoreCome) {
  Month month;
  month.Bill({.charge = "1"}).Bill({.charge = "2"});
  const Output before = month.Build();
  ASSERT_THAT(before.line_charges, SizeIs(2));
  EXPECT_EQ(before.line_charges[0].charge_id, "charge1000");
  EXPECT_EQ(before.line_charges[0].line_id, before.lines[0].line_id);
  EXPECT_THAT(before.lines[0].line_id, SizeIs(16));
  month.Bill({.charge = "5", .service = "AmazonAthena"});
  EXPECT_EQ(month.Build().lines[1].line_id, before.lines[0].line_id);
}

TEST(BuildStatements, WhatCommitmentsSavedAddsUpWithThePriceBook) {
  Month month;
  month.Share("northwind", std::string(kPlan), "northwind", "10");
  month.Share("northwind", std::string(kOtherPlan), "contoso", "10");
  month.Bill({.charge = "6.005",
              .list = "10",
              .kind = "savings_plan_covered",
              .saved = "3.333",
              .arn = std::string(kPlan)});
  month.Bill({.charge = "6.005",
              .list = "10",
              .kind = "savings_plan_covered",
              .saved = "3.333",
              .arn = std::string(kOtherPlan)});
  const Output output = month.Build();
  ASSERT_THAT(output.discounts, SizeIs(2));
  EXPECT_EQ(output.statements[0].discount, Of("7.99"));
  // 3.333 + 3.333 + 1.324 of the price book: the cent goes to the largest remainder.
  EXPECT_EQ(output.discounts[0].saved, Of("3.33"));
  EXPECT_EQ(output.discounts[1].saved, Of("3.33"));
  EXPECT_EQ(output.discounts[0].name, "Savings Plan 3f2a8c1d");
  EXPECT_EQ(output.discounts[1].name, "Savings Plan (shared) 9b1e77aa");
  EXPECT_EQ(output.discounts[0].on_demand_value, Of("10"));
  EXPECT_EQ(output.discounts[0].policy_sentence, Sentence(month.policies[0]));
}

TEST(BuildStatements, APolicyIsPrintedWithThePartOfItsReader) {
  Month month;
  month.policies[0].passed_by_customer = {{"contoso", Of("0.25")}, {"northwind", Of("0.5")}};
  month.Share("northwind", std::string(kPlan), "house", "10");
  month.Bill({.charge = "8", .list = "10", .saved = "2", .arn = std::string(kPlan)});
  const std::string sentence = month.Build().discounts[0].policy_sentence;
  EXPECT_THAT(sentence, ::testing::HasSubstr("50 % of a benefit is passed on;"));
  EXPECT_THAT(sentence, ::testing::Not(::testing::HasSubstr("25")));
}

TEST(BuildStatements, RefusesAnotherCurrency) {
  Month month;
  month.Bill({.charge = "1"});
  month.charges[0].currency = "INR";
  const auto output = month.TryBuild();
  ASSERT_FALSE(output.has_value());
  EXPECT_EQ(output.error().code(), ErrorCode::kUnsupported);
  EXPECT_EQ(output.error().message(), "charge charge1000 is in INR, but statements are in USD");
}

TEST(BuildStatements, RefusesACustomerOfNoBook) {
  Month month;
  month.Bill({.charge = "1", .customer = "ghost"});
  const auto output = month.TryBuild();
  ASSERT_FALSE(output.has_value());
  EXPECT_EQ(output.error().code(), ErrorCode::kCorrupt);
  EXPECT_EQ(output.error().message(), "charge charge1000 is for customer ghost, who is in no book");
}

}  // namespace
}  // namespace billwright::report
