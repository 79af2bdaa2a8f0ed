#include "allocate/billed.h"

#include <fmt/core.h>

#include "allocate/lay_on_cells.h"
#include "model/delivered_digits.h"

namespace billwright::allocate {

namespace {

/// Σ E of the windows for which nothing is billed.
Decimal CostWithoutFeeRow(const Billing& billing) {
  Decimal cost;
  size_t fee = 0;
  for (const Coverage& covered : billing.coverage) {
    while (fee < billing.fees.size() && billing.fees[fee].window_start < covered.window_start)
      ++fee;
    if (fee == billing.fees.size() || billing.fees[fee].window_start != covered.window_start)
      cost += covered.effective_cost;
  }
  return cost;
}

}  // namespace

ProofLine ProveBilled(const Billing& billing) {
  constexpr int64_t kColumns = 2;
  Decimal divided;
  Decimal billed;
  int64_t covered_rows = 0;
  DeliveredDigits effective;
  DeliveredDigits unused;
  DeliveredDigits total;
  for (const Coverage& covered : billing.coverage) {
    divided += covered.effective_cost;
    covered_rows += covered.rows;
    effective.See(covered.effective_cost);
  }
  for (const CommitmentWindow& fee : billing.fees) {
    divided += fee.unused;
    billed += fee.total_commitment;
    unused.See(fee.unused);
    total.See(fee.total_commitment);
  }
  const int64_t fee_columns = kColumns * std::ssize(billing.fees);
  return ProofLine::MakeNear("allocate", "Σ E + Σ W = what AWS bills",
                             ProofSubject(billing.commitment), divided, billed,
                             effective.Tolerance(covered_rows) + unused.Tolerance(fee_columns) +
                                 total.Tolerance(fee_columns));
}

void ReportBilled(const Billing& billing, const ProofLine& line, const std::string& currency,
                  Findings& findings) {
  if (line.holds) return;
  const Decimal without_fee_row = CostWithoutFeeRow(billing);
  const Decimal difference = line.difference - without_fee_row;
  if (difference.Abs() <= line.tolerance) return;
  findings.push_back(
      Finding::Make(
          Severity::kWarning, "commitment.not_as_billed", billing.commitment.commitment_arn,
          fmt::format(
              "The used and unused parts of {} come to {}, but AWS bills {} for it, and its "
              "rounding explains only {}. The parts are what is divided among the "
              "customers, and the difference stays with the reseller. Look for a file that "
              "is missing, or take the report in again.",
              ShortName(billing.commitment.commitment_arn),
              (line.left - without_fee_row).ToString(), line.right.ToString(),
              line.tolerance.ToString()))
          .Worth(difference.Abs(), currency));
}

}  // namespace billwright::allocate
