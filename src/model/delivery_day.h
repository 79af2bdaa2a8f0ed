#pragma once

#include <string>

#include "model/table.h"

// What a delivery says, added up: small enough to keep for every version, and all that the checks
// across deliveries, the calendar and the plots need. Made in one scan of the rows.

namespace billwright {

/// The accepted rows of one account, service and invoice that start on one UTC day, added up.
struct DeliveryDay {
  std::string payer_account_id;
  std::string usage_account_id;
  std::string service;
  std::string invoice_id;  ///< empty until AWS issues it
  std::string currency;
  UtcTime day;          ///< 00:00 UTC
  int64_t rows = 0;     ///< all of them
  int64_t metered = 0;  ///< of types Usage, DiscountedUsage and SavingsPlanCoveredUsage
  int64_t hours = 0;    ///< bit h (0 to 23): a metered row starts in hour h
  Decimal unblended_cost;
  Decimal amortised_cost;
  Decimal metered_cost;       ///< amortised cost of the metered rows
  int64_t negative_rows = 0;  ///< metered rows whose amount or cost is negative
  Decimal negative_cost;      ///< unblended cost of those
};

template <>
const Table<DeliveryDay>& TableOf<DeliveryDay>();

/// The accepted rows of one account, service, type and invoice that are not metered: fees,
/// purchases, refunds, credits, discounts, taxes.
struct DeliveryFee {
  std::string payer_account_id;
  std::string usage_account_id;
  std::string service;
  std::string line_item_type;
  std::string invoice_id;
  std::string currency;
  int64_t rows = 0;
  Decimal unblended_cost;
  Decimal upfront_cost;  ///< of them paid upfront for Savings Plans and reservations
  UtcTime first_day;     ///< on which one of them starts
  UtcTime last_day;
};

template <>
const Table<DeliveryFee>& TableOf<DeliveryFee>();

/// How much a column that only some deliveries have is used: a tag, a cost category.
struct ColumnUse {
  std::string payer_account_id;
  std::string column;      ///< as delivered: "resourceTags/user:Owner"; "resource_tags[user_owner]"
  int64_t rows = 0;        ///< with a value, quarantined ones too
  Decimal unblended_cost;  ///< of those rows
};

template <>
const Table<ColumnUse>& TableOf<ColumnUse>();

}  // namespace billwright
