#include "ingest/check/quarantine.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "base/text.h"
#include "engine/contracts.h"
#include "engine/line_item_view.h"
#include "ingest/contract/contract.h"

namespace billwright::ingest {

namespace {

/// One reason in one file.
struct Rejection {
  const DeliveryFile* file = nullptr;
  std::string reason;
  int64_t rows = 0;
  Decimal unblended_cost;
  std::string currency;
  int64_t first_row = 0;
};

const DeliveryFile& FileNamed(const Delivery& delivery, const std::string& name) {
  const auto found = std::ranges::find(delivery.files, name, &DeliveryFile::name);
  CHECK(found != delivery.files.end(), name);
  return *found;
}

/// The contract's column that a reason of the view is about: the reason begins with it, or is of
/// its closed set. Empty for a reason about several.
std::string_view ColumnOf(const Contract& contract, const std::string& reason) {
  for (const ContractColumn& column : contract.columns)
    if (reason.starts_with(column.name + " ")) return column.name;
  for (const ClosedSet& set : contract.sets)
    if (set.reason == reason) return contract.Reading(set.column).name;
  return {};
}

constexpr std::string_view kNoNumber = " is not a number";
constexpr size_t kLongestShown = 100;

/// "lineItem/UnblendedCost is not a number of at most 12 decimals ('1_000')"
Result<std::string> Explain(const Rejection& rejection, const Delivery& delivery,
                            const std::filesystem::path& folder, engine::Engine& engine) {
  const std::string_view delivered =
      ColumnOf(engine::ContractOf(delivery.format), rejection.reason);
  const DeliveredColumn* const column =
      delivered.empty() ? nullptr : FindColumn(*rejection.file, delivered);
  if (column == nullptr) return rejection.reason;
  ASSIGN_OR_RETURN(const Frame frame,
                   engine.Query(engine::Fill(
                       EmbeddedText("sql/ingest/delivered_value.sql"),
                       {{"column", engine::Identifier(column->stored_name)},
                        {"rows", engine::NumberedParquetRows(folder / rejection.file->stored)},
                        {"row", engine::RowNumber(delivery, *rejection.file)},
                        {"row_number", std::to_string(rejection.first_row)}})));
  const std::string value = frame.TextAt(0, 0);
  std::string reason = rejection.reason;
  if (reason.ends_with(kNoNumber) && IsNumber(value))
    reason.replace(reason.size() - kNoNumber.size(), kNoNumber.size(), " is too large");
  if (reason.starts_with(delivered))
    reason.replace(0, delivered.size(), ShortText(column->name, kLongestShown));
  return fmt::format("{} ('{}')", reason, ShortText(value, kLongestShown));
}

Result<std::vector<Rejection>> Rejections(const Delivery& delivery,
                                          const std::string& line_item_view,
                                          engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame frame,
                   engine.Query(engine::Fill(EmbeddedText("sql/ingest/quarantined.sql"),
                                             {{"line_item", line_item_view}})));
  std::vector<Rejection> rejections;
  for (size_t row = 0; row < frame.row_count(); ++row)
    rejections.push_back(
        {&FileNamed(delivery, frame.column("file").text()[row]), frame.column("reason").text()[row],
         frame.column("row_count").integers()[row], frame.column("unblended_cost").decimals()[row],
         frame.column("currency").text()[row], frame.column("first_row").integers()[row]});
  return rejections;
}

}  // namespace

Result<Findings> ReportQuarantine(const Delivery& delivery, const std::string& line_item_view,
                                  const std::filesystem::path& folder, engine::Engine& engine) {
  if (delivery.quarantined_rows == 0) return Findings{};
  ASSIGN_OR_RETURN(const std::vector<Rejection> rejections,
                   Rejections(delivery, line_item_view, engine));
  Findings findings;
  for (const Rejection& rejection : rejections) {
    ASSIGN_OR_RETURN(const std::string reason, Explain(rejection, delivery, folder, engine));
    const std::string place = fmt::format("{} row {}", rejection.file->name, rejection.first_row);
    if (delivery.quarantined_rows == delivery.rows)
      return Fail(ErrorCode::kInvalidInput, fmt::format("none of the {} rows can be used; {}: {}",
                                                        delivery.rows, place, reason));
    findings.push_back(
        Finding::Make(Severity::kError, "row.quarantined", rejection.file->name,
                      fmt::format("{} {} quarantined and not billed, the first is row {}: {}. "
                                  "Correct what delivers the report and take it in again.",
                                  rejection.rows, rejection.rows == 1 ? "row is" : "rows are",
                                  rejection.first_row, reason))
            .At(place)
            .Worth(rejection.unblended_cost, rejection.currency));
  }
  return findings;
}

}  // namespace billwright::ingest
