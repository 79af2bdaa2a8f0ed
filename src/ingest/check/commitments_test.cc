#include <gmock/gmock.h>

#include "ingest/testing/place.h"

// What must agree between the rows of a commitment, and what is said when it does not.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

class CommitmentsTest : public testing::Place {
 protected:
  /// The rows of one Savings Plan.
  Received SavingsPlan(std::string_view table) {
    Put("cur-1.csv", Report(table).With("savings_plan_arn", "arn:sp").AsCsv());
    return Taken();
  }
  Received Taking(std::string_view table) {
    Put("cur-1.csv", Report(table).AsCsv());
    return Taken();
  }
};

TEST_F(CommitmentsTest, ASavingsPlanThatAgrees) {
  const Received received = SavingsPlan(R"(
    type                     start                cost  effective  total  used  recurring  upfront
    SavingsPlanCoveredUsage  2026-10-01 00:00:00  0.9   0.6        -      -     -          -
    SavingsPlanCoveredUsage  2026-10-01 00:00:00  0.3   0.2        -      -     -          -
    SavingsPlanNegation      2026-10-01 00:00:00  -1.2  -          -      -     -          -
    SavingsPlanRecurringFee  2026-10-01 00:00:00  0.5   -          1      0.8   0.5        0.5
  )");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
  EXPECT_EQ(FindingOf(received, "commitment.identity").code, "");
}

TEST_F(CommitmentsTest, AnHourWhoseUsageIsMissing) {
  const Received received = SavingsPlan(R"(
    type                     start                cost  effective  total  used  recurring  upfront
    SavingsPlanCoveredUsage  2026-10-01 00:00:00  0.9   0.8        -      -     -          -
    SavingsPlanNegation      2026-10-01 00:00:00  -0.9  -          -      -     -          -
    SavingsPlanRecurringFee  2026-10-01 00:00:00  1     -          1      0.8   1          0
    SavingsPlanCoveredUsage  2026-10-01 01:00:00  0.9   0.55       -      -     -          -
    SavingsPlanNegation      2026-10-01 01:00:00  -0.9  -          -      -     -          -
    SavingsPlanRecurringFee  2026-10-01 01:00:00  1     -          1      0.8   1          0
  )");
  EXPECT_THAT(FailedIdentities(received),
              ElementsAre("Σ effective = used (worst hour): arn:sp",
                          "Σ unblended = Σ amortised + Σ true-up + Σ upfront + Σ purchase refunds: "
                          "payer 999999999999"));
  const Finding finding = FindingOf(received, "commitment.identity");
  EXPECT_EQ(finding.severity, "error");
  EXPECT_EQ(finding.subject, "arn:sp");
  EXPECT_EQ(finding.where, "2026-10-01T01:00:00Z");
  EXPECT_EQ(finding.amount.ToString(), "0.25");
  EXPECT_EQ(finding.message,
            "In 1 hour of this Savings Plan the effective cost of the covered rows is not the used "
            "commitment of the fee row; the first is 2026-10-01T01:00:00Z: 0.55 against 0.8. The "
            "report may be incomplete: look for a missing file, or take it in again.");
}

TEST_F(CommitmentsTest, AnHourWithoutItsFeeRow) {
  const Received received = SavingsPlan(R"(
    type                     start                cost  effective  total  used  recurring  upfront
    SavingsPlanCoveredUsage  2026-10-01 00:00:00  0.9   0.8        -      -     -          -
    SavingsPlanNegation      2026-10-01 00:00:00  -0.9  -          -      -     -          -
  )");
  EXPECT_EQ(
      FindingOf(received, "commitment.identity").message,
      "In 1 hour of this Savings Plan the effective cost of the covered rows is not the used "
      "commitment of the fee row; the first is 2026-10-01T00:00:00Z: 0.8 against 0, and there "
      "is no fee row. The report may be incomplete: look for a missing file, or take it in "
      "again.");
}

