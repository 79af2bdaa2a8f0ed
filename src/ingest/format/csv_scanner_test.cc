#include "ingest/format/csv_scanner.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/csv.h"
#include "ingest/format/csv_check.h"

// The fast reader keeps the rules of the exact one, and finds the fields that base/csv.h finds.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using Records = std::vector<std::vector<std::string>>;

/// The values of a text's records; nothing if it breaks a rule. NULL is "(null)".
std::optional<Records> Scanned(std::string_view text, size_t fields, bool is_last = true) {
  CsvScanner scanner(fields);
  scanner.Start(text, is_last);
  Records records;
  std::string unescaped;
  while (scanner.Next()) {
    for (size_t record = 0; record < scanner.records(); ++record) {
      std::vector<std::string>& values = records.emplace_back();
      for (size_t field = 0; field < fields; ++field) {
        const std::string_view delivered = scanner.Delivered(record, field);
        if (delivered.empty())
          values.emplace_back("(null)");
        else if (delivered.front() == '"')
          values.emplace_back(Unquoted(delivered, unescaped));
        else
          values.emplace_back(delivered);
      }
    }
  }
  if (scanner.is_wrong()) return std::nullopt;
  EXPECT_EQ(scanner.lines(), std::count(text.begin(), text.end(), '\n'));
  return records;
}

bool IsRight(std::string_view text, size_t fields) {
  CsvCheck check("cur.csv", fields, 2);
  return check.Add(text).has_value() && check.Finish().has_value();
}

