#include "model/commitment.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

struct ArnCase {
  std::string_view arn;
  std::string_view kind;
  std::string_view account;
  std::string_view short_name;
};

TEST(CommitmentArn, TellsKindOwnerAndShortName) {
  for (const ArnCase& c : {
           ArnCase{"arn:aws:savingsplans::111122223333:savingsplan/3f2a1b4c-0d5e-4f60-8a71-1234",
                   "savings_plan", "111122223333", "Savings Plan 3f2a1b4c"},
           ArnCase{"arn:aws:ec2:us-east-1:444455556666:reserved-instances/9eb6f1aa-77aa-4c1d-8f",
                   "reservation", "444455556666", "EC2 reservation 9eb6f1aa"},
           ArnCase{"arn:aws:rds:eu-west-1:444455556666:ri:ri-2019-03-01-09", "reservation",
                   "444455556666", "RDS reservation ri-2019-"},
           ArnCase{"arn:aws-cn:ec2:cn-north-1:444455556666:reserved-instances/9eb6f1aa",
                   "reservation", "444455556666", "EC2 reservation 9eb6f1aa"},
           ArnCase{"arn:aws:quicksight:us-east-1:444455556666:capacity/abc", "reservation",
                   "444455556666", "quicksight reservation abc"},
       }) {
    EXPECT_EQ(CommitmentKindOf(c.arn), c.kind) << c.arn;
    EXPECT_EQ(AccountOfArn(c.arn), c.account) << c.arn;
    EXPECT_EQ(ShortName(c.arn), c.short_name) << c.arn;
  }
}

TEST(CommitmentArn, OfOtherProvidersIsTheirId) {
  constexpr std::string_view kPlan =
      "/providers/Microsoft.BillingBenefits/savingsPlanOrders/5f1d2233-aa";
  constexpr std::string_view kReservation =
      "/providers/Microsoft.Capacity/reservationOrders/9eb6f1aa-22";
  EXPECT_EQ(CommitmentKindOf(kPlan), "savings_plan");
  EXPECT_EQ(ShortName(kPlan), "Savings Plan 5f1d2233");
  EXPECT_EQ(CommitmentKindOf(kReservation), "reservation");
  EXPECT_EQ(ShortName(kReservation), "reservation 9eb6f1aa");
  EXPECT_EQ(AccountOfArn(kReservation), "");
}

TEST(CommitmentArn, MayBeNone) {
  EXPECT_EQ(AccountOfArn("9eb6f1aa"), "");
  EXPECT_EQ(AccountOfArn(""), "");
  EXPECT_EQ(AccountOfArn("arn:aws"), "");
  EXPECT_EQ(ShortName("9eb6f1aa"), "9eb6f1aa");
}

TEST(Commitment, WithoutAnArnHasANameOfOurs) {
  EXPECT_EQ(CommitmentKindOf(kUnnamedSavingsPlan), "savings_plan");
  EXPECT_EQ(ShortName(kUnnamedSavingsPlan), "Savings Plan without ARN");
  EXPECT_EQ(AccountOfArn(kUnnamedSavingsPlan), "");
  EXPECT_EQ(CommitmentKindOf("unnamed-reservation/AmazonEC2"), "reservation");
  EXPECT_EQ(ShortName("unnamed-reservation/AmazonEC2"), "AmazonEC2 reservation without ARN");
}

}  // namespace
}  // namespace billwright
