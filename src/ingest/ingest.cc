#include "ingest/ingest.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

#include "base/check.h"
#include "base/file.h"
#include "engine/contracts.h"
#include "ingest/check/examine.h"
#include "ingest/check/file_totals.h"
#include "ingest/contract/contract.h"
#include "ingest/delivery_id.h"
#include "ingest/format/divide.h"
#include "ingest/format/parquet_damage.h"
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

/// One part of a divided delivery. It is of one payer and period, since it was divided by them.
Result<Received> ExaminePart(const Delivery& delivery, const fs::path& folder,
                             const std::vector<Part>& parts, size_t index, const fs::path& to,
                             engine::Engine& engine) {
  ASSIGN_OR_RETURN(Delivery part, StorePart(delivery, folder, parts, index, to, engine));
  ASSIGN_OR_RETURN(std::optional<Received> received, Examine(std::move(part), to, engine));
  if (!received)
    return Fail(ErrorCode::kStore, fmt::format("part {} of {} of the report holds rows of several "
                                               "payers or months after it was divided by them",
                                               index + 1, parts.size()));
  received->findings.push_back(Finding::Make(
      Severity::kInfo, "delivery.divided", received->delivery.payer_account_id,
      fmt::format("The report holds rows of {} payers and months. Each is a delivery of its own; "
                  "this is number {}. Nothing to do.",
                  parts.size(), index + 1)));
  return *std::move(received);
}

/// Nothing is lost between the delivered files and their parts.
Result<Proof> ProveParts(const Delivery& whole, const fs::path& folder,
                         const std::vector<Received>& parts, engine::Engine& engine) {
  Decimal rows;
  Decimal cost;
  for (const DeliveryFile& file : whole.files) {
    ASSIGN_OR_RETURN(const std::vector<FileTotal> totals,
                     SumFile(file, engine::ContractOf(whole.format), folder, engine));
    rows += Decimal::FromInteger(file.rows);
    for (const FileTotal& total : totals) cost += total.unblended_cost;
  }
  Decimal rows_of_parts;
  Decimal cost_of_parts;
  for (const Received& part : parts) {
    rows_of_parts += Decimal::FromInteger(part.delivery.rows);
    cost_of_parts += part.delivery.unblended_cost + part.delivery.quarantined_cost;
  }
  const std::string subject = "delivery " + whole.delivery_id;
  return Proof{
      ProofLine::Make("ingest", std::string(kRowsOfDeliveries), subject, rows, rows_of_parts),
      ProofLine::Make("ingest", std::string(kCostOfDeliveries), subject, cost, cost_of_parts)};
}

/// Rows of several payers or months: each becomes a delivery, in a folder beside that of the whole.
Result<std::vector<Received>> ExamineParts(const Delivery& delivery, const fs::path& folder,
                                           engine::Engine& engine) {
  ASSIGN_OR_RETURN(const std::vector<Part> parts, PartsOf(delivery, folder, engine));
  std::vector<Received> all;
  for (size_t i = 0; i < parts.size(); ++i) {
    const fs::path to = folder.string() + "-" + std::to_string(i + 1);
    RETURN_IF_ERROR(MakeFolder(to));
    RETURN_IF_ERROR(ShareKept(delivery, folder, to));
    ASSIGN_OR_RETURN(Received received, ExaminePart(delivery, folder, parts, i, to, engine));
    all.push_back(std::move(received));
  }
  ASSIGN_OR_RETURN(const Proof proof, ProveParts(delivery, folder, all, engine));
  all.front().proof.insert(all.front().proof.end(), proof.begin(), proof.end());
  return all;
}

