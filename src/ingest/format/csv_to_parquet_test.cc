#include "ingest/format/csv_to_parquet.h"

#include "ingest/format/csv_header.h"
#include "ingest/source/report_file.h"
#include "ingest/testing/place.h"

// The pipe between our reading and the engine's: nobody waits for ever, whoever fails.

namespace billwright::ingest {
namespace {

class CsvToParquetTest : public testing::Place {
 protected:
  /// Converts in()/cur.csv to `to`; the error's text, or "stored N rows".
  std::string Convert(const std::filesystem::path& to, const std::vector<std::string>& names) {
    DeliveryFile file;
    file.name = "cur.csv";
    file.columns = StoredColumns(names);
    const auto converted = ConvertCsv(in() / "cur.csv", kCsv, to, Engine(), file);
    if (!converted)
      return std::string(Name(converted.error().code())) + ": " + converted.error().message();
    return "stored " + std::to_string(file.rows) + " rows";
  }
  /// Several times what a pipe holds.
  static std::string ManyRows() {
    std::string text = "a,b\n";
    for (int row = 0; row < 400'000; ++row) text += std::to_string(row) + ",value\n";
    return text;
  }
};

TEST_F(CsvToParquetTest, StoresManyRows) {
  Put("cur.csv", ManyRows());
  EXPECT_EQ(Convert(in() / "cur.parquet", {"a", "b"}), "stored 400000 rows");
  const auto rows = Engine().Query(
      "SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE CAST(a AS BIGINT) "
      "= file_row_number) AS in_order FROM read_parquet(" +
      engine::Literal((in() / "cur.parquet").string()) + ", file_row_number = true)");
  ASSERT_TRUE(rows.has_value()) << rows.error().ToString();
  EXPECT_EQ(rows->column("n").integers()[0], 400000);
  EXPECT_EQ(rows->column("in_order").integers()[0], 400000);
}

TEST_F(CsvToParquetTest, OurErrorComesBeforeTheEngines) {
  Put("cur.csv", ManyRows() + "1,2,3\n");
  EXPECT_EQ(Convert(in() / "cur.parquet", {"a", "b"}),
            "invalid_input: the row has 3 fields; expected 2, as in the header");
  EXPECT_FALSE(std::filesystem::exists(in() / "cur.parquet"));
  EXPECT_FALSE(std::filesystem::exists(in() / "cur.parquet.fifo"));
}

TEST_F(CsvToParquetTest, AnEngineThatNeverReadsStopsTheWriter) {
  Put("cur.csv", ManyRows());
  std::filesystem::create_directory(in() / "cur.parquet");
  EXPECT_TRUE(Convert(in() / "cur.parquet", {"a", "b"}).starts_with("store: "));
}

TEST_F(CsvToParquetTest, AnEngineThatStopsReadingStopsTheWriter) {
  Put("cur.csv", ManyRows());
  EXPECT_TRUE(Convert(in() / "cur.parquet", {"a", "b", "c"}).starts_with("store: "))
      << "told of three columns, the engine refuses the first row";
  EXPECT_FALSE(std::filesystem::exists(in() / "cur.parquet.fifo"));
}

}  // namespace
}  // namespace billwright::ingest
