#pragma once

#include <span>
#include <vector>

#include "allocate/customer_numbers.h"
#include "model/customer.h"
#include "model/policy.h"

namespace billwright::allocate {

/// A policy made ready for the windows of a month: text looked up, φ known for every customer.
struct Terms {
  AllocationMethod method = AllocationMethod::kOriginating;
  bool divide_cost = false;
  UnusedBearer unused = UnusedBearer::kReseller;
  bool cap_at_list = true;
  int house = CustomerNumbers::kNobody;
  std::vector<Decimal> passed;  ///< φ by customer number

  Decimal passed_of(int customer) const { return passed[static_cast<size_t>(customer)]; }
  /// Whether covered value divides anything in a window with so much unused.
  bool UsesWeights(Decimal window_unused) const {
    return method == AllocationMethod::kProRata ||
           (unused == UnusedBearer::kCustomers && !window_unused.IsZero());
  }
};

/// φ of a customer: what the policy says for it, else what its contract says, else what the policy
/// says for all, else 1. The house and `unassigned` take part like any customer, and have no
/// contract. Under reseller-retained nothing is passed on to anybody: 0.
Terms TermsOf(const AllocationPolicy& policy, std::span<const Customer> contracts,
              const CustomerNumbers& customers);

/// The policy that the books name for a commitment in a period: its own, else the default; among
/// several the latest `from`, then the highest version, then the last in the file. nullptr: none.
const AllocationPolicy* WrittenPolicyFor(std::span<const AllocationPolicy> policies,
                                         std::string_view commitment_arn, BillingPeriod period);

/// Whether two policies divide alike, whatever they are called and whenever they hold.
bool SameContent(const AllocationPolicy& a, const AllocationPolicy& b);

}  // namespace billwright::allocate
