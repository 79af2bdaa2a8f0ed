#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/billing_period.h"
#include "model/cell.h"
#include "model/commitment.h"
#include "model/customer.h"
#include "model/finding.h"
#include "model/policy.h"
#include "model/proof.h"
#include "model/share.h"

// Who gets each commitment's benefit? Division without remainder, by a written policy.
//
// In every window of a commitment (an hour of a Savings Plan, the month of a reservation) the
// benefit B = Σ O − Σ E and the unused commitment W are divided among the customers by the policy,
// so that Σ share = B and Σ unused borne = W to the last unit. A window is divided in divide.cc,
// and a share is laid on its cells in lay_on_cells.cc; how one division is rounded is
// money/split.h.

namespace billwright::allocate {

struct Input {
  BillingPeriod period;
  std::string currency;
  std::span<const Commitment> commitments;    ///< by commitment_id
  std::span<const Coverage> coverage;         ///< by commitment, window, customer_index
  std::span<const CommitmentWindow> windows;  ///< by commitment, window
  std::span<const std::string> customer_ids;  ///< sorted; what Coverage::customer_index means
  std::span<const Customer> customers;        ///< contracts (φ)
  std::span<const AllocationPolicy> policies;
  std::span<const Cell> cells;  ///< in key order
};

struct Output {
  std::vector<Share> shares;           ///< in key order
  std::vector<CellShare> cell_shares;  ///< in key order
  Findings findings;
  Proof proof;
};

/// The stage. Sharing out is per payer, commitment and window; ties of Split go by customer id.
///
/// Keeps:    per commitment and window, per commitment and per run: Σ share = B, Σ W_c = W,
///           Σ K_c + Σ W_c = T, Σ A_c = Σ K_c + Σ retained_c (before the cap);
///           per commitment Σ E + Σ W = what AWS bills ≈ (billed.h);
///           Σ over cells = share; every cell of covered usage has exactly one line in cell_shares.
/// Findings: policy.changed, policy.unwritten, commitment.loss (E > O), commitment.no_fee_row,
///           commitment.not_as_billed,
///           commitment.no_arn, commitment.crosses_customers, share.negative_weight
/// Fails:    never; input that is out of order or names unknown commitments is a bug (CHECK).
Result<Output> AllocateCommitments(const Input& input);

/// The same shares window by window, computed by the same function; for one commitment or all.
/// In key order. `cells` is not looked at.
Result<std::vector<Share>> SharesByWindow(const Input& input,
                                          std::optional<int64_t> commitment_id = std::nullopt);

/// The policy that holds for a commitment in a period: its own, else the default, else a built-in
/// one (originating, the reseller bears the unused), which is a finding: policy.unwritten. Among
/// several the latest `from` holds, then the highest version, then the last in the list.
const AllocationPolicy& PolicyFor(std::span<const AllocationPolicy> policies,
                                  std::string_view commitment_arn, BillingPeriod period);

}  // namespace billwright::allocate
