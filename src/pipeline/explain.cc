#include "pipeline/explain.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "allocate/explain.h"
#include "base/check.h"
#include "pipeline/stage_views.h"
#include "price/explain.h"

namespace billwright::pipeline {

namespace {

/// How many charges of a line are followed down to their rows.
constexpr size_t kChargesFollowed = 1;
/// How many charges of a line are listed by name; the rest is one term.
constexpr size_t kChargesListed = 20;

/// "customer_id = 'acme'"
std::string Equals(std::string_view column, std::string_view value) {
  return fmt::format("{} = {}", column, engine::Literal(value));
}

std::string StartsWith(std::string_view column, std::string_view prefix) {
  return fmt::format("SUBSTR({}, 1, {}) = {}", column, prefix.size(), engine::Literal(prefix));
}

class Explainer {
 public:
  Explainer(OpenRun& run, size_t rows_shown) : run_(run), rows_shown_(rows_shown) {}

  Result<void> Line(const StatementLine& line);
  Result<void> ChargeAndBelow(const Charge& charge);
  std::vector<ExplanationStep> Take() { return std::move(steps_); }

 private:
  engine::Engine& engine() { return *run_.state.engine; }
  template <typename R>
  Result<std::vector<R>> Rows(std::string_view stage, const std::string& condition) {
    return ReadTableWhere<R>(run_.folder / stage, condition, engine());
  }
  /// The run with only the cells and shares that may stand behind a charge.
  Result<RunState> StateAround(const Charge& charge);
  Result<std::vector<Charge>> ChargesBehind(const Charge& charge, const price::Input& input);
  Result<void> Allocation(const Charge& charge, const CellShare& cell_share);
  Result<void> CellAndRows(const Cell& cell);

