#include "allocate/notices.h"

#include <fmt/core.h>

#include <algorithm>

#include "allocate/allocate.h"

namespace billwright::allocate {

namespace {

/// From then on partner agreements are reported to forbid one customer's use of another's
/// commitment.
constexpr BillingPeriod kSharingForbidden{2025, 6};

Finding& Add(Findings& findings, Severity severity, const char* code, const Commitment& commitment,
             std::string message) {
  findings.push_back(Finding::Make(severity, code, commitment.commitment_arn, std::move(message)));
  return findings.back();
}

/// "“shared” version 2 (pro-rata)"
std::string Described(const AllocationPolicy& policy) {
  return fmt::format("“{}” version {} ({})", policy.id, policy.version, Name(policy.method));
}

}  // namespace

void CommitmentNotices::Sighting::Add(UtcTime start, Decimal worth) {
  if (windows++ == 0) first = start;
  amount += worth;
}

std::string CommitmentNotices::Sighting::ToString() const {
  if (windows == 1) return fmt::format("in 1 window ({})", first.ToString());
  return fmt::format("in {} windows (first {})", windows, first.ToString());
}

void CommitmentNotices::See(const Window& window) {
  const Decimal cost = window.effective_cost;
  const Decimal benefit = window.on_demand_value - cost;
  if (benefit.IsNegative()) loss_.Add(window.start, benefit.Abs());
  if (!window.has_fee_row) no_fee_row_.Add(window.start, cost);
  SeeCrossing(window);
  if (terms_.UsesWeights(window.unused)) SeeWeights(window);
}

void CommitmentNotices::SeeCrossing(const Window& window) {
  if (window.owner == CustomerNumbers::kNobody) return;
  for (const Covered& covered : window.covered) {
    if (covered.customer == window.owner) continue;
    if (covered.on_demand_value.IsZero() && covered.effective_cost.IsZero()) continue;
    if (owner_ == CustomerNumbers::kNobody) owner_ = window.owner;
    Crossed& crossed = crossed_[static_cast<size_t>(covered.customer)];
    crossed.any = true;
    crossed.benefit += covered.on_demand_value - covered.effective_cost;
  }
}

void CommitmentNotices::SeeWeights(const Window& window) {
  Decimal negative;
  for (const Covered& covered : window.covered) {
    if (!covered.on_demand_value.IsNegative()) continue;
    if (negative_customer_ == CustomerNumbers::kNobody) negative_customer_ = covered.customer;
    negative += covered.on_demand_value.Abs();
  }
  if (!negative.IsZero()) negative_weight_.Add(window.start, negative);
}

void CommitmentNotices::Report(const Commitment& commitment, BillingPeriod period,
                               const std::string& currency, Findings& findings) const {
  const std::string name = ShortName(commitment.commitment_arn);
  if (loss_.windows > 0)
    Add(findings, Severity::kWarning, "commitment.loss", commitment,
        fmt::format("{} cost more than on-demand for the usage that it covered {}: {} {} more. The "
                    "loss is divided like a benefit. Check the on-demand prices of the delivery, "
                    "and whether the commitment is still worth keeping.",
                    name, loss_.ToString(), currency, loss_.amount.ToString(2)))
        .Worth(loss_.amount, currency);
  if (no_fee_row_.windows > 0)
    Add(findings, Severity::kWarning, "commitment.no_fee_row", commitment,
        fmt::format("{} covered usage {} for which the delivery has no fee row, so its unused part "
                    "is not known and counts as 0. Check that the delivery of the owner's payer is "
                    "complete.",
                    name, no_fee_row_.ToString()))
        .Worth(no_fee_row_.amount, currency);
  if (negative_weight_.windows > 0)
    Add(findings, Severity::kWarning, "share.negative_weight", commitment,
        fmt::format("The usage of customer {} that {} covered has a negative on-demand value {}. "
                    "It weighs nothing there, and nothing is lost. Check the covered rows of the "
                    "delivery.",
                    customers_.id(negative_customer_), name, negative_weight_.ToString()))
        .Worth(negative_weight_.amount, currency);
  ReportCrossing(commitment, period, currency, findings);
}

void CommitmentNotices::ReportCrossing(const Commitment& commitment, BillingPeriod period,
                                       const std::string& currency, Findings& findings) const {
  if (owner_ == CustomerNumbers::kNobody) return;
  Decimal benefit;
  for (const Crossed& crossed : crossed_) benefit += crossed.benefit;
  std::string message = fmt::format("{} of customer {} covered usage of other customers: {}. ",
                                    ShortName(commitment.commitment_arn), customers_.id(owner_),
                                    CrossedCustomers(currency));
  message += period < kSharingForbidden
                 ? "The policy decides who gets that benefit."
                 : "AWS is reported to forbid that to its partners since 2025-06-01: check your "
                   "agreement, and the account's sharing preferences.";
  Add(findings, Severity::kInfo, "commitment.crosses_customers", commitment, std::move(message))
      .Worth(benefit, currency);
}

/// "acme (USD 3.10), zeta (USD 1.00) and 2 more": the three largest, then the rest as a number.
std::string CommitmentNotices::CrossedCustomers(const std::string& currency) const {
  constexpr size_t kShown = 3;
  std::vector<int> others;
  for (int customer = 0; customer < customers_.count(); ++customer)
    if (crossed_[static_cast<size_t>(customer)].any) others.push_back(customer);
  std::ranges::stable_sort(others, std::ranges::greater{}, [this](int customer) {
    return crossed_[static_cast<size_t>(customer)].benefit;
  });
  std::string text;
  for (size_t i = 0; i < std::min(others.size(), kShown); ++i)
    text += fmt::format("{}{} ({} {})", i == 0 ? "" : ", ", customers_.id(others[i]), currency,
                        crossed_[static_cast<size_t>(others[i])].benefit.ToString(2));
  if (others.size() > kShown) text += fmt::format(" and {} more", others.size() - kShown);
  return text;
}

void ReportPolicy(std::span<const AllocationPolicy> policies, const Commitment& commitment,
                  BillingPeriod period, Decimal benefit, const std::string& currency,
                  Findings& findings) {
  const std::string& arn = commitment.commitment_arn;
  const AllocationPolicy* now = WrittenPolicyFor(policies, arn, period);
  if (now == nullptr) {
    Add(findings, Severity::kWarning, "policy.unwritten", commitment,
        fmt::format("books/policies.toml has no policy for {} in {}: each customer keeps what AWS "
                    "gave its usage, and the reseller bears what is unused. Write a default "
                    "policy.",
                    ShortName(arn), period.ToString()))
        .Worth(benefit, currency);
    return;
  }
  const AllocationPolicy* before = WrittenPolicyFor(policies, arn, period.Previous());
  const bool books_name_it = before != nullptr && !before->position.file.empty();
  if (!books_name_it || before == now) return;
  const bool same_name = before->id == now->id && before->version == now->version;
  if (same_name && SameContent(*before, *now)) return;
  Add(findings, Severity::kWarning, "policy.changed", commitment,
      fmt::format("The policy of {} is {} in {} and was {} in {}{}. Tell the customers before they "
                  "ask.",
                  ShortName(arn), Described(*now), period.ToString(), Described(*before),
                  period.Previous().ToString(),
                  same_name ? ", with another content: give it a new version" : ""))
      .Worth(benefit, currency)
      .At(now->position.ToString());
}

}  // namespace billwright::allocate
