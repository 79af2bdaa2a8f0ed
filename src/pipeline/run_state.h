#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "books/books.h"
#include "engine/engine.h"
#include "model/bridge.h"
#include "model/cell.h"
#include "model/charge.h"
#include "model/commitment.h"
#include "model/delivery.h"
#include "model/margin_line.h"
#include "model/share.h"
#include "model/statement.h"
#include "pipeline/table_files.h"
#include "reduce/reduce.h"
#include "store/store.h"

namespace billwright::pipeline {

/// A table of the run that is read from its folder when somebody asks for it first, or was set by
/// the stage that made it.
template <typename R>
class LazyTable {
 public:
  using Record = R;

  void Set(std::vector<R> rows) { rows_ = std::move(rows); }
  void SetFolder(std::filesystem::path folder) { folder_ = std::move(folder); }

  /// Fails: kCorrupt.
  Result<const std::vector<R>*> Rows(engine::Engine& engine) {
    if (!rows_) {
      ASSIGN_OR_RETURN(rows_, ReadTable<R>(folder_, engine));
    }
    return &*rows_;
  }

 private:
  std::optional<std::vector<R>> rows_;
  std::filesystem::path folder_;
};

/// What the stages of one run hand to each other.
struct RunTables {
  LazyTable<ControlTotal> control_totals;
  LazyTable<ServiceName> service_names;
  LazyTable<Cell> cells;
  LazyTable<Commitment> commitments;
  LazyTable<Coverage> coverage;
  LazyTable<CoverageCustomer> coverage_customers;
  LazyTable<CommitmentWindow> windows;
  LazyTable<Share> shares;
  LazyTable<CellShare> cell_shares;
  LazyTable<Charge> charges;
  LazyTable<Statement> statements;
  LazyTable<StatementLine> statement_lines;
  LazyTable<StatementLineCharge> statement_line_charges;
  LazyTable<StatementDiscount> statement_discounts;
  LazyTable<MarginLine> margin_lines;
  LazyTable<BridgeLine> bridge;

  /// Calls `with(stage, table)` for each, in the order in which they are documented: the one list
  /// of what there is.
  template <typename Visitor>
  void ForEach(Visitor&& with) {
    with("ingest", control_totals);
    with("ingest", service_names);
    with("hierarchy", cells);
    with("hierarchy", commitments);
    with("hierarchy", coverage);
    with("hierarchy", coverage_customers);
    with("hierarchy", windows);
    with("allocate", shares);
    with("allocate", cell_shares);
    with("price", charges);
    with("report", statements);
    with("report", statement_lines);
    with("report", statement_line_charges);
    with("report", statement_discounts);
    with("attribute", margin_lines);
    with("attribute", bridge);
  }

  /// Where the tables of a stage are to be read from.
  void SetFolder(std::string_view stage, const std::filesystem::path& folder);
};

/// One run in the making, or a published one that is looked into.
struct RunState {
  BillingPeriod period;
  const books::Books* books = nullptr;
  std::vector<reduce::Source> sources;  ///< the period's deliveries, by payer
  engine::Engine* engine = nullptr;
  RunTables tables;
};

std::vector<std::string> PayersOf(const RunState& state);

/// The slots as the run's books compile them.
SlotMap SlotsOf(const RunState& state);

}  // namespace billwright::pipeline
