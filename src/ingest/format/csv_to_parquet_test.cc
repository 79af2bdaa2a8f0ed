#include "ingest/format/csv_to_parquet.h"

#include "base/file.h"
#include "ingest/format/csv_blocks.h"
#include "ingest/format/csv_header.h"
#include "ingest/source/report_file.h"
#include "ingest/testing/place.h"

// What is written is read back by DuckDB, which reads the csv text by itself too.

namespace billwright::ingest {
namespace {

using testing::Gzip;

class CsvToParquetTest : public testing::Place {
 protected:
  /// Converts in()/cur.csv to in()/cur.parquet; the error's text, or "stored N rows".
  std::string Convert(const std::vector<std::string>& names, std::string_view encoding = kCsv,
                      int threads = 2) {
    DeliveryFile file;
    file.name = "cur.csv";
    file.columns = StoredColumns(names);
    const auto converted =
        ConvertCsv(in() / "cur.csv", encoding, in() / "cur.parquet", Engine(), file, threads);
    if (!converted) {
      EXPECT_FALSE(std::filesystem::is_regular_file(in() / "cur.parquet"));
      return converted.error().ToString();
    }
    return "stored " + std::to_string(file.rows) + " rows";
  }

  std::string Answer(const std::string& sql) {
    const auto text = Engine().QueryText(sql);
    return text ? *text : text.error().ToString();
  }
  std::string Stored() const { return engine::Literal((in() / "cur.parquet").string()); }

