#include "allocate/divide.h"

#include <gtest/gtest.h>

#include <string>

#include "allocate/testing/month_script.h"

namespace billwright::allocate {
namespace {

using testing::D;

/// One window and its terms; customers are 0 … 4, the house is 2.
class Divide : public ::testing::Test {
 public:
  static constexpr int kHouseNumber = 2;

  Divide() { terms_ = {.house = kHouseNumber, .passed = std::vector(5, D("1"))}; }

  Divide& Covers(int customer, std::string_view value, std::string_view cost) {
    window_.Cover({customer, D(value), D(cost)});
    return *this;
  }
  /// "1: share 3 passed 3 unused 0 excess 0" for each part, one a line.
  std::string Parts() {
    WindowDivider divider(terms_);
    std::string text;
    for (const Part& part : divider.Divide(window_))
      text += std::to_string(part.customer) + ": share " + part.benefit_share.ToString() +
              " passed " + part.passed.ToString() + " unused " + part.unused_borne.ToString() +
              " excess " + part.cap_excess.ToString() + "\n";
    return text;
  }

  Terms terms_;
  Window window_;
};

TEST_F(Divide, NothingCoveredAndNothingUnusedGivesNoParts) { EXPECT_EQ(Parts(), ""); }

TEST_F(Divide, UnusedOfAnEmptyWindowIsTheHouses) {
  window_.unused = D("10");
  EXPECT_EQ(Parts(), "2: share 0 passed 0 unused 10 excess 0\n");
}

TEST_F(Divide, UnusedOfAnEmptyWindowIsTheOwnersWhereCustomersBear) {
  terms_.unused = UnusedBearer::kCustomers;
  window_.unused = D("10");
  window_.owner = 4;
  EXPECT_EQ(Parts(), "4: share 0 passed 0 unused 10 excess 0\n");
}

TEST_F(Divide, UnusedOfAWindowWithoutOwnerIsTheHouses) {
  terms_.unused = UnusedBearer::kOwner;
  window_.unused = D("10");
  EXPECT_EQ(Parts(), "2: share 0 passed 0 unused 10 excess 0\n");
}

TEST_F(Divide, PartsStayInOrderOfCustomers) {
  Covers(0, "1", "1").Covers(3, "1", "1");
  window_.unused = D("1");
  EXPECT_EQ(Parts(),
            "0: share 0 passed 0 unused 0 excess 0\n"
            "2: share 0 passed 0 unused 1 excess 0\n"
            "3: share 0 passed 0 unused 0 excess 0\n");
}

TEST_F(Divide, TheHouseIsCoveredLikeAnyCustomer) {
  terms_.method = AllocationMethod::kProRata;
  Covers(1, "1", "0").Covers(kHouseNumber, "3", "2");
  EXPECT_EQ(Parts(),
            "1: share 0.5 passed 0.5 unused 0 excess 0\n"
            "2: share 1.5 passed 1.5 unused 0 excess 0\n");
}

TEST_F(Divide, TheLastUnitGoesToTheSmallerCustomer) {
  terms_.method = AllocationMethod::kProRata;
  Covers(0, "1", "0.5").Covers(1, "1", "0.499999999999").Covers(4, "1", "1");
  EXPECT_EQ(Parts(),
            "0: share 0.333333333334 passed 0.333333333334 unused 0 excess 0\n"
            "1: share 0.333333333334 passed 0.333333333334 unused 0 excess 0\n"
            "4: share 0.333333333333 passed 0.333333333333 unused 0 excess 0\n");
}

TEST_F(Divide, ALossIsDividedAndCappedAtList) {
  terms_.method = AllocationMethod::kProRata;
  Covers(0, "1", "3").Covers(1, "3", "3");
  EXPECT_EQ(Parts(),
            "0: share -0.5 passed -0.5 unused 0 excess 0.5\n"
            "1: share -1.5 passed -1.5 unused 0 excess 1.5\n");
}

TEST_F(Divide, TheCapLeavesUsageWithoutListValueAlone) {
  Covers(0, "0", "3").Covers(1, "-1", "3");
  EXPECT_EQ(Parts(),
            "0: share -3 passed -3 unused 0 excess 0\n"
            "1: share -4 passed -4 unused 0 excess 0\n");
}

TEST_F(Divide, TheCapMayTurnTheBasisNegative) {
  terms_.unused = UnusedBearer::kOwner;
  window_.owner = 0;
  window_.unused = D("10");
  Covers(0, "4", "3");
  WindowDivider divider(terms_);
  const Part& part = divider.Divide(window_).front();
  EXPECT_EQ(part.price_basis, D("-6")) << "with 10 unused on a line of its own: 4, the list";
  EXPECT_EQ(part.cap_excess, D("9"));
}

TEST_F(Divide, ANegativeValueWeighsNothing) {
  terms_.method = AllocationMethod::kProRata;
  terms_.unused = UnusedBearer::kCustomers;
  terms_.cap_at_list = false;
  window_.unused = D("1");
  Covers(0, "-2", "1").Covers(1, "6", "1");
  EXPECT_EQ(Parts(),
            "0: share 0 passed 0 unused 0 excess 0\n"
            "1: share 2 passed 2 unused 1 excess 0\n");
}

TEST_F(Divide, BenefitWithoutWeightsIsDividedEqually) {
  terms_.method = AllocationMethod::kProRata;
  terms_.unused = UnusedBearer::kCustomers;
  window_.owner = 3;
  window_.unused = D("1");
  Covers(0, "-1", "1").Covers(1, "0", "1");
  EXPECT_EQ(Parts(),
            "0: share -1.5 passed -1.5 unused 0 excess 0\n"
            "1: share -1.5 passed -1.5 unused 0 excess 0\n"
            "3: share 0 passed 0 unused 1 excess 0\n");
}

TEST_F(Divide, ArraysAreUsedAgain) {
  WindowDivider divider(terms_);
  Covers(0, "2", "1");
  ASSERT_EQ(divider.Divide(window_).size(), 1u);
  window_.ClearCoverage();
  EXPECT_TRUE(divider.Divide(window_).empty());
}

}  // namespace
}  // namespace billwright::allocate
