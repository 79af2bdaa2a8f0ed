#include "pipeline/derivation.h"

#include <fmt/core.h>

#include <system_error>

#include "base/digest.h"
#include "base/file.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

/// Findings without their wording: other words are no other result.
Findings Wordless(Findings findings) {
  for (Finding& finding : findings) finding.message.clear();
  return findings;
}

/// Of all that runs read of it. Parquet that was made of csv is not looked into: it is a function
/// of the file as delivered and of the columns.
std::string DigestOfDerivation(const ingest::Received& received,
                               std::span<const StageTable> tables) {
  const Delivery& delivery = received.delivery;
  Sha256 digest;
  digest.AddField(delivery.format);
  digest.AddField(delivery.encoding);
  for (const DeliveryFile& file : delivery.files) {
    digest.AddField(file.name);
    digest.AddField(file.digest);
    digest.AddField(std::to_string(file.rows));
    for (const DeliveredColumn& column : file.columns) {
      digest.AddField(column.name);
      digest.AddField(column.stored_name);
      digest.AddField(column.type);
    }
  }
  digest.AddField(DigestOfResults(tables));
  digest.AddField(DigestOf(ToFrame(Wordless(received.findings))));
  return digest.Finish();
}

/// "is gone", "is damaged"; empty if the file is as it was left.
Result<std::string> WrongWith(const fs::path& path, const std::string& digest, bool thorough) {
  if (!Exists(path)) return path.string() + " is gone";
  if (!thorough || digest.empty()) return std::string();
  Result<std::string> found = DigestOfFile(path);
  if (!found) return found.error().ToString();
  return *found == digest ? std::string() : path.string() + " is not what was written there";
}

}  // namespace

std::vector<StageTable> ChecksOf(const ingest::Received& received) {
  return ToStageTables(received.totals, received.services, received.days, received.fees,
                       received.column_uses, received.proof, received.findings);
}

Result<void> SealDerivation(ingest::Received& received, const fs::path& folder,
                            engine::Engine& engine) {
  const std::vector<StageTable> tables = ChecksOf(received);
  RETURN_IF_ERROR(WriteTables(tables, folder, engine));
  Delivery& delivery = received.delivery;
  for (DeliveryFile& file : delivery.files) {
    file.stored_digest.clear();
    if (file.stored == file.kept) continue;
    ASSIGN_OR_RETURN(file.stored_digest, DigestOfFile(received.folder / file.stored));
  }
  delivery.derivation_digest = DigestOfDerivation(received, tables);
  delivery.ingest_version = kIngestVersion;
  return {};
}

namespace {

/// Whether the delivery was derived by rules that make the tables of its days, fees and columns.
bool HasDays(const Delivery& delivery) {
  constexpr int64_t kFirst = 2;
  return delivery.ingest_version >= kFirst;
}

/// A table that derivations of older rules need not have: empty then.
template <typename R>
Result<std::vector<R>> ReadLaterTable(const Delivery& delivery, const fs::path& folder,
                                      engine::Engine& engine) {
  const Table<R>& table = TableOf<R>();
  if (!HasDays(delivery) && !Exists(TableFile(folder, table.name, table.version)))
    return std::vector<R>();
  return ReadTable<R>(folder, engine);
}

template <typename R>
void LookForTable(const fs::path& folder, std::string& missing) {
  const fs::path file = TableFile(folder, TableOf<R>().name, TableOf<R>().version);
  if (missing.empty() && !Exists(file)) missing = file.string() + " is gone";
}

/// Which table that a derivation has is not there; empty if all are.
std::string MissingTable(const Delivery& delivery, const fs::path& folder) {
  std::string missing;
  LookForTable<ControlTotal>(folder, missing);
  LookForTable<ServiceName>(folder, missing);
  LookForTable<Finding>(folder, missing);
  LookForTable<ProofLine>(folder, missing);
  if (!HasDays(delivery)) return missing;
  LookForTable<DeliveryDay>(folder, missing);
  LookForTable<DeliveryFee>(folder, missing);
  LookForTable<ColumnUse>(folder, missing);
  return missing;
}

}  // namespace

Result<ingest::Received> ReadDerivation(const Delivery& delivery, const store::Store& store,
                                        engine::Engine& engine) {
  const fs::path folder = store.DerivedFolder(delivery);
  ingest::Received received;
  received.delivery = delivery;
  received.folder = store.FolderOfDelivery(delivery.delivery_id);
  ASSIGN_OR_RETURN(received.totals, ReadTable<ControlTotal>(folder, engine));
  ASSIGN_OR_RETURN(received.services, ReadTable<ServiceName>(folder, engine));
  ASSIGN_OR_RETURN(received.days, ReadLaterTable<DeliveryDay>(delivery, folder, engine));
  ASSIGN_OR_RETURN(received.fees, ReadLaterTable<DeliveryFee>(delivery, folder, engine));
  ASSIGN_OR_RETURN(received.column_uses, ReadLaterTable<ColumnUse>(delivery, folder, engine));
  ASSIGN_OR_RETURN(received.findings, ReadTable<Finding>(folder, engine));
  ASSIGN_OR_RETURN(received.proof, ReadTable<ProofLine>(folder, engine));
  return received;
}

Result<Damage> FindDamage(const Delivery& delivery, const store::Store& store, bool thorough,
                          engine::Engine& engine) {
  const fs::path folder = store.FolderOfDelivery(delivery.delivery_id);
  Damage damage;
  for (const DeliveryFile& file : delivery.files) {
    if (damage.kept.empty() && (delivery.keep == kKeepCopy || file.stored == file.kept)) {
      ASSIGN_OR_RETURN(damage.kept, WrongWith(folder / file.kept, file.digest, thorough));
    }
    if (damage.derived.empty() && file.stored != file.kept) {
      ASSIGN_OR_RETURN(damage.derived,
                       WrongWith(folder / file.stored, file.stored_digest, thorough));
    }
  }
  if (damage.derived.empty())
    damage.derived = MissingTable(delivery, store.DerivedFolder(delivery));
  if (damage.derived.empty() && thorough)
    if (const auto tables = ReadDerivation(delivery, store, engine); !tables)
      damage.derived = tables.error().message();
  return damage;
}

}  // namespace billwright::pipeline
