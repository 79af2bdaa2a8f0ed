#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/csv.h"

namespace billwright::engine {
namespace {

class EngineTest : public testing::Test {
 protected:
  EngineTest()
      : engine_(std::move(
            *Engine::Open({.memory_limit = "500MB", .threads = 2, .temp_directory = {}}))) {}

  std::string Value(const std::string& expression) {
    const Result<std::string> text = engine_->QueryText("SELECT " + expression);
    return text ? *text : text.error().message();
  }
  bool IsNull(const std::string& expression) {
    return Value("(" + expression + ") IS NULL") == "true";
  }

  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, ExactReadsADoubleAsTheDecimalThatWasWritten) {
  EXPECT_EQ(Value("exact(0.1::DOUBLE)"), "0.1");
  // The nearest double to 524317.93; scaled by 10^10 it is a wrong integer that passes a round
  // trip.
  EXPECT_EQ(Value("exact(524317.93::DOUBLE)"), "524317.93");
  EXPECT_EQ(Value("exact(7E-10::DOUBLE)"), "0.0000000007");
  EXPECT_EQ(Value("exact(-0.0000300172::DOUBLE)"), "-0.0000300172");
}

TEST_F(EngineTest, ExactReadsTextsAsTheyAreWritten) {
  EXPECT_EQ(Value("exact('0.1234567890')"), "0.123456789");
  EXPECT_EQ(Value("exact('-7.0E-10')"), "-0.0000000007");
}

TEST_F(EngineTest, WhatCannotBeHeldExactlyIsNullAndNeverCut) {
  EXPECT_TRUE(IsNull("exact('0.1234567890123')"));
  EXPECT_TRUE(IsNull("exact(0.30000000000000004::DOUBLE)"));
  EXPECT_TRUE(IsNull("exact('1_000')"));
  EXPECT_TRUE(IsNull("exact(' 1.5 ')"));
  EXPECT_TRUE(IsNull("exact('')"));
  EXPECT_TRUE(IsNull("exact('NaN'::DOUBLE)"));
  EXPECT_TRUE(IsNull("exact(1e300::DOUBLE)"));
}

TEST_F(EngineTest, WhatNoBillCanBeIsNull) {
  EXPECT_EQ(Value("exact('999999999999999999.5')"), "999999999999999999.5");
  EXPECT_TRUE(IsNull("exact('1000000000000000000')"));
  EXPECT_TRUE(IsNull("exact(-1e18::DOUBLE)"));
}

TEST_F(EngineTest, AnInstantIsReadWhateverItIsWrittenIn) {
  for (const std::string written :
       {"'2026-10-03T05:00:00Z'", "'2026-10-03T07:00:00+02:00'", "'1791003600'", "1791003600",
        "1791003600000", "1791003600000000", "1791003600000000000",
        "TIMESTAMP '2026-10-03 05:00:00'"})
    EXPECT_EQ(Value("CAST(instant(" + written + ") AS VARCHAR)"), "2026-10-03 05:00:00") << written;
}

TEST_F(EngineTest, WhatStandsForNoTimeIsNull) {
  for (const std::string none :
       {"'infinity'", "'-infinity'", "'290000-01-01'", "'9999-12-31'", "'1999-12-31'", "'soon'",
        "''", "'123'", "'99999999999999999999'", "0", "-1791003600", "4102444800000000000",
        "9223372036854775807", "TIMESTAMP 'infinity'", "TIMESTAMP '2100-01-01 00:00:00'"})
    EXPECT_TRUE(IsNull("instant(" + none + ")")) << none;
  EXPECT_EQ(Value("CAST(instant('2099-12-31T23:59:59Z') AS VARCHAR)"), "2099-12-31 23:59:59");
}

TEST_F(EngineTest, AQuantityIsRoundedHalfToEven) {
  EXPECT_EQ(Value("quantity('0.1234567890125')"), "0.123456789012");
  EXPECT_EQ(Value("quantity('0.1234567890135')"), "0.123456789014");
}

TEST_F(EngineTest, DecimalPlacesTellTheLastDeliveredDigit) {
  EXPECT_EQ(Value("decimal_places(exact('1.2500'))"), "2");
  EXPECT_EQ(Value("decimal_places(exact('-7E-10'))"), "10");
  EXPECT_EQ(Value("decimal_places(exact('3'))"), "0");
}

TEST_F(EngineTest, SumsOfMoneyAreExactInAnyOrder) {
  EXPECT_EQ(Value("(SELECT sum(exact(x)) FROM (SELECT 0.1::DOUBLE AS x FROM range(1000003)))"),
            "100000.3");
}

TEST_F(EngineTest, ADoubleIsNoResult) {
  EXPECT_EQ(Value("1.5::DOUBLE AS rate"), "column rate has a type that our tables do not have");
}

TEST_F(EngineTest, MapsWrittenAsJsonAreReadAndBadOnesAreNull) {
  EXPECT_EQ(Value(R"(json_text('{"region": "eu-west-1", "a b": "c"}', 'region'))"), "eu-west-1");
  EXPECT_TRUE(IsNull("json_text('', 'region')"));
}

TEST_F(EngineTest, FramesComeBackFromParquetAsTheyWere) {
  Frame frame;
  frame.columns = {{"name", std::vector<std::string>{"ä", ""}},
                   {"count", std::vector<int64_t>{-1, INT64_MAX}},
                   {"amount", std::vector<Decimal>{*Decimal::Parse("-0.000000000001"),
                                                   *Decimal::Parse("12345678901234567890.5")}},
                   {"at", std::vector<UtcTime>{UtcTime::FromDate(1969, 12, 31), UtcTime::Open()}},
                   {"holds", std::vector<uint8_t>{1, 0}}};
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / "billwright_engine_test.parquet";
  ASSERT_TRUE(engine_->WriteParquet(frame, path));
  const Result<Frame> read = engine_->ReadParquet(path);
  std::filesystem::remove(path);
  ASSERT_TRUE(read) << read.error().ToString();
  EXPECT_EQ(DigestOf(*read), DigestOf(frame));
}

class ParquetPaths : public EngineTest {
 protected:
  ParquetPaths() { Remove(); }
  ~ParquetPaths() override { Remove(); }
  void Remove() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  /// Writes a file of one row with this number.
  void Put(const std::string& name, int64_t number) {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    Frame frame;
    frame.columns = {{"number", std::vector<int64_t>{number}}};
    const Result<void> written = engine_->WriteParquet(frame, path);
    EXPECT_TRUE(written) << written.error().ToString();
  }
  /// What is read of a file: its numbers, and how many rows it says it has.
  std::string Read(const std::string& name) {
    const Result<Frame> frame = engine_->ReadParquet(folder_ / name);
    if (!frame) return frame.error().ToString();
    EXPECT_EQ(frame->columns.size(), 1u) << name;
    std::string numbers;
    for (const int64_t number : frame->columns.front().integers())
      numbers += std::to_string(number) + " ";
    const Result<int64_t> count = engine_->CountParquetRows(folder_ / name);
    return numbers + "of " + (count ? std::to_string(*count) : count.error().ToString());
  }
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "billwright_[paths]";
};

TEST_F(ParquetPaths, AFileIsReadByItsPathAndNoOther) {
  const std::vector<std::string> names = {"x*.parquet",       "xy.parquet",        "x?.parquet",
                                          "[x].parquet",      "x.parquet",         "x[y.parquet",
                                          "x]y.parquet",      "[!a].parquet",      "**.parquet",
                                          "**/x.parquet",     "{a,b}.parquet",     "it's*.parquet",
                                          ".hidden*.parquet", "[2026]/xy.parquet", "2/xy.parquet",
                                          "^[^a]$.parquet",   "month=10/x.parquet"};
  for (size_t i = 0; i < names.size(); ++i) Put(names[i], static_cast<int64_t>(i));
  for (size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(Read(names[i]), std::to_string(i) + " of 1") << names[i];
}

TEST_F(ParquetPaths, RowsAreNumberedFromZero) {
  Put("x*.parquet", 7);
  EXPECT_EQ(Value("file_row_number FROM " + NumberedParquetRows(folder_ / "x*.parquet")), "0");
}

TEST_F(ParquetPaths, AFolderInThePathIsNoColumn) {
  Put("number=3/x.parquet", 7);
  EXPECT_EQ(Read("number=3/x.parquet"), "7 of 1");
}

TEST_F(ParquetPaths, ABackslashBesideAPatternIsRefusedAndNothingElseIsRead) {
  Put("a/x*.parquet", 1);
  Put("a\\x*.parquet", 2);
  EXPECT_NE(Read("a\\x*.parquet").find("No files found"), std::string::npos);
}

TEST_F(EngineTest, ACellOfASpreadsheetIsGuardedAsCsvIs) {
  for (const std::string text :
       {"=1+1", "+1",   "-1",        "-1.5e-3", "-.5",    "-5.",   "@SUM(A1)", "\tx",
        "\rx",  "-inf", "+Infinity", "-nan",    "-1_000", "+0x1F", "-",        "-1 ",
        "-1\n", "- 1",  "1-1",       "inf",     "",       "plain"}) {
    std::string guarded = CsvQuote(text);
    if (guarded.starts_with('"')) guarded = guarded.substr(1, guarded.size() - 2);
    EXPECT_EQ(Value("cell_text(" + Literal(text) + ")"), guarded) << text;
  }
}

TEST_F(EngineTest, AFailingStatementIsNamed) {
  const Result<void> result = engine_->Execute("SELECT nothing FROM nowhere");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::kStore);
  EXPECT_NE(result.error().ToString().find("SELECT nothing FROM nowhere"), std::string::npos);
}

TEST(Sql, LiteralsAndNamesAreQuoted) {
  EXPECT_EQ(Literal("it's"), "'it''s'");
  EXPECT_EQ(Identifier("resourceTags/user:\"x\""), "\"resourceTags/user:\"\"x\"\"\"");
}

TEST(Sql, FillReplacesEveryName) {
  EXPECT_EQ(Fill("SELECT {a} FROM {b}, {a}", {{"a", "x"}, {"b", "y"}}), "SELECT x FROM y, x");
}

}  // namespace
}  // namespace billwright::engine
