#pragma once

#include <span>
#include <vector>

#include "allocate/customer_numbers.h"
#include "model/commitment.h"

// Coverage (whose usage was covered) and CommitmentWindow (what AWS bills) are two lists of the
// same windows. Here they become one: every window in which either has something to say, in time
// order.

namespace billwright::allocate {

/// What a commitment did for one customer in one window.
struct Covered {
  int customer = CustomerNumbers::kNobody;
  Decimal on_demand_value;  ///< O_c
  Decimal effective_cost;   ///< E_c
};

/// One window of one commitment: an hour of a Savings Plan, the month of a reservation.
struct Window {
  UtcTime start;
  bool has_fee_row = false;  ///< false: coverage only; W is 0
  /// Customer of the owner account then. Without one in the window's own row: of the nearest
  /// earlier window that has one, else of the nearest later one, else kNobody.
  int owner = CustomerNumbers::kNobody;
  Decimal unused;                ///< W
  std::vector<Covered> covered;  ///< ascending by customer, each once

  Decimal on_demand_value;  ///< Σ O over `covered`
  Decimal effective_cost;   ///< Σ E over `covered`

  /// Adds coverage of a customer; CHECKs that customers come in order.
  void Cover(const Covered& one);
  void ClearCoverage();
};

/// Walks the windows of one commitment.
///
/// Lifetime: the spans and `customers` must outlive it.
class WindowWalk {
 public:
  /// Both spans are of one commitment and sorted by window, coverage then by customer (CHECKed on
  /// the way).
  WindowWalk(std::span<const Coverage> coverage, std::span<const CommitmentWindow> fees,
             const CustomerNumbers& customers);

  /// Fills `window` with the next one; its arrays are used again. False at the end.
  bool Next(Window& window);

 private:
  void TakeFee(Window& window);
  void TakeCoverage(Window& window);

  std::span<const Coverage> coverage_;      // what is left
  std::span<const CommitmentWindow> fees_;  // what is left
  const CustomerNumbers& customers_;
  std::string_view owner_id_;  // of the last window that had one
  int owner_ = CustomerNumbers::kNobody;
};

}  // namespace billwright::allocate
