#pragma once

#include <span>
#include <vector>

#include "allocate/terms.h"
#include "allocate/windows.h"

// The formulas of the design, section 4 "Allocate", for one window of one commitment. Here, and
// nowhere else, a benefit is divided among customers.
//
//   B = Σ O − Σ E       benefit            W          unused commitment
//   share_c             c's part of B      W_c        c's part of W
//   passed_c   = φ_c · share_c             retained_c = share_c − passed_c
//   K_c = O_c − share_c                    A_c        = O_c − passed_c − cap excess

namespace billwright::allocate {

/// What one customer gets of one commitment, in one window or added up over many.
struct Part {
  int customer = CustomerNumbers::kNobody;
  Decimal on_demand_value;  ///< O_c
  Decimal effective_cost;   ///< E_c
  Decimal benefit_share;    ///< share_c
  Decimal passed;
  Decimal retained;
  Decimal attributed_cost;  ///< K_c, without W_c
  Decimal price_basis;      ///< A_c after the cap, without W_c
  Decimal unused_borne;     ///< W_c
  Decimal cap_excess;

  Part& operator+=(const Part& other);  ///< keeps the customer
};

/// Divides windows under one policy; keeps its arrays from one window to the next.
///
/// Keeps:   Σ share = B, Σ W_c = W, Σ K + Σ W_c = Σ E + W, Σ A + Σ cap excess = Σ K + Σ retained.
/// Rounds:  the division by Split (largest remainder, ties to the smaller customer id); φ · share
///          half to even, once per customer and window.
class WindowDivider {
 public:
  explicit WindowDivider(const Terms& terms) : terms_(terms) {}

  /// One part for every customer with coverage or unused borne, ascending by customer. Valid until
  /// the next call.
  ///
  /// A covered value below zero, which only damaged deliveries have, weighs nothing. If no weight
  /// is left, a benefit is divided equally among the covered, and the unused is the owner's.
  std::span<const Part> Divide(const Window& window);

 private:
  void ShareBenefit(const Window& window);
  void ShareProRata(const Window& window);
  void BearUnused(const Window& window);
  void Bear(int customer, Decimal unused);
  bool TakeWeights(const Window& window);
  void PassOn();

  const Terms& terms_;
  std::vector<Part> parts_;
  std::vector<Decimal> weights_;
};

}  // namespace billwright::allocate
