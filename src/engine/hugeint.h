#pragma once

#include "duckdb.h"
#include "money/int128.h"

// DuckDB's 128-bit integer and ours.

namespace billwright::engine {

inline Int128 ToInt128(duckdb_hugeint value) {
  const UInt128 high = static_cast<UInt128>(static_cast<uint64_t>(value.upper)) << 64;
  return static_cast<Int128>(high | value.lower);
}

inline duckdb_hugeint ToHugeint(Int128 value) {
  const UInt128 bits = static_cast<UInt128>(value);
  return {static_cast<uint64_t>(bits), static_cast<int64_t>(static_cast<uint64_t>(bits >> 64))};
}

}  // namespace billwright::engine
