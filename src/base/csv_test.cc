#include "base/csv.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows Texts(std::string_view text, bool comments = false) {
  const Result<std::vector<CsvRecord>> records = ReadCsv(text, "books/accounts.csv", comments);
  if (!records) return {{records.error().ToString()}};
  Rows rows;
  for (const CsvRecord& record : *records) {
    rows.emplace_back();
    for (const CsvField& field : record.fields) rows.back().push_back(field.text);
  }
  return rows;
}

std::string ErrorOf(std::string_view text) {
  const Result<std::vector<CsvRecord>> records = ReadCsv(text, "books/accounts.csv");
  return records ? "no error" : records.error().ToString();
}

TEST(Csv, ReadsRecordsWithEitherLineEnd) {
  EXPECT_EQ(Texts("a,b\nc,d\n"), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(Texts("a,b\r\nc,d\r\n"), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(Texts("a,b\nc,d"), (Rows{{"a", "b"}, {"c", "d"}}))
      << "the last line end may be missing";
}

TEST(Csv, KeepsEmptyFields) {
  EXPECT_EQ(Texts("111122223333,,acme,\n"), (Rows{{"111122223333", "", "acme", ""}}));
  EXPECT_EQ(Texts(",\n"), (Rows{{"", ""}}));
  EXPECT_EQ(Texts("\"\"\n"), (Rows{{""}}));
}

TEST(Csv, ReadsQuotedCommasQuotesAndLineBreaks) {
  EXPECT_EQ(Texts("\"Acme, Inc.\",\"say \"\"hi\"\"\",\"two\nlines\"\nnext\n"),
            (Rows{{"Acme, Inc.", "say \"hi\"", "two\nlines"}, {"next"}}));
}

TEST(Csv, SkipsByteOrderMarkAndBlankLines) {
  EXPECT_EQ(Texts("\xEF\xBB\xBF"
                  "a\n\n  \r\nb\n\n"),
            (Rows{{"a"}, {"b"}}));
  EXPECT_EQ(Texts(""), Rows{});
}

TEST(Csv, SkipsCommentsOnlyWhenAsked) {
  EXPECT_EQ(Texts("# who is whose\na\n#b\n", true), (Rows{{"a"}}));
  EXPECT_EQ(Texts("#b\n"), (Rows{{"#b"}}));
}

TEST(Csv, KnowsWhereEveryFieldStarts) {
  const auto records = ReadCsv("# comment\nMünchen,x\r\n\"a\nb\",y\n", "f", true).value();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].line, 2);
  EXPECT_EQ(records[0].fields[1].column, 9) << "ü is one character";
  EXPECT_EQ(records[1].line, 3);
  EXPECT_EQ(records[1].fields[1].line, 4);
  EXPECT_EQ(records[1].fields[1].column, 4);
}

TEST(Csv, ReportsQuoteThatIsNotClosed) {
  EXPECT_EQ(ErrorOf("a,b\nc,\"d\ne,f\n"),
            "books/accounts.csv:2:3: the quote that opens here is never closed");
}

TEST(Csv, ReportsTextAfterClosingQuote) {
  EXPECT_EQ(
      ErrorOf("\"ä\"b,c\n"),
      "books/accounts.csv:1:4: text after a closing quote; expected a comma or the end of the "
      "line (a quote inside quotes is written twice)");
}

TEST(CsvHeader, IsFirstRecordOfLongerText) {
  const CsvRecord header =
      ReadCsvHeader("identity/LineItemId,bill/InvoiceId\n1,\"cut o", "f").value();
  ASSERT_EQ(header.fields.size(), 2u);
  EXPECT_EQ(header.fields[1].text, "bill/InvoiceId");
}

TEST(CsvHeader, IsMissedInEmptyFile) {
  EXPECT_EQ(ReadCsvHeader("\n", "cur.csv").error().ToString(),
            "cur.csv: the file is empty; expected a line of column names");
}

TEST(CsvQuote, QuotesOnlyWhatMustBe) {
  EXPECT_EQ(CsvQuote("AmazonEC2"), "AmazonEC2");
  EXPECT_EQ(CsvQuote(""), "");
  EXPECT_EQ(CsvQuote("Acme, Inc."), "\"Acme, Inc.\"");
  EXPECT_EQ(CsvQuote("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(CsvQuote("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(CsvQuote("#1"), "\"#1\"") << "or our own reader takes it for a comment";
}

TEST(CsvQuote, NeverStartsFormula) {
  EXPECT_EQ(CsvQuote("=1+1"), "'=1+1");
  EXPECT_EQ(CsvQuote("+cmd"), "'+cmd");
  EXPECT_EQ(CsvQuote("-2+3"), "'-2+3");
  EXPECT_EQ(CsvQuote("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvQuote("\t=1"), "'\t=1");
  EXPECT_EQ(CsvQuote("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
}

TEST(CsvQuote, LeavesNegativeNumbersAlone) {
  for (const std::string number : {"-12", "-0.5", "+7", "-7.0E-10", "-.5", "+1e3"})
    EXPECT_EQ(CsvQuote(number), number);
  for (const std::string text : {"-", "+-1", "-1e", "-1.2.3"})
    EXPECT_EQ(CsvQuote(text), "'" + text);
}

TEST(CsvQuote, IsReadBack) {
  for (const std::string text : {"a", "", "a,b", "\"", "\"\"", "x\r\ny", " a ", "#", "München"}) {
    const std::string line = CsvQuote(text) + "," + CsvQuote("end") + "\n";
    EXPECT_EQ(Texts(line, true), (Rows{{text, "end"}}));
  }
}

}  // namespace
}  // namespace billwright
