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
constexpr size_t kChargesFollowed = 3;
/// How many charges of a line are listed by name; the rest is one term.
constexpr size_t kChargesListed = 20;

template <typename R>
std::vector<const R*> StartingWith(const std::vector<R>& rows, std::string R::*id,
                                   std::string_view prefix) {
  std::vector<const R*> found;
  for (const R& row : rows)
    if ((row.*id).starts_with(prefix)) found.push_back(&row);
  return found;
}

class Explainer {
 public:
  Explainer(OpenRun& run, size_t rows_shown) : run_(run), rows_shown_(rows_shown) {}

  Result<void> Line(const StatementLine& line);
  Result<void> ChargeAndBelow(const Charge& charge);
  std::vector<ExplanationStep> Take() { return std::move(steps_); }

 private:
  engine::Engine& engine() { return *run_.state.engine; }
  Result<void> Allocation(const Charge& charge, const CellShare& cell_share);
  Result<void> CellAndRows(const Cell& cell);

  OpenRun& run_;
  size_t rows_shown_;
  std::vector<ExplanationStep> steps_;
};

/// The charges of a line, the largest first.
std::vector<const Charge*> ChargesOf(const StatementLine& line,
                                     const std::vector<StatementLineCharge>& links,
                                     const std::vector<Charge>& charges) {
  std::map<std::string_view, const Charge*> by_id;
  for (const Charge& charge : charges) by_id.emplace(charge.charge_id, &charge);
  std::vector<const Charge*> found;
  for (const StatementLineCharge& link : links) {
    if (link.line_id != line.line_id) continue;
    const auto charge = by_id.find(link.charge_id);
    CHECK(charge != by_id.end(), link.charge_id);
    found.push_back(charge->second);
  }
  std::stable_sort(found.begin(), found.end(), [](const Charge* a, const Charge* b) {
    return a->charge.Abs() > b->charge.Abs();
  });
  return found;
}

Explanation OfLine(const StatementLine& line, const std::vector<const Charge*>& charges) {
  Explanation explanation;
  explanation.amount = line.amount;
  Decimal rest;
  Decimal all;
  for (size_t i = 0; i < charges.size(); ++i) {
    const Charge& charge = *charges[i];
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
    explanation.sentence = fmt::format("{}: added by the reseller on the statement's subtotal.",
                                       line.description);
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
  ASSIGN_OR_RETURN(const auto* links, run_.state.tables.statement_line_charges.Rows(engine()));
  ASSIGN_OR_RETURN(const auto* charges, run_.state.tables.charges.Rows(engine()));
  const std::vector<const Charge*> behind = ChargesOf(line, *links, *charges);
  ExplanationStep step;
  step.title = fmt::format("Line {} of statement {}", line.line_id, line.statement_id);
  step.explanation = OfLine(line, behind);
  if (behind.size() > kChargesFollowed)
    step.note = fmt::format("the {} largest charges follow; each of the others can be explained by "
                            "its id",
                            kChargesFollowed);
  steps_.push_back(std::move(step));
  for (size_t i = 0; i < std::min(behind.size(), kChargesFollowed); ++i)
    RETURN_IF_ERROR(ChargeAndBelow(*behind[i]));
  return {};
}

Result<void> Explainer::ChargeAndBelow(const Charge& charge) {
  ASSIGN_OR_RETURN(const PriceView view, PriceView::Of(run_.state));
  ExplanationStep step;
  step.title = fmt::format("Charge {}", charge.charge_id);
  step.explanation = price::Explain(charge, view.input());
  ASSIGN_OR_RETURN(const auto* charges, run_.state.tables.charges.Rows(engine()));
  std::vector<Charge> behind;
  for (const Charge* base : price::ChargesBehind(charge, view.input(), *charges))
    behind.push_back(*base);
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
  ASSIGN_OR_RETURN(const auto* shares, run_.state.tables.shares.Rows(engine()));
  ASSIGN_OR_RETURN(const AllocationView view, AllocationView::Of(run_.state));
  const auto commitment =
      std::find_if(view.input().commitments.begin(), view.input().commitments.end(),
                   [&](const Commitment& candidate) {
                     return candidate.payer_account_id == cell_share.payer_account_id &&
                            candidate.commitment_arn == cell_share.commitment_arn;
                   });
  const auto share = std::find_if(shares->begin(), shares->end(), [&](const Share& candidate) {
    return candidate.payer_account_id == cell_share.payer_account_id &&
           candidate.commitment_arn == cell_share.commitment_arn &&
           candidate.customer_id == cell_share.customer_id;
  });
  if (commitment == view.input().commitments.end() || share == shares->end())
    return Fail(ErrorCode::kCorrupt, "charge " + charge.charge_id + " has a share of a commitment "
                                                                    "that the run does not know");
  ASSIGN_OR_RETURN(const std::vector<Share> windows,
                   allocate::SharesByWindow(view.input(), commitment->commitment_id));
  const AllocationPolicy& policy = allocate::PolicyFor(
      run_.books.policies, cell_share.commitment_arn, run_.state.period);
  ExplanationStep step;
  step.title = fmt::format("Commitment {}", cell_share.commitment_arn);
  step.explanation = allocate::ExplainShare(*share, windows, policy);
  step.table = WindowTable(windows, share->customer_id, std::max<size_t>(rows_shown_, 1));
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
  if (rows.row_count != cell.rows || rows.unblended_cost != cell.unblended_cost)
    return Fail(ErrorCode::kCorrupt,
                fmt::format("the cell has {} rows of {}, the delivery {} rows of {}", cell.rows,
                            cell.unblended_cost.ToString(), rows.row_count,
                            rows.unblended_cost.ToString()));
  ExplanationStep delivered;
  delivered.title = "Delivered rows";
  delivered.table = rows.first_rows;
  delivered.note = fmt::format("{} of {} rows; all together: unblended cost {}, amortised cost {}, "
                               "which are the cell's",
                               rows.first_rows.row_count(), rows.row_count,
                               rows.unblended_cost.ToString(2), cell.amortised_cost.ToString(2));
  steps_.push_back(std::move(delivered));
  return {};
}

}  // namespace

Result<std::vector<ExplanationStep>> ExplainId(OpenRun& run, std::string_view id, int rows_shown) {
  engine::Engine& engine = *run.state.engine;
  ASSIGN_OR_RETURN(const auto* lines, run.state.tables.statement_lines.Rows(engine));
  ASSIGN_OR_RETURN(const auto* charges, run.state.tables.charges.Rows(engine));
  const auto found_lines = StartingWith(*lines, &StatementLine::line_id, id);
  const auto found_charges = StartingWith(*charges, &Charge::charge_id, id);
  if (id.empty() || found_lines.size() + found_charges.size() > 1)
    return Fail(ErrorCode::kInvalidInput,
                fmt::format("\"{}\" names {} lines and {} charges; give more of the id", id,
                            found_lines.size(), found_charges.size()));
  Explainer explainer(run, static_cast<size_t>(std::max(rows_shown, 0)));
  if (!found_lines.empty())
    RETURN_IF_ERROR(explainer.Line(*found_lines.front()));
  else if (!found_charges.empty())
    RETURN_IF_ERROR(explainer.ChargeAndBelow(*found_charges.front()));
  else
    return Fail(ErrorCode::kNotFound,
                fmt::format("{0} has no charge and no statement line {1}; their ids are in "
                            "`billwright show {0} charge` and `billwright show {0} statement_line`",
                            run.state.period.ToString(), id));
  return explainer.Take();
}

}  // namespace billwright::pipeline
