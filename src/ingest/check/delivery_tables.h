#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "model/contract.h"
#include "model/delivery.h"
#include "model/delivery_day.h"
#include "model/finding.h"

// The small tables that stay with a delivery, so that it can be compared with others without its
// rows.

namespace billwright::ingest {

/// From what TakeProfile has counted with this engine last: no row is read again.
Result<std::vector<DeliveryDay>> DaysOf(const std::string& payer, engine::Engine& engine);
Result<std::vector<DeliveryFee>> FeesOf(const std::string& payer, engine::Engine& engine);

/// Counts the rows with a value in each tag and cost category, column or key of a map. Reads those
/// columns and the cost; nothing where there are none. In key order.
/// Findings: map.unreadable (warning): texts in place of a map that are not a JSON object.
Result<std::vector<ColumnUse>> CountColumnUses(const Delivery& delivery, const Contract& contract,
                                               const std::filesystem::path& folder,
                                               engine::Engine& engine, Findings& findings);

}  // namespace billwright::ingest
