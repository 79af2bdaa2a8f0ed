#pragma once

#include <span>
#include <string>
#include <vector>

#include "allocate/identity_tally.h"
#include "model/billing_period.h"
#include "model/cell.h"
#include "model/commitment.h"
#include "model/finding.h"
#include "model/policy.h"
#include "model/proof.h"
#include "model/share.h"

// A share says what a customer gets of a commitment in a month. Prices belong to cells, so each
// share is laid on the cells of usage that the commitment covered for the customer.
//
//   benefit     originating, reseller-retained: the cell's own O − E, which adds up to the share;
//               every other method: Split by the cells' O
//   passed      φ = 1: the cell's benefit; φ = 0: nothing; else Split by the cells' benefits, or if
//               one of those is negative or all are zero, by the cells' O
//   cap excess  Split as passed
//   unused      on a line of its own, without a cell; so is a share without covered cells
//
// Covered usage that names no commitment keeps its own O − E. A negative O weighs nothing; cells
// that all weigh nothing get equal parts.

namespace billwright::allocate {

/// The shares of one commitment over the month.
struct CommitmentShares {
  const Commitment* commitment = nullptr;
  const Terms* terms = nullptr;
  std::vector<Part> parts;  ///< ascending by customer
};

/// `cells` are in key order, and so is what is returned. `commitments` are ordered by payer and
/// ARN.
///
/// Keeps:    for every share, Σ over its lines = share: benefit, passed, unused borne, cap excess;
///           Σ O and Σ E of the covered cells = those of the share. Proof lines say so.
///           Every covered cell has exactly one line.
/// Findings: commitment.no_arn
std::vector<CellShare> LayOnCells(std::span<const Cell> cells,
                                  std::span<const CommitmentShares> commitments,
                                  const CustomerNumbers& customers, BillingPeriod period,
                                  const std::string& currency, Proof& proof, Findings& findings);

/// How a commitment is called in proof lines.
std::string ProofSubject(const Commitment& commitment);

}  // namespace billwright::allocate