TEST_F(CommitmentsTest, SavingsPlansWithoutAnArnAreOne) {
  const Received received = Taking(R"(
    type                     start                cost  effective
    Usage                    2026-10-01 00:00:00  1     -
    SavingsPlanCoveredUsage  2026-10-01 00:00:00  0.9   0.6
    SavingsPlanNegation      2026-10-01 00:00:00  -0.9  -
    SavingsPlanCoveredUsage  2026-10-01 01:00:00  0.3   0.2
    SavingsPlanNegation      2026-10-01 01:00:00  -0.3  -
  )");
  EXPECT_EQ(received.delivery.quarantined_rows, 0);
  EXPECT_EQ(received.delivery.unblended_cost.ToString(), "1");
  EXPECT_EQ(FindingOf(received, "commitment.identity").code, "");
  const Finding finding = FindingOf(received, "commitment.unnamed");
  EXPECT_EQ(finding.severity, "warning");
  EXPECT_EQ(finding.subject, "unnamed-savings-plan");
  EXPECT_EQ(finding.amount.ToString(), "0.8");
  EXPECT_EQ(
      finding.message,
      "4 rows of Savings Plans name none: the column of its ARN is empty or missing. They are "
      "taken as one plan, without any fee, and what must agree within a plan is not checked. "
      "Ask who made the report for the ARNs: AWS gives them.");
}

TEST_F(CommitmentsTest, EachIdentityHasItsOwnLine) {
  const Received received = SavingsPlan(R"(
    type                     start                cost  effective  total  used  recurring  upfront
    SavingsPlanCoveredUsage  2026-10-01 00:00:00  0.9   1.5        -      -     -          -
    SavingsPlanNegation      2026-10-01 00:00:00  -0.8  -          -      -     -          -
    SavingsPlanRecurringFee  2026-10-01 00:00:00  0.7   -          1      1.5   0.5        0.4
  )");
  EXPECT_THAT(FailedIdentities(received),
              ElementsAre("total = recurring + amortised upfront (worst hour): arn:sp",
                          "Σ covered + Σ negation = 0 (worst hour): arn:sp",
                          "unblended fee = recurring (worst hour): arn:sp",
                          "used above total = 0 (worst hour): arn:sp",
                          "Σ unblended = Σ amortised + Σ true-up + Σ upfront + Σ purchase refunds: "
                          "payer 999999999999"));
}

TEST_F(CommitmentsTest, AwsMayRoundTheLastDigit) {
  const Received received = SavingsPlan(R"(
    type                     cost  effective     total  used          recurring  upfront
    SavingsPlanCoveredUsage  0.9   0.3333333333  -      -             -          -
    SavingsPlanCoveredUsage  0.9   0.3333333333  -      -             -          -
    SavingsPlanNegation      -1.8  -             -      -             -          -
    SavingsPlanRecurringFee  1     -             1      0.6666666667  1          0
  )");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
}

TEST_F(CommitmentsTest, FeesOfHoursToComeAreSaidAndNoFailure) {
  const Received received = SavingsPlan(R"(
    type                     start                cost  effective  total  used  recurring  upfront
    SavingsPlanCoveredUsage  2026-10-01 00:00:00  0.9   0.8        -      -     -          -
    SavingsPlanNegation      2026-10-01 00:00:00  -0.9  -          -      -     -          -
    SavingsPlanRecurringFee  2026-10-01 00:00:00  1     -          1      0.8   1          0
    SavingsPlanRecurringFee  2026-10-01 01:00:00  1     -          1      0     1          0
    SavingsPlanRecurringFee  2026-10-01 02:00:00  1     -          1      0     1          0
  )");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
  const Finding finding = FindingOf(received, "commitment.future_hours");
  EXPECT_EQ(finding.severity, "info");
  EXPECT_EQ(finding.amount.ToString(), "2");
  EXPECT_EQ(
      finding.message,
      "2 fee rows are of hours after the last usage (2026-10-01T00:00:00Z): the month is open, "
      "and their commitment counts as unused until their usage comes. Take the final report in "
      "before you close.");
}