/// The one delivery of a report, or each of several.
Result<std::vector<Received>> ExamineAll(const Delivery& delivery, const fs::path& folder,
                                         engine::Engine& engine) {
  ASSIGN_OR_RETURN(std::optional<Received> whole, Examine(delivery, folder, engine));
  if (!whole) return ExamineParts(delivery, folder, engine);
  std::vector<Received> all;
  all.push_back(*std::move(whole));
  return all;
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
  if (std::ranges::all_of(delivery.files, [](const DeliveryFile& file) { return file.rows == 0; }))
    return std::vector<Received>{};
  Findings differing = CheckAgainstManifest(candidate, delivery);
  findings.insert(findings.end(), differing.begin(), differing.end());
  Result<std::vector<Received>> examined = ExamineAll(delivery, folder, engine);
  if (!examined) return Fail(WhyNotRead(examined.error(), delivery, folder, engine));
  std::vector<Received> all = *std::move(examined);
  CheckBillAgainstManifest(candidate, all);
  for (Received& received : all) {
    RETURN_IF_ERROR(DropFetched(received.delivery, received.folder));
    received.findings.insert(received.findings.begin(), findings.begin(), findings.end());
  }
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
  delivery.divided = false;
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

bool IsOf(const Delivery& delivery, const Part& part) {
  return part.payer_account_id == delivery.payer_account_id &&
         BillingPeriod::Containing(part.period_start) == delivery.period;
}

/// Files that hold one bill: it must be that of the delivery `known`.
Result<Received> AsKnown(const Delivery& known, Received received, const fs::path& folder) {
  const Delivery& now = received.delivery;
  if (now.payer_account_id != known.payer_account_id || now.period != known.period)
    return Fail(ErrorCode::kConflict,
                fmt::format("under today's rules the files are of payer {} for {}, and no more of "
                            "payer {} for {}",
                            now.payer_account_id, now.period.ToString(), known.payer_account_id,
                            known.period.ToString()));
  received.folder = folder;
  for (DeliveryFile& file : received.delivery.files)
    if (file.stored != file.kept)
      file.stored = fs::path(file.stored).lexically_relative(folder).string();
  return received;
}

/// Which of the parts is the delivery `known`. Each of them must be a delivery already.
Result<size_t> FindPart(const Delivery& known, std::span<const Delivery> of_files,
                        const std::vector<Part>& parts) {
  for (const Part& part : parts)
    if (std::ranges::none_of(of_files, [&](const Delivery& one) { return IsOf(one, part); }))
      return Fail(ErrorCode::kConflict,
                  fmt::format("under today's rules the files hold rows of payer {} for {} too, "
                              "which no delivery was made of when they came in; they would be "
                              "billed nowhere. Take the report in under other bytes: exported "
                              "once more, or the same file compressed",
                              part.payer_account_id,
                              BillingPeriod::Containing(part.period_start).ToString()));
  const auto part = std::ranges::find_if(parts, [&](const Part& one) { return IsOf(known, one); });
  if (part == parts.end())
    return Fail(ErrorCode::kNotFound,
                fmt::format("the files hold no rows of payer {} for {} any more that can be used",
                            known.payer_account_id, known.period.ToString()));
  return static_cast<size_t>(part - parts.begin());
}

/// The part of the whole that was the delivery `known`.
Result<Received> DerivePartAgain(const Delivery& known, Delivery whole,
                                 const std::vector<Part>& parts, size_t index,
                                 const fs::path& kept_in, engine::Engine& engine,
                                 const fs::path& folder) {
  whole.delivery_id = WholeId(known.delivery_id);
  const fs::path stored_whole = folder / "whole";
  for (DeliveryFile& file : whole.files) {
    if (file.stored == file.kept) continue;
    RETURN_IF_ERROR(MakeFolders(stored_whole));
    std::error_code error;
    const fs::path aside = stored_whole / fs::path(file.stored).filename();
    fs::rename(file.stored, aside, error);
    if (error) return FileError("write", aside, error.value());
    file.stored = aside.string();
  }
  ASSIGN_OR_RETURN(Received received, ExaminePart(whole, kept_in, parts, index, folder, engine));
  received.delivery.delivery_id = known.delivery_id;
  RETURN_IF_ERROR(RemoveAll(stored_whole));
  return received;
}

Result<Received> DeriveAgain(const Delivery& known, std::span<const Delivery> of_files,
                             const fs::path& kept_in, engine::Engine& engine,
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
  if (!known.divided) {
    ASSIGN_OR_RETURN(std::optional<Received> whole, Examine(delivery, kept_in, engine));
    if (whole) return AsKnown(known, *std::move(whole), folder);
  }
  // What was a part stays one, also where it is the only one now: its rows keep their numbers.
  ASSIGN_OR_RETURN(const std::vector<Part> parts, PartsOf(delivery, kept_in, engine));
  ASSIGN_OR_RETURN(const size_t part, FindPart(known, of_files, parts));
  return DerivePartAgain(known, delivery, parts, part, kept_in, engine, folder);
}

}  // namespace

bool IsOfArrival(const Finding& finding) {
  static constexpr std::array<std::string_view, 3> kFamilies{"delivery.", "manifest.", "source."};
  return std::ranges::any_of(
      kFamilies, [&](std::string_view family) { return finding.code.starts_with(family); });
}

Result<Received> ReceiveAgain(const Delivery& known, std::span<const Delivery> of_files,
                              const fs::path& kept_in, engine::Engine& engine,
                              const fs::path& folder) {
  Result<Received> received =
      DeriveAgain(known, of_files, fs::absolute(kept_in), engine, fs::absolute(folder));
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
