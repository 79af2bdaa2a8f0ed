#include "reduce/reduce.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/embedded.h"
#include "engine/contracts.h"
#include "engine/line_item_view.h"
#include "reduce/cell_keys.h"
#include "reduce/slot_sql.h"

namespace billwright::reduce {

using engine::Engine;
using engine::Fill;
using engine::Literal;

std::span<const TextKey> TextKeys() {
  static constexpr TextKey kKeys[] = {
      {"usage_account_id", &Cell::usage_account_id},
      {"service", &Cell::service},
      {"region", &Cell::region},
      {"usage_type", &Cell::usage_type},
      {"operation", &Cell::operation},
      {"pricing_unit", &Cell::pricing_unit},
      {"line_item_type", &Cell::line_item_type},
      {"commitment_arn", &Cell::commitment_arn},
      {"invoice_id", &Cell::invoice_id},
      {"billing_entity", &Cell::billing_entity},
      {"legal_entity", &Cell::legal_entity},
      {"currency", &Cell::currency},
  };
  return kKeys;
}

namespace {

std::string AcceptedRows(const Source& source) {
  return engine::LineItemView(source.delivery, source.folder, /*accepted_only=*/true);
}

Result<void> ReadCells(const Source& source, const SlotMap& slots, const SlotSql& slot_sql,
                       Engine& engine, std::vector<Cell>& cells) {
  std::string keys;
  for (const TextKey& key : TextKeys()) keys += fmt::format("{}, ", key.column);
  ASSIGN_OR_RETURN(const Frame frame, engine.Query(Fill(EmbeddedText("sql/reduce/cells.sql"),
                                                        {{"keys", keys + "purchase_refund"},
                                                         {"span", slot_sql.span},
                                                         {"line_items", AcceptedRows(source)},
                                                         {"moves", slot_sql.moves}})));
  const std::string& payer = source.delivery.payer_account_id;
  const auto& spans = frame.column("span").integers();
  const auto decimals = [&](std::string_view name) { return frame.column(name).decimals().data(); };
  const auto* usage = decimals("usage_amount");
  const auto* unblended = decimals("unblended_cost");
  const auto* public_cost = decimals("public_on_demand_cost");
  const auto* amortised = decimals("amortised_cost");
  const auto* on_demand = decimals("on_demand_value");
  for (size_t row = 0; row < frame.row_count(); ++row) {
    Cell& cell = cells.emplace_back();
    for (const TextKey& key : TextKeys()) cell.*key.member = frame.column(key.column).text()[row];
    cell.payer_account_id = payer;
    cell.span_start = slots.span_starts[static_cast<size_t>(spans[row])];
    cell.customer_id = slots.customer_ids[static_cast<size_t>(
        slots.CustomerOf(payer, cell.usage_account_id, spans[row]))];
    cell.purchase_refund = frame.column("purchase_refund").booleans()[row] != 0;
    cell.rows = frame.column("row_count").integers()[row];
    cell.usage_amount = usage[row];
    cell.unblended_cost = unblended[row];
    cell.public_on_demand_cost = public_cost[row];
    cell.amortised_cost = amortised[row];
    cell.on_demand_value = on_demand[row];
  }
  return {};
}

bool BelongsToCommitment(const Cell& cell) {
  switch (cell.kind()) {
    case LineItemKind::kSavingsPlanCovered:
    case LineItemKind::kReservationCovered:
    case LineItemKind::kSavingsPlanRecurringFee:
    case LineItemKind::kReservationFee:
      return true;
    default:
      return false;
  }
}

/// Numbers the commitments of all payers; what only the fee rows know comes later.
std::vector<Commitment> NumberCommitments(const std::vector<Cell>& cells,
                                          std::span<const Source> sources) {
  std::map<std::string, bool> has_totals;
  for (const Source& source : sources)
    has_totals[source.delivery.payer_account_id] =
        engine::ContractOf(source.delivery.format).tells_commitment_totals;
  std::map<std::pair<std::string, std::string>, const Cell*> found;
  for (const Cell& cell : cells)
    if (BelongsToCommitment(cell))
      found.emplace(std::pair(cell.payer_account_id, cell.commitment_arn), &cell);
  std::vector<Commitment> commitments;
  for (const auto& [key, cell] : found) {
    Commitment& commitment = commitments.emplace_back();
    commitment.commitment_id = static_cast<int64_t>(commitments.size()) - 1;
    commitment.payer_account_id = key.first;
    commitment.commitment_arn = key.second;
    commitment.commitment_kind = CommitmentKindOf(key.second);
    commitment.offering = cell->service;
    commitment.owner_account_id = AccountOfArn(key.second);
    commitment.currency = cell->currency;
    commitment.has_total = has_totals[key.first];
  }
  return commitments;
}

Result<void> CreateCommitmentTable(const std::vector<Commitment>& commitments,
                                   const std::string& payer, Engine& engine) {
  std::vector<std::string> arns;
  std::vector<int64_t> ids;
  std::vector<uint8_t> hourly;
  for (const Commitment& commitment : commitments) {
    if (commitment.payer_account_id != payer) continue;
    arns.push_back(commitment.commitment_arn);
    ids.push_back(commitment.commitment_id);
    hourly.push_back(commitment.commitment_kind == "savings_plan" ? 1 : 0);
  }
  return engine.CreateTable(
      "commitment_number",
      Frame{{{"commitment_arn", arns}, {"commitment_id", ids}, {"hourly", hourly}}});
}

Result<Frame> RunCommitmentQuery(std::string_view file, const Input& input, const Source& source,
                                 const SlotSql& slot_sql, Engine& engine) {
  return engine.Query(
      Fill(EmbeddedText(file), {{"period_start", TimestampLiteral(input.period.start())},
                                {"unassigned", std::to_string(input.slots->unassigned)},
                                {"line_items", AcceptedRows(source)},
                                {"slot_condition", slot_sql.slot_condition}}));
}

void AppendCoverage(const Frame& frame, std::vector<Coverage>& coverage) {
  const auto& ids = frame.column("commitment_id").integers();
  const auto& windows = frame.column("window_start").times();
  const auto& customers = frame.column("customer_index").integers();
  const auto& rows = frame.column("row_count").integers();
  const auto& on_demand = frame.column("on_demand_value").decimals();
  const auto& effective = frame.column("effective_cost").decimals();
  coverage.reserve(coverage.size() + ids.size());
  for (size_t i = 0; i < ids.size(); ++i)
    coverage.push_back({ids[i], windows[i], customers[i], rows[i], on_demand[i], effective[i]});
}

/// Fee rows of one window on several accounts (a plan that changed hands): the first by id owns it.
void AppendWindows(const Frame& frame, const SlotMap& slots, Output& output) {
  std::vector<CommitmentWindow>& windows = output.windows;
  for (size_t i = 0; i < frame.row_count(); ++i) {
    const int64_t id = frame.column("commitment_id").integers()[i];
    const UtcTime start = frame.column("window_start").times()[i];
    Commitment& commitment = output.commitments[static_cast<size_t>(id)];
    if (windows.empty() || windows.back().commitment_id != id) {
      commitment.owner_account_id = frame.column("usage_account_id").text()[i];
      const std::string& offering = frame.column("offering").text()[i];
      if (!offering.empty()) commitment.offering = offering;
    }
    if (windows.empty() || windows.back().commitment_id != id ||
        windows.back().window_start != start) {
      CommitmentWindow& window = windows.emplace_back();
      window.commitment_id = id;
      window.window_start = start;
      window.owner_customer_id =
          slots.customer_ids[static_cast<size_t>(frame.column("customer_index").integers()[i])];
    }
    CommitmentWindow& window = windows.back();
    window.fee += frame.column("fee").decimals()[i];
    window.total_commitment += frame.column("total_commitment").decimals()[i];
    window.amortised_upfront += frame.column("amortised_upfront").decimals()[i];
    window.unused += frame.column("unused").decimals()[i];
  }
}

}  // namespace

namespace {

/// One currency a run: exchange is the report's, at a rate of the books, not something to guess.
Result<void> CheckCurrency(const Input& input, const std::vector<Cell>& cells) {
  for (const Cell& cell : cells)
    if (cell.currency != input.currency)
      return Fail(ErrorCode::kUnsupported,
                  fmt::format("payer {} has line items in {}, but the workspace's currency is {} "
                              "(account {}, service {}); costs are not exchanged",
                              cell.payer_account_id, cell.currency, input.currency,
                              cell.usage_account_id, cell.service));
  return {};
}

Result<void> ReadCommitments(const Input& input, const Source& source, Engine& engine,
                             Output& output) {
  const std::string& payer = source.delivery.payer_account_id;
  const bool any = std::any_of(
      output.commitments.begin(), output.commitments.end(),
      [&](const Commitment& commitment) { return commitment.payer_account_id == payer; });
  if (!any) return {};
  ASSIGN_OR_RETURN(const SlotSql slot_sql, PrepareSlots(*input.slots, payer, engine));
  RETURN_IF_ERROR(CreateCommitmentTable(output.commitments, payer, engine));
  ASSIGN_OR_RETURN(const Frame coverage,
                   RunCommitmentQuery("sql/reduce/coverage.sql", input, source, slot_sql, engine));
  AppendCoverage(coverage, output.coverage);
  ASSIGN_OR_RETURN(const Frame windows,
                   RunCommitmentQuery("sql/reduce/windows.sql", input, source, slot_sql, engine));
  AppendWindows(windows, *input.slots, output);
  return {};
}

}  // namespace

Result<Output> ReduceToCells(const Input& input, Engine& engine) {
  Output output;
  for (const Source& source : input.sources) {
    ASSIGN_OR_RETURN(const SlotSql slot_sql,
                     PrepareSlots(*input.slots, source.delivery.payer_account_id, engine));
    RETURN_IF_ERROR(ReadCells(source, *input.slots, slot_sql, engine, output.cells));
  }
  RETURN_IF_ERROR(CheckCurrency(input, output.cells));
  SortByKey(output.cells);
  output.commitments = NumberCommitments(output.cells, input.sources);
  for (const Source& source : input.sources)
    RETURN_IF_ERROR(ReadCommitments(input, source, engine, output));
  return output;
}

namespace {

std::string ConditionOf(const Cell& cell, const SlotMap& slots) {
  std::string condition;
  for (const TextKey& key : TextKeys())
    condition += fmt::format("{}{} = {}", condition.empty() ? "" : " AND ", key.column,
                             Literal(cell.*key.member));
  condition += cell.purchase_refund ? " AND purchase_refund" : " AND NOT purchase_refund";
  return condition +
         SpanCondition(slots, cell.payer_account_id, cell.usage_account_id, cell.span_start);
}

}  // namespace

Result<CellRows> RowsOfCell(const Cell& cell, const Source& source, const SlotMap& slots,
                            size_t shown, Engine& engine) {
  std::vector<engine::LineItemFilter> filters;
  for (const TextKey& key : TextKeys())
    if (!(cell.*key.member).empty()) filters.push_back({key.column, cell.*key.member});
  const std::string rows =
      engine::LineItemView(source.delivery, source.folder, /*accepted_only=*/true, filters);
  const std::string condition = ConditionOf(cell, slots);
  ASSIGN_OR_RETURN(const Frame found,
                   engine.Query(Fill(EmbeddedText("sql/reduce/find_rows.sql"),
                                     {{"line_items", rows}, {"condition", condition}})));
  CellRows result;
  result.row_count = static_cast<int64_t>(found.row_count());
  for (const Decimal cost : found.column("unblended_cost").decimals())
    result.unblended_cost += cost;
  for (const Decimal cost : found.column("amortised_cost").decimals())
    result.amortised_cost += cost;
  const size_t count = std::min(found.row_count(), shown);
  std::string places = "FALSE";
  for (size_t i = 0; i < count; ++i)
    places +=
        fmt::format(" OR (file = {} AND row_number = {})", Literal(found.column("file").text()[i]),
                    found.column("row_number").integers()[i]);
  ASSIGN_OR_RETURN(result.first_rows,
                   engine.Query(Fill(EmbeddedText("sql/reduce/show_rows.sql"),
                                     {{"line_items", rows}, {"condition", places}})));
  return result;
}

}  // namespace billwright::reduce
