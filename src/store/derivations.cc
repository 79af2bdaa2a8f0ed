#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "base/check.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/delivery_rows.h"
#include "store/state.h"

// What was derived from a delivery, more than once: each time a folder of its own below the
// delivery's, of which one is in force.

namespace billwright::store {

namespace fs = std::filesystem;

namespace {

/// "2" after "", and then on.
Result<std::string> NextName(const std::vector<DeliveryRecord>& derivations) {
  int64_t newest = 1;
  for (const DeliveryRecord& record : derivations) {
    const std::string& name = record.delivery.derived;
    int64_t number = 1;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (!name.empty() && (error != std::errc() || end != name.data() + name.size()))
      return Fail(ErrorCode::kCorrupt, "catalog: a derivation is called " + name);
    newest = std::max(newest, number);
  }
  return std::to_string(newest + 1);
}

Result<void> PutInForce(Database& database, const Delivery& delivery) {
  return database.Prepare("UPDATE delivery SET derived = ? WHERE delivery_id = ?")
      ->Bind(delivery.derived)
      .Bind(delivery.delivery_id)
      .Run();
}

/// Puts one entry of a folder into its place, whatever is there.
Result<void> ReplaceEntry(const fs::path& from, const fs::path& to) {
  RETURN_IF_ERROR(RemoveAll(to));
  FAULT_POINT("restore.removed");
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return Fail(ErrorCode::kIo, to.string() + ": " + error.message());
  FAULT_POINT("restore.renamed");
  return {};
}

}  // namespace

Result<std::vector<DeliveryRecord>> Store::Derivations(std::string_view delivery_id) {
  return SelectDeliveries(*state_->database, "delivery.delivery_id = ?",
                          {std::string(delivery_id)});
}

Result<std::optional<DeliveryRecord>> Store::FindDerivation(std::string_view delivery_id,
                                                            std::string_view derived) {
  ASSIGN_OR_RETURN(
      std::vector<DeliveryRecord> records,
      SelectDeliveries(*state_->database, "delivery.delivery_id = ? AND derivation.name = ?",
                       {std::string(delivery_id), std::string(derived)}));
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

Result<std::string> Store::NextDerivation(std::string_view delivery_id) {
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> derivations, Derivations(delivery_id));
  if (derivations.empty())
    return Fail(ErrorCode::kNotFound, fmt::format("there is no delivery {}", delivery_id));
  return NextName(derivations);
}

Result<void> Store::PublishDerivation(const Delivery& delivery, const fs::path& staging) {
  CHECK(!delivery.derived.empty(), delivery.delivery_id);
  Database& database = *state_->database;
  const fs::path target = DerivedFolder(delivery);
  RETURN_IF_ERROR(MoveIntoPlace(staging, target));
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  RETURN_IF_ERROR(InsertDerivation(database, delivery));
  RETURN_IF_ERROR(PutInForce(database, delivery));
  RETURN_IF_ERROR(Audit(database, "delivery derived again",
                        fmt::format("{}/{}", delivery.delivery_id, delivery.derived)));
  FAULT_POINT("publish.before_commit");
  RETURN_IF_ERROR(transaction.Commit());
  FAULT_POINT("publish.committed");
  return {};
}

Result<void> Store::PutDerivationInForce(const Delivery& delivery) {
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  RETURN_IF_ERROR(PutInForce(database, delivery));
  RETURN_IF_ERROR(Audit(database, "derivation in force again",
                        fmt::format("{}/{}", delivery.delivery_id, delivery.derived)));
  FAULT_POINT("publish.before_commit");
  return transaction.Commit();
}

Result<void> Store::ConfirmDerivation(const Delivery& delivery) {
  return state_->database
      ->Prepare("UPDATE derivation SET ingest_version = ? WHERE delivery_id = ? AND name = ?")
      ->Bind(delivery.ingest_version)
      .Bind(delivery.delivery_id)
      .Bind(delivery.derived)
      .Run();
}

Result<void> Store::Restore(const Delivery& delivery, const fs::path& staging,
                            const fs::path& within) {
  RETURN_IF_ERROR(FsyncTree(staging));
  const fs::path target = FolderOfDelivery(delivery.delivery_id) / within;
  RETURN_IF_ERROR(MakeFolders(target));
  ASSIGN_OR_RETURN(const std::vector<fs::path> entries, ListFolder(staging));
  for (const fs::path& entry : entries)
    RETURN_IF_ERROR(ReplaceEntry(entry, target / entry.filename()));
  RETURN_IF_ERROR(FsyncFile(target));
  RETURN_IF_ERROR(FsyncFile(target.parent_path()));
  RETURN_IF_ERROR(RemoveAll(staging));
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  for (size_t i = 0; i < delivery.files.size(); ++i)
    RETURN_IF_ERROR(database
                        .Prepare("UPDATE derivation_file SET stored_digest = ? "
                                 "WHERE delivery_id = ? AND derivation = ? AND ordinal = ?")
                        ->Bind(delivery.files[i].stored_digest)
                        .Bind(delivery.delivery_id)
                        .Bind(delivery.derived)
                        .Bind(static_cast<int64_t>(i))
                        .Run());
  RETURN_IF_ERROR(database.Prepare("UPDATE delivery SET pruned_at = '' WHERE delivery_id = ?")
                      ->Bind(delivery.delivery_id)
                      .Run());
  RETURN_IF_ERROR(
      database.Prepare("UPDATE derivation SET pruned_at = '' WHERE delivery_id = ? AND name = ?")
          ->Bind(delivery.delivery_id)
          .Bind(delivery.derived)
          .Run());
  RETURN_IF_ERROR(Audit(database, "delivery restored", delivery.delivery_id));
  return transaction.Commit();
}

}  // namespace billwright::store
