#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "duckdb.h"
#include "model/frame.h"

// DuckDB's vectors to columns of frames and back.

namespace billwright::engine {

/// Reads one column of a result, chunk by chunk.
class ColumnReader {
 public:
  /// Fails: kStore for a type that frames do not have, DOUBLE among them; the message names the
  /// column.
  static Result<ColumnReader> For(duckdb_logical_type type, std::string_view column);

  ColumnType type() const { return type_; }
  /// Appends `rows` values of `vector` to `column`. NULL is empty, 0, Beginning() or false.
  void Append(duckdb_vector vector, idx_t rows, FrameColumn& column) const;

 private:
  ColumnType type_ = ColumnType::kText;
  duckdb_type stored_ = DUCKDB_TYPE_INVALID;  ///< of the values in memory (decimals: the integer)
  int scale_ = 0;                             ///< of a decimal
};

/// How our five types are called in SQL. The one place that writes money's width and scale.
std::string_view SqlType(ColumnType type);

/// Appends all rows of the frame to an existing table of the same columns.
Result<void> AppendFrame(duckdb_connection connection, const std::string& table,
                         const Frame& frame);

}  // namespace billwright::engine
