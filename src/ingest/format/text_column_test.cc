#include "ingest/format/text_column.h"

#include <gtest/gtest.h>

// That readers see the values is csv_to_parquet_test.cc's; here is how they are written.

namespace billwright::ingest {
namespace {

TEST(TextColumn, KeepsAValueOnce) {
  TextColumn column;
  for (int row = 0; row < 100'000; ++row) column.Add("arn:aws:ec2:" + std::to_string(row % 3));
  column.AddNull();
  std::string out;
  const ColumnPages pages = column.Write(out);
  EXPECT_EQ(pages.values, 100'001);
  EXPECT_EQ(pages.nulls, 1);
  EXPECT_GT(pages.dictionary_bytes, 0);
  EXPECT_LT(pages.dictionary_bytes, 100);
  EXPECT_EQ(pages.dictionary_bytes + pages.data_bytes, static_cast<int64_t>(out.size()));
}

TEST(TextColumn, GivesUpADictionaryWhereValuesDiffer) {
  TextColumn column;
  for (int row = 0; row < 100'000; ++row) column.Add(std::to_string(row));
  std::string out;
  EXPECT_EQ(column.Write(out).dictionary_bytes, 0);
}

TEST(TextColumn, KeepsADictionaryOfWhatComesBackLater) {
  TextColumn column;
  for (int row = 0; row < 100'000; ++row) column.Add("i-" + std::to_string(row % 13'000));
  std::string out;
  EXPECT_GT(column.Write(out).dictionary_bytes, 0);
}

TEST(TextColumn, HasNothingToWriteOfNulls) {
  TextColumn column;
  for (int row = 0; row < 100'000; ++row) column.AddNull();
  std::string out;
  const ColumnPages pages = column.Write(out);
  EXPECT_EQ(pages.nulls, 100'000);
  EXPECT_EQ(pages.dictionary_bytes, 0);
  EXPECT_LT(out.size(), 100u);
}

TEST(TextColumn, BeginsAnew) {
  TextColumn column;
  const auto write = [&] {
    for (int row = 0; row < 50'000; ++row) column.Add(std::to_string(row));
    std::string out;
    column.Write(out);
    return out;
  };
  const std::string once = write();
  column.Add("other");
  std::string ignored;
  column.Write(ignored);
  EXPECT_EQ(write(), once);
}

}  // namespace
}  // namespace billwright::ingest
