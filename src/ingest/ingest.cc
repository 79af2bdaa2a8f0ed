#include "ingest/ingest.h"

#include <fmt/core.h>

#include <system_error>

#include "base/file.h"
#include "ingest/check/examine.h"
#include "ingest/contract/contract.h"
#include "ingest/format/read_columns.h"
#include "ingest/source/against_manifest.h"
#include "ingest/source/keep_files.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

Result<void> MakeFolder(const fs::path& folder) {
  std::error_code error;
  if (!fs::create_directories(folder, error) && !error)
    return Fail(ErrorCode::kConflict, folder.string() + " exists already");
  if (error) return FileError("make", folder, error.value());
  return {};
}

/// Tells which report it is: all its files must agree.
Result<void> Identify(Delivery& delivery) {
  for (const DeliveryFile& file : delivery.files) {
    ASSIGN_OR_RETURN(const std::string format, FormatOf(file));
    if (!delivery.format.empty() && delivery.format != format)
      return Fail(ErrorCode::kInvalidInput,
                  fmt::format("files of two formats in one report: {} is {}, {} is {}",
                              delivery.files.front().name, delivery.format, file.name, format));
    delivery.format = format;
  }
  return {};
}

Result<std::vector<Received>> TakeIn(const Candidate& candidate, engine::Engine& engine,
                                     const fs::path& folder) {
  Delivery delivery;
  Findings findings;
  RETURN_IF_ERROR(MakeFolder(folder));
  RETURN_IF_ERROR(MakeFolder(folder / kKept));
  RETURN_IF_ERROR(MakeFolder(folder / kStored));
  RETURN_IF_ERROR(KeepFiles(candidate, folder, delivery, findings));
  RETURN_IF_ERROR(ReadColumns(folder, engine, delivery));
  RETURN_IF_ERROR(Identify(delivery));
  RETURN_IF_ERROR(StoreFiles(folder, engine, delivery));
  Findings differing = CheckAgainstManifest(candidate, delivery);
  findings.insert(findings.end(), differing.begin(), differing.end());
  ASSIGN_OR_RETURN(Received received, Examine(std::move(delivery), folder, engine));
  RETURN_IF_ERROR(DropFetched(received.delivery, folder));
  received.findings.insert(received.findings.begin(), findings.begin(), findings.end());
  std::vector<Received> all;
  all.push_back(std::move(received));
  return all;
}

/// What a delivery is, without what was derived from it.
Delivery Underived(Delivery delivery) {
  for (DeliveryFile& file : delivery.files) {
    file.stored.clear();
    file.stored_digest.clear();
    file.rows = 0;
    file.columns.clear();
  }
  delivery.format.clear();
  delivery.currency.clear();
  delivery.rows = 0;
  delivery.quarantined_rows = 0;
  delivery.has_refunds = true;
  delivery.unblended_cost = Decimal();
  delivery.quarantined_cost = Decimal();
  delivery.derivation_digest.clear();
  return delivery;
}

Result<Received> DeriveAgain(const Delivery& known, const fs::path& kept_in, engine::Engine& engine,
                             const fs::path& folder) {
  Delivery delivery = Underived(known);
  RETURN_IF_ERROR(MakeFolder(folder));
  RETURN_IF_ERROR(MakeFolder(folder / kStored));
  RETURN_IF_ERROR(ReadColumns(kept_in, engine, delivery));
  RETURN_IF_ERROR(Identify(delivery));
  // Kept files are read in one folder and written to another: the latter by its whole path.
  for (DeliveryFile& file : delivery.files)
    if (file.stored != file.kept) file.stored = (folder / file.stored).string();
  RETURN_IF_ERROR(StoreFiles(kept_in, engine, delivery));
  ASSIGN_OR_RETURN(Received received, Examine(std::move(delivery), kept_in, engine));
  received.folder = folder;
  for (DeliveryFile& file : received.delivery.files)
    if (file.stored != file.kept)
      file.stored = fs::path(file.stored).lexically_relative(folder).string();
  return received;
}

}  // namespace

Result<Received> ReceiveAgain(const Delivery& known, const fs::path& kept_in,
                              engine::Engine& engine, const fs::path& folder) {
  Result<Received> received =
      DeriveAgain(known, fs::absolute(kept_in), engine, fs::absolute(folder));
  if (received) return received;
  return Fail(
      std::move(received.error()).While("deriving delivery " + known.delivery_id + " again"));
}

Result<std::vector<Received>> Receive(const Candidate& candidate, engine::Engine& engine,
                                      const fs::path& folder) {
  Result<std::vector<Received>> received = TakeIn(candidate, engine, fs::absolute(folder));
  if (received) return received;
  return Fail(std::move(received.error()).While("taking in " + candidate.name));
}

}  // namespace billwright::ingest
