#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "model/table.h"
#include "store/store.h"

namespace billwright {

/// A row that was rejected: where it is, why, and what it would cost.
struct QuarantinedRow {
  std::string period;
  std::string payer_account_id;
  int64_t version = 0;
  std::string delivery_id;
  std::string file;
  int64_t row_number = 0;  ///< in the delivered file, from 1
  std::string reason;
  std::string usage_account_id;
  std::string service;
  std::string line_item_type;
  std::string invoice_id;
  std::string currency;
  Decimal unblended_cost;  ///< 0 where it is no number
};

template <>
const Table<QuarantinedRow>& TableOf<QuarantinedRow>();

}  // namespace billwright

namespace billwright::pipeline {

/// The rejected rows of these deliveries, in the order of their files. Fails: kCorrupt if files are
/// gone; kStore.
Result<std::vector<QuarantinedRow>> ListQuarantined(
    const std::vector<store::DeliveryRecord>& deliveries, const store::Store& store,
    engine::Engine& engine);

/// Writes them with every delivered column, as delivered, into a file that ends with .csv or
/// .parquet; it is replaced when all is written. Gives the count of rows. Memory does not grow with
/// them.
///
/// Fails: kInvalidInput for another ending; kCorrupt, kIo, kStore.
Result<int64_t> ExportQuarantined(const std::vector<store::DeliveryRecord>& deliveries,
                                  const std::filesystem::path& to, const store::Store& store,
                                  engine::Engine& engine);

}  // namespace billwright::pipeline
