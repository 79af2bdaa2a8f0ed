#include "model/policy.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

AllocationPolicy Standard() {
  AllocationPolicy policy;
  policy.id = "standard";
  return policy;
}

TEST(PolicySentence, SaysWhoGetsTheBenefitAndWhoBearsTheRest) {
  EXPECT_EQ(Sentence(Standard()),
            "Savings Plan and reservation benefits go to the customer whose usage was covered, "
            "hour by hour; unused commitment is borne by the reseller. (policy standard, version "
            "1)");
}

TEST(PolicySentence, SaysHowProRataIsDivided) {
  AllocationPolicy policy = Standard();
  policy.version = 3;
  policy.method = AllocationMethod::kProRata;
  policy.unused = UnusedBearer::kCustomers;
  EXPECT_EQ(Sentence(policy),
            "Savings Plan and reservation benefits are divided hour by hour among the customers "
            "whose usage was covered, in proportion to its on-demand value; unused commitment is "
            "borne by the customers whose usage was covered, in proportion to its on-demand value. "
            "(policy standard, version 3)");
  policy.divide_cost = true;
  policy.unused = UnusedBearer::kOwner;
  EXPECT_EQ(Sentence(policy),
            "The cost of Savings Plans and reservations is divided hour by hour among the "
            "customers whose usage was covered, in proportion to its on-demand value; unused "
            "commitment is borne by the customer whose account bought it. (policy standard, "
            "version 3)");
}

TEST(PolicySentence, SaysWhatIsPassedOn) {
  AllocationPolicy policy = Standard();
  policy.passed = Decimal::Parse("0.8").value();
  EXPECT_EQ(Sentence(policy),
            "Savings Plan and reservation benefits go to the customer whose usage was covered, "
            "hour by hour; 80 % of a benefit is passed on; unused commitment is borne by the "
            "reseller. (policy standard, version 1)");
  policy.method = AllocationMethod::kResellerRetained;
  EXPECT_EQ(Sentence(policy),
            "Savings Plan and reservation benefits are kept by the reseller; unused commitment is "
            "borne by the reseller. (policy standard, version 1)");
}

TEST(PolicySentence, DoesNotTellOneCustomerOfAnother) {
  AllocationPolicy policy = Standard();
  policy.passed_by_customer = {{"northwind", Decimal::Parse("0.5").value()}};
  EXPECT_EQ(Sentence(policy),
            "Savings Plan and reservation benefits go to the customer whose usage was covered, "
            "hour by hour; all of a benefit is passed on unless a contract says otherwise; unused "
            "commitment is borne by the reseller. (policy standard, version 1)");
}

TEST(PolicyNames, AreReadBack) {
  EXPECT_EQ(Name(AllocationMethod::kOriginating), "originating");
  EXPECT_EQ(Name(AllocationMethod::kProRata), "pro-rata");
  EXPECT_EQ(Name(AllocationMethod::kResellerRetained), "reseller-retained");
  EXPECT_EQ(ParseAllocationMethod("reseller-retained"), AllocationMethod::kResellerRetained);
  EXPECT_EQ(ParseAllocationMethod("originating"), AllocationMethod::kOriginating);
  EXPECT_EQ(ParseAllocationMethod("purchaser"), std::nullopt);
  EXPECT_EQ(ParseAllocationWeight("covered"), AllocationWeight::kCovered);
  EXPECT_EQ(ParseAllocationWeight("eligible"), std::nullopt);
  EXPECT_EQ(ParseUnusedBearer("reseller"), UnusedBearer::kReseller);
  EXPECT_EQ(ParseUnusedBearer("owner"), UnusedBearer::kOwner);
  EXPECT_EQ(ParseUnusedBearer("customers"), UnusedBearer::kCustomers);
  EXPECT_EQ(ParseUnusedBearer("Owner"), std::nullopt);
  EXPECT_EQ(ParseTreatment("pass"), Treatment::kPass);
  EXPECT_EQ(ParseTreatment("retain"), Treatment::kRetain);
  EXPECT_EQ(ParseTreatment("drop"), Treatment::kDrop);
  EXPECT_EQ(ParseTreatment("recompute"), std::nullopt);
}

}  // namespace
}  // namespace billwright
