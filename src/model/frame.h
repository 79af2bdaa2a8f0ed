#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "money/decimal.h"

// A table whose columns are known at run time: what an engine returns, what is written as Parquet,
// what `show` prints. Columnar, so that millions of rows stay cheap. Records (model/table.h) are
// the typed form of the same rows.

namespace billwright {

/// The five types that a column of ours has. Frozen: the names are in table documentation.
enum class ColumnType {
  kText,     ///< VARCHAR; never NULL: absent is empty
  kInteger,  ///< BIGINT
  kDecimal,  ///< DECIMAL(38,12)
  kTime,     ///< TIMESTAMP (UTC, whole seconds)
  kBoolean,  ///< BOOLEAN
};

std::string_view Name(ColumnType type);

/// One column: its name and its values, all of one type.
struct FrameColumn {
  using Values = std::variant<std::vector<std::string>, std::vector<int64_t>, std::vector<Decimal>,
                              std::vector<UtcTime>, std::vector<uint8_t>>;  // order of ColumnType
  std::string name;
  Values values;

  ColumnType type() const { return static_cast<ColumnType>(values.index()); }
  const std::vector<std::string>& text() const { return std::get<0>(values); }
  const std::vector<int64_t>& integers() const { return std::get<1>(values); }
  const std::vector<Decimal>& decimals() const { return std::get<2>(values); }
  const std::vector<UtcTime>& times() const { return std::get<3>(values); }
  const std::vector<uint8_t>& booleans() const { return std::get<4>(values); }

  static FrameColumn Empty(std::string name, ColumnType type);
};

struct Frame {
  std::vector<FrameColumn> columns;

  size_t row_count() const;
  /// nullptr if there is no such column.
  const FrameColumn* Find(std::string_view name) const;
  FrameColumn* Find(std::string_view name);
  /// CHECKs that the column exists.
  const FrameColumn& column(std::string_view name) const;
  /// The value as text: decimals exact, times ISO, booleans "true"/"false".
  std::string TextAt(size_t column, size_t row) const;
};

/// Digest of all rows in their order: names, types and values. The identity of a table of a run.
std::string DigestOf(const Frame& frame);

/// Sums the decimal and integer columns of `frame` over equal values of `keys` (which keep their
/// order); other columns are left out. Rows come out sorted by the keys.
/// Fails: kInvalidInput if a key is not a column; the message lists the columns there are.
Result<Frame> SumBy(const Frame& frame, const std::vector<std::string>& keys);

/// Only the rows in which `column` equals `value`. Fails: as SumBy.
Result<Frame> Where(const Frame& frame, std::string_view column, std::string_view value);

}  // namespace billwright
