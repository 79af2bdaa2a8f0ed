#include "ingest/ingest.h"

#include <fmt/core.h>

#include <system_error>

#include "base/file.h"
#include "ingest/check/examine.h"
#include "ingest/contract/contract.h"
#include "ingest/format/read_columns.h"
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
  ASSIGN_OR_RETURN(Received received, Examine(std::move(delivery), folder, engine));
  received.findings.insert(received.findings.begin(), findings.begin(), findings.end());
  std::vector<Received> all;
  all.push_back(std::move(received));
  return all;
}

}  // namespace

Result<std::vector<Received>> Receive(const Candidate& candidate, engine::Engine& engine,
                                      const fs::path& folder) {
  Result<std::vector<Received>> received = TakeIn(candidate, engine, fs::absolute(folder));
  if (received) return received;
  return Fail(std::move(received.error()).While("taking in " + candidate.name));
}

}  // namespace billwright::ingest
