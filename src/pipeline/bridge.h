#pragma once

#include <span>
#include <vector>

#include "model/bridge.h"
#include "model/cell.h"
#include "model/commitment.h"
#include "model/proof.h"
#include "reduce/reduce.h"

namespace billwright::pipeline {

struct BridgeOutput {
  std::vector<BridgeLine> lines;  ///< in key order
  Proof proof;
};

/// From amortised cost, which margins are against, back to the bill of AWS, per payer
/// (domain.md 2.2):
///
///   unblended = amortised + true-up + upfront + purchase refunds + commitment rounding
///
/// true-up is less the part of upfront payments that the month bears; upfront is what was paid in
/// the month. Commitment rounding is what AWS rounds between a commitment's own columns; it is
/// booked by name so that nothing is without one.
///
/// Keeps: the items add up to Σ unblended of the delivery, exactly; the commitment rounding is what
///        ingest found between both sides of its own bridge, which it holds to AWS's last digits.
BridgeOutput BuildBridge(std::span<const Cell> cells, std::span<const Commitment> commitments,
                         std::span<const CommitmentWindow> windows,
                         std::span<const reduce::Source> sources,
                         std::span<const Decimal> found_by_ingest);

}  // namespace billwright::pipeline
