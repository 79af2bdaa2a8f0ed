#include "ingest/format/csv_blocks.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/testing/text_source.h"

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;

/// The blocks of about `size` bytes that a text is cut into; the last one is marked by "|".
std::vector<std::string> Blocks(std::string rest, std::string text, size_t size) {
  testing::TextSource source(std::move(text));
  CsvBlocks blocks(source, std::move(rest), size);
  CsvBlock block;
  std::vector<std::string> result;
  while (true) {
    const auto next = blocks.Next(block);
    EXPECT_TRUE(next.has_value());
    if (!*next) return result;
    result.push_back(std::string(block.text()) + (block.is_last ? "|" : ""));
  }
}

TEST(CsvBlocks, EndWithARecord) {
  EXPECT_THAT(Blocks("", "a,b\nc,d\ne,f\ng", 6), ElementsAre("a,b\n", "c,d\n", "e,f\ng|"));
  EXPECT_THAT(Blocks("", "a,b\nc,d\n", 100), ElementsAre("a,b\nc,d\n|"));
  EXPECT_THAT(Blocks("", "", 100), ElementsAre());
}

TEST(CsvBlocks, BeginWithWhatWasReadBeyondTheHeader) {
  EXPECT_THAT(Blocks("a,\"", "\n\"\nc,d\n", 7), ElementsAre("a,\"\n\"\n", "c,d\n|"));
  EXPECT_THAT(Blocks("a\nb\n", "", 100), ElementsAre("a\nb\n|"));
}

TEST(CsvBlocks, AreNotCutInsideQuotes) {
  EXPECT_THAT(Blocks("", "a\n\"b\n\"\"\nc\"\nd\n", 9),
              ElementsAre("a\n", "\"b\n\"\"\nc\"\n", "d\n|"));
}

TEST(CsvBlocks, AreCutAnywhereWhereARecordIsTooLong) {
  EXPECT_THAT(Blocks("", "abcdefgh\ni\n", 6), ElementsAre("abcdef", "gh\ni\n|"));
}

/// Nothing is lost, and where quotes are in pairs every block but the last ends outside of them.
RC_GTEST_PROP(CsvBlocks, AreTheTextCutAtItsRecords, ()) {
  const auto records = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
      std::vector<std::string>{"a,b\n", "\"c\nd\",e\n", "\"\"\"\n\"\"\",\n", "\r\n"}));
  std::string text;
  for (const std::string& record : records) text += record;
  const auto size = *rc::gen::inRange<size_t>(12, 300);
  std::string joined;
  for (std::string block : Blocks("", text, size)) {
    if (block.ends_with('|')) block.pop_back();
    joined += block;
    RC_ASSERT(std::count(block.begin(), block.end(), '"') % 2 == 0);
    RC_ASSERT(block.ends_with('\n'));
  }
  RC_ASSERT(joined == text);
}

}  // namespace
}  // namespace billwright::ingest
