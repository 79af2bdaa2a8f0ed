#include "allocate/lay_on_cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;
using testing::MonthScript;

const std::string kPlan = testing::SavingsPlan("p");

/// "alpha big 4 passed 4 excess 0 unused 0" for each line, one a line; "-" for no cell.
std::string Lines(const Output& output) {
  std::string text;
  for (const CellShare& line : output.cell_shares)
    text += line.customer_id + " " + (line.line_item_type.empty() ? "-" : line.usage_type) + " " +
            line.benefit_share.ToString() + " passed " + line.passed.ToString() + " excess " +
            line.cap_excess.ToString() + " unused " + line.unused_borne.ToString() + "\n";
  return text;
}

/// "identity | subject" of every exact identity that fails.
std::vector<std::string> Failing(const Output& output) {
  std::vector<std::string> failing;
  for (const ProofLine& line : output.proof)
    if (line.hard && !line.holds) failing.push_back(line.identity + " | " + line.subject);
  return failing;
}

/// Alpha has two cells: "big" with O 8 and E 2, "small" with O 2 and E 1.
class LayOnCells : public ::testing::Test {
 protected:
  LayOnCells() {
    month_.Covers(kPlan, 0, "alpha", "8", "2", "big").Covers(kPlan, 0, "alpha", "2", "1", "small");
  }
  MonthScript month_;
};

TEST_F(LayOnCells, OriginatingLiesWhereAwsAppliedIt) {
  month_.Under({.method = AllocationMethod::kOriginating});
  EXPECT_EQ(Lines(month_.Allocate()),
            "alpha big 6 passed 6 excess 0 unused 0\n"
            "alpha small 1 passed 1 excess 0 unused 0\n");
}

TEST_F(LayOnCells, ProRataLiesByOnDemandValue) {
  month_.Under({.method = AllocationMethod::kProRata}).Covers(kPlan, 0, "beta", "10", "6");
  EXPECT_EQ(Lines(month_.Allocate()),
            "alpha big 4.4 passed 4.4 excess 0 unused 0\n"
            "alpha small 1.1 passed 1.1 excess 0 unused 0\n"
            "beta BoxUsage 5.5 passed 5.5 excess 0 unused 0\n");
}

TEST_F(LayOnCells, WhatIsPassedLiesByBenefit) {
  month_.Under({.method = AllocationMethod::kOriginating, .passed = D("0.1")});
  EXPECT_EQ(Lines(month_.Allocate()),
            "alpha big 6 passed 0.6 excess 0 unused 0\n"
            "alpha small 1 passed 0.1 excess 0 unused 0\n");
}

TEST_F(LayOnCells, ResellerRetainedKeepsTheBenefitInSight) {
  month_.Under({.method = AllocationMethod::kResellerRetained});
  EXPECT_EQ(Lines(month_.Allocate()),
            "alpha big 6 passed 0 excess 0 unused 0\n"
            "alpha small 1 passed 0 excess 0 unused 0\n");
}

TEST_F(LayOnCells, BesideALossWhatIsPassedLiesByOnDemandValue) {
  month_.Under({.method = AllocationMethod::kOriginating, .passed = D("0.5")});
  month_.Covers(kPlan, 1, "alpha", "10", "12", "loss");
  EXPECT_EQ(Lines(month_.Allocate()),
            "alpha big 6 passed 1 excess 0.4 unused 0\n"
            "alpha loss -2 passed 1.25 excess 0.5 unused 0\n"
            "alpha small 1 passed 0.25 excess 0.1 unused 0\n")
      << "hour 0: 7 · 0.5 = 3.5 passed; hour 1: −1, which the cap takes off";
}

TEST_F(LayOnCells, UnusedIsALineOfItsOwn) {
  month_.Under({.method = AllocationMethod::kOriginating, .unused = UnusedBearer::kOwner});
  month_.Bills(kPlan, 0, "alpha", "3");
  const Output output = month_.Allocate();
  EXPECT_EQ(Lines(output),
            "alpha - 0 passed 0 excess 0 unused 3\n"
            "alpha big 6 passed 6 excess 0 unused 0\n"
            "alpha small 1 passed 1 excess 0 unused 0\n");
  const CellShare& alone = output.cell_shares.front();
  EXPECT_EQ(alone.span_start, month_.period.start());
  EXPECT_EQ(alone.payer_account_id, MonthScript::kPayer);
  EXPECT_EQ(alone.commitment_arn, kPlan);
  EXPECT_EQ(alone.usage_account_id, "");
  EXPECT_EQ(alone.currency, "USD");
}

