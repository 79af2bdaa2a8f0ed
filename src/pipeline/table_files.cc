#include "pipeline/table_files.h"

#include <fmt/core.h>

#include "base/digest.h"
#include "model/finding.h"

namespace billwright::pipeline {

std::filesystem::path TableFile(const std::filesystem::path& stage_folder, std::string_view name,
                                int version) {
  return stage_folder / fmt::format("{}-v{}.parquet", name, version);
}

Result<void> WriteTables(std::span<const StageTable> tables,
                         const std::filesystem::path& stage_folder, engine::Engine& engine) {
  std::error_code error;
  std::filesystem::create_directories(stage_folder, error);
  if (error) return Fail(ErrorCode::kIo, stage_folder.string() + ": " + error.message());
  for (const StageTable& table : tables)
    RETURN_IF_ERROR(
        engine.WriteParquet(table.frame, TableFile(stage_folder, table.name, table.version)));
  return {};
}

bool IsFindings(const StageTable& table) { return table.name == TableOf<Finding>().name; }

std::string DigestOfResults(std::span<const StageTable> tables) {
  Sha256 digest;
  for (const StageTable& table : tables) {
    if (IsFindings(table)) continue;
    digest.AddField(table.name);
    digest.AddField(std::to_string(table.version));
    digest.AddField(billwright::DigestOf(table.frame));
  }
  return digest.Finish();
}

}  // namespace billwright::pipeline