TEST_F(CommitmentsTest, AReservationThatAgrees) {
  const Received received = Taking(R"(
    type             ri      cost   ri_effective  ri_upfront  idle_upfront  idle_fee
    DiscountedUsage  arn:ri  0      0.07          -           -             -
    DiscountedUsage  arn:ri  0      0.05          -           -             -
    RIFee            arn:ri  0.1    -             0.06        0.03          0.01
    Fee              arn:ri  52.56  -             -           -             -
    Usage            -       3      -             -           -             -
  )");
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
  for (const ProofLine& line : received.proof)
    EXPECT_EQ(line.hard, line.identity.find("file") != std::string::npos) << line.identity;
  const ProofLine& bridge = received.proof.back();
  EXPECT_EQ(bridge.identity,
            "Σ unblended = Σ amortised + Σ true-up + Σ upfront + Σ purchase refunds");
  EXPECT_EQ(bridge.left.ToString(), "55.66");
  EXPECT_EQ(bridge.right.ToString(), "55.66");
}

TEST_F(CommitmentsTest, AReservationThatDoesNot) {
  const Received received = Taking(R"(
    type             ri      cost  ri_effective  ri_upfront  idle_upfront  idle_fee
    DiscountedUsage  arn:ri  0     0.07          -           -             -
    RIFee            arn:ri  0.1   -             0           0             0.01
  )");
  const Finding finding = FindingOf(received, "commitment.identity");
  EXPECT_EQ(finding.amount.ToString(), "0.02");
  EXPECT_EQ(
      finding.message,
      "The fee and amortised upfront payment of this reservation are 0.1, but its usage and "
      "unused part are 0.08. The report may be incomplete: look for a missing file, or take it "
      "in again.");
}

TEST_F(CommitmentsTest, CoveredUsageWithoutAPublicCostIsSaid) {
  const Received received = Taking(R"(
    type             ri       cost  public  ri_effective  ri_upfront  idle_upfront  idle_fee
    DiscountedUsage  arn:ri   0     0.2     0.07          -           -             -
    DiscountedUsage  arn:ri   0     -       0.05          -           -             -
    DiscountedUsage  arn:ri   0     -       0.02          -           -             -
    RIFee            arn:ri   0.14  -       -             0           0             0
    DiscountedUsage  arn:ri2  0     0       0.01          -           -             -
    RIFee            arn:ri2  0.01  -       -             0           0             0
  )");
  const Finding finding = FindingOf(received, "commitment.no_public_cost");
  EXPECT_EQ(finding.severity, "warning");
  EXPECT_EQ(finding.subject, "arn:ri");
  EXPECT_EQ(finding.amount.ToString(), "0.07");
  EXPECT_EQ(finding.currency, "USD");
  EXPECT_EQ(finding.message,
            "2 of 3 rows that this reservation covered have no public on-demand cost. They count "
            "as if it saved nothing: their value is their effective cost, and nobody gets a "
            "benefit from them. Check that the report delivers pricing/publicOnDemandCost.");
}

TEST_F(CommitmentsTest, TheBridgeTellsARefundedPurchaseFromOtherRefunds) {
  Put("cur-1.csv", Report(R"(
    type                   cost  sp      description
    SavingsPlanUpfrontFee  100   arn:sp  1 year All Upfront
    Refund                 -100  -       Refund for one-time fee for Savings Plan ID: 1
    Refund                 -5    -       Service credit
    Usage                  20    -       -
  )")
                       .AsCsv());
  const Received received = Taken();
  EXPECT_TRUE(received.delivery.has_refunds);
  EXPECT_THAT(FailedIdentities(received), IsEmpty());
  ASSERT_EQ(received.totals.size(), 3u);
  EXPECT_EQ(received.totals[0].line_item_type, "Refund");
  EXPECT_EQ(received.totals[0].unblended_cost.ToString(), "-105");
  EXPECT_EQ(received.totals[0].amortised_cost.ToString(), "-5");
  EXPECT_EQ(received.proof.back().left.ToString(), "15");
  EXPECT_EQ(received.proof.back().right.ToString(), "15");
}

}  // namespace
}  // namespace billwright::ingest
