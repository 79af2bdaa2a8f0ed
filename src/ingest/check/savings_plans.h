#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "model/delivered_digits.h"
#include "model/finding.h"
#include "model/proof.h"

namespace billwright::ingest {

/// One hour of a Savings Plan (a day, if the report is daily): its covered rows, their negation and
/// its fee row, added up.
struct SavingsPlanHour {
  std::string arn;
  UtcTime start;
  int64_t covered_rows = 0;
  int64_t negation_rows = 0;
  int64_t fee_rows = 0;
  Decimal effective;  ///< Σ effective cost of covered rows
  Decimal covered;    ///< Σ unblended of covered rows
  Decimal negation;   ///< Σ unblended of negation rows
  Decimal fee;        ///< unblended of the fee row
  Decimal total;      ///< total commitment
  Decimal used;       ///< used commitment
  Decimal recurring;  ///< recurring commitment
  Decimal amortized_upfront;
};

/// The digits of the columns that the hours were added up from.
struct SavingsPlanDigits {
  DeliveredDigits effective;
  DeliveredDigits unblended;
  DeliveredDigits total;
  DeliveredDigits used;
  DeliveredDigits recurring;
  DeliveredDigits amortized_upfront;
};

struct SavingsPlanHours {
  std::vector<SavingsPlanHour> hours;  ///< by ARN, then time
  SavingsPlanDigits digits;
};

Result<SavingsPlanHours> ReadSavingsPlanHours(const std::string& line_item_view,
                                              engine::Engine& engine);

/// What ingest says about commitments.
struct CommitmentCheck {
  Findings findings;
  Proof proof;
};

/// Per Savings Plan, over its hours (domain: identities i to v of Savings Plans):
///
///   Σ effective = used ≈ · total = recurring + amortised upfront ≈ · covered + negation = 0 ≈ ·
///   unblended of the fee = recurring ≈ · used ≤ total ≈
///
/// One proof line per plan and identity, with the two sides of the hour in which they differ most.
/// Hours after `last_usage` have a fee row but no usage yet: the month is open.
///
/// Findings: commitment.identity (error), per plan and identity that fails; commitment.unnamed
///           (warning): rows without an ARN, which are not judged; commitment.future_hours (info).
CommitmentCheck CheckSavingsPlans(const SavingsPlanHours& hours, UtcTime last_usage,
                                  const std::string& currency);

}  // namespace billwright::ingest
