#include "ingest/format/csv_check.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/csv.h"

namespace billwright::ingest {
namespace {

/// What is passed on of records after a header of `fields` names in line 1, given in pieces of
/// `piece` bytes; or the error.
std::string Passed(const std::string& text, size_t fields, size_t piece = 1'000'000) {
  CsvCheck check("cur.csv", fields, 2);
  std::string out;
  for (size_t at = 0; at < text.size(); at += piece)
    if (const auto added = check.Add(std::string_view(text).substr(at, piece), out); !added)
      return added.error().ToString();
  if (const auto finished = check.Finish(out); !finished) return finished.error().ToString();
  EXPECT_EQ(check.records(), std::count(out.begin(), out.end(), '\n')) << "if no field has breaks";
  return out;
}

TEST(CsvCheck, PassesWhatIsRight) {
  EXPECT_EQ(Passed("a,b\nc,d\n", 2), "a,b\nc,d\n");
  EXPECT_EQ(Passed("\"a,1\",\"b \"\"x\"\"\"\n,\n", 2), "\"a,1\",\"b \"\"x\"\"\"\n,\n");
  EXPECT_EQ(Passed("", 2), "");
}

TEST(CsvCheck, EndsEveryRecordAlike) {
  EXPECT_EQ(Passed("a,b\r\nc,d\ne,f", 2), "a,b\nc,d\ne,f\n");
  EXPECT_EQ(Passed("a,\"b\"\r\n\r\n\nc,\r\n", 2), "a,\"b\"\nc,\n");
}

TEST(CsvCheck, CountsRecordsNotLines) {
  CsvCheck check("cur.csv", 2, 2);
  std::string out;
  ASSERT_TRUE(check.Add("a,\"two\r\nlines\"\nb,c", out).has_value());
  ASSERT_TRUE(check.Finish(out).has_value());
  EXPECT_EQ(check.records(), 2);
  EXPECT_EQ(out, "a,\"two\r\nlines\"\nb,c\n") << "breaks inside quotes are the field's";
}

TEST(CsvCheck, NamesTheLineOfARaggedRow) {
  EXPECT_EQ(Passed("a,b\nc,d,e\n", 2),
            "cur.csv:3: the row has 3 fields; expected 2, as in the header");
  EXPECT_EQ(Passed("a,b\nc\n", 2), "cur.csv:3: the row has 1 field; expected 2, as in the header");
  EXPECT_EQ(Passed("\"a\n\n\",b\nc", 2),
            "cur.csv:5: the row has 1 field; expected 2, as in the header");
}

TEST(CsvCheck, NamesTheQuoteThatIsWrong) {
  EXPECT_EQ(Passed("a,b\nc,\"d\ne,f\n", 2), "cur.csv:3: the quote that opens here is never closed");
  EXPECT_EQ(Passed("a,b\"c\n", 2),
            "cur.csv:2: a quote inside field 2, which does not begin with one");
  EXPECT_EQ(Passed("a,\"b\nc\"d\n", 2),
            "cur.csv:3: text after the closing quote of field 2, which opened in line 2 (a quote "
            "inside quotes is written twice)");
}

TEST(CsvCheck, RefusesACarriageReturnAlone) {
  EXPECT_EQ(Passed("a,b\rc,d\n", 2),
            "cur.csv:2: a carriage return without a line feed; lines end with LF or CRLF");
}

TEST(CsvCheck, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(Passed("a,M\xC3\xBCnchen\n", 2), "a,M\xC3\xBCnchen\n");
  EXPECT_EQ(Passed("a,b\na,M\xFCnchen\n", 2), "cur.csv:3: byte 0xfc is not UTF-8");
  EXPECT_EQ(Passed("a,\xED\xA0\x80\n", 2), "cur.csv:2: byte 0xa0 is not UTF-8") << "a surrogate";
  EXPECT_EQ(Passed("a,\xC0\xAF\n", 2), "cur.csv:2: byte 0xc0 is not UTF-8") << "an overlong form";
  EXPECT_EQ(Passed("a,\xC3", 2), "cur.csv:2: the file ends in the middle of a character");
  EXPECT_EQ(Passed(std::string("a,b\n") + std::string(9, '\0'), 2),
            "cur.csv:3: a NUL byte: the file is damaged, or not UTF-8");
}

TEST(CsvCheck, RefusesARowWithoutEnd) {
  EXPECT_EQ(Passed("a,\"" + std::string(1'100'000, 'x'), 2, 65'536),
            "cur.csv:2: the row that starts here is longer than 1000000 bytes; a quote in it is "
            "probably not closed");
}

/// Whatever the pieces are, the outcome is the same.
RC_GTEST_PROP(CsvCheck, DoesNotDependOnThePieces, ()) {
  const auto letters = rc::gen::elementOf(std::string("ab,\"\n\r\xC3\xBC,\n"));
  const auto text = *rc::gen::container<std::string>(letters);
  const auto piece = *rc::gen::inRange<size_t>(1, 8);
  CsvCheck whole("cur.csv", 2, 2);
  CsvCheck pieces("cur.csv", 2, 2);
  std::string from_whole;
  std::string from_pieces;
  auto expected = whole.Add(text, from_whole);
  if (expected) expected = whole.Finish(from_whole);
  Result<void> found;
  for (size_t at = 0; found && at < text.size(); at += piece)
    found = pieces.Add(std::string_view(text).substr(at, piece), from_pieces);
  if (found) found = pieces.Finish(from_pieces);
  RC_ASSERT(found.has_value() == expected.has_value());
  if (found) RC_ASSERT(from_pieces == from_whole);
  if (found) RC_ASSERT(pieces.records() == whole.records());
}

/// The reader of base/ sees the same records in what was delivered and in what was passed on.
RC_GTEST_PROP(CsvCheck, PassesRecordsOnUnchanged, ()) {
  const std::vector<std::string> fields = {"",         "a",          "\"\"",
                                           "\"b, c\"", "\"d\r\ne\"", "\"\"\"f\"\"\""};
  const std::vector<std::string> ends = {"\n", "\r\n", "\n\n", "\r\n\r\n"};
  const auto rows = *rc::gen::container<std::vector<std::array<std::string, 3>>>(
      rc::gen::map(rc::gen::tuple(rc::gen::elementOf(fields), rc::gen::elementOf(fields),
                                  rc::gen::elementOf(ends)),
                   [](std::tuple<std::string, std::string, std::string> row) {
                     return std::array{std::get<0>(row), std::get<1>(row), std::get<2>(row)};
                   }));
  std::string text;
  for (const auto& [first, second, end] : rows) text += first + "," + second + end;
  CsvCheck check("cur.csv", 2, 2);
  std::string out;
  RC_ASSERT(check.Add(text, out).has_value());
  RC_ASSERT(check.Finish(out).has_value());
  RC_ASSERT(static_cast<size_t>(check.records()) == rows.size());
  const auto before = ReadCsv(text, "before");
  const auto after = ReadCsv(out, "after");
  RC_ASSERT(before.has_value() && after.has_value());
  RC_ASSERT(before->size() == rows.size());
  RC_ASSERT(after->size() == rows.size());
  for (size_t row = 0; row < rows.size(); ++row)
    for (size_t field = 0; field < 2; ++field)
      RC_ASSERT((*before)[row].fields[field].text == (*after)[row].fields[field].text);
}

}  // namespace
}  // namespace billwright::ingest
