#include "ingest/format/csv_check.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace billwright::ingest {
namespace {

/// What the check says of records after a header of `fields` names in line 1, given in pieces of
/// `piece` bytes: how many there are, or the error.
std::string Checked(const std::string& text, size_t fields, size_t piece = 1'000'000) {
  CsvCheck check("cur.csv", fields, 2);
  for (size_t at = 0; at < text.size(); at += piece)
    if (const auto added = check.Add(std::string_view(text).substr(at, piece)); !added)
      return added.error().ToString();
  if (const auto finished = check.Finish(); !finished) return finished.error().ToString();
  return std::to_string(check.records()) + (check.records() == 1 ? " record" : " records");
}

TEST(CsvCheck, CountsRecordsNotLines) {
  EXPECT_EQ(Checked("a,b\nc,d\n", 2), "2 records");
  EXPECT_EQ(Checked("\"a,1\",\"b \"\"x\"\"\"\n,\n", 2), "2 records");
  EXPECT_EQ(Checked("a,\"two\r\nlines\"\nb,c", 2), "2 records");
  EXPECT_EQ(Checked("", 2), "0 records");
}

TEST(CsvCheck, TakesBothLineEndsAndBlankLines) {
  EXPECT_EQ(Checked("a,b\r\nc,d\ne,f", 2), "3 records");
  EXPECT_EQ(Checked("a,\"b\"\r\n\r\n\nc,\r\n", 2), "2 records");
}

TEST(CsvCheck, NamesTheLineOfARaggedRow) {
  EXPECT_EQ(Checked("a,b\nc,d,e\n", 2),
            "cur.csv:3: the row has 3 fields; expected 2, as in the header");
  EXPECT_EQ(Checked("a,b\nc\n", 2), "cur.csv:3: the row has 1 field; expected 2, as in the header");
  EXPECT_EQ(Checked("\"a\n\n\",b\nc", 2),
            "cur.csv:5: the row has 1 field; expected 2, as in the header");
}

TEST(CsvCheck, NamesTheQuoteThatIsWrong) {
  EXPECT_EQ(Checked("a,b\nc,\"d\ne,f\n", 2),
            "cur.csv:3: the quote that opens here is never closed");
  EXPECT_EQ(Checked("a,b\"c\n", 2),
            "cur.csv:2: a quote inside field 2, which does not begin with one");
  EXPECT_EQ(Checked("a,\"b\nc\"d\n", 2),
            "cur.csv:3: text after the closing quote of field 2, which opened in line 2 (a quote "
            "inside quotes is written twice)");
}

TEST(CsvCheck, RefusesACarriageReturnAlone) {
  EXPECT_EQ(Checked("a,b\rc,d\n", 2),
            "cur.csv:2: a carriage return without a line feed; lines end with LF or CRLF");
}

TEST(CsvCheck, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(Checked("a,M\xC3\xBCnchen\n", 2), "1 record");
  EXPECT_EQ(Checked("a,b\na,M\xFCnchen\n", 2), "cur.csv:3: byte 0xfc is not UTF-8");
  EXPECT_EQ(Checked("a,\xED\xA0\x80\n", 2), "cur.csv:2: byte 0xed is not UTF-8") << "a surrogate";
  EXPECT_EQ(Checked("a,caf\xE9 U\n", 2), "cur.csv:2: byte 0xe9 is not UTF-8") << "Latin-1";
  EXPECT_EQ(Checked("a,caf\xE9 U\n", 2, 6), "cur.csv:2: byte 0xe9 is not UTF-8") << "cut there";
  EXPECT_EQ(Checked("a,\xC0\xAF\n", 2), "cur.csv:2: byte 0xc0 is not UTF-8") << "an overlong form";
  EXPECT_EQ(Checked("a,\xC3", 2), "cur.csv:2: the file ends in the middle of a character");
  EXPECT_EQ(Checked(std::string("a,b\n") + std::string(9, '\0'), 2),
            "cur.csv:3: a NUL byte: the file is damaged, or not UTF-8");
}

TEST(CsvCheck, RefusesARowWithoutEnd) {
  EXPECT_EQ(Checked("a,\"" + std::string(1'100'000, 'x'), 2, 65'536),
            "cur.csv:2: the row that starts here is longer than 1000000 bytes; a quote in it is "
            "probably not closed");
}

TEST(CsvCheck, SaysWhatComesFirst) {
  EXPECT_EQ(Checked("a,b\nc\na,M\xFCnchen\n", 2),
            "cur.csv:3: the row has 1 field; expected 2, as in the header");
  EXPECT_EQ(Checked("a,b\na,M\xFCnchen\nc\n", 2), "cur.csv:3: byte 0xfc is not UTF-8");
}

/// Whatever the pieces are, the outcome is the same.
RC_GTEST_PROP(CsvCheck, DoesNotDependOnThePieces, ()) {
  const auto letters = rc::gen::elementOf(std::string("ab,\"\n\r\xC3\xBC,\n"));
  const auto text = *rc::gen::container<std::string>(letters);
  const auto piece = *rc::gen::inRange<size_t>(1, 8);
  RC_ASSERT(Checked(text, 2, piece) == Checked(text, 2));
}

}  // namespace
}  // namespace billwright::ingest
