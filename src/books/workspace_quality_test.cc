#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using testing::IsEmpty;

class QualityTest : public BooksTest {
 protected:
  /// A workspace whose billwright.toml ends in `lines` of [quality].
  void Set(const std::string& lines) {
    Write("billwright.toml", "currency = \"USD\"\n[reseller]\nname = \"R\"\n[quality]\n" + lines);
  }
};

TEST_F(QualityTest, SaysHowRulesAreSet) {
  Set(R"("cost.jump" = { severity = "warning", threshold = "12.5%" }
"delivery.stale" = { threshold = "48 h" }
"cost.anomaly" = { threshold = 100 }
"service.new" = "off"
"column.missing_family" = "off"
)");
  const QualitySettings quality = Good().workspace.quality;
  ASSERT_EQ(quality.size(), 5u);
  EXPECT_EQ(quality.at("cost.jump").severity, Severity::kWarning);
  EXPECT_EQ(quality.at("cost.jump").threshold, Decimal::Parse("12.5").value());
  EXPECT_EQ(quality.at("delivery.stale").severity, std::nullopt);
  EXPECT_EQ(quality.at("delivery.stale").threshold, Decimal::FromInteger(48));
  EXPECT_EQ(quality.at("cost.anomaly").threshold, Decimal::FromInteger(100));
  EXPECT_TRUE(quality.at("service.new").off);
  EXPECT_FALSE(quality.at("cost.jump").off);
}

TEST_F(QualityTest, IsEmptyWithoutATable) { EXPECT_THAT(Good().workspace.quality, IsEmpty()); }

TEST_F(QualityTest, MistakesAreShown) {
  Set(R"("cost.jumps" = "off"
"cost.jump" = { threshold = "36 h" }
"usage.negative" = { threshold = "1 %" }
"delivery.stale" = "on"
"service.new" = { severity = "bad" }
)");
  EXPECT_EQ(Findings(),
            "error quality.unknown_rule billwright.toml:5:1: There is no rule "
            "\"cost.jumps\". Did you mean \"cost.jump\"?\n"
            "  5 | \"cost.jumps\" = \"off\"\n"
            "    | ^\n"
            "error book.bad_value billwright.toml:6:29: \"threshold\" must be a percentage "
            "such as \"30 %\", not \"36 h\".\n"
            "  6 | \"cost.jump\" = { threshold = \"36 h\" }\n"
            "    |                             ^\n"
            "error quality.no_threshold billwright.toml:7:34: Rule \"usage.negative\" has no "
            "threshold.\n"
            "  7 | \"usage.negative\" = { threshold = \"1 %\" }\n"
            "    |                                  ^\n"
            "error quality.bad_rule billwright.toml:8:20: A rule is \"off\" or a table such "
            "as { severity = \"warning\", threshold = \"30 %\" }, not \"on\".\n"
            "  8 | \"delivery.stale\" = \"on\"\n"
            "    |                    ^\n"
            "error book.bad_value billwright.toml:9:30: \"severity\" must be \"info\", "
            "\"warning\" or \"error\", not \"bad\".\n"
            "  9 | \"service.new\" = { severity = \"bad\" }\n"
            "    |                              ^\n");
}

}  // namespace
}  // namespace billwright::books
