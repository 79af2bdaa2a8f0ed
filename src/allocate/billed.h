#pragma once

#include <span>
#include <string>

#include "model/commitment.h"
#include "model/finding.h"
#include "model/proof.h"

// T, what is divided, is made of the covered rows and of what is unused; what AWS bills is on the
// fee rows. That both are the same is AWS's promise and not ours, so it is looked at.

namespace billwright::allocate {

/// Everything that one commitment's windows hold against the bill. Both spans are its own, sorted
/// by window.
struct Billing {
  const Commitment& commitment;
  std::span<const Coverage> coverage;
  std::span<const CommitmentWindow> fees;
};

/// Σ E + Σ W = Σ total commitment ≈, over the month. AWS rounds each value of a column: one unit of
/// the last digit, at least the sixth, for each covered row's E, and for each fee row's two columns
/// of W and two of the total.
ProofLine ProveBilled(const Billing& billing);

/// Findings: commitment.not_as_billed (warning), if the line does not hold. Windows without a fee
/// row are left out: they are commitment.no_fee_row's.
void ReportBilled(const Billing& billing, const ProofLine& line, const std::string& currency,
                  Findings& findings);

}  // namespace billwright::allocate
