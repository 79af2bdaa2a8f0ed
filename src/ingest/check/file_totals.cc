#include "ingest/check/file_totals.h"

#include <fmt/core.h>

#include <map>

#include "base/embedded.h"
#include "engine/delivered_columns.h"
#include "ingest/contract/contract.h"
#include "money/finer.h"

namespace billwright::ingest {

namespace {

std::string TextOf(const DeliveredColumn* column, const Contract& contract) {
  if (column == nullptr) return "''";
  return fmt::format(
      "COALESCE({}, '')",
      engine::WithoutEmptyTexts(
          fmt::format("CAST({} AS VARCHAR)", engine::Identifier(column->stored_name)), contract));
}

/// A number as it was delivered: a double, or a text. Unlike the view, no type is trusted to fit.
std::string NumberOf(const DeliveredColumn* column) {
  if (column == nullptr) return "CAST(NULL AS VARCHAR)";
  const std::string name = engine::Identifier(column->stored_name);
  return column->type == "DOUBLE" || column->type == "VARCHAR"
             ? name
             : fmt::format("CAST({} AS VARCHAR)", name);
}

/// The column of usage amounts: of FOCUS, which has two, the priced one.
const DeliveredColumn* UsageColumn(const DeliveryFile& file, const Contract& contract) {
  const DeliveredColumn* const usage = FindReading(file, contract, "usage_amount");
  return usage != nullptr ? usage : FindReading(file, contract, "pricing_quantity");
}

std::string Statement(const DeliveryFile& file, const Contract& contract,
                      const std::filesystem::path& folder) {
  const std::string_view type = contract.view.empty() ? "line_item_type" : "charge_category";
  return engine::Fill(EmbeddedText("sql/ingest/file_totals.sql"),
                      {{"line_item_type", TextOf(FindReading(file, contract, type), contract)},
                       {"invoice_id", TextOf(FindReading(file, contract, "invoice_id"), contract)},
                       {"unblended_cost", NumberOf(FindReading(file, contract, "unblended_cost"))},
                       {"money", contract.rounds_finer_money ? "quantity" : "exact"},
                       {"usage", NumberOf(UsageColumn(file, contract))},
                       {"rows", engine::ParquetRows(folder / file.stored)}});
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

/// The type as it was delivered, which is what both sides know.
const std::string& TypeOf(const FileTotal& total) { return total.line_item_type; }
const std::string& TypeOf(const ProfileGroup& group) {
  return group.delivered_type.empty() ? group.line_item_type : group.delivered_type;
}

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

Result<std::vector<FileTotal>> SumFile(const DeliveryFile& file, const Contract& contract,
                                       const std::filesystem::path& folder,
                                       engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame frame, engine.Query(Statement(file, contract, folder)));
  std::vector<FileTotal> totals;
  for (size_t row = 0; row < frame.row_count(); ++row)
    totals.push_back(
        {file.name, frame.column("line_item_type").text()[row],
         frame.column("invoice_id").text()[row], frame.column("row_count").integers()[row],
         frame.column("unblended_cost").decimals()[row],
         frame.column("rounded_quantities").integers()[row],
         frame.column("rounded_costs").integers()[row], frame.column("cost_rest").decimals()[row]});
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
    by_type[TypeOf(sum)].Add(sum);
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

Findings RoundedNumbers(const Delivery& delivery, const Contract& contract,
                        const std::vector<FileTotal>& files) {
  int64_t quantities = 0;
  int64_t costs = 0;
  Decimal taken;
  Decimal rest;
  for (const FileTotal& total : files) {
    quantities += total.rounded_quantities;
    costs += total.rounded_costs;
    taken += total.unblended_cost;
    rest += total.cost_rest;
  }
  const DeliveryFile& file = delivery.files.front();
  Findings findings;
  const DeliveredColumn* const usage = UsageColumn(file, contract);
  if (quantities > 0 && usage != nullptr)
    findings.push_back(Finding::Make(
        Severity::kInfo, "quantity.rounded", usage->name,
        fmt::format("{} quantities of {} have more than 12 decimals and were rounded, half to "
                    "even. Nothing to do.",
                    quantities, usage->name)));
  if (costs > 0) {
    const std::string& name = FindReading(file, contract, "unblended_cost")->name;
    findings.push_back(Finding::Make(
        Severity::kInfo, "money.rounded", name,
        fmt::format(
            "{} amounts of {} have more than 12 decimals and were rounded, half to even, as "
            "were those of other columns. As delivered they all come to {}, as taken in to "
            "{}. Nothing to do.",
            costs, name, FinerSum(taken, rest), taken.ToString())));
  }
  return findings;
}

}  // namespace billwright::ingest