  OpenRun& run_;
  size_t rows_shown_;
  std::vector<ExplanationStep> steps_;
};

Explanation OfLine(const StatementLine& line, const std::vector<Charge>& charges) {
  Explanation explanation;
  explanation.amount = line.amount;
  Decimal rest;
  Decimal all;
  for (size_t i = 0; i < charges.size(); ++i) {
    const Charge& charge = charges[i];
    all += charge.charge;
    if (i < kChargesListed)
      explanation.terms.push_back({"charge " + charge.charge_id, charge.charge,
                                   fmt::format("{}, rule {}", charge.usage_type, charge.rule_id)});
    else
      rest += charge.charge;
  }
  if (charges.size() > kChargesListed)
    explanation.terms.push_back(
        {fmt::format("{} more charges", charges.size() - kChargesListed), rest, ""});
  if (line.section == "tax") {
    explanation.sentence =
        fmt::format("{}: added by the reseller on the statement's subtotal.", line.description);
    explanation.terms.push_back({"tax", line.amount, "books/taxes.toml, rounded once to the cent"});
    return explanation;
  }
  explanation.terms.push_back(
      {"rounding", line.amount - all,
       "largest remainder, so that the lines add up to the statement's total"});
  explanation.sentence =
      fmt::format("{} of account {}: the sum of {} {}, rounded to the cent.", line.description,
                  line.usage_account_id.empty() ? "none" : line.usage_account_id, charges.size(),
                  charges.size() == 1 ? "charge" : "charges");
  return explanation;
}

Result<void> Explainer::Line(const StatementLine& line) {
  ASSIGN_OR_RETURN(const auto links,
                   Rows<StatementLineCharge>("report", Equals("line_id", line.line_id)));
  std::string ids = "charge_id IN (''";
  for (const StatementLineCharge& link : links) ids += ", " + engine::Literal(link.charge_id);
  ASSIGN_OR_RETURN(std::vector<Charge> behind, Rows<Charge>("price", ids + ")"));
  if (behind.size() != links.size())
    return Fail(ErrorCode::kCorrupt, "line " + line.line_id + " refers to a charge that is gone");
  std::stable_sort(behind.begin(), behind.end(), [](const Charge& a, const Charge& b) {
    return a.charge.Abs() > b.charge.Abs();
  });
  ExplanationStep step;
  step.title = fmt::format("Line {} of statement {}", line.line_id, line.statement_id);
  step.explanation = OfLine(line, behind);
  if (behind.size() > kChargesFollowed)
    step.note = "the largest charge follows; the others are explained by their ids";
  steps_.push_back(std::move(step));
  for (size_t i = 0; i < std::min(behind.size(), kChargesFollowed); ++i)
    RETURN_IF_ERROR(ChargeAndBelow(behind[i]));
  return {};
}

Result<RunState> Explainer::StateAround(const Charge& charge) {
  RunState state = run_.state;
  const std::string& customer =
      charge.cell_customer_id.empty() ? charge.customer_id : charge.cell_customer_id;
  const std::string condition = fmt::format("{} AND {} AND {}", Equals("customer_id", customer),
                                            Equals("payer_account_id", charge.payer_account_id),
                                            Equals("commitment_arn", charge.commitment_arn));
  ASSIGN_OR_RETURN(
      auto cells, Rows<Cell>("hierarchy", condition + " AND " +
                                              Equals("usage_account_id", charge.usage_account_id)));
  ASSIGN_OR_RETURN(auto cell_shares, Rows<CellShare>("allocate", condition));
  state.tables.cells.Set(std::move(cells));
  state.tables.cell_shares.Set(std::move(cell_shares));
  return state;
}

Result<std::vector<Charge>> Explainer::ChargesBehind(const Charge& charge,
                                                     const price::Input& input) {
  std::vector<Charge> behind;
  if (charge.kind != kTermKind) return behind;
  ASSIGN_OR_RETURN(const std::vector<Charge> all, Rows<Charge>("price", "TRUE"));
  for (const Charge* base : price::ChargesBehind(charge, input, all)) behind.push_back(*base);
  return behind;
}

Result<void> Explainer::ChargeAndBelow(const Charge& charge) {
  ASSIGN_OR_RETURN(RunState state, StateAround(charge));
  ASSIGN_OR_RETURN(const PriceView view, PriceView::Of(state));
  ExplanationStep step;
  step.title = fmt::format("Charge {}", charge.charge_id);
  ASSIGN_OR_RETURN(step.explanation, price::Explain(charge, view.input()));
  ASSIGN_OR_RETURN(const std::vector<Charge> behind, ChargesBehind(charge, view.input()));
  if (!behind.empty()) {
    ASSIGN_OR_RETURN(step.table, SumBy(ToFrame(behind), {"service", "rule_id", "currency"}));
    step.note = fmt::format("the {} charges that it rests on, by service and rule", behind.size());
  }
  steps_.push_back(std::move(step));
  if (const CellShare* share = price::CellShareBehind(charge, view.input()); share != nullptr)
    RETURN_IF_ERROR(Allocation(charge, *share));
  if (const Cell* cell = price::CellBehind(charge, view.input()); cell != nullptr)
    RETURN_IF_ERROR(CellAndRows(*cell));
  return {};
}

/// The largest windows of a customer, the benefit first, in the words of the share table.
Frame WindowTable(std::vector<Share> windows, const std::string& customer, size_t count) {
  std::erase_if(windows, [&](const Share& share) { return share.customer_id != customer; });
  std::stable_sort(windows.begin(), windows.end(), [](const Share& a, const Share& b) {
    return a.benefit_share.Abs() + a.unused_borne.Abs() >
           b.benefit_share.Abs() + b.unused_borne.Abs();
  });
  if (windows.size() > count) windows.resize(count);
  Frame frame;
  for (const std::string_view name : {"window_start", "on_demand_value", "effective_cost",
                                      "benefit_share", "passed", "retained", "unused_borne"})
    frame.columns.push_back(ToFrame(windows).column(name));
  return frame;
}

Result<void> Explainer::Allocation(const Charge& charge, const CellShare& cell_share) {
  const std::string of_commitment = Equals("payer_account_id", cell_share.payer_account_id) +
                                    " AND " + Equals("commitment_arn", cell_share.commitment_arn);
  ASSIGN_OR_RETURN(const auto commitments, Rows<Commitment>("hierarchy", of_commitment));
  ASSIGN_OR_RETURN(const auto shares,
                   Rows<Share>("allocate", of_commitment + " AND " +
                                               Equals("customer_id", cell_share.customer_id)));
  if (commitments.size() != 1 || shares.size() != 1)
    return Fail(ErrorCode::kCorrupt, "charge " + charge.charge_id +
                                         " has a share of a commitment "
                                         "that the run does not know");
  const Share& share = shares.front();
  const std::string by_number =
      fmt::format("commitment_id = {}", commitments.front().commitment_id);
  RunState state = run_.state;
  ASSIGN_OR_RETURN(auto coverage, Rows<Coverage>("hierarchy", by_number));
  ASSIGN_OR_RETURN(auto fees, Rows<CommitmentWindow>("hierarchy", by_number));
  state.tables.commitments.Set(commitments);
  state.tables.coverage.Set(std::move(coverage));
  state.tables.windows.Set(std::move(fees));
  state.tables.cells.Set({});  // windows are divided without looking at cells
  ASSIGN_OR_RETURN(const AllocationView view, AllocationView::Of(state));
  ASSIGN_OR_RETURN(const std::vector<Share> windows,
                   allocate::SharesByWindow(view.input(), commitments.front().commitment_id));
  const AllocationPolicy& policy =
      allocate::PolicyFor(run_.books.policies, cell_share.commitment_arn, run_.state.period);
  ExplanationStep step;
  step.title = fmt::format("Commitment {}", cell_share.commitment_arn);
  step.explanation = allocate::ExplainShare(share, windows, policy);
  step.table = WindowTable(windows, share.customer_id, std::max<size_t>(rows_shown_, 1));
  step.note = fmt::format(
      "the largest windows (all: billwright show {} share --by window_start,commitment_arn,"
      "customer_id). Of the month's share, {} lie on this charge's usage, {} of them passed on",
      run_.state.period.ToString(), cell_share.benefit_share.ToString(2),
      cell_share.passed.ToString(2));
  steps_.push_back(std::move(step));
  return {};
}

Result<void> Explainer::CellAndRows(const Cell& cell) {
  ExplanationStep step;
  step.title = "Cell: the rows that are treated alike";
  step.table = ToFrame(std::vector<Cell>{cell});
  steps_.push_back(std::move(step));

  const auto source = std::find_if(
      run_.state.sources.begin(), run_.state.sources.end(), [&](const reduce::Source& candidate) {
        return candidate.delivery.payer_account_id == cell.payer_account_id;
      });
  CHECK(source != run_.state.sources.end(), cell.payer_account_id);
  ASSIGN_OR_RETURN(const reduce::CellRows rows,
                   reduce::RowsOfCell(cell, *source, SlotsOf(run_.state), rows_shown_, engine()));
  if (rows.row_count != cell.rows || rows.unblended_cost != cell.unblended_cost ||
      rows.amortised_cost != cell.amortised_cost)
    return Fail(ErrorCode::kCorrupt,
                fmt::format("the cell has {} rows of {}, the delivery {} rows of {}", cell.rows,
                            cell.unblended_cost.ToString(), rows.row_count,
                            rows.unblended_cost.ToString()));
  ExplanationStep delivered;
  delivered.title = "Delivered rows";
  delivered.table = rows.first_rows;
  delivered.note = fmt::format(
      "{} of {} rows; all together: unblended cost {}, amortised cost {}, "
      "which are the cell's",
      rows.first_rows.row_count(), rows.row_count, rows.unblended_cost.ToString(2),
      cell.amortised_cost.ToString(2));
  steps_.push_back(std::move(delivered));
  return {};
}

}  // namespace

Result<std::vector<ExplanationStep>> ExplainId(OpenRun& run, std::string_view id, int rows_shown) {
  engine::Engine& engine = *run.state.engine;
  ASSIGN_OR_RETURN(const auto lines, ReadTableWhere<StatementLine>(
                                         run.folder / "report", StartsWith("line_id", id), engine));
  ASSIGN_OR_RETURN(const auto charges, ReadTableWhere<Charge>(run.folder / "price",
                                                              StartsWith("charge_id", id), engine));
  if (id.empty() || lines.size() + charges.size() > 1)
    return Fail(ErrorCode::kInvalidInput,
                fmt::format("\"{}\" names {} lines and {} charges; give more of the id", id,
                            lines.size(), charges.size()));
  Explainer explainer(run, static_cast<size_t>(std::max(rows_shown, 0)));
  if (!lines.empty())
    RETURN_IF_ERROR(explainer.Line(lines.front()));
  else if (!charges.empty())
    RETURN_IF_ERROR(explainer.ChargeAndBelow(charges.front()));
  else
    return Fail(ErrorCode::kNotFound,
                fmt::format("{0} has no charge and no statement line {1}; their ids are in "
                            "`billwright show {0} charge` and `billwright show {0} statement_line`",
                            run.state.period.ToString(), id));
  return explainer.Take();
}

}  // namespace billwright::pipeline
