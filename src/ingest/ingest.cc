#include "ingest/ingest.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <system_error>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/file.h"
#include "engine/line_item_view.h"
#include "ingest/check/bridge.h"
#include "ingest/check/file_totals.h"
#include "ingest/check/profile.h"
#include "ingest/check/quarantine.h"
#include "ingest/check/reservations.h"
#include "ingest/check/savings_plans.h"
#include "ingest/contract/contract.h"
#include "ingest/format/csv_header.h"
#include "ingest/format/csv_to_parquet.h"
#include "ingest/source/digests.h"
#include "ingest/source/keep.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kKept = "kept";
constexpr std::string_view kStored = "stored";

Result<void> MakeFolder(const fs::path& folder) {
  std::error_code error;
  if (!fs::create_directories(folder, error) && !error)
    return Fail(ErrorCode::kConflict, folder.string() + " exists already");
  if (error) return FileError("make", folder, error.value());
  return {};
}

/// One delivery on its way in.
class Reception {
 public:
  Reception(engine::Engine& engine, fs::path folder)
      : engine_(engine), folder_(std::move(folder)) {}

  Result<Received> Run(const Candidate& candidate) {
    RETURN_IF_ERROR(MakeFolder(folder_));
    RETURN_IF_ERROR(MakeFolder(folder_ / kKept));
    RETURN_IF_ERROR(MakeFolder(folder_ / kStored));
    RETURN_IF_ERROR(Keep(candidate));
    RETURN_IF_ERROR(ReadColumns());
    RETURN_IF_ERROR(Store());
    RETURN_IF_ERROR(Count());
    RETURN_IF_ERROR(CheckTotals());
    RETURN_IF_ERROR(CheckCommitments());
    RETURN_IF_ERROR(NameServices());
    return std::move(received_);
  }

 private:
  Delivery& delivery() { return received_.delivery; }

  std::string View(bool accepted_only) {
    return engine::LineItemView(delivery(), folder_, accepted_only);
  }

  void Add(Findings findings) {
    received_.findings.insert(received_.findings.end(), findings.begin(), findings.end());
  }
  void Add(Proof proof) {
    received_.proof.insert(received_.proof.end(), proof.begin(), proof.end());
  }

  /// Copies the files. From here on nothing but the copies is read, so that what is checked is what
  /// is kept.
  Result<void> Keep(const Candidate& candidate) {
    std::vector<std::string> digests;
    for (const fs::path& path : candidate.files) {
      DeliveryFile file;
      file.name = path.filename().string();
      file.kept = (fs::path(kKept) / file.name).string();
      RETURN_IF_ERROR(KeepFile(path, folder_ / file.kept));
      ASSIGN_OR_RETURN(file.digest, DigestOfFile(folder_ / file.kept));
      std::error_code error;
      file.bytes = static_cast<int64_t>(fs::file_size(folder_ / file.kept, error));
      if (error) return FileError("read", folder_ / file.kept, error.value());
      digests.push_back(file.digest);
      delivery().files.push_back(std::move(file));
    }
    RETURN_IF_ERROR(CheckParts());
    delivery().delivery_id = DeliveryIdOf(std::move(digests));
    return SetEncoding();
  }

  /// A part that is there twice would be billed twice; one that is not there, not at all.
  Result<void> CheckParts() {
    std::map<std::string, std::string> by_digest;
    std::map<int64_t, std::string> by_part;
    for (const DeliveryFile& file : delivery().files) {
      const auto [same, is_new] = by_digest.emplace(file.digest, file.name);
      if (!is_new)
        return Fail(ErrorCode::kInvalidInput,
                    fmt::format("{} and {} are the same file, byte for byte; a report has each of "
                                "its parts once",
                                same->second, file.name));
      const auto name = ParseReportFileName(file.name);
      if (!name || name->part == ReportFileName::kNoPart) continue;
      const auto [other, is_first] = by_part.emplace(name->part, file.name);
      if (!is_first)
        return Fail(ErrorCode::kInvalidInput,
                    fmt::format("{} and {} have the same part number; a report has each of its "
                                "parts once",
                                other->second, file.name));
    }
    FindGap(by_part);
    return {};
  }

