#include "pipeline/stages.h"

#include <fmt/core.h>

#include <algorithm>
#include <future>
#include <numeric>

#include "allocate/allocate.h"
#include "attribute/attribute.h"
#include "base/digest.h"
#include "hierarchy/hierarchy.h"
#include "pipeline/bridge.h"
#include "pipeline/stage_views.h"
#include "price/price.h"
#include "report/report.h"

namespace billwright::pipeline {

namespace {

/// Σ of one member over rows.
template <typename R>
Decimal SumOf(const std::vector<R>& rows, Decimal R::* member) {
  return std::accumulate(rows.begin(), rows.end(), Decimal(),
                         [member](Decimal sum, const R& row) { return sum + row.*member; });
}

template <typename R>
void MoveInto(std::vector<R>& all, std::vector<R> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

/// A table that a stage made: written with its output, and handed to the stages after it.
template <typename R>
void Hand(StageOutput& output, LazyTable<R>& table, std::vector<R> rows) {
  output.tables.push_back(ToStageTable(rows));
  table.Set(std::move(rows));
}

/// What ingest found out about the period's deliveries, put together.
Result<StageOutput> CollectIngest(RunState& state) {
  StageOutput output;
  std::vector<ControlTotal> totals;
  std::vector<ServiceName> names;
  for (const reduce::Source& source : state.sources) {
    ASSIGN_OR_RETURN(std::vector<ControlTotal> more,
                     ReadTable<ControlTotal>(source.derived, *state.engine));
    MoveInto(totals, std::move(more));
    ASSIGN_OR_RETURN(std::vector<ServiceName> more_names,
                     ReadTable<ServiceName>(source.derived, *state.engine));
    MoveInto(names, std::move(more_names));
    ASSIGN_OR_RETURN(Findings findings, ReadTable<Finding>(source.derived, *state.engine));
    MoveInto(output.findings, std::move(findings));
    ASSIGN_OR_RETURN(Proof proof, ReadTable<ProofLine>(source.derived, *state.engine));
    MoveInto(output.proof, std::move(proof));
    output.rows += source.delivery.rows;
    output.amount += source.delivery.unblended_cost;
  }
  SortByKey(totals);
  SortByKey(names);
  names.erase(std::unique(names.begin(), names.end(),
                          [](const ServiceName& a, const ServiceName& b) {
                            return a.service == b.service;
                          }),
              names.end());
  Hand(output, state.tables.control_totals, std::move(totals));
  Hand(output, state.tables.service_names, std::move(names));
  return output;
}

/// The rows that are read must still be, byte for byte, what was delivered or made of it: a bit
/// that flipped in an amount breaks no sum of costs.
Result<void> CheckFiles(const RunState& state) {
  for (const reduce::Source& source : state.sources)
    for (const DeliveryFile& file : source.delivery.files) {
      const std::string& expected = file.kept == file.stored ? file.digest : file.stored_digest;
      if (expected.empty()) continue;  // stored by a program that took no digest
      ASSIGN_OR_RETURN(const std::string digest, DigestOfFile(source.folder / file.stored));
      if (digest != expected)
        return Fail(
            ErrorCode::kCorrupt,
            fmt::format("{} is not what was written there any more: its digest differs. "
                        "`billwright ingest --again {}` makes it again, or says what it "
                        "needs",
                        (source.folder / file.stored).string(), source.delivery.delivery_id));
    }
  return {};
}

Result<StageOutput> MapHierarchy(RunState& state) {
  // Beside the reduction, which leaves a core free where it is not in the engine.
  std::future<Result<void>> files =
      std::async(std::launch::async, [&] { return CheckFiles(state); });
  const std::vector<std::string> payers = PayersOf(state);
  const hierarchy::Input books{state.period, payers, state.books->customers, state.books->accounts,
                               state.books->price_books};
  const SlotMap slots = hierarchy::CompileSlots(books);
  Result<reduce::Output> reduction = reduce::ReduceToCells(
      {state.period, state.books->workspace.currency, state.sources, &slots}, *state.engine);
  RETURN_IF_ERROR(files.get());  // a file that rotted explains what the reduction may complain of
  ASSIGN_OR_RETURN(reduce::Output reduced, std::move(reduction));
  ASSIGN_OR_RETURN(const auto* totals, state.tables.control_totals.Rows(*state.engine));
  hierarchy::Reconciliation reconciled = hierarchy::Reconcile(books, slots, reduced.cells, *totals);

  StageOutput output;
  output.findings = std::move(reconciled.findings);
  output.proof = std::move(reconciled.proof);
  output.rows = static_cast<int64_t>(reduced.cells.size());
  output.amount = SumOf(reduced.cells, &Cell::unblended_cost);
  std::vector<CoverageCustomer> customers;
  for (size_t i = 0; i < slots.customer_ids.size(); ++i)
    customers.push_back({static_cast<int64_t>(i), slots.customer_ids[i]});
  Hand(output, state.tables.cells, std::move(reduced.cells));
  Hand(output, state.tables.commitments, std::move(reduced.commitments));
  Hand(output, state.tables.coverage, std::move(reduced.coverage));
  Hand(output, state.tables.coverage_customers, std::move(customers));
  Hand(output, state.tables.windows, std::move(reduced.windows));
  return output;
}

Result<StageOutput> AllocateStage(RunState& state) {
  ASSIGN_OR_RETURN(const AllocationView view, AllocationView::Of(state));
  ASSIGN_OR_RETURN(allocate::Output allocated, allocate::AllocateCommitments(view.input()));
  StageOutput output;
  output.findings = std::move(allocated.findings);
  output.proof = std::move(allocated.proof);
  output.rows = static_cast<int64_t>(allocated.shares.size());
  output.amount = SumOf(allocated.shares, &Share::benefit_share);
  Hand(output, state.tables.shares, std::move(allocated.shares));
  Hand(output, state.tables.cell_shares, std::move(allocated.cell_shares));
  return output;
}

Result<StageOutput> PriceStage(RunState& state) {
  ASSIGN_OR_RETURN(const PriceView view, PriceView::Of(state));
  ASSIGN_OR_RETURN(price::Output priced, price::PriceUsage(view.input()));
  StageOutput output;
  output.findings = std::move(priced.findings);
  output.proof = std::move(priced.proof);
  output.rows = static_cast<int64_t>(priced.charges.size());
  output.amount = SumOf(priced.charges, &Charge::charge);
  Hand(output, state.tables.charges, std::move(priced.charges));
  return output;
}

Result<StageOutput> ReportStage(RunState& state) {
  engine::Engine& engine = *state.engine;
  ASSIGN_OR_RETURN(const auto* charges, state.tables.charges.Rows(engine));
  ASSIGN_OR_RETURN(const auto* shares, state.tables.shares.Rows(engine));
  ASSIGN_OR_RETURN(const auto* names, state.tables.service_names.Rows(engine));
  const books::Books& books = *state.books;
  ASSIGN_OR_RETURN(
      report::Output reported,
      report::BuildStatements({state.period, books.workspace.currency, *charges, *shares,
                               books.customers, books.policies, books.taxes, *names}));
  StageOutput output;
  output.findings = std::move(reported.findings);
  output.proof = std::move(reported.proof);
  output.rows = static_cast<int64_t>(reported.lines.size());
  output.amount = SumOf(reported.statements, &Statement::total);
  Hand(output, state.tables.statements, std::move(reported.statements));
  Hand(output, state.tables.statement_lines, std::move(reported.lines));
  Hand(output, state.tables.statement_line_charges, std::move(reported.line_charges));
  Hand(output, state.tables.statement_discounts, std::move(reported.discounts));
  return output;
}

/// What ingest found to be between both sides of its bridge identity, source by source.
Result<std::vector<Decimal>> BridgeDifferences(RunState& state) {
  std::vector<Decimal> differences;
  for (const reduce::Source& source : state.sources) {
    ASSIGN_OR_RETURN(const Proof proof, ReadTable<ProofLine>(source.derived, *state.engine));
    const auto line = std::find_if(proof.begin(), proof.end(), [](const ProofLine& candidate) {
      return candidate.identity == kBridgeIdentity;
    });
    if (line == proof.end())
      return Fail(ErrorCode::kCorrupt,
                  "delivery " + source.delivery.delivery_id + " has no bridge in its proof");
    differences.push_back(line->difference);
  }
  return differences;
}

Result<StageOutput> AttributeStage(RunState& state) {
  engine::Engine& engine = *state.engine;
  ASSIGN_OR_RETURN(const auto* charges, state.tables.charges.Rows(engine));
  ASSIGN_OR_RETURN(const auto* statements, state.tables.statements.Rows(engine));
  ASSIGN_OR_RETURN(const auto* cells, state.tables.cells.Rows(engine));
  ASSIGN_OR_RETURN(const auto* commitments, state.tables.commitments.Rows(engine));
  ASSIGN_OR_RETURN(const auto* windows, state.tables.windows.Rows(engine));
  ASSIGN_OR_RETURN(
      attribute::Output attributed,
      attribute::AttributeMargin({state.books->workspace.currency, *charges, *statements, *cells}));
  ASSIGN_OR_RETURN(const auto found_by_ingest, BridgeDifferences(state));
  BridgeOutput bridge = BuildBridge(*cells, *commitments, *windows, state.sources, found_by_ingest);
  StageOutput output;
  output.findings = std::move(attributed.findings);
  output.proof = std::move(attributed.proof);
  MoveInto(output.proof, std::move(bridge.proof));
  output.rows = static_cast<int64_t>(attributed.margin_lines.size());
  output.amount = SumOf(attributed.margin_lines, &MarginLine::amount);
  Hand(output, state.tables.margin_lines, std::move(attributed.margin_lines));
  Hand(output, state.tables.bridge, std::move(bridge.lines));
  return output;
}

std::string NoBooks(const books::Books&) { return {}; }

}  // namespace

std::span<const Stage> Stages() {
  static const std::vector<Stage> stages = {
      {"ingest", 1, true, {}, "unblended cost", NoBooks, CollectIngest},
      {"hierarchy", 2, true, {"ingest"}, "unblended cost", books::DigestOfHierarchy, MapHierarchy},
      {"allocate", 2, false, {"hierarchy"}, "benefit", books::DigestOfAllocation, AllocateStage},
      {"price", 1, false, {"hierarchy", "allocate"}, "charges", books::DigestOfPricing, PriceStage},
      {"report",
       1,
       false,
       {"ingest", "allocate", "price"},
       "statements",
       books::DigestOfReport,
       ReportStage},
      {"attribute", 1, false, {"hierarchy", "price", "report"}, "margin", NoBooks, AttributeStage},
  };
  return stages;
}

const Stage* FindStage(std::string_view name) {
  for (const Stage& stage : Stages())
    if (stage.name == name) return &stage;
  return nullptr;
}

}  // namespace billwright::pipeline
