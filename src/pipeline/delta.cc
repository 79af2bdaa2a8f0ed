#include "pipeline/delta.h"

#include <fmt/core.h>

#include <map>

#include "base/embedded.h"
#include "pipeline/delta_sql.h"

namespace billwright {

template <>
const Table<DeltaLine>& TableOf<DeltaLine>() {
  static const Table<DeltaLine> table{
      "delta",
      1,
      "What changed between two versions of a month.",
      {
          {"payer_account_id", &DeltaLine::payer_account_id, true, ""},
          {"class", &DeltaLine::delta_class, true, "why: late usage, restated rate, …"},
          {"usage_account_id", &DeltaLine::usage_account_id, true, ""},
          {"service", &DeltaLine::service, true, ""},
          {"line_item_type", &DeltaLine::line_item_type, true, ""},
          {"invoice_id", &DeltaLine::invoice_id, true, "of the new version, where it has one"},
          {"currency", &DeltaLine::currency, true, ""},
          {"rows_added", &DeltaLine::rows_added, false, ""},
          {"rows_removed", &DeltaLine::rows_removed, false, ""},
          {"rows_restated", &DeltaLine::rows_restated, false, ""},
          {"old_cost", &DeltaLine::old_cost, false, "unblended, as it was"},
          {"new_cost", &DeltaLine::new_cost, false, "unblended, as it is"},
          {"cost_change", &DeltaLine::cost_change, false, "new − old"},
          {"amortised_change", &DeltaLine::amortised_change, false, "of the amortised cost"},
      }};
  return table;
}

}  // namespace billwright

namespace billwright::pipeline {

namespace {

DeltaClass ClassAt(const Frame& frame, size_t row) {
  const auto text = [&](std::string_view name) -> std::string_view {
    return frame.column(name).text()[row];
  };
  const auto is = [&](std::string_view name) { return frame.column(name).booleans()[row] != 0; };
  DeltaTraits traits;
  traits.line_item = {text("line_item_type"), text("service"), text("billing_entity"),
                      text("commitment_arn"), is("purchase_refund")};
  traits.has_old = is("has_old");
  traits.has_new = is("has_new");
  traits.same_money = is("same_money");
  traits.more_usage = frame.column("more_usage").integers()[row];
  traits.covered_otherwise = is("covered_otherwise");
  traits.invoice_filled = is("invoice_filled");
  traits.same_tags = is("same_tags");
  return ClassOf(traits);
}

DeltaLine LineAt(const Frame& frame, size_t row, const std::string& payer) {
  const auto text = [&](std::string_view name) { return frame.column(name).text()[row]; };
  const auto integer = [&](std::string_view name) { return frame.column(name).integers()[row]; };
  const auto decimal = [&](std::string_view name) { return frame.column(name).decimals()[row]; };
  DeltaLine line;
  line.payer_account_id = payer;
  line.delta_class = Name(ClassAt(frame, row));
  line.usage_account_id = text("usage_account_id");
  line.service = text("service");
  line.line_item_type = text("line_item_type");
  line.invoice_id = text("invoice_id");
  line.currency = text("currency");
  line.rows_added = integer("rows_added");
  line.rows_removed = integer("rows_removed");
  line.rows_restated = integer("rows_restated");
  line.old_cost = decimal("old_cost");
  line.new_cost = decimal("new_cost");
  line.cost_change = line.new_cost - line.old_cost;
  line.amortised_change = decimal("new_amortised") - decimal("old_amortised");
  return line;
}

/// Rows that are paired at once. At the month's close every row is another: it has its invoice.
constexpr int64_t kRowsAtOnce = 2'000'000;
constexpr int64_t kMostParts = 4096;

/// What is left of both versions, in as many parts as fit in memory one by one.
Result<std::vector<DeltaLine>> ReadChanges(const DeltaStatements& statements,
                                           const std::string& payer, engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame size, engine.Query(std::string(EmbeddedText("sql/delta/size.sql"))));
  const bool surplus = size.column("surplus").booleans().front() != 0;
  std::vector<DeltaLine> lines;
  int64_t parts = size.column("row_count").integers().front() / kRowsAtOnce + 1;
  for (int64_t part = 0; part < parts;) {
    const Result<Frame> changes = engine.Query(statements.Changes(surplus, parts, part));
    if (!changes && engine::IsOutOfMemory(changes.error()) && parts < kMostParts) {
      parts *= 2;
      part = 0;
      lines.clear();
      continue;
    }
    if (!changes) return Fail(changes.error());
    for (size_t row = 0; row < changes->row_count(); ++row)
      lines.push_back(LineAt(*changes, row, payer));
    lines = SummedByKey(std::move(lines));
    ++part;
  }
  return lines;
}

/// Whether what was found is all that there is between the two.
Result<void> CheckTotals(const Delta& delta) {
  const Delivery& old = delta.old_version;
  const Delivery& now = delta.new_version;
  Decimal change;
  int64_t rows = 0;
  for (const DeltaLine& line : delta.lines) {
    change += line.cost_change;
    rows += line.rows_added - line.rows_removed;
  }
  const int64_t old_rows = old.rows - old.quarantined_rows;
  const int64_t new_rows = now.rows - now.quarantined_rows;
  if (old.unblended_cost + change == now.unblended_cost && old_rows + rows == new_rows) return {};
  return Fail(
      ErrorCode::kCorrupt,
      fmt::format("the changes do not add up: {} + {} is not {}, or {} + {} rows are not {}; "
                  "`billwright ingest --again` derives both versions by the rules of today",
                  old.unblended_cost.ToString(), change.ToString(), now.unblended_cost.ToString(),
                  old_rows, rows, new_rows));
}

}  // namespace

Result<Delta> CompareVersions(const Delivery& old_version, const Delivery& new_version,
                              const store::Store& store, engine::Engine& engine) {
  if (old_version.payer_account_id != new_version.payer_account_id ||
      old_version.period != new_version.period)
    return Fail(ErrorCode::kInvalidInput,
                fmt::format("deliveries {} and {} are not of one payer and period",
                            old_version.delivery_id, new_version.delivery_id));
  for (const Delivery* delivery : {&old_version, &new_version})
    RETURN_IF_ERROR(store.CheckFolder(*delivery));
  const DeltaSource old_source{&old_version, store.FolderOfDelivery(old_version.delivery_id)};
  const DeltaSource new_source{&new_version, store.FolderOfDelivery(new_version.delivery_id)};
  const DeltaStatements statements(old_source, new_source);
  RETURN_IF_ERROR(engine.Execute(statements.Content()));
  Delta delta;
  delta.old_version = old_version;
  delta.new_version = new_version;
  delta.not_compared = statements.not_compared();
  ASSIGN_OR_RETURN(delta.lines, ReadChanges(statements, new_version.payer_account_id, engine));
  RETURN_IF_ERROR(engine.Execute("DROP TABLE delta_content"));
  RETURN_IF_ERROR(CheckTotals(delta));
  return delta;
}

}  // namespace billwright::pipeline
