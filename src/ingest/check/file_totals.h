#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/check/profile.h"
#include "model/contract.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/proof.h"

namespace billwright::ingest {

/// Rows and money of a stored file by line item type and invoice, summed over the delivered columns
/// without the line_item view: the independent side of ingest's identities.
struct FileTotal {
  std::string file;
  std::string line_item_type;  ///< as delivered: of FOCUS the ChargeCategory
  std::string invoice_id;
  int64_t rows = 0;
  Decimal unblended_cost;
  int64_t rounded_quantities = 0;  ///< that 12 decimals cannot hold
  int64_t rounded_costs = 0;       ///< likewise
  Decimal cost_rest;               ///< what rounding took from them, × 10¹²
};

Result<std::vector<FileTotal>> SumFile(const DeliveryFile& file, const Contract& contract,
                                       const std::filesystem::path& folder, engine::Engine& engine);

/// "rows in files = accepted + quarantined" and "Σ unblended in files = Σ accepted + Σ
/// quarantined": of the delivery, and per file, line item type and invoice. Rows of a file come
/// from the Parquet's own count, or from our count of csv records.
Proof ProveTotals(const Delivery& delivery, const std::vector<FileTotal>& files,
                  const Profile& profile);

/// Findings: quantity.rounded, money.rounded (info), one per delivery: numbers that 12 decimals do
///           not hold; the second says the sum as delivered, to the last digit.
Findings RoundedNumbers(const Delivery& delivery, const Contract& contract,
                        const std::vector<FileTotal>& files);

}  // namespace billwright::ingest