TEST(CsvScanner, FindsFields) {
  EXPECT_THAT(*Scanned("a,b\nc,d\n", 2), ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d")));
  EXPECT_THAT(*Scanned("a\n\nb\n", 1), ElementsAre(ElementsAre("a"), ElementsAre("b")));
  EXPECT_THAT(*Scanned("", 2), ElementsAre());
}

TEST(CsvScanner, TellsNothingFromAnEmptyText) {
  EXPECT_THAT(*Scanned(",\"\"\n\"\",\n", 2),
              ElementsAre(ElementsAre("(null)", ""), ElementsAre("", "(null)")));
}

TEST(CsvScanner, TakesTheQuotesAway) {
  EXPECT_THAT(*Scanned("\"a, b\",\"\"\"c\"\" \"\"\"\"\"\n\"\n\",\"\"\"\"\n", 2),
              ElementsAre(ElementsAre("a, b", "\"c\" \"\""), ElementsAre("\n", "\"")));
}

TEST(CsvScanner, TakesBothLineEndsAndBlankLines) {
  EXPECT_THAT(*Scanned("\r\na,\r\n\n\r\n\"b\",\"c\r\n\"\r\n,d", 2),
              ElementsAre(ElementsAre("a", "(null)"), ElementsAre("b", "c\r\n"),
                          ElementsAre("(null)", "d")));
  EXPECT_THAT(*Scanned("a,b\r", 2), ElementsAre(ElementsAre("a", "b")));
}

TEST(CsvScanner, RefusesWhatTheCheckRefuses) {
  for (const std::string text :
       {"a\n", "a,b,c\n", "a,b\"c\n", "a,\"b\"c\n", "a,\"b\n", "a,b\rc,d\n", "a,\xFC\n", "a,\xC3",
        "a", "\"a\" ,b\n", "a,\"b\"\r\r\n"}) {
    EXPECT_FALSE(IsRight(text, 2)) << text;
    EXPECT_FALSE(Scanned(text, 2).has_value()) << text;
  }
  EXPECT_FALSE(Scanned(std::string("a,\0\n", 4), 2).has_value());
}

TEST(CsvScanner, RefusesARecordThatIsTooLong) {
  const std::string longest(CsvCheck::kLongestRecord - 3, 'x');
  EXPECT_TRUE(Scanned("a," + longest + "\n", 2).has_value());
  EXPECT_TRUE(IsRight("a," + longest + "\n", 2));
  EXPECT_FALSE(Scanned("a,x" + longest + "\n", 2).has_value());
  EXPECT_FALSE(IsRight("a,x" + longest + "\n", 2));
  EXPECT_TRUE(Scanned("a,x" + longest, 2).has_value());
  EXPECT_TRUE(IsRight("a,x" + longest, 2));
}

TEST(CsvScanner, WantsWholeRecordsBeforeTheEnd) {
  EXPECT_TRUE(Scanned("a,b\n", 2, /*is_last=*/false).has_value());
  EXPECT_FALSE(Scanned("a,b", 2, /*is_last=*/false).has_value());
}

TEST(CsvScanner, ReadsManyColumnsAndManyBatches) {
  std::string wide;
  for (int record = 0; record < 300; ++record) {
    for (int field = 0; field < 400; ++field)
      wide += (field == 0 ? "" : ",") + std::to_string(record * field);
    wide += "\n";
  }
  const auto records = Scanned(wide, 400);
  ASSERT_EQ(records->size(), 300u);
  EXPECT_EQ((*records)[299][399], "119301");
  std::string narrow;
  for (int record = 0; record < 100'000; ++record) narrow += "\n\n7\n";
  EXPECT_EQ(Scanned(narrow, 1)->size(), 100'000u);
}

/// Both readers refuse the same texts, wherever the 64 bytes that are looked at together end.
RC_GTEST_PROP(CsvScanner, RefusesAsTheCheckDoes, ()) {
  const auto fields = *rc::gen::inRange<size_t>(1, 4);
  const auto padding = *rc::gen::inRange<size_t>(0, 70);
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
      std::vector<std::string>{"a", ",", "\n", "\"", "\r\n", "\r", "\"\"", "\xC3\xBC", "\xC3",
                               "\",\"", "b,c\n", "\"d\ne\",f\n"}));
  std::string text;
  for (size_t i = 1; i < fields; ++i) text += ",";
  text += std::string(padding, 'x') + "\n";
  for (const std::string& piece : pieces) text += piece;
  RC_ASSERT(Scanned(text, fields).has_value() == IsRight(text, fields));
}

/// What is right has the fields that the reader of base/ finds.
RC_GTEST_PROP(CsvScanner, FindsWhatTheReaderOfBooksFinds, ()) {
  const std::vector<std::string> fields = {
      "",         "a",          std::string(61, 'z'), "\"\"",
      "\"b, c\"", "\"d\r\ne\"", "\"\"\"f\"\"\"",      "\"\"\"\"\"\""};
  const std::vector<std::string> ends = {"\n", "\r\n", "\n\n", "\r\n\r\n"};
  const auto rows = *rc::gen::container<std::vector<std::array<std::string, 3>>>(
      rc::gen::map(rc::gen::tuple(rc::gen::elementOf(fields), rc::gen::elementOf(fields),
                                  rc::gen::elementOf(ends)),
                   [](std::tuple<std::string, std::string, std::string> row) {
                     return std::array{std::get<0>(row), std::get<1>(row), std::get<2>(row)};
                   }));
  std::string text;
  for (const auto& [first, second, end] : rows) text += first + "," + second + end;
  const auto scanned = Scanned(text, 2);
  const auto read = ReadCsv(text, "cur.csv");
  RC_ASSERT(scanned.has_value() && read.has_value());
  RC_ASSERT(scanned->size() == rows.size() && read->size() == rows.size());
  for (size_t row = 0; row < rows.size(); ++row)
    for (size_t field = 0; field < 2; ++field) {
      const std::string& value = (*scanned)[row][field];
      RC_ASSERT((value == "(null)" ? "" : value) == (*read)[row].fields[field].text);
      RC_ASSERT((value == "(null)") == rows[row][field].empty());
    }
}

}  // namespace
}  // namespace billwright::ingest
