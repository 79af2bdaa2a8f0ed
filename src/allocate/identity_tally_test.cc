#include "allocate/identity_tally.h"

#include <gtest/gtest.h>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;

std::string PartName(int64_t part) { return " at " + std::to_string(part); }

TEST(IdentityTally, ReportsBothSidesOfTheWhole) {
  IdentityTally tally;
  tally.Add(1, D("2"), D("2"));
  tally.Add(2, D("3"), D("3"));
  Proof proof;
  tally.Report("left = right", "plan", PartName, proof);
  ASSERT_EQ(proof.size(), 1u);
  EXPECT_EQ(proof[0].stage, "allocate");
  EXPECT_EQ(proof[0].subject, "plan");
  EXPECT_EQ(proof[0].left, D("5"));
  EXPECT_TRUE(proof[0].holds);
}

TEST(IdentityTally, FailuresThatCancelStillFail) {
  IdentityTally tally;
  tally.Add(1, D("2"), D("2"));
  tally.Add(2, D("3"), D("4"));
  tally.Add(3, D("4"), D("3"));
  Proof proof;
  tally.Report("left = right", "plan", PartName, proof);
  ASSERT_EQ(proof.size(), 2u);
  EXPECT_TRUE(proof[0].holds) << "7 = 7";
  EXPECT_FALSE(proof[1].holds);
  EXPECT_EQ(proof[1].subject, "plan at 2 (the first of 2 that fail)");
  EXPECT_EQ(proof[1].difference, D("-1"));
}

/// A window with O = 10, E = 6 and W = 1, and a part that divides it rightly.
class OneWindow : public ::testing::Test {
 protected:
  OneWindow() {
    window_.unused = D("1");
    window_.Cover({0, D("10"), D("6")});
    part_ = {0, D("10"), D("6"), D("4"), D("3"), D("1"), D("6"), D("5"), D("1"), D("2")};
  }
  std::vector<std::string> Failing() {
    DivisionTally tally;
    tally.Add(window_, {&part_, 1});
    Proof proof;
    tally.Report("plan", PartName, proof);
    std::vector<std::string> failing;
    for (const ProofLine& line : proof)
      if (!line.holds && line.subject == "plan") failing.push_back(line.identity);
    return failing;
  }
  Window window_;
  Part part_;
};

using Names = std::vector<std::string>;

TEST_F(OneWindow, RightlyDividedHolds) { EXPECT_EQ(Failing(), Names{}); }

TEST_F(OneWindow, ALostShareIsSeen) {
  part_.benefit_share -= D("0.000000000001");
  EXPECT_EQ(Failing(), Names{"Σ share = B"});
}

TEST_F(OneWindow, LostUnusedIsSeen) {
  part_.unused_borne += D("1");
  EXPECT_EQ(Failing(), (Names{"Σ unused borne = W", "Σ attributed cost + Σ unused borne = T"}));
}

TEST_F(OneWindow, LostCostIsSeen) {
  part_.attributed_cost += D("1");
  EXPECT_EQ(Failing(), (Names{"Σ attributed cost + Σ unused borne = T",
                              "Σ price basis + Σ cap excess = Σ attributed cost + Σ retained"}));
}

TEST_F(OneWindow, ALostCapExcessIsSeen) {
  part_.cap_excess -= D("1");
  EXPECT_EQ(Failing(), Names{"Σ price basis + Σ cap excess = Σ attributed cost + Σ retained"});
}

}  // namespace
}  // namespace billwright::allocate
