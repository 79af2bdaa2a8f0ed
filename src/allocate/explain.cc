#include "allocate/explain.h"

#include <fmt/core.h>

#include <set>

namespace billwright::allocate {

namespace {

struct Totals {
  Decimal on_demand_value;
  Decimal benefit;
  std::set<UtcTime> windows;  ///< of the commitment
  int64_t windows_of_customer = 0;
};

Totals TotalsOf(const Share& share, std::span<const Share> windows) {
  Totals totals;
  for (const Share& window : windows) {
    if (window.payer_account_id != share.payer_account_id ||
        window.commitment_arn != share.commitment_arn)
      continue;
    totals.on_demand_value += window.on_demand_value;
    totals.benefit += window.benefit_share;
    totals.windows.insert(window.window_start);
    if (window.customer_id == share.customer_id) ++totals.windows_of_customer;
  }
  return totals;
}

std::string_view WindowWord(const Share& share, int64_t count) {
  const bool hourly = share.commitment_kind == "savings_plan";
  if (count == 1) return hourly ? "hour" : "month";
  return hourly ? "hours" : "months";
}

}  // namespace

Explanation ExplainShare(const Share& share, std::span<const Share> windows,
                         const AllocationPolicy& policy) {
  const Totals totals = TotalsOf(share, windows);
  const auto count = static_cast<int64_t>(totals.windows.size());
  Explanation explanation;
  explanation.amount = share.benefit_share;
  explanation.sentence = fmt::format(
      "Share of {} in the benefit of {}, divided in {} {}, {} of them with its usage. {}",
      share.customer_id, ShortName(share.commitment_arn), count, WindowWord(share, count),
      totals.windows_of_customer, Sentence(policy));
  const bool as_applied = share.benefit_share == share.on_demand_value - share.effective_cost;
  if (as_applied) {
    explanation.terms = {
        {"on-demand value of its covered usage", share.on_demand_value, "O"},
        {"effective cost of it", -share.effective_cost, "E, as AWS applied the commitment"}};
  } else {
    const std::optional<std::string> part =
        RatioForDisplay(share.on_demand_value, totals.on_demand_value);
    explanation.terms = {
        {"benefit of the commitment", totals.benefit, "B = ΣO − ΣE of all customers"},
        {"shares of the others", share.benefit_share - totals.benefit,
         fmt::format("it has {} of {} of the covered on-demand value{}",
                     share.on_demand_value.ToString(2), totals.on_demand_value.ToString(2),
                     part ? fmt::format(" ({} %)", *part) : "")}};
  }
  explanation.sources = {fmt::format("share:{}|{}|{}", share.payer_account_id, share.commitment_arn,
                                     share.customer_id),
                         fmt::format("policy:{} at {}", policy.id, policy.position.ToString())};
  return explanation;
}

}  // namespace billwright::allocate
