#include "ingest/format/parquet_encoding.h"

#include <algorithm>

namespace billwright::ingest {

namespace {

constexpr size_t kGroup = 8;

void AppendVarint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7f) | 0x80);
  out += static_cast<char>(value);
}

/// How many values from `at` on are the same, if a whole group of them is; else 0.
size_t RunAt(std::span<const uint32_t> values, size_t at) {
  if (values.size() - at < kGroup) return 0;
  const uint32_t first = values[at];
  uint32_t difference = 0;
  for (size_t i = 1; i < kGroup; ++i) difference |= values[at + i] ^ first;
  if (difference != 0) return 0;
  size_t end = at + kGroup;
  while (end < values.size() && values[end] == first) ++end;
  return end - at;
}

void AppendRun(uint32_t value, size_t count, int bits, std::string& out) {
  AppendVarint(count << 1, out);
  for (int bit = 0; bit < bits; bit += 8) out += static_cast<char>(value >> bit);
}

/// The last group is filled up with zeros.
void AppendPacked(std::span<const uint32_t> values, int bits, std::string& out) {
  if (values.empty()) return;
  const size_t groups = (values.size() + kGroup - 1) / kGroup;
  AppendVarint(groups << 1 | 1, out);
  const size_t end = out.size() + groups * static_cast<size_t>(bits);
  uint64_t buffer = 0;
  int filled = 0;
  for (const uint32_t value : values) {
    buffer |= uint64_t{value} << filled;
    for (filled += bits; filled >= 8; filled -= 8) {
      out += static_cast<char>(buffer);
      buffer >>= 8;
    }
  }
  if (filled > 0) out += static_cast<char>(buffer);
  out.resize(end);
}

}  // namespace

void AppendHybrid(std::span<const uint32_t> values, int bits, std::string& out) {
  size_t packed_from = 0;
  size_t at = 0;
  while (at < values.size()) {
    const size_t run = RunAt(values, at);
    if (run > 0) {
      AppendPacked(values.subspan(packed_from, at - packed_from), bits, out);
      AppendRun(values[at], run, bits, out);
      packed_from = at + run;
    }
    at += run > 0 ? run : kGroup;
  }
  AppendPacked(values.subspan(packed_from), bits, out);
}

void AppendHybridBits(std::span<const uint64_t> words, size_t count, std::string& out) {
  const size_t bytes = (count + 7) / 8;
  const auto byte_at = [&](size_t i) { return static_cast<uint8_t>(words[i / 8] >> (i % 8 * 8)); };
  const auto is_run = [&](uint8_t byte, size_t i) {
    return (byte == 0 || byte == 0xff) && (i + 1) * 8 <= count;
  };
  size_t at = 0;
  while (at < bytes) {
    const size_t start = at;
    const uint8_t byte = byte_at(at);
    if (is_run(byte, at)) {
      while (at < bytes && byte_at(at) == byte && is_run(byte, at)) ++at;
      size_t length = (at - start) * 8;
      AppendRun(byte & 1, length, 1, out);
      continue;
    }
    while (at < bytes && !is_run(byte_at(at), at)) ++at;
    AppendVarint((at - start) << 1 | 1, out);
    for (size_t i = start; i < at; ++i) out += static_cast<char>(byte_at(i));
  }
}

void AppendFixed32(size_t value, std::string& out) {
  for (int bit = 0; bit < 32; bit += 8) out += static_cast<char>(value >> bit);
}

}  // namespace billwright::ingest
