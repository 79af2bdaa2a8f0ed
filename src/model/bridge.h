#pragma once

#include <string>

#include "model/table.h"

namespace billwright {

/// The identity ≈ by which ingest checks a delivery (domain.md 2.2); its difference is what the
/// bridge of a run books as commitment rounding.
inline constexpr std::string_view kBridgeIdentity =
    "Σ unblended = Σ amortised + Σ true-up + Σ upfront + Σ purchase refunds";

/// From amortised cost back to the bill of AWS, per payer: Σ items but the last = the last.
/// Items: "amortised", "true-up", "upfront", "purchase refunds", "commitment rounding" (what AWS
/// itself rounds between the columns of a commitment), "unblended" (the bill).
struct BridgeLine {
  std::string payer_account_id;
  std::string item;
  std::string currency;
  Decimal amount;
};

template <>
const Table<BridgeLine>& TableOf<BridgeLine>();

}  // namespace billwright
