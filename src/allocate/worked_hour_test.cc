#include <gtest/gtest.h>

#include "allocate/testing/month_script.h"

// One hour of a Compute Savings Plan of 10.00 an hour, under every policy. Alpha's usage is worth
// 10.00 on demand and took 6.00 of the commitment, beta's 4.00 and 3.00; 1.00 is unused.

namespace billwright::allocate {
namespace {

using testing::D;
using testing::MonthScript;
using testing::ShareOf;

class WorkedHour : public ::testing::Test {
 protected:
  void Divide(AllocationPolicy policy, const std::string& owner = "house") {
    const std::string plan = testing::SavingsPlan("worked");
    MonthScript month;
    month.Covers(plan, 0, "alpha", "10", "6").Covers(plan, 0, "beta", "4", "3");
    month.Bills(plan, 0, owner, "1").Under(std::move(policy));
    output_ = month.Allocate();
    EXPECT_TRUE(testing::Holds(output_.proof));
  }
  const Share& Of(const std::string& customer) const { return ShareOf(output_, customer); }
  /// Attributed cost with the unused borne: AWS's bill, divided.
  Decimal Cost(const std::string& customer) const {
    return Of(customer).attributed_cost + Of(customer).unused_borne;
  }
  /// What the customer pays at the allocated price.
  Decimal Pays(const std::string& customer) const {
    return Of(customer).price_basis + Of(customer).unused_borne;
  }

  Output output_;
};

TEST_F(WorkedHour, OriginatingOwnedByTheReseller) {
  Divide({.method = AllocationMethod::kOriginating});
  EXPECT_EQ(Of("alpha").benefit_share, D("4"));
  EXPECT_EQ(Of("beta").benefit_share, D("1"));
  EXPECT_EQ(Pays("alpha"), D("6"));
  EXPECT_EQ(Pays("beta"), D("3"));
  EXPECT_EQ(Cost("house"), D("1"));
}

TEST_F(WorkedHour, OriginatingWithTheOwnerBearingUnused) {
  Divide({.method = AllocationMethod::kOriginating, .unused = UnusedBearer::kOwner}, "alpha");
  EXPECT_EQ(Pays("alpha"), D("7"));
  EXPECT_EQ(Pays("beta"), D("3"));
  EXPECT_EQ(output_.shares.size(), 2u) << "the house has neither coverage nor unused";
}

TEST_F(WorkedHour, OriginatingWithTheCustomersBearingUnused) {
  Divide({.method = AllocationMethod::kOriginating, .unused = UnusedBearer::kCustomers});
  EXPECT_EQ(Of("alpha").unused_borne, D("0.714285714286"));
  EXPECT_EQ(Of("beta").unused_borne, D("0.285714285714"));
}

TEST_F(WorkedHour, ProRataDividesTheBenefitByCoveredValue) {
  Divide({.method = AllocationMethod::kProRata});
  EXPECT_EQ(Of("alpha").benefit_share, D("3.571428571429"));
  EXPECT_EQ(Of("beta").benefit_share, D("1.428571428571"));
  EXPECT_EQ(Pays("alpha"), D("6.428571428571"));
  EXPECT_EQ(Pays("beta"), D("2.571428571429"));
  EXPECT_EQ(Cost("house"), D("1"));
}

TEST_F(WorkedHour, ProRataWithTheCustomersBearingUnused) {
  Divide({.method = AllocationMethod::kProRata, .unused = UnusedBearer::kCustomers});
  EXPECT_EQ(Pays("alpha"), D("7.142857142857"));
  EXPECT_EQ(Pays("beta"), D("2.857142857143"));
}

TEST_F(WorkedHour, ProRataOfCost) {
  Divide({.method = AllocationMethod::kProRata, .divide_cost = true});
  EXPECT_EQ(Of("alpha").attributed_cost, D("6.428571428571"));
  EXPECT_EQ(Of("beta").attributed_cost, D("2.571428571429"));
  EXPECT_EQ(Of("alpha").benefit_share, D("3.571428571429"));
}

TEST_F(WorkedHour, ResellerRetainedPassesNothing) {
  Divide({.method = AllocationMethod::kResellerRetained});
  EXPECT_EQ(Pays("alpha"), D("10"));
  EXPECT_EQ(Pays("beta"), D("4"));
  EXPECT_EQ(Cost("alpha"), D("6"));
  EXPECT_EQ(Of("alpha").retained, D("4"));
  EXPECT_EQ(Of("beta").retained, D("1"));
}

TEST_F(WorkedHour, ThirtyPerCentPassedOn) {
  Divide({.method = AllocationMethod::kOriginating, .passed = D("0.3")});
  EXPECT_EQ(Pays("alpha"), D("8.8"));
  EXPECT_EQ(Pays("beta"), D("3.7"));
  EXPECT_EQ(Of("alpha").retained, D("2.8"));
}

TEST_F(WorkedHour, SeventyPerCentPassedOn) {
  Divide({.method = AllocationMethod::kOriginating, .passed = D("0.7")});
  EXPECT_EQ(Pays("alpha"), D("7.2"));
  EXPECT_EQ(Pays("beta"), D("3.3"));
}

TEST_F(WorkedHour, PassedOnIsRoundedHalfToEvenOnce) {
  Divide({.method = AllocationMethod::kProRata, .passed = D("0.5")});
  EXPECT_EQ(Of("alpha").passed, D("1.785714285714")) << "3.571428571429 / 2 ends in …7145: even";
  EXPECT_EQ(Of("alpha").retained, D("1.785714285715"));
}

// The cap: T = 10, but only 7.00 of usage was covered, for 4.50; 5.50 is unused.
class WorkedHourOfLittleUsage : public WorkedHour {
 protected:
  void DivideLittle(AllocationPolicy policy) {
    const std::string plan = testing::SavingsPlan("worked");
    MonthScript month;
    month.Covers(plan, 0, "alpha", "5", "3").Covers(plan, 0, "beta", "2", "1.5");
    month.Bills(plan, 0, "house", "5.5").Under(std::move(policy));
    output_ = month.Allocate();
    EXPECT_TRUE(testing::Holds(output_.proof));
  }
};

TEST_F(WorkedHourOfLittleUsage, NobodyPaysMoreThanList) {
  DivideLittle({.method = AllocationMethod::kProRata, .unused = UnusedBearer::kCustomers});
  EXPECT_EQ(Pays("alpha"), D("5"));
  EXPECT_EQ(Pays("beta"), D("2"));
  EXPECT_EQ(Of("alpha").cap_excess, D("2.142857142857"));
  EXPECT_EQ(Of("beta").cap_excess, D("0.857142857143"));
  EXPECT_EQ(Cost("alpha"), D("7.142857142857")) << "the cap moves price, not cost";
}

TEST_F(WorkedHourOfLittleUsage, WithoutTheCapTheyDo) {
  DivideLittle({.method = AllocationMethod::kProRata,
                .unused = UnusedBearer::kCustomers,
                .cap_at_list = false});
  EXPECT_EQ(Pays("alpha"), D("7.142857142857"));
  EXPECT_EQ(Pays("beta"), D("2.857142857143"));
  EXPECT_EQ(Of("alpha").cap_excess, D("0"));
}

}  // namespace
}  // namespace billwright::allocate
