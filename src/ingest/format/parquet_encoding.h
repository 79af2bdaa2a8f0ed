#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace billwright::ingest {

/// Appends values as Parquet's hybrid of runs and bit-packed groups of eight: 8 equal ones and more
/// are a run (parquet-format, Encodings.md, "RLE = 3"). Every value fits into `bits`, 1 to 32.
void AppendHybrid(std::span<const uint32_t> values, int bits, std::string& out);

/// The same for `count` values of one bit each, of which word i holds those from 64·i on.
void AppendHybridBits(std::span<const uint64_t> words, size_t count, std::string& out);

/// Appends a number of four bytes, the least significant first.
void AppendFixed32(size_t value, std::string& out);

}  // namespace billwright::ingest
