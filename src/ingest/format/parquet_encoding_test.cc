#include "ingest/format/parquet_encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace billwright::ingest {
namespace {

std::string Hybrid(const std::vector<uint32_t>& values, int bits) {
  std::string out;
  AppendHybrid(values, bits, out);
  return out;
}

/// Reads the hybrid back, by the grammar of Encodings.md.
std::vector<uint32_t> Decoded(const std::string& bytes, int bits, size_t count) {
  std::vector<uint32_t> values;
  size_t at = 0;
  const auto next = [&] { return static_cast<uint8_t>(bytes.at(at++)); };
  while (at < bytes.size()) {
    uint64_t header = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t byte = next();
      header |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if ((header & 1) == 0) {
      uint32_t value = 0;
      for (int shift = 0; shift < bits; shift += 8) value |= static_cast<uint32_t>(next()) << shift;
      values.insert(values.end(), header >> 1, value);
      continue;
    }
    const size_t start = at * 8;
    for (uint64_t i = 0; i < (header >> 1) * 8; ++i) {
      uint32_t value = 0;
      for (int bit = 0; bit < bits; ++bit) {
        const size_t place = start + i * static_cast<size_t>(bits) + static_cast<size_t>(bit);
        value |= static_cast<uint32_t>(static_cast<uint8_t>(bytes.at(place / 8)) >> (place % 8) & 1)
                 << bit;
      }
      values.push_back(value);
    }
    at += (header >> 1) * static_cast<size_t>(bits);
  }
  EXPECT_GE(values.size(), count);
  EXPECT_LT(values.size(), count + 8) << "only the last group is filled up";
  values.resize(count);
  return values;
}

TEST(ParquetEncoding, PacksAsTheFormatsExample) {
  EXPECT_EQ(Hybrid({0, 1, 2, 3, 4, 5, 6, 7}, 3), "\x03\x88\xC6\xFA");
}

TEST(ParquetEncoding, WritesRunsOfEightAndMore) {
  EXPECT_EQ(Hybrid(std::vector<uint32_t>(100, 5), 3), "\xC8\x01\x05");
  EXPECT_EQ(Hybrid(std::vector<uint32_t>(8, 0x1234), 13), "\x10\x34\x12");
  EXPECT_EQ(Hybrid({1, 1}, 1), "\x03\x03");
  EXPECT_EQ(Hybrid({}, 1), "");
}

TEST(ParquetEncoding, WritesBitsAlike) {
  std::string out;
  AppendHybridBits(std::vector<uint64_t>{0xFF00, 0x1}, 65, out);
  EXPECT_EQ(out, std::string("\x10\x00\x10\x01\x60\x00\x03\x01", 8));
}

RC_GTEST_PROP(ParquetEncoding, IsReadBack, ()) {
  const auto bits = *rc::gen::inRange(1, 33);
  std::vector<uint32_t> values;
  const auto runs = *rc::gen::container<std::vector<std::pair<uint32_t, size_t>>>(
      rc::gen::pair(rc::gen::arbitrary<uint32_t>(), rc::gen::inRange<size_t>(1, 30)));
  for (const auto& [value, length] : runs)
    values.insert(values.end(), length, bits == 32 ? value : value & ((1u << bits) - 1));
  RC_ASSERT(Decoded(Hybrid(values, bits), bits, values.size()) == values);
}

RC_GTEST_PROP(ParquetEncoding, BitsAreReadBack, ()) {
  const auto runs = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(1, 40));
  std::vector<uint32_t> values;
  for (size_t i = 0; i < runs.size(); ++i) values.insert(values.end(), runs[i], i % 2);
  std::vector<uint64_t> words((values.size() + 63) / 64);
  for (size_t i = 0; i < values.size(); ++i) words[i / 64] |= uint64_t{values[i]} << (i % 64);
  std::string out;
  AppendHybridBits(words, values.size(), out);
  RC_ASSERT(Decoded(out, 1, values.size()) == values);
}

}  // namespace
}  // namespace billwright::ingest