  /// Rows that are stored otherwise, or at another place, than DuckDB reads them from the csv.
  std::string Differences(const std::string& typed_columns) {
    const std::string read =
        "SELECT *, row_number() OVER () - 1 AS file_row_number FROM read_csv(" +
        engine::Literal((in() / "cur.csv").string()) +
        ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr "
        "= '', allow_quoted_nulls = false, parallel = false, columns = {" +
        typed_columns + "})";
    return Answer("SELECT CAST(count(*) AS VARCHAR) FROM read_parquet(" + Stored() +
                  ", file_row_number = true) AS stored FULL JOIN (" + read +
                  ") AS delivered USING (file_row_number) WHERE stored IS DISTINCT FROM delivered");
  }
};

/// Several blocks: columns with few values, with more than a dictionary is for, with a value each,
/// often NULL, always NULL, and with everything that needs quotes.
std::string ManyRows() {
  std::string text = "few,many,each,seldom,never,quoted\n";
  const std::string quoted[] = {"\"a, b\"", "\"\"", "\"say \"\"so\"\"\"", "\"two\nlines\"",
                                "plain"};
  uint64_t random = 1;
  for (uint64_t row = 0; row < 250'000; ++row) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    text += std::to_string(random >> 61) + "," + std::to_string((random >> 30) % 20'000) + "," +
            std::string(120, 'x') + std::to_string(row) + "," + (row % 1000 == 7 ? "0.10" : "") +
            ",," + quoted[random >> 40 & 3] + "\n";
  }
  return text;
}

TEST_F(CsvToParquetTest, StoresWhatDuckDbReads) {
  const std::string text = ManyRows();
  ASSERT_GT(text.size(), CsvBlocks::kSize);
  const std::vector<std::string> names = {"few", "many", "each", "seldom", "never", "quoted"};
  Put("cur.csv", text);
  EXPECT_EQ(Convert(names), "stored 250000 rows");
  EXPECT_EQ(Differences("'few': 'VARCHAR', 'many': 'VARCHAR', 'each': 'VARCHAR', 'seldom': "
                        "'VARCHAR', 'never': 'VARCHAR', 'quoted': 'VARCHAR'"),
            "0");
  const std::string once = *ReadFile(in() / "cur.parquet");
  EXPECT_EQ(Convert(names, kCsv, 1), "stored 250000 rows");
  EXPECT_EQ(*ReadFile(in() / "cur.parquet") == once, true) << "one thread writes the same bytes";
  Put("cur.csv", Gzip(text));
  EXPECT_EQ(Convert(names, kCsvGz, 3), "stored 250000 rows");
  EXPECT_EQ(*ReadFile(in() / "cur.parquet") == once, true) << "gzip and three threads too";
}

TEST_F(CsvToParquetTest, KeepsEveryDigitAndTellsNothingFromEmpty) {
  Put("cur.csv",
      "\xEF\xBB\xBF"
      "a,b\r\n0.10,\"\"\r\n\r\n,1e-7\r\n\"M\xC3\xBCnchen\",\"x\r\ny\"");
  EXPECT_EQ(Convert({"a", "b"}), "stored 3 rows");
  EXPECT_EQ(Answer("SELECT string_agg(concat(coalesce(a, 'NULL'), '|', coalesce(b, 'NULL')), ';') "
                   "FROM read_parquet(" +
                   Stored() + ")"),
            "0.10|;NULL|1e-7;M\xC3\xBCnchen|x\r\ny");
}

TEST_F(CsvToParquetTest, StoresAFileWithoutRows) {
  Put("cur.csv", "a,b\n");
  EXPECT_EQ(Convert({"a", "b"}), "stored 0 rows");
  EXPECT_EQ(Answer("SELECT CAST(count(b) AS VARCHAR) FROM read_parquet(" + Stored() + ")"), "0");
}

TEST_F(CsvToParquetTest, StoresColumnsByTheirStoredNames) {
  Put("cur.csv", "Owner,OWNER,\n1,2,3\n");
  EXPECT_EQ(Convert({"Owner", "OWNER", ""}), "stored 1 rows");
  EXPECT_EQ(
      Answer("SELECT concat(\"Owner\", \"OWNER#2\", \"#3\") FROM read_parquet(" + Stored() + ")"),
      "123");
}

TEST_F(CsvToParquetTest, NamesTheLineInALaterBlock) {
  Put("cur.csv", ManyRows() + "1,2,3\n" + "x,\"\n");
  const int64_t lines = std::ranges::count(ManyRows(), '\n');
  EXPECT_EQ(Convert({"few", "many", "each", "seldom", "never", "quoted"}),
            "cur.csv:" + std::to_string(lines + 1) +
                ": the row has 3 fields; expected 6, as in the header");
}

TEST_F(CsvToParquetTest, SaysWhatIsWrongFirstInTheFile) {
  const std::string rows = "a,b\n" + std::string(20'000'000, '\n') + "1\n";
  std::string bytes = Gzip(rows + std::string(40'000'000, '\n'));
  bytes[bytes.size() - 8] ^= 1;
  Put("cur.csv", bytes);
  EXPECT_EQ(Convert({"a", "b"}, kCsvGz),
            "cur.csv:20000002: the row has 1 field; expected 2, as in the header");
}

TEST_F(CsvToParquetTest, ADamagedGzipLeavesNothing) {
  std::string bytes = Gzip("a,b\n1,2\n");
  bytes[bytes.size() - 8] ^= 1;
  Put("cur.csv", bytes);
  EXPECT_EQ(Convert({"a", "b"}, kCsvGz), "cur.csv: the checksum of the data that ends at byte " +
                                             std::to_string(bytes.size() - 4) +
                                             " is wrong: the file is damaged");
}

TEST_F(CsvToParquetTest, WhatCannotBeWrittenIsAnError) {
  Put("cur.csv", "a,b\n1,2\n");
  std::filesystem::create_directory(in() / "cur.parquet");
  EXPECT_EQ(Convert({"a", "b"}),
            "cannot write " + (in() / "cur.parquet").string() + ": Is a directory");
}

TEST_F(CsvToParquetTest, AFileThatChangedIsRefused) {
  Put("cur.csv", "a,b\n1,2\n");
  EXPECT_EQ(Convert({"a", "b", "c"}),
            "cur.csv has 2 columns, and had 3 before: it changed while it was read");
}

}  // namespace
}  // namespace billwright::ingest
