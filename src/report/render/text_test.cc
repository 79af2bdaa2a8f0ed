#include "report/render/text.h"

#include <gtest/gtest.h>

#include "report/testing/month.h"

namespace billwright::report {
namespace {

using testing::Of;

TEST(AmountForPeople, SeparatesThousandsAndHasAProperMinus) {
  EXPECT_EQ(AmountForPeople(Of("1234567.5"), Currency::Usd()), "1,234,567.50");
  EXPECT_EQ(AmountForPeople(Of("-1234.5"), Currency::Usd()), "−1,234.50");
}

TEST(QuantityForPeople, HasAtMostFourDecimals) {
  EXPECT_EQ(QuantityForPeople(Of("1488")), "1,488");
  EXPECT_EQ(QuantityForPeople(Of("1056.48812")), "1,056.4881");
  EXPECT_EQ(QuantityForPeople(Of("0.00000012")), "< 0.0001");
  EXPECT_EQ(QuantityForPeople(Of("-2.5")), "−2.5");
  EXPECT_EQ(QuantityForPeople(Of("0")), "0");
}

TEST(CleanText, KeepsEveryScript) {
  EXPECT_EQ(CleanText("Häfen 株式会社 🚢"), "Häfen 株式会社 🚢");
}

TEST(CleanText, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(CleanText("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(CleanText("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(CleanText("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(CleanText("cut \xE6\xA0"), "cut \uFFFD\uFFFD");
}

TEST(CleanText, IsOneLineThatReadsAsItStands) {
  EXPECT_EQ(CleanText("two\nlines\ttab"), "two lines tab");
  EXPECT_EQ(CleanText("pay \u202E00.1\u202C now"), "pay 00.1 now");
}

TEST(EscapeHtml, LeavesNoMarkup) {
  EXPECT_EQ(EscapeHtml("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
}

}  // namespace
}  // namespace billwright::report
