#include "model/quality_rule.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

Decimal D(std::string_view text) { return *Decimal::Parse(text); }

TEST(QualityRule, IsReadFromTheCommentOfItsFile) {
  const QualityRule* const stale = FindQualityRule("delivery.stale");
  ASSERT_NE(stale, nullptr);
  EXPECT_EQ(stale->severity, Severity::kError);
  EXPECT_EQ(stale->unit, ThresholdUnit::kHours);
  EXPECT_EQ(stale->threshold, D("36"));
  EXPECT_EQ(stale->threshold_is, "how old the newest delivery of the running month may be");
  EXPECT_EQ(stale->meaning,
            "The newest delivery of a payer is old, and its month is not over, or was not two days "
            "ago: one is written at least every day.");
}

TEST(QualityRule, MayHaveNoThreshold) {
  const QualityRule* const negative = FindQualityRule("usage.negative");
  ASSERT_NE(negative, nullptr);
  EXPECT_EQ(negative->unit, ThresholdUnit::kNone);
  EXPECT_EQ(negative->threshold_is, "");
}

TEST(QualityRule, IsFoundByItsCodeOnly) { EXPECT_EQ(FindQualityRule("stale"), nullptr); }

TEST(Threshold, ReadsWhatItWrites) {
  for (const QualityRule& rule : QualityRules()) {
    if (rule.unit == ThresholdUnit::kNone) continue;
    EXPECT_EQ(ParseThreshold(rule.unit, ThresholdText(rule.unit, rule.threshold)), rule.threshold)
        << rule.code;
  }
}

TEST(Threshold, IsOfItsUnit) {
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kHours, "36h"), D("36"));
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kPercent, "2.5 %"), D("2.5"));
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kMoney, "12.50"), D("12.5"));
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kHours, "36"), std::nullopt);
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kHours, "36 d"), std::nullopt);
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kHours, "1.5 h"), std::nullopt);
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kDays, "1000000 d"), std::nullopt);
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kPercent, "-5 %"), std::nullopt);
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kMoney, "ten"), std::nullopt);
  EXPECT_EQ(ParseThreshold(ThresholdUnit::kNone, "1"), std::nullopt);
}

}  // namespace
}  // namespace billwright
