#include "ingest/check/same_rows.h"

#include <fmt/core.h>

#include <map>
#include <set>

namespace billwright::ingest {

namespace fs = std::filesystem;

Result<void> RefuseSameRows(const Delivery& delivery, const std::vector<FileTotal>& totals,
                            const fs::path& folder, engine::Engine& engine) {
  std::map<std::string, std::set<std::string>> of_file;
  for (const FileTotal& total : totals)
    of_file[total.file].insert(fmt::format("{}\n{}\n{}\n{}", total.line_item_type, total.invoice_id,
                                           total.rows, total.unblended_cost.ToString()));
  std::map<std::set<std::string>, std::vector<const DeliveryFile*>> alike;
  for (const DeliveryFile& file : delivery.files)
    if (file.rows > 0) alike[of_file[file.name]].push_back(&file);
  for (const auto& [sums, files] : alike) {
    if (files.size() == 1) continue;
    std::map<std::string, const DeliveryFile*> by_digest;
    for (const DeliveryFile* const file : files) {
      ASSIGN_OR_RETURN(std::string digest,
                       engine.DigestOfRows(engine::ParquetRows(folder / file->stored)));
      const auto [same, is_new] = by_digest.emplace(std::move(digest), file);
      if (!is_new)
        return Fail(
            ErrorCode::kInvalidInput,
            fmt::format("{} and {} hold the same {} row{}, which would be billed twice; a "
                        "report has each of its parts once. Remove one of the two",
                        same->second->name, file->name, file->rows, file->rows == 1 ? "" : "s"));
    }
  }
  return {};
}

}  // namespace billwright::ingest
