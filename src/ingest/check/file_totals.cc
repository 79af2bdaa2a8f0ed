#include "ingest/check/file_totals.h"

#include <fmt/core.h>

#include <map>

#include "base/embedded.h"
#include "ingest/contract/contract.h"

namespace billwright::ingest {

namespace {

std::string TextOf(const DeliveryFile& file, std::string_view delivered) {
  const DeliveredColumn* const column = FindColumn(file, delivered);
  if (column == nullptr) return "''";
  return fmt::format("COALESCE(CAST({} AS VARCHAR), '')", engine::Identifier(column->stored_name));
}

/// All types are read exactly or not at all. Unlike the view, no type is trusted to fit.
std::string MoneyOf(const DeliveredColumn& column) {
  const std::string name = engine::Identifier(column.stored_name);
  if (column.type == "DOUBLE" || column.type == "VARCHAR") return fmt::format("exact({})", name);
  return fmt::format("exact(CAST({} AS VARCHAR))", name);
}

std::string ThereOf(const DeliveredColumn& column) {
  const std::string name = engine::Identifier(column.stored_name);
  return column.type == "VARCHAR" ? fmt::format("NULLIF({}, '')", name) : name;
}

std::string Statement(const DeliveryFile& file, const std::filesystem::path& folder) {
  const DeliveredColumn& cost = *FindColumn(file, "line_item_unblended_cost");
  const DeliveredColumn& usage = *FindColumn(file, "line_item_usage_amount");
  return engine::Fill(EmbeddedText("sql/ingest/file_totals.sql"),
                      {{"line_item_type", TextOf(file, "line_item_line_item_type")},
                       {"invoice_id", TextOf(file, "bill_invoice_id")},
                       {"unblended_cost", MoneyOf(cost)},
                       {"usage_there", ThereOf(usage)},
                       {"usage_exact", MoneyOf(usage)},
                       {"file", engine::Literal((folder / file.stored).string())}});
}

/// What one identity compares: of files on the left, of the profile on the right.
struct Sides {
  Decimal rows_left;
  Decimal rows_right;
  Decimal cost_left;
  Decimal cost_right;

  void Add(const FileTotal& total) {
    rows_left += Decimal::FromInteger(total.rows);
    cost_left += total.unblended_cost;
  }
  void Add(const ProfileGroup& group) {
    rows_right += Decimal::FromInteger(group.rows);
    cost_right += group.unblended_cost;
  }
};

std::string InvoiceSubject(const std::string& invoice_id) {
  return invoice_id.empty() ? "no invoice yet" : "invoice " + invoice_id;
}

void AddLines(const std::string& subject, const Sides& sides, Proof& proof) {
  proof.push_back(ProofLine::Make("ingest", "rows in files = accepted + quarantined", subject,
                                  sides.rows_left, sides.rows_right));
  proof.push_back(ProofLine::Make("ingest", "Σ unblended in files = Σ accepted + Σ quarantined",
                                  subject, sides.cost_left, sides.cost_right));
}

}  // namespace

Result<std::vector<FileTotal>> SumFile(const DeliveryFile& file,
                                       const std::filesystem::path& folder,
                                       engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame frame, engine.Query(Statement(file, folder)));
  std::vector<FileTotal> totals;
  for (size_t row = 0; row < frame.row_count(); ++row)
    totals.push_back({file.name, frame.column("line_item_type").text()[row],
                      frame.column("invoice_id").text()[row],
                      frame.column("row_count").integers()[row],
                      frame.column("unblended_cost").decimals()[row],
                      frame.column("inexact_quantities").integers()[row]});
  return totals;
}

Proof ProveTotals(const Delivery& delivery, const std::vector<FileTotal>& files,
                  const Profile& profile) {
  Sides whole;
  std::map<std::string, Sides> by_file;
  std::map<std::string, Sides> by_type;
  std::map<std::string, Sides> by_invoice;
  const auto add = [&](const auto& sum) {
    whole.Add(sum);
    by_file[sum.file].Add(sum);
    by_type[sum.line_item_type].Add(sum);
    by_invoice[sum.invoice_id].Add(sum);
  };
  for (const FileTotal& total : files) add(total);
  for (const ProfileGroup& group : profile) add(group);
  whole.rows_left = Decimal{};
  for (const DeliveryFile& file : delivery.files) {
    by_file[file.name].rows_left = Decimal::FromInteger(file.rows);
    whole.rows_left += Decimal::FromInteger(file.rows);
  }
  Proof proof;
  AddLines("delivery " + delivery.delivery_id, whole, proof);
  for (const auto& [file, sides] : by_file) AddLines("file " + file, sides, proof);
  for (const auto& [type, sides] : by_type) AddLines("line item type " + type, sides, proof);
  for (const auto& [invoice, sides] : by_invoice) AddLines(InvoiceSubject(invoice), sides, proof);
  return proof;
}

Findings RoundedQuantities(const Delivery& delivery, const std::vector<FileTotal>& files,
                           const Profile& profile) {
  constexpr std::string_view kColumn = "line_item_usage_amount";
  int64_t rounded = 0;
  for (const FileTotal& total : files) rounded += total.inexact_quantities;
  for (const ProfileGroup& group : profile)
    if (group.quarantine.starts_with(kColumn)) rounded -= group.rows;
  if (rounded <= 0) return {};
  const std::string column = SpellingIn(delivery.files.front(), kColumn);
  return {Finding::Make(Severity::kInfo, "quantity.rounded", column,
                        fmt::format("{} quantities of {} have more than 12 decimals and were "
                                    "rounded, half to even. Nothing to do: money is never rounded.",
                                    rounded, column))};
}

}  // namespace billwright::ingest
