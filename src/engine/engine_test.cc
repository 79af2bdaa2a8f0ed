#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

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
