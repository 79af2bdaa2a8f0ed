#include "quality/rules.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

// Every rule has a statement, words, and a line on the pages that people read.

namespace billwright::quality {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAreArray;

std::string Page(const std::string& name) {
  std::ifstream in(BILLWRIGHT_SOURCE_DIR "/docs/" + name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Rules, HaveAStatementAndWords) {
  std::vector<std::string> with_statement;
  for (const QualityRule& rule : QualityRules()) with_statement.push_back(rule.code);
  std::vector<std::string> with_words;
  for (const RuleWords& words : MonthRules()) with_words.emplace_back(words.code);
  for (const RuleWords& words : ArrivalRules()) with_words.emplace_back(words.code);
  EXPECT_THAT(with_words, UnorderedElementsAreArray(with_statement));
}

TEST(Rules, SayThemselvesWhetherTheyAreAboutArrivals) {
  for (const RuleWords& words : MonthRules())
    EXPECT_FALSE(FindQualityRule(words.code)->of_arrivals) << words.code;
  for (const RuleWords& words : ArrivalRules())
    EXPECT_TRUE(FindQualityRule(words.code)->of_arrivals) << words.code;
}

TEST(Rules, AreOnThePageAsTheirFilesSay) {
  const std::string page = Page("quality.md");
  for (const QualityRule& rule : QualityRules()) {
    const std::string threshold =
        rule.unit == ThresholdUnit::kNone
            ? ""
            : fmt::format("{}, {}", ThresholdText(rule.unit, rule.threshold), rule.threshold_is);
    EXPECT_THAT(page, HasSubstr(fmt::format("| `{}` | {} | {} | {} |\n", rule.code,
                                            Name(rule.severity), threshold, rule.meaning)));
  }
}

TEST(Rules, AreFindingsOfTheirSeverity) {
  const std::string page = Page("findings.md");
  for (const QualityRule& rule : QualityRules())
    EXPECT_THAT(page,
                HasSubstr(fmt::format("| `{}` | {} | quality |", rule.code, Name(rule.severity))));
}

TEST(Rules, OfIngestThatMayBeSetAreFindingsOfIngest) {
  const std::string page = Page("findings.md");
  for (const std::string_view code : IngestRules()) {
    const size_t at = page.find(fmt::format("| `{}` | ", code));
    ASSERT_NE(at, std::string::npos) << code;
    EXPECT_THAT(page.substr(at, page.find('\n', at) - at), HasSubstr("| ingest |"));
    EXPECT_THAT(Page("quality.md"), HasSubstr(fmt::format("`{}`", code)));
  }
}

}  // namespace
}  // namespace billwright::quality
