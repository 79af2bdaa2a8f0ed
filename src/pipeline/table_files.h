#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "model/table.h"

// The tables of a run as Parquet files: <run>/<stage>/<table>-v<version>.parquet.

namespace billwright::pipeline {

/// A table that a stage made, ready to be written.
struct StageTable {
  std::string name;
  int version = 1;
  Frame frame;
};

template <typename R>
StageTable ToStageTable(const std::vector<R>& rows) {
  const Table<R>& table = TableOf<R>();
  return {std::string(table.name), table.version, ToFrame(rows)};
}

/// The tables of several records, moved and not copied (an initializer list would copy every row).
template <typename... Rs>
std::vector<StageTable> ToStageTables(const std::vector<Rs>&... rows) {
  std::vector<StageTable> tables;
  (tables.push_back(ToStageTable(rows)), ...);
  return tables;
}

std::filesystem::path TableFile(const std::filesystem::path& stage_folder, std::string_view name,
                                int version);

Result<void> WriteTables(std::span<const StageTable> tables,
                         const std::filesystem::path& stage_folder, engine::Engine& engine);

/// Fails: kCorrupt if the table is not there or lacks a column.
template <typename R>
Result<std::vector<R>> ReadTable(const std::filesystem::path& stage_folder,
                                 engine::Engine& engine) {
  const Table<R>& table = TableOf<R>();
  const std::filesystem::path file = TableFile(stage_folder, table.name, table.version);
  Result<Frame> frame = engine.ReadParquet(file);
  if (!frame) return Fail(Error(ErrorCode::kCorrupt, frame.error().message()));
  return FromFrame<R>(std::move(*frame));
}

/// Only the rows for which an SQL condition holds, in their order: a few of many are read fast.
template <typename R>
Result<std::vector<R>> ReadTableWhere(const std::filesystem::path& stage_folder,
                                      const std::string& condition, engine::Engine& engine) {
  const Table<R>& table = TableOf<R>();
  const std::filesystem::path file = TableFile(stage_folder, table.name, table.version);
  Result<Frame> frame =
      engine.Query("SELECT * FROM " + engine::ParquetRows(file) + " WHERE " + condition);
  if (!frame) return Fail(Error(ErrorCode::kCorrupt, frame.error().message()));
  return FromFrame<R>(std::move(*frame));
}

/// Findings are kept beside the results and are none themselves: they name lines of the books, and
/// other words are no other result.
bool IsFindings(const StageTable& table);

/// Digest of names, versions and rows of all tables but the findings, in order.
std::string DigestOfResults(std::span<const StageTable> tables);

/// Every table of a run that can be looked at, with the stage that makes it: RunTables::ForEach.
struct KnownTable {
  std::string_view stage;
  TableDescription table;
};
const std::vector<KnownTable>& KnownTables();

}  // namespace billwright::pipeline
