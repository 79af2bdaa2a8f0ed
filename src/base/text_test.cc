#include "base/text.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

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

TEST(ShortText, IsTheBeginningOfALongText) {
  EXPECT_EQ(ShortText("Häfen", 5), "Häfen");
  EXPECT_EQ(ShortText("Häfen", 2), "Hä…");
  EXPECT_EQ(ShortText(std::string(1'000'000, 'x'), 3), "xxx…");
  EXPECT_EQ(ShortText("a\x1b[31m\nb", 20), "a [31m b");
  EXPECT_EQ(ShortText("", 3), "");
}

TEST(EscapeHtml, LeavesNoMarkup) {
  EXPECT_EQ(EscapeHtml("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
}

TEST(WithThousands, CountsFromThePoint) {
  EXPECT_EQ(WithThousands("0"), "0");
  EXPECT_EQ(WithThousands("-123"), "-123");
  EXPECT_EQ(WithThousands("-1234567.12345"), "-1,234,567.12345");
}

TEST(Aligned, PutsNumbersToTheRightAndNoBlanksAtTheEnd) {
  EXPECT_EQ(Aligned({{"name", "n"}, {"Häfen", "12"}, {"a", ""}}, {false, true}),
            "name    n\nHäfen  12\na\n");
}

TEST(SomeOf, SaysHowManyItLeavesOut) {
  EXPECT_EQ(SomeOf({}, 2), "");
  EXPECT_EQ(SomeOf({"a", "b"}, 2), "a, b");
  EXPECT_EQ(SomeOf({"a", "b", "c"}, 2), "a, b and 1 more");
}

}  // namespace
}  // namespace billwright
