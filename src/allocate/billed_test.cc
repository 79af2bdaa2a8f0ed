#include "allocate/billed.h"

#include <gmock/gmock.h>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::MonthScript;

const std::string kPlan = testing::SavingsPlan("3f2a77c1-0000");

/// A plan of which alpha uses 3.00 and beta 6.00 of an hour.
class Billed : public ::testing::Test {
 protected:
  Billed() {
    month_.Under({}).Covers(kPlan, 0, "alpha", "4", "3").Covers(kPlan, 0, "beta", "8", "6");
  }

  ProofLine Line() {
    for (const ProofLine& line : month_.Allocate().proof)
      if (line.identity == "Σ E + Σ W = what AWS bills") return line;
    return {};
  }
  std::vector<Finding> Said() {
    std::vector<Finding> said;
    for (const Finding& finding : month_.Allocate().findings)
      if (finding.code == "commitment.not_as_billed") said.push_back(finding);
    return said;
  }
  MonthScript month_;
};

TEST_F(Billed, WhatIsDividedIsWhatAwsBills) {
  month_.Bills(kPlan, 0, "house", "1").Totalling("10");
  const ProofLine line = Line();
  EXPECT_EQ(line.stage, "allocate");
  EXPECT_EQ(line.subject, "999999999999 " + kPlan);
  EXPECT_EQ(line.left, D("10"));
  EXPECT_EQ(line.right, D("10"));
  EXPECT_TRUE(line.holds);
  EXPECT_FALSE(line.hard);
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(Billed, AwsMayRoundTheLastDigitOfEveryValue) {
  month_.Bills(kPlan, 0, "house", "1").Totalling("10.000006");
  EXPECT_EQ(Line().tolerance, D("0.000006")) << "2 covered rows, 2 columns of W, 2 of the total";
  EXPECT_TRUE(Line().holds);
}

TEST_F(Billed, MoreDigitsAllowLess) {
  month_.Covers(kPlan, 0, "gamma", "1", "0.12345678").Bills(kPlan, 0, "house", "0");
  EXPECT_EQ(Line().tolerance, D("0.00000003") + D("0.000002") + D("0.00000002"));
}

TEST_F(Billed, MoreThanRoundingIsSaidAndStopsNothing) {
  month_.Bills(kPlan, 0, "house", "1").Totalling("10.5");
  EXPECT_FALSE(Line().holds);
  EXPECT_TRUE(testing::Holds(month_.Allocate().proof));
  ASSERT_EQ(Said().size(), 1u);
  const Finding finding = Said().front();
  EXPECT_EQ(finding.severity, "warning");
  EXPECT_EQ(finding.subject, kPlan);
  EXPECT_EQ(finding.amount, D("0.5"));
  EXPECT_EQ(finding.currency, "USD");
  EXPECT_EQ(finding.message,
            "The used and unused parts of Savings Plan 3f2a77c1 come to 10, but AWS bills 10.5 for "
            "it, and its rounding explains only 0.000006. The parts are what is divided among the "
            "customers, and the difference stays with the reseller. Look for a file that is "
            "missing, or take the report in again.");
}

TEST_F(Billed, AWindowWithoutAFeeRowIsSaidOnce) {
  month_.Bills(kPlan, 1, "house", "1");
  EXPECT_FALSE(Line().holds);
  EXPECT_THAT(Said(), IsEmpty());
  std::vector<std::string> codes;
  for (const Finding& finding : month_.Allocate().findings)
    if (finding.severity == "warning") codes.push_back(finding.code);
  EXPECT_THAT(codes, ElementsAre("commitment.no_fee_row"));
}

}  // namespace
}  // namespace billwright::allocate
