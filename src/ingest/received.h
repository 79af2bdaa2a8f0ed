#pragma once

#include <filesystem>
#include <vector>

#include "model/delivery.h"
#include "model/delivery_day.h"
#include "model/finding.h"
#include "model/proof.h"

namespace billwright::ingest {

/// A delivery of a candidate, with what was found out about it.
struct Received {
  Delivery delivery;                 ///< version 0 until registered
  std::filesystem::path folder;      ///< where its kept/ and stored/ are
  std::vector<ControlTotal> totals;  ///< per file, line item type and invoice, in key order
  std::vector<ServiceName> services;
  std::vector<DeliveryDay> days;
  std::vector<DeliveryFee> fees;
  std::vector<ColumnUse> column_uses;
  Findings findings;  ///< about columns, quarantined rows, commitments
  Proof proof;        ///< ingest's identities
};

}  // namespace billwright::ingest
