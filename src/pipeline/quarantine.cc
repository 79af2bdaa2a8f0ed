#include "pipeline/quarantine.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/ascii.h"
#include "base/embedded.h"
#include "base/file.h"
#include "engine/line_item_view.h"

namespace billwright {

template <>
const Table<QuarantinedRow>& TableOf<QuarantinedRow>() {
  static const Table<QuarantinedRow> table{
      "quarantine",
      1,
      "Rows that were rejected: counted, kept, never billed.",
      {
          {"period", &QuarantinedRow::period, true, ""},
          {"payer_account_id", &QuarantinedRow::payer_account_id, true, ""},
          {"version", &QuarantinedRow::version, true, ""},
          {"delivery_id", &QuarantinedRow::delivery_id, true, ""},
          {"file", &QuarantinedRow::file, true, "as delivered"},
          {"row", &QuarantinedRow::row_number, true, "in the delivered file, from 1"},
          {"reason", &QuarantinedRow::reason, false, ""},
          {"usage_account_id", &QuarantinedRow::usage_account_id, false, ""},
          {"service", &QuarantinedRow::service, false, ""},
          {"line_item_type", &QuarantinedRow::line_item_type, false, ""},
          {"invoice_id", &QuarantinedRow::invoice_id, false, ""},
          {"currency", &QuarantinedRow::currency, false, ""},
          {"unblended_cost", &QuarantinedRow::unblended_cost, false, "0 where it is no number"},
      }};
  return table;
}

}  // namespace billwright

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

using engine::Fill;
using engine::Identifier;
using engine::Literal;

/// A column name in the exported table: one that other files have in another type is text there.
using ColumnTypes = std::map<std::string, std::string>;

constexpr std::string_view kText = "VARCHAR";

/// What an earlier export has added to a file that is taken in again says nothing of this one.
bool IsOfExport(const DeliveredColumn& column) {
  static constexpr std::array<std::string_view, 4> kAdded{"billwright_delivery", "billwright_file",
                                                          "billwright_row", "billwright_reason"};
  return std::ranges::find(kAdded, LowerCase(column.stored_name)) != kAdded.end();
}

ColumnTypes TypesOf(const std::vector<store::DeliveryRecord>& deliveries) {
  ColumnTypes types;
  for (const store::DeliveryRecord& record : deliveries)
    for (const DeliveryFile& file : record.delivery.files)
      for (const DeliveredColumn& column : file.columns) {
        if (IsOfExport(column)) continue;
        const auto [known, is_new] = types.emplace(column.stored_name, column.type);
        if (!is_new && known->second != column.type) known->second = kText;
      }
  return types;
}

std::string RowsOfFile(const Delivery& delivery, const DeliveryFile& file, const fs::path& folder,
                       const ColumnTypes& types, bool as_text) {
  Delivery of_file = delivery;
  of_file.files = {file};
  std::string columns;
  for (const DeliveredColumn& column : file.columns) {
    if (IsOfExport(column)) continue;
    const std::string name = Identifier(column.stored_name);
    const bool is_cast = as_text || types.at(column.stored_name) != column.type;
    columns += fmt::format(
        "{}{} AS {}", columns.empty() ? "" : ", ",
        is_cast ? fmt::format("CAST(delivered.{} AS VARCHAR)", name) : "delivered." + name, name);
  }
  return Fill(EmbeddedText("sql/ingest/quarantined_rows.sql"),
              {{"delivery", Literal(delivery.delivery_id)},
               {"file_name", Literal(file.name)},
               {"columns", columns},
               {"row_number", engine::RowNumber(delivery, file)},
               {"rows", engine::NumberedParquetRows(folder / file.stored)},
               {"line_item", engine::LineItemView(of_file, folder, /*accepted_only=*/false)}});
}

std::string CopyStatement(const std::string& rows, const ColumnTypes& types, bool is_csv,
                          const fs::path& to) {
  if (!is_csv)
    return Fill(EmbeddedText("sql/ingest/export_parquet.sql"),
                {{"rows", rows}, {"to", Literal(to.string())}});
  std::string columns =
      R"("billwright_delivery", cell_text("billwright_file") AS "billwright_file", )"
      R"("billwright_row", "billwright_reason")";
  for (const auto& [name, type] : types)
    columns += fmt::format(", cell_text({0}) AS {0}", Identifier(name));
  return Fill(EmbeddedText("sql/ingest/export_csv.sql"),
              {{"columns", columns}, {"rows", rows}, {"to", Literal(to.string())}});
}

}  // namespace

Result<std::vector<QuarantinedRow>> ListQuarantined(
    const std::vector<store::DeliveryRecord>& deliveries, const store::Store& store,
    engine::Engine& engine) {
  std::vector<QuarantinedRow> rows;
  for (const store::DeliveryRecord& record : deliveries) {
    const Delivery& delivery = record.delivery;
    if (delivery.quarantined_rows == 0) continue;
    RETURN_IF_ERROR(store.CheckFolder(delivery));
    ASSIGN_OR_RETURN(
        const Frame frame,
        engine.Query(Fill(EmbeddedText("sql/ingest/list_quarantined.sql"),
                          {{"line_item", engine::LineItemView(
                                             delivery, store.FolderOfDelivery(delivery.delivery_id),
                                             /*accepted_only=*/false)}})));
    for (size_t row = 0; row < frame.row_count(); ++row) {
      const auto text = [&](std::string_view name) { return frame.column(name).text()[row]; };
      rows.push_back(
          {delivery.period.ToString(), delivery.payer_account_id, delivery.version,
           delivery.delivery_id, text("file"), frame.column("row_number").integers()[row],
           text("reason"), text("usage_account_id"), text("service"), text("line_item_type"),
           text("invoice_id"), text("currency"), frame.column("unblended_cost").decimals()[row]});
    }
  }
  return rows;
}

Result<int64_t> ExportQuarantined(const std::vector<store::DeliveryRecord>& deliveries,
                                  const fs::path& to, const store::Store& store,
                                  engine::Engine& engine) {
  const bool is_csv = to.extension() == ".csv";
  if (!is_csv && to.extension() != ".parquet")
    return Fail(ErrorCode::kInvalidInput,
                to.string() + " must end with .csv or .parquet: that says what is written");
  std::vector<store::DeliveryRecord> with_rows = deliveries;
  std::erase_if(with_rows, [](const store::DeliveryRecord& record) {
    return record.delivery.quarantined_rows == 0;
  });
  if (with_rows.empty()) return 0;
  const ColumnTypes types = TypesOf(with_rows);
  std::string rows;
  int64_t count = 0;
  for (const store::DeliveryRecord& record : with_rows) {
    RETURN_IF_ERROR(store.CheckFolder(record.delivery));
    const fs::path folder = store.FolderOfDelivery(record.delivery.delivery_id);
    for (const DeliveryFile& file : record.delivery.files)
      rows += (rows.empty() ? "" : " UNION ALL BY NAME ") +
              RowsOfFile(record.delivery, file, folder, types, is_csv);
    count += record.delivery.quarantined_rows;
  }
  RETURN_IF_ERROR(ReplaceFileAtomically(to, [&](const fs::path& beside) {
    return engine.Execute(CopyStatement(rows, types, is_csv, beside));
  }));
  return count;
}

}  // namespace billwright::pipeline
