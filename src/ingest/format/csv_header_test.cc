#include "ingest/format/csv_header.h"

#include <gmock/gmock.h>

#include "ingest/testing/text_source.h"

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;

Result<CsvHeader> Header(const std::string& text) {
  testing::TextSource source(text);
  return ReadHeader(source, "cur.csv");
}

std::string Refusal(const std::string& text) {
  const auto header = Header(text);
  return header ? "(read)" : header.error().ToString();
}

TEST(CsvHeader, GivesTheNamesAndWhatWasReadBeyond) {
  const auto header = Header("bill/InvoiceId,lineItem/UnblendedCost\n1,2\n");
  ASSERT_TRUE(header.has_value());
  EXPECT_THAT(header->names, ElementsAre("bill/InvoiceId", "lineItem/UnblendedCost"));
  EXPECT_EQ(header->rest, "1,2\n");
  EXPECT_EQ(header->line, 2);
}

TEST(CsvHeader, MayHaveLineBreaksAndBeLong) {
  const std::string longest(200'000, 'x');
  const auto header = Header("a,\"b\nc\"," + longest + "\r\n1,2,3\n");
  ASSERT_TRUE(header.has_value());
  EXPECT_THAT(header->names, ElementsAre("a", "b\nc", longest));
  EXPECT_EQ(header->line, 3);
  EXPECT_EQ(header->rest, "1,2,3\n");
}

TEST(CsvHeader, SkipsAByteOrderMark) {
  EXPECT_THAT(Header("\xEF\xBB\xBF"
                     "a,b\n")
                  ->names,
              ElementsAre("a", "b"));
  EXPECT_THAT(Header("a,b")->names, ElementsAre("a", "b"));
}

TEST(CsvHeader, SaysWhatItIsInstead) {
  EXPECT_EQ(Refusal(""), "cur.csv: the file is empty; expected a line of column names");
  EXPECT_EQ(Refusal("\x1f\x8b\x08"), "cur.csv: this is a gzip file; name it .csv.gz");
  EXPECT_EQ(Refusal("PAR1xxxx"), "cur.csv: this is a Parquet file; name it .parquet");
  EXPECT_EQ(Refusal("\xFF\xFE"
                    "a\n"),
            "cur.csv:1: the first line is not UTF-8 text; expected a line of column names");
  EXPECT_EQ(Refusal("a,\"b\n"), "cur.csv:1:3: the quote that opens here is never closed");
}

std::vector<std::string> Stored(const std::vector<std::string>& names) {
  std::vector<std::string> stored;
  for (const DeliveredColumn& column : StoredColumns(names)) stored.push_back(column.stored_name);
  return stored;
}

TEST(StoredColumns, KeepTheDeliveredName) {
  EXPECT_THAT(Stored({"lineItem/UsageType", "resourceTags/user:Owner"}),
              ElementsAre("lineItem/UsageType", "resourceTags/user:Owner"));
}

TEST(StoredColumns, TellApartWhatDiffersByCaseOnly) {
  EXPECT_THAT(Stored({"tag:OWNER", "tag:Owner", "tag:owner"}),
              ElementsAre("tag:OWNER", "tag:Owner#2", "tag:owner#3"));
  EXPECT_THAT(Stored({"a", "A", "A#2", ""}), ElementsAre("a", "A#2#", "A#2", "#4"));
}

}  // namespace
}  // namespace billwright::ingest
