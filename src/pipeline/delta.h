#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "model/table.h"
#include "pipeline/delta_class.h"
#include "store/store.h"

// What AWS changed between two versions of a month. Rows have no key (identity/LineItemId is stable
// within one version only): versions are compared as multisets of what rows say. What is left on
// both sides is paired by what a row is about. Both are read through the line_item view, so that
// versions may differ in format, encoding and order of columns.

namespace billwright {

/// Rows of one account, service, line item type and invoice that changed for one reason, added up.
struct DeltaLine {
  std::string payer_account_id;
  std::string delta_class;  ///< pipeline::DeltaClass
  std::string usage_account_id;
  std::string service;
  std::string line_item_type;
  std::string invoice_id;  ///< of the new version, where it has one
  std::string currency;
  int64_t rows_added = 0;
  int64_t rows_removed = 0;
  int64_t rows_restated = 0;
  Decimal old_cost;          ///< Σ unblended of the rows removed and restated, as they were
  Decimal new_cost;          ///< Σ unblended of the rows added and restated, as they are
  Decimal cost_change;       ///< new − old
  Decimal amortised_change;  ///< the same of the amortised cost
};

template <>
const Table<DeltaLine>& TableOf<DeltaLine>();

}  // namespace billwright

namespace billwright::pipeline {

struct Delta {
  Delivery old_version;
  Delivery new_version;
  std::vector<DeltaLine> lines;  ///< in key order
  /// Names of columns (canonical, and tags as delivered) that only one version has: they were not
  /// compared.
  std::vector<std::string> not_compared;
};

/// Compares the accepted rows of two deliveries. Memory is the engine's limit, whatever their size.
///
/// Keeps: Σ unblended of the old version + Σ cost_change = Σ unblended of the new one, and the same
///        of rows, to the last digit; else kCorrupt.
/// Fails: kInvalidInput if the two are of different payers or periods; kStore, kCorrupt.
Result<Delta> CompareVersions(const Delivery& old_version, const Delivery& new_version,
                              const store::Store& store, engine::Engine& engine);

}  // namespace billwright::pipeline
