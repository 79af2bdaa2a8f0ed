#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/frame.h"

// Rows and SQL. Only ingest's profile, the reduction to cells and explain touch delivered rows;
// they do it in SQL, through this. Everything particular to DuckDB is here and in
// sql/engine/duckdb.sql: the statements themselves keep to what DuckDB and Trino both speak.

namespace billwright::engine {

struct EngineOptions {
  std::string memory_limit = "1GB";
  int threads = 0;                       ///< 0: as many as there are cores
  std::filesystem::path temp_directory;  ///< for what does not fit in memory
};

/// A DuckDB inside the process. It knows, beside SQL:
///
///   exact(x)     DOUBLE or VARCHAR → money, DECIMAL(38,12), exactly; NULL if 12 places or the
///   range
///                cannot hold it, it is not a number, or it is 10¹⁸ or more. An empty text is NULL.
///                Count failures as count(x) − count(exact(x)).
///   quantity(x)  the same, but further places are rounded half to even.
///   instant(x)   VARCHAR (as UtcTime::Parse reads it, or ten digits and more), BIGINT (seconds,
///                milli-, micro- or nanoseconds since 1970, as its size says) or TIMESTAMP →
///                TIMESTAMP of the years 2000 to 2099; NULL for everything else.
///   finer_rest(x)  what that rounding took, × 10¹² (money/finer.h).
///
/// Fails:   kStore with DuckDB's message and the statement.
/// Threads: one at a time per Engine.
class Engine {
 public:
  static Result<std::unique_ptr<Engine>> Open(const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Result<void> Execute(const std::string& sql);
  /// All rows. Columns come back as the five types of frames: integers of any width as kInteger,
  /// DECIMAL of any width and scale ≤ 12 as kDecimal, VARCHAR as kText with NULL as empty,
  /// TIMESTAMP and DATE as kTime. NULL numbers are 0, NULL times Beginning(): select with coalesce
  /// where that matters. Fails: kStore for other types, DOUBLE among them.
  Result<Frame> Query(const std::string& sql);
  /// The one text of a one-row, one-column answer; empty for NULL.
  Result<std::string> QueryText(const std::string& sql);

  /// Writes the frame as Parquet in its row order: the same rows give the same bytes. Not fsynced.
  Result<void> WriteParquet(const Frame& frame, const std::filesystem::path& path);
  Result<Frame> ReadParquet(const std::filesystem::path& path);
  /// From the file's footer. Fails: kStore, also if it is no Parquet.
  Result<int64_t> CountParquetRows(const std::filesystem::path& path);

  /// A digest of all rows that a FROM clause (ParquetRows) gives, with every column: of their order
  /// only if they are numbered.
  Result<std::string> DigestOfRows(const std::string& rows);

  /// Loads a frame as a temporary table, replacing one of that name.
  Result<void> CreateTable(const std::string& name, const Frame& frame);

 private:
  struct Connection;
  explicit Engine(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

/// Whether the engine gave up for want of memory, which says nothing of what it read.
bool IsOutOfMemory(const Error& error);

/// 'it''s' and "it""s": a text as SQL literal, a name as SQL identifier.
std::string Literal(std::string_view text);
std::string Identifier(std::string_view name);

/// The name of one Parquet file for DuckDB's functions: of the file with exactly this path. DuckDB
/// takes a path for a pattern (`*`, `?`, `[`); nobody else may give it one. A path with a backslash
/// besides such characters cannot be written: the statement fails.
std::string ParquetFile(const std::filesystem::path& path);
/// The rows of the file, as FROM takes them. DuckDB would take "month=10/" for a column.
std::string ParquetRows(const std::filesystem::path& path);
/// The same with a column file_row_number: 0, 1, … The file must have none of that name.
inline constexpr std::string_view kFileRowNumber = "file_row_number";
std::string NumberedParquetRows(const std::filesystem::path& path);

/// The money type as SQL writes it, e.g. for typed NULLs: DECIMAL(38,12).
std::string_view MoneyType();

/// Replaces every {name} of an SQL text by its value. CHECKs that each name has a value.
std::string Fill(std::string_view sql,
                 const std::vector<std::pair<std::string_view, std::string>>& values);

}  // namespace billwright::engine
