#include "price/treatment.h"

#include <gtest/gtest.h>

#include <vector>

namespace billwright::price {
namespace {

using enum LineItemKind;
constexpr BillingPeriod kOctober{2026, 10};

TreatmentRule Rule(LineItemKind kind, Treatment treatment) {
  return {.kind = kind, .treatment = treatment};
}

struct DefaultRow {
  LineItemKind kind;
  Treatment treatment;
};

constexpr DefaultRow kDefaults[] = {
    {kTax, Treatment::kDrop},
    {kCredit, Treatment::kRetain},
    {kRefund, Treatment::kPass},
    {kSupport, Treatment::kPass},
    {kFee, Treatment::kPass},
    {kMarketplace, Treatment::kPass},
    {kEnterpriseDiscount, Treatment::kDrop},
    {kPrivateRateDiscount, Treatment::kDrop},
    {kBundledDiscount, Treatment::kPass},
    {kReservationVolumeDiscount, Treatment::kDrop},
    {kSolutionProviderDiscount, Treatment::kDrop},
};

TEST(Treatment, BuiltInDefaults) {
  for (const DefaultRow& row : kDefaults)
    EXPECT_EQ(TreatmentOf(row.kind, "acme", kOctober, {}), (TreatmentChoice{row.treatment, false}))
        << Name(row.kind);
}

TEST(Treatment, EveryKindThatNeedsOneHasADefault) {
  for (int i = 0; i <= static_cast<int>(kUnknown); ++i) {
    const auto kind = static_cast<LineItemKind>(i);
    bool has_row = false;
    for (const DefaultRow& row : kDefaults) has_row = has_row || row.kind == kind;
    EXPECT_EQ(NeedsTreatment(kind), has_row) << Name(kind);
  }
}

TEST(Treatment, LastWrittenThatMatchesWins) {
  const std::vector rules = {Rule(kTax, Treatment::kPass), Rule(kCredit, Treatment::kPass),
                             Rule(kTax, Treatment::kRetain)};
  EXPECT_EQ(TreatmentOf(kTax, "acme", kOctober, rules),
            (TreatmentChoice{Treatment::kRetain, true}));
  EXPECT_EQ(TreatmentOf(kRefund, "acme", kOctober, rules),
            (TreatmentChoice{Treatment::kPass, false}));
}

TEST(Treatment, IsForTheCustomersItNames) {
  std::vector rules = {Rule(kTax, Treatment::kPass)};
  rules[0].customers = {"acme", "initech"};
  EXPECT_EQ(TreatmentOf(kTax, "initech", kOctober, rules).treatment, Treatment::kPass);
  EXPECT_EQ(TreatmentOf(kTax, "globex", kOctober, rules),
            (TreatmentChoice{Treatment::kDrop, false}));
}

TEST(Treatment, HoldsFromItsFirstMonthUntilBeforeItsLast) {
  std::vector rules = {Rule(kTax, Treatment::kPass)};
  rules[0].from = {2026, 10};
  rules[0].to = {2026, 12};
  EXPECT_FALSE(TreatmentOf(kTax, "acme", {2026, 9}, rules).written);
  EXPECT_TRUE(TreatmentOf(kTax, "acme", {2026, 10}, rules).written);
  EXPECT_TRUE(TreatmentOf(kTax, "acme", {2026, 11}, rules).written);
  EXPECT_FALSE(TreatmentOf(kTax, "acme", {2026, 12}, rules).written);
}

TEST(Treatment, RuleIdNamesKindAndTreatment) {
  EXPECT_EQ(TreatmentRuleId(kEnterpriseDiscount, Treatment::kDrop), "treatment:edp:drop");
}

}  // namespace
}  // namespace billwright::price
