#include "allocate/terms.h"

#include <algorithm>
#include <tuple>

#include "allocate/allocate.h"

namespace billwright::allocate {

namespace {

constexpr Decimal kAll = Decimal::FromInteger(1);

Decimal PassedTo(const std::string& customer, const AllocationPolicy& policy,
                 std::span<const Customer> contracts) {
  if (policy.method == AllocationMethod::kResellerRetained) return Decimal();
  if (const auto own = policy.passed_by_customer.find(customer);
      own != policy.passed_by_customer.end())
    return own->second;
  const auto contract = std::ranges::find(contracts, customer, &Customer::id);
  if (contract != contracts.end() && contract->passed) return *contract->passed;
  return policy.passed.value_or(kAll);
}

/// What holds when the books name nothing: each customer keeps what AWS gave its usage.
const AllocationPolicy& BuiltInPolicy() {
  static const AllocationPolicy policy{.id = "built-in"};
  return policy;
}

}  // namespace

Terms TermsOf(const AllocationPolicy& policy, std::span<const Customer> contracts,
              const CustomerNumbers& customers) {
  Terms terms{policy.method,      policy.divide_cost, policy.unused,
              policy.cap_at_list, customers.house(),  {}};
  terms.passed.reserve(static_cast<size_t>(customers.count()));
  for (int number = 0; number < customers.count(); ++number)
    terms.passed.push_back(PassedTo(customers.id(number), policy, contracts));
  return terms;
}

const AllocationPolicy* WrittenPolicyFor(std::span<const AllocationPolicy> policies,
                                         std::string_view commitment_arn, BillingPeriod period) {
  const AllocationPolicy* best = nullptr;
  auto rank = [](const AllocationPolicy& policy) {
    return std::tuple(!policy.commitments.empty(), policy.from, policy.version);
  };
  for (const AllocationPolicy& policy : policies) {
    if (period < policy.from || period >= policy.to) continue;
    if (!policy.commitments.empty() &&
        std::ranges::find(policy.commitments, commitment_arn) == policy.commitments.end())
      continue;
    if (best == nullptr || rank(policy) >= rank(*best)) best = &policy;
  }
  return best;
}

const AllocationPolicy& PolicyFor(std::span<const AllocationPolicy> policies,
                                  std::string_view commitment_arn, BillingPeriod period) {
  const AllocationPolicy* written = WrittenPolicyFor(policies, commitment_arn, period);
  return written != nullptr ? *written : BuiltInPolicy();
}

bool SameContent(const AllocationPolicy& a, const AllocationPolicy& b) {
  auto content = [](const AllocationPolicy& policy) {
    return std::tie(policy.method, policy.weight, policy.divide_cost, policy.passed,
                    policy.passed_by_customer, policy.unused, policy.cap_at_list);
  };
  return content(a) == content(b);
}

}  // namespace billwright::allocate
