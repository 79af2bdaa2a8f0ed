#pragma once

#include <string>

#include "model/table.h"

// What a delivery says day by day: small enough to keep for every version, and all that the checks
// across deliveries, the calendar and the plots need. Made in one scan of the rows.

namespace billwright {

/// The accepted rows of one account and service that start on one UTC day, added up.
struct DeliveryDay {
  std::string payer_account_id;
  std::string usage_account_id;
  std::string service;
  std::string currency;
  UtcTime day;            ///< 00:00 UTC
  int64_t rows = 0;       ///< all of them
  int64_t metered = 0;    ///< of types Usage, DiscountedUsage and SavingsPlanCoveredUsage
  int64_t hours = 0;      ///< bit h (0 to 23): a metered row starts in hour h
  Decimal unblended_cost;
  Decimal amortised_cost;
};

template <>
const Table<DeliveryDay>& TableOf<DeliveryDay>();

/// How much a column that only some deliveries have is used: a tag, a cost category.
struct ColumnUse {
  std::string payer_account_id;
  std::string column;  ///< as delivered: "resourceTags/user:Owner"; "resource_tags[user_owner]"
  int64_t rows = 0;    ///< accepted rows with a value
  Decimal unblended_cost;  ///< of those rows
};

template <>
const Table<ColumnUse>& TableOf<ColumnUse>();

}  // namespace billwright