TEST_F(LayOnCells, CellsWithoutWeightGetEqualParts) {
  MonthScript month;
  month.Under({.method = AllocationMethod::kProRata});
  month.Covers(kPlan, 0, "alpha", "0", "1", "a").Covers(kPlan, 0, "alpha", "0", "2", "b");
  EXPECT_EQ(Lines(month.Allocate()),
            "alpha a -1.5 passed -1.5 excess 0 unused 0\n"
            "alpha b -1.5 passed -1.5 excess 0 unused 0\n");
}

TEST_F(LayOnCells, AShareWithoutCellsIsALineOfItsOwnAndTheProofFails) {
  month_.Under({}).ForgetCells("alpha");
  const Output output = month_.Allocate();
  EXPECT_EQ(Lines(output), "alpha - 7 passed 7 excess 0 unused 0\n");
  const std::string subject = "999999999999 " + kPlan;
  EXPECT_THAT(
      Failing(output),
      ::testing::ElementsAre(
          "Σ on-demand value of cells = Σ O | " + subject,
          "Σ on-demand value of cells = Σ O | " + subject + " for alpha (the first of 1 that fail)",
          "Σ amortised cost of covered cells = Σ E | " + subject,
          "Σ amortised cost of covered cells = Σ E | " + subject +
              " for alpha (the first of 1 that fail)",
          "Σ on-demand value of cells = Σ O | run",
          "Σ on-demand value of cells = Σ O | run, " + subject + " (the first of 1 that fail)",
          "Σ amortised cost of covered cells = Σ E | run",
          "Σ amortised cost of covered cells = Σ E | run, " + subject +
              " (the first of 1 that fail)"));
}

TEST_F(LayOnCells, ACoveredCellWithoutCoverageFailsTheProof) {
  Input input = month_.Under({}).Build();
  Cell homeless = month_.cells.back();
  homeless.customer_id = "zeta";
  month_.cells.push_back(homeless);
  input.cells = month_.cells;
  const Output output = *AllocateCommitments(input);
  EXPECT_FALSE(testing::Holds(output.proof));
  EXPECT_EQ(output.cell_shares.size(), 3u) << "every covered cell has a line";
}

TEST_F(LayOnCells, CoveredUsageThatNamesNoCommitmentKeepsItsBenefit) {
  Input input = month_.Under({.method = AllocationMethod::kResellerRetained}).Build();
  Cell nameless = month_.cells.back();
  nameless.commitment_arn.clear();
  nameless.rows = 7;
  month_.cells.push_back(nameless);
  SortByKey(month_.cells);
  input.cells = month_.cells;
  const Output output = *AllocateCommitments(input);
  EXPECT_TRUE(testing::Holds(output.proof));
  EXPECT_EQ(Lines(output),
            "alpha big 6 passed 0 excess 0 unused 0\n"
            "alpha small 1 passed 1 excess 0 unused 0\n"
            "alpha small 1 passed 0 excess 0 unused 0\n");
  const auto finding = std::ranges::find(output.findings, "commitment.no_arn", &Finding::code);
  ASSERT_NE(finding, output.findings.end());
  EXPECT_EQ(finding->subject, MonthScript::kPayer);
  EXPECT_EQ(finding->amount, D("1"));
  EXPECT_EQ(
      finding->message,
      "7 line items of covered usage name no Savings Plan or reservation. They keep the "
      "benefit that AWS gave them, whatever the policies say. Check that the delivery has the "
      "ARN columns.");
}

TEST_F(LayOnCells, ACoveredCellOfAnUnknownCommitmentFailsTheProofOfTheRun) {
  Input input = month_.Under({}).Build();
  Cell homeless = month_.cells.back();
  homeless.commitment_arn = testing::SavingsPlan("z");
  month_.cells.push_back(homeless);
  input.cells = month_.cells;
  EXPECT_THAT(Failing(*AllocateCommitments(input)),
              ::testing::ElementsAre(
                  "Σ on-demand value of cells = Σ O | run",
                  "Σ on-demand value of cells = Σ O | run, a commitment that is not known (the "
                  "first of 1 that fail)",
                  "Σ amortised cost of covered cells = Σ E | run",
                  "Σ amortised cost of covered cells = Σ E | run, a commitment that is not known "
                  "(the first of 1 that fail)"));
}

TEST_F(LayOnCells, OtherCellsAreLeftAlone) {
  Input input = month_.Under({}).Build();
  Cell other = month_.cells.back();
  other.line_item_type = "SavingsPlanNegation";
  other.customer_id = "zeta";
  month_.cells.push_back(other);
  input.cells = month_.cells;
  const Output output = *AllocateCommitments(input);
  EXPECT_EQ(output.cell_shares.size(), 2u);
  EXPECT_TRUE(testing::Holds(output.proof));
}

}  // namespace
}  // namespace billwright::allocate
