#include "report/discounts.h"

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "model/commitment.h"
#include "money/split.h"
#include "report/commitment_name.h"

namespace billwright::report {

namespace {

struct Saving {
  Decimal saved;
  Decimal on_demand_value;
  const Share* share = nullptr;  ///< one of the shares: it names the policy
};

/// By recipient, customer and ARN: the order of statement_discount.
using Savings = std::map<std::tuple<std::string_view, std::string_view, std::string_view>, Saving>;

Savings Gather(const DiscountSources& sources, const Recipients& recipients) {
  // Charges come by customer; within one, a hash finds the commitment.
  Savings savings;
  std::unordered_map<std::string_view, Saving*> by_arn;
  std::string_view customer;
  std::string_view recipient;
  for (const Charge& charge : sources.charges) {
    if (charge.commitment_discount.IsZero() || charge.commitment_arn.empty()) continue;
    if (charge.customer_id != customer) {
      customer = charge.customer_id;
      recipient = recipients.RecipientOf(customer);
      by_arn.clear();
    }
    if (recipient.empty()) continue;
    Saving*& saving = by_arn[charge.commitment_arn];
    if (saving == nullptr) saving = &savings[{recipient, customer, charge.commitment_arn}];
    saving->saved += charge.commitment_discount;
  }
  for (const Share& share : sources.shares) {
    const auto found = savings.find(
        {recipients.RecipientOf(share.customer_id), share.customer_id, share.commitment_arn});
    if (found == savings.end()) continue;
    found->second.on_demand_value += share.on_demand_value;
    if (found->second.share == nullptr) found->second.share = &share;
  }
  return savings;
}

const AllocationPolicy* FindPolicy(const DiscountSources& sources, std::string_view id) {
  for (const AllocationPolicy& policy : sources.policies)
    if (policy.id == id && policy.from <= sources.period && sources.period < policy.to)
      return &policy;
  return nullptr;
}

StatementDiscount Describe(const Statement& statement, const Savings::value_type& entry,
                           const DiscountSources& sources, const Recipients& recipients) {
  const auto& [recipient, customer, arn] = entry.first;
  StatementDiscount discount;
  discount.statement_id = statement.statement_id;
  discount.customer_id = customer;
  discount.commitment_arn = arn;
  discount.commitment_kind = CommitmentKindOf(arn);
  discount.currency = statement.currency;
  discount.name = CommitmentName(arn, sources.owners.OwnershipFor(recipient, arn, recipients));
  const Share* share = entry.second.share;
  if (share != nullptr)
    if (const AllocationPolicy* policy = FindPolicy(sources, share->policy_id); policy != nullptr)
      discount.policy_sentence = SentenceFor(*policy, recipients.Find(customer));
  return discount;
}

/// What the price book gave goes last, as a value of its own, so that all add up to the statement's
/// discount.
std::vector<Decimal> RoundSaved(std::span<const Decimal> saved, const Statement& statement,
                                Decimal exact_discount, int places) {
  std::vector<Decimal> values(saved.begin(), saved.end());
  Decimal rest = exact_discount;
  for (const Decimal value : saved) rest -= value;
  values.push_back(rest);
  std::vector<Decimal> rounded = RoundToTotal(values, statement.discount, places);
  rounded.pop_back();
  return rounded;
}

std::vector<Decimal> RoundAmongThemselves(std::span<const Decimal> values, int places) {
  Decimal sum;
  for (const Decimal value : values) sum += value;
  return RoundToTotal(values, RoundTo(sum, places, RoundingMode::kHalfAwayFromZero), places);
}

/// Per recipient.
std::unordered_map<std::string_view, Decimal> ExactDiscounts(std::span<const LineGroup> groups) {
  std::unordered_map<std::string_view, Decimal> exact;
  for (const LineGroup& group : groups)
    exact[group.recipient_id] += group.list_amount - group.charge;
  return exact;
}

}  // namespace

std::vector<StatementDiscount> DiscountsOf(const DiscountSources& sources,
                                           const Recipients& recipients,
                                           std::span<const Statement> statements) {
  const Savings savings = Gather(sources, recipients);
  auto exact = ExactDiscounts(sources.groups);
  std::vector<StatementDiscount> discounts;
  auto entry = savings.begin();
  for (const Statement& statement : statements) {
    const size_t first = discounts.size();
    std::vector<Decimal> saved;
    std::vector<Decimal> on_demand;
    for (; entry != savings.end() && std::get<0>(entry->first) == statement.customer_id; ++entry) {
      discounts.push_back(Describe(statement, *entry, sources, recipients));
      saved.push_back(entry->second.saved);
      on_demand.push_back(entry->second.on_demand_value);
    }
    if (saved.empty()) continue;
    saved = RoundSaved(saved, statement, exact[statement.customer_id], sources.minor_digits);
    on_demand = RoundAmongThemselves(on_demand, sources.minor_digits);
    for (size_t i = 0; i < saved.size(); ++i) {
      discounts[first + i].saved = saved[i];
      discounts[first + i].on_demand_value = on_demand[i];
    }
  }
  return discounts;
}

std::string SentenceFor(const AllocationPolicy& policy, const Customer* customer) {
  AllocationPolicy seen = policy;
  if (customer != nullptr) {
    const auto own = policy.passed_by_customer.find(customer->id);
    if (own != policy.passed_by_customer.end()) {
      seen.passed = own->second;
    } else if (customer->passed) {
      seen.passed = customer->passed;
    }
  }
  seen.passed_by_customer.clear();
  seen.commitments.clear();
  return Sentence(seen);
}

}  // namespace billwright::report
