#include <fmt/core.h>

#include "base/fault.h"
#include "base/file.h"
#include "store/state.h"

namespace billwright::store {

namespace fs = std::filesystem;

namespace {

Result<void> MarkPruned(Database& database, const Prunable& what) {
  switch (what.kind) {
    case Prunable::Kind::kDelivery:
      RETURN_IF_ERROR(database.Prepare("UPDATE derivation SET pruned_at = ? WHERE delivery_id = ?")
                          ->Bind(NowText())
                          .Bind(what.id)
                          .Run());
      RETURN_IF_ERROR(database.Prepare("UPDATE delivery SET pruned_at = ? WHERE delivery_id = ?")
                          ->Bind(NowText())
                          .Bind(what.id)
                          .Run());
      return Audit(database, "delivery pruned", what.id);
    case Prunable::Kind::kDerivation:
      RETURN_IF_ERROR(
          database
              .Prepare("UPDATE derivation SET pruned_at = ? WHERE delivery_id = ? AND name = ?")
              ->Bind(NowText())
              .Bind(what.id)
              .Bind(what.derived)
              .Run());
      return Audit(database, "derivation pruned", fmt::format("{}/{}", what.id, what.derived));
    case Prunable::Kind::kRun:
      RETURN_IF_ERROR(database.Prepare("UPDATE run SET pruned_at = ? WHERE run_id = ?")
                          ->Bind(NowText())
                          .Bind(what.id)
                          .Run());
      return Audit(database, "run pruned", what.id);
  }
  return {};
}

/// Beside what is derived: the files as delivered.
constexpr std::string_view kKept = "kept";

bool IsNumber(const std::string& name) {
  return name.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Result<std::map<std::string, std::vector<fs::path>>> DerivedEntries(const fs::path& delivery) {
  std::map<std::string, std::vector<fs::path>> entries;
  if (!Exists(delivery)) return entries;
  ASSIGN_OR_RETURN(const std::vector<fs::path> paths, ListFolder(delivery));
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    if (name != kKept) entries[IsNumber(name) ? name : std::string()].push_back(path);
  }
  return entries;
}

Result<std::vector<fs::path>> Store::PathsOf(const Prunable& what) const {
  if (what.kind == Prunable::Kind::kDelivery) return std::vector{FolderOfDelivery(what.id)};
  if (what.kind == Prunable::Kind::kRun) return std::vector{FolderOfRun(what.id)};
  ASSIGN_OR_RETURN(auto entries, DerivedEntries(FolderOfDelivery(what.id)));
  return std::move(entries[what.derived]);
}

Result<void> Store::Prune(const std::vector<Prunable>& what) {
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  for (const Prunable& each : what) RETURN_IF_ERROR(MarkPruned(database, each));
  FAULT_POINT("prune.before_commit");
  RETURN_IF_ERROR(transaction.Commit());
  FAULT_POINT("prune.committed");
  for (const Prunable& each : what) {
    ASSIGN_OR_RETURN(const std::vector<fs::path> paths, PathsOf(each));
    for (const fs::path& path : paths) {
      RETURN_IF_ERROR(RemoveAll(path));
      FAULT_POINT("prune.removed");
    }
  }
  return {};
}

}  // namespace billwright::store
