#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "model/billing_period.h"
#include "model/cell.h"
#include "model/commitment.h"
#include "model/delivery.h"
#include "model/slot.h"

// From rows to cells: the only step between ingest and explain that reads delivered rows. Three
// passes of SQL over the line items of each delivery (sql/reduce/): cells; what commitments
// covered, by window and customer; what AWS bills for each commitment, by window.

namespace billwright::reduce {

/// A delivery and where it is kept.
struct Source {
  Delivery delivery;
  std::filesystem::path folder;   ///< absolute
  std::filesystem::path derived;  ///< where the tables of its checks are: `folder`, or below it
};

struct Input {
  BillingPeriod period;
  std::string currency;             ///< of the workspace
  std::span<const Source> sources;  ///< ordered by payer
  const SlotMap* slots = nullptr;
};

struct Output {
  std::vector<Cell> cells;                ///< in key order
  std::vector<Commitment> commitments;    ///< ordered by payer and ARN; id = position
  std::vector<Coverage> coverage;         ///< in key order
  std::vector<CommitmentWindow> windows;  ///< in key order
};

/// Keeps:   Σ cells = Σ accepted rows, for every money column and the count of rows.
/// Fails:   kStore; kUnsupported if the rows are in more than one currency or in another than
///          `currency` (exchange is not part of this).
Result<Output> ReduceToCells(const Input& input, engine::Engine& engine);

/// The line items behind a cell, for explain.
struct CellRows {
  int64_t row_count = 0;   ///< of all
  Decimal unblended_cost;  ///< Σ of all
  Decimal amortised_cost;  ///< Σ of all
  /// The first of them: file, row_number, usage_start, resource_id, description and the amounts of
  /// the cell, ordered by file and row.
  Frame first_rows;
};

/// Finds the rows of a cell: the condition is generated from the list of keys that made the cell.
/// Only the key columns of the delivery are read, and everything of the few rows that are shown.
Result<CellRows> RowsOfCell(const Cell& cell, const Source& source, const SlotMap& slots,
                            size_t shown, engine::Engine& engine);

}  // namespace billwright::reduce
