#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/delivery.h"
#include "store/sqlite.h"
#include "store/store.h"

// Deliveries and what was derived from them as rows of the catalog: not for others.

namespace billwright::store {

/// Deliveries, each with one derivation, for which a condition over `delivery` and `derivation`
/// holds; its values are bound in order. By period, payer, version and derivation. Fails: kStore,
/// kCorrupt.
Result<std::vector<DeliveryRecord>> SelectDeliveries(Database& database, std::string_view condition,
                                                     const std::vector<std::string>& values);

/// The rows of a delivery, its files and its derivation. Fails: kStore.
Result<void> InsertDelivery(Database& database, const Delivery& delivery, std::string_view source);
/// The rows of one more derivation of a delivery that is there.
Result<void> InsertDerivation(Database& database, const Delivery& delivery);

}  // namespace billwright::store