  void FindGap(const std::map<int64_t, std::string>& by_part) {
    int64_t before = 0;
    for (const auto& [part, name] : by_part) {
      if (part > before + 1)
        received_.findings.push_back(Finding::Make(
            Severity::kWarning, "delivery.gap", name,
            fmt::format("There is a part {} of the report, but no part {}: a file may be missing, "
                        "and with it everything that it bills.",
                        part, before + 1)));
      before = part;
    }
  }

  Result<void> SetEncoding() {
    for (const DeliveryFile& file : delivery().files) {
      const std::optional<ReportFileName> name = ParseReportFileName(file.name);
      if (!name || (!delivery().encoding.empty() && delivery().encoding != name->encoding))
        return Fail(ErrorCode::kInvalidInput,
                    fmt::format("{}: the files of one report end alike, with .csv, .csv.gz or "
                                ".parquet",
                                file.name));
      delivery().encoding = name->encoding;
    }
    return {};
  }

  Result<void> ReadColumns() {
    for (DeliveryFile& file : delivery().files) {
      if (delivery().encoding == kParquet) {
        file.stored = file.kept;
        RETURN_IF_ERROR(ReadParquetColumns(file));
      } else {
        file.stored = (fs::path(kStored) / (file.name + ".parquet")).string();
        RETURN_IF_ERROR(ReadCsvColumns(file));
      }
      ASSIGN_OR_RETURN(const std::string format, FormatOf(file));
      if (!delivery().format.empty() && delivery().format != format)
        return Fail(
            ErrorCode::kInvalidInput,
            fmt::format("files of two formats in one report: {} is {}, {} is {}",
                        delivery().files.front().name, delivery().format, file.name, format));
      delivery().format = format;
    }
    return {};
  }

