#include "model/observation.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

Observation Some() {
  return {Finding::Make(Severity::kError, "row.quarantined", "a.csv", "3 rows.").At("a.csv row 4"),
          "111111111111", BillingPeriod{2026, 11}, "d1"};
}

TEST(Observation, IsTheSameWithAnotherAmountMessageSeverityOrDelivery) {
  Observation other = Some();
  other.finding.Worth(*Decimal::Parse("5"), "USD");
  other.finding.message = "4 rows.";
  other.finding.severity = "warning";
  other.delivery_id = "d2";
  EXPECT_EQ(IdentityOf(other), IdentityOf(Some()));
}

TEST(Observation, IsAnotherOfAnotherCodeSubjectPayerPeriodOrPlace) {
  std::vector<Observation> others(5, Some());
  others[0].finding.code = "row.odd";
  others[1].finding.subject = "b.csv";
  others[2].payer_account_id = "222222222222";
  others[3].period = {};
  others[4].finding.where = "a.csv row 5";
  for (const Observation& other : others) EXPECT_NE(IdentityOf(other), IdentityOf(Some()));
}

TEST(Observation, IsWhatItsIdentitySays) {
  const auto again = ObservationOf(IdentityOf(Some()));
  ASSERT_TRUE(again);
  EXPECT_EQ(IdentityOf(*again), IdentityOf(Some()));
  EXPECT_EQ(again->finding.message, "");
  Observation of_no_month = Some();
  of_no_month.period = {};
  EXPECT_EQ(ObservationOf(IdentityOf(of_no_month))->period, std::nullopt);
  EXPECT_FALSE(ObservationOf({"a", "b", "c", "November", "e"}));
}

}  // namespace
}  // namespace billwright
