#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "model/delivery.h"
#include "model/table.h"
#include "store/store.h"

// What is not as it was in the delivery before: columns, and the values of sets that hardly change.

namespace billwright {

/// One thing that changed from one delivery of a source to the next.
struct DriftLine {
  std::string source;  ///< id of the source; empty: named by hand
  std::string payer_account_id;
  std::string period;
  int64_t version = 0;
  std::string delivery_id;
  std::string received_at;
  std::string change;  ///< "added", "gone", "retyped", "moved", "respelled", "new value", …
  std::string what;    ///< "column", or the set: "line_item_type", "service", …
  std::string name;    ///< of the column, or the value
  std::string before;  ///< type, position or spelling; or empty
  std::string after;
  int64_t rows = 0;  ///< with the value, in the delivery that has it
  std::string currency;
  Decimal unblended_cost;  ///< of these rows
};

template <>
const Table<DriftLine>& TableOf<DriftLine>();

}  // namespace billwright

namespace billwright::pipeline {

/// How a column differs.
struct ColumnChange {
  std::string change;  ///< "added", "gone", "retyped", "moved", "respelled"
  std::string name;    ///< as it is now; of one that is gone, as it was
  std::string before;  ///< empty, or type, position from 1, or spelling
  std::string after;

  friend bool operator==(const ColumnChange&, const ColumnChange&) = default;
};

/// Compares the columns of two reports. A column is the same if it is spelled alike, or else if its
/// folded name is (FoldColumnName). Columns moved are the fewest whose moving explains the order of
/// those that both have. Pure.
std::vector<ColumnChange> Drift(const std::vector<DeliveredColumn>& before,
                                const std::vector<DeliveredColumn>& after);

/// The columns of all files of a delivery, each once, in the order of the first that has it.
std::vector<DeliveredColumn> ColumnsOf(const Delivery& delivery);

/// A delivery, and what is not as it was in the one before of the same source and payer.
struct DriftStep {
  store::DeliveryRecord record;
  std::string before;  ///< id of the delivery before; empty: it is the first
  std::vector<DriftLine> lines;
  /// Why values were not compared: files of one of the two are gone; or empty.
  std::string not_compared;
};

struct DriftRequest {
  std::string source_id;  ///< empty: all
  std::string payer;      ///< empty: all
  size_t last = 12;       ///< deliveries of each source and payer; 0: all
};

/// The history of each source and payer, in the order in which deliveries were received. Invoices
/// are compared within a period only. Fails: kStore.
Result<std::vector<DriftStep>> DriftHistory(const DriftRequest& request, store::Store& store,
                                            engine::Engine& engine);

}  // namespace billwright::pipeline