  Result<void> ReadCsvColumns(DeliveryFile& file) {
    ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source,
                     OpenCsv(folder_ / file.kept, delivery().encoding, file.name));
    ASSIGN_OR_RETURN(const CsvHeader header, ReadHeader(*source, file.name));
    file.columns = StoredColumns(header.names);
    return {};
  }

  Result<void> ReadParquetColumns(DeliveryFile& file) {
    const std::string path = engine::Literal((folder_ / file.kept).string());
    const Result<Frame> columns = engine_.Query(
        engine::Fill(EmbeddedText("sql/ingest/describe_parquet.sql"), {{"file", path}}));
    if (!columns)
      return Fail(Error(ErrorCode::kInvalidInput,
                        "cannot be read as Parquet: " + columns.error().message(),
                        {file.name, 0, 0}));
    for (size_t row = 0; row < columns->row_count(); ++row) {
      const std::string& name = columns->column("column_name").text()[row];
      file.columns.push_back({name, name, columns->column("column_type").text()[row]});
    }
    ASSIGN_OR_RETURN(
        const Frame rows,
        engine_.Query(engine::Fill(EmbeddedText("sql/ingest/parquet_rows.sql"), {{"file", path}})));
    file.rows = rows.column("row_count").integers().front();
    return {};
  }

  Result<void> Store() {
    if (delivery().encoding == kParquet) return {};
    for (DeliveryFile& file : delivery().files)
      RETURN_IF_ERROR(ConvertCsv(folder_ / file.kept, delivery().encoding, folder_ / file.stored,
                                 engine_, file));
    return {};
  }

  Result<void> Count() {
    delivery().has_refunds = false;  // the profile finds out, without reading every description
    ASSIGN_OR_RETURN(profile_, TakeProfile(View(/*accepted_only=*/false), engine_));
    SetTotals(profile_, delivery());
    for (const DeliveryFile& file : delivery().files) {
      ASSIGN_OR_RETURN(Findings findings,
                       CheckFamilies(file, LineItemTypesOf(profile_, file.name)));
      Add(std::move(findings));
    }
    ASSIGN_OR_RETURN(Findings rejected,
                     ReportQuarantine(delivery(), View(/*accepted_only=*/false), folder_, engine_));
    Add(std::move(rejected));
    ASSIGN_OR_RETURN(const auto payer_and_period, PayerAndPeriodOf(profile_));
    delivery().payer_account_id = payer_and_period.first;
    delivery().period = payer_and_period.second;
    if (delivery().has_refunds) {
      ASSIGN_OR_RETURN(purchase_refunds_,
                       TakeOutPurchaseRefunds(View(/*accepted_only=*/true), engine_, profile_));
    }
    received_.totals = ControlTotalsOf(profile_, delivery().payer_account_id);
    return {};
  }

  Result<void> CheckTotals() {
    std::vector<FileTotal> files;
    for (const DeliveryFile& file : delivery().files) {
      ASSIGN_OR_RETURN(const std::vector<FileTotal> totals, SumFile(file, folder_, engine_));
      files.insert(files.end(), totals.begin(), totals.end());
    }
    Add(ProveTotals(delivery(), files, profile_));
    Add(RoundedQuantities(delivery(), files, profile_));
    Add(MixedCurrencies());
    return {};
  }

  Findings MixedCurrencies() {
    std::vector<std::string> currencies;
    for (const ProfileGroup& group : profile_)
      if (group.accepted() && std::ranges::find(currencies, group.currency) == currencies.end())
        currencies.push_back(group.currency);
    if (currencies.size() < 2) return {};
    std::ranges::sort(currencies);
    std::string list;
    for (const std::string& currency : currencies) list += (list.empty() ? "" : ", ") + currency;
    return {Finding::Make(
        Severity::kError, "currency.mixed", "delivery",
        fmt::format("The rows are in several currencies: {}. Costs are not exchanged, so no month "
                    "can be run with this delivery; its sum, listed under {}, adds them up as they "
                    "are. Have AWS bill the payer in one currency, and take the report in again.",
                    list, delivery().currency))};
  }

  Result<void> CheckCommitments() {
    SavingsPlanHours savings_plans;
    ReservationMonths reservations;
    if (HasType(profile_, "SavingsPlanCoveredUsage") || HasType(profile_, "SavingsPlanNegation") ||
        HasType(profile_, "SavingsPlanRecurringFee")) {
      ASSIGN_OR_RETURN(savings_plans, ReadSavingsPlanHours(View(/*accepted_only=*/true), engine_));
      Add(CheckSavingsPlans(savings_plans, LastUsage(), delivery().currency));
    }
    if (HasType(profile_, "DiscountedUsage") || HasType(profile_, "RIFee") ||
        HasType(profile_, "Fee")) {
      ASSIGN_OR_RETURN(reservations, ReadReservationMonths(View(/*accepted_only=*/true), engine_));
      Add(CheckReservations(reservations, delivery().currency,
                            SpellingIn(delivery().files.front(), "pricing_public_on_demand_cost")));
    }
    const ProofLine bridge =
        ProveBridge(delivery(), profile_, savings_plans, reservations, purchase_refunds_);
    received_.proof.push_back(bridge);
    Add(CheckBridge(bridge, delivery()));
    return {};
  }

  void Add(CommitmentCheck check) {
    Add(std::move(check.findings));
    Add(std::move(check.proof));
  }

  /// When the last metered row of the report starts.
  UtcTime LastUsage() const {
    UtcTime last = UtcTime::Beginning();
    for (const ProfileGroup& group : profile_)
      if (group.line_item_type == "Usage" || group.line_item_type == "DiscountedUsage" ||
          group.line_item_type == "SavingsPlanCoveredUsage")
        last = std::max(last, group.last_usage_start);
    return last;
  }

  Result<void> NameServices() {
    ASSIGN_OR_RETURN(const Frame frame,
                     engine_.Query(engine::Fill(EmbeddedText("sql/ingest/service_names.sql"),
                                                {{"line_item", View(/*accepted_only=*/true)}})));
    for (size_t row = 0; row < frame.row_count(); ++row)
      received_.services.push_back(
          {frame.column("service").text()[row], frame.column("name").text()[row]});
    return {};
  }

  engine::Engine& engine_;
  fs::path folder_;
  Received received_;
  Profile profile_;
  Decimal purchase_refunds_;
};

}  // namespace

Result<Received> Receive(const Candidate& candidate, engine::Engine& engine,
                         const fs::path& folder) {
  Result<Received> received = Reception(engine, fs::absolute(folder)).Run(candidate);
  if (received) return received;
  return Fail(std::move(received.error()).While("taking in " + candidate.name));
}

}  // namespace billwright::ingest
