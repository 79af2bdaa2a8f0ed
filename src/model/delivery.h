#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/billing_period.h"
#include "model/table.h"

// One immutable version of one export for one payer and billing period, as AWS delivered it.

namespace billwright {

/// A column of a delivery: its name as delivered and as stored in our Parquet.
struct DeliveredColumn {
  std::string name;         ///< as delivered: "lineItem/UnblendedCost", "resourceTags/user:Owner"
  std::string stored_name;  ///< as the stored file and DuckDB call it; differs where names collide
  std::string type;         ///< of the stored file, as DuckDB writes it: "VARCHAR", "DOUBLE", …
};

/// One file of a delivery.
struct DeliveryFile {
  std::string name;    ///< as delivered, relative to the place it was found in
  std::string digest;  ///< SHA-256 of the bytes as delivered
  int64_t bytes = 0;
  std::string kept;    ///< the copy as delivered, relative to the delivery's folder
  std::string stored;  ///< the Parquet to read, relative likewise; = kept for Parquet
  int64_t rows = 0;
  std::vector<DeliveredColumn> columns;
};

/// Which report it is: found out from the columns. Stored as text; never renamed.
inline constexpr std::string_view kLegacyCur = "legacy_cur";
inline constexpr std::string_view kCur2 = "cur_2.0";

struct Delivery {
  std::string delivery_id;  ///< digest of its files' digests, 16 hex digits
  std::string payer_account_id;
  BillingPeriod period;
  int64_t version = 0;              ///< 1, 2, … of this payer and period; given at registration
  std::string format;               ///< kLegacyCur, kCur2
  std::string encoding;             ///< "csv", "csv.gz", "parquet"
  std::string currency;             ///< of its rows; the first, if it mixes them (a finding)
  std::vector<DeliveryFile> files;  ///< in order of names
  int64_t rows = 0;
  int64_t quarantined_rows = 0;  ///< rejected; kept, counted, never priced
  bool has_refunds = true;       ///< rows of type Refund, whose descriptions must be read; false
                                 ///< only once known
  Decimal unblended_cost;        ///< Σ of the accepted rows
  Decimal quarantined_cost;      ///< Σ of the quarantined rows whose cost is a number
};

/// Control totals: one line per file, line item type and invoice. Sums are of the accepted rows,
/// unless they say otherwise; the same columns of all cells must add up to them.
struct ControlTotal {
  std::string payer_account_id;
  std::string file;
  std::string line_item_type;
  std::string invoice_id;
  std::string currency;
  int64_t rows = 0;
  int64_t quarantined_rows = 0;
  Decimal unblended_cost;
  Decimal quarantined_cost;  ///< of quarantined rows whose cost is a number
  Decimal amortised_cost;
  Decimal public_on_demand_cost;
  Decimal on_demand_value;  ///< O of covered usage
};

template <>
const Table<ControlTotal>& TableOf<ControlTotal>();

/// The name of a service for people, from product/ProductName.
struct ServiceName {
  std::string service;  ///< product code
  std::string name;
};

template <>
const Table<ServiceName>& TableOf<ServiceName>();

}  // namespace billwright
