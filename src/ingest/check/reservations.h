#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/check/savings_plans.h"
#include "model/contract.h"
#include "model/delivered_digits.h"

namespace billwright::ingest {

/// One reservation in the month: its covered rows, its fee row (RIFee), its upfront payment.
struct ReservationMonth {
  std::string arn;
  int64_t covered_rows = 0;
  int64_t unpriced_rows = 0;  ///< covered rows without a public on-demand cost
  int64_t fee_rows = 0;
  int64_t upfront_rows = 0;
  Decimal effective;           ///< Σ effective cost of covered rows
  Decimal unpriced_effective;  ///< of the rows without a public on-demand cost
  Decimal covered_unblended;   ///< 0, as AWS delivers it
  Decimal fee;                 ///< unblended of the fee row
  Decimal upfront;             ///< unblended of the upfront payment
  Decimal amortized_upfront;
  Decimal unused_amortized_upfront;
  Decimal unused_recurring;
};

struct ReservationDigits {
  DeliveredDigits effective;
  DeliveredDigits unblended;
  DeliveredDigits amortized_upfront;
  DeliveredDigits unused_amortized_upfront;
  DeliveredDigits unused_recurring;
};

struct ReservationMonths {
  std::vector<ReservationMonth> months;  ///< by ARN
  ReservationDigits digits;
};

Result<ReservationMonths> ReadReservationMonths(const std::string& line_item_view,
                                                engine::Engine& engine);

/// By how much the two sides of a reservation's identity may differ.
Decimal ToleranceOf(const ReservationMonth& month, const ReservationDigits& digits);

/// Per reservation: unblended of the fee + amortised upfront = Σ effective + unused recurring +
/// unused amortised upfront ≈. One proof line each.
///
/// Findings: commitment.identity (error), commitment.no_public_cost (warning).
///
/// Of a format that does not tell commitments' totals there is nothing to hold: no proof lines.
///
/// `public_cost_column`: the public on-demand cost as the delivery spells it.
CommitmentCheck CheckReservations(const ReservationMonths& months, const Contract& contract,
                                  const std::string& currency,
                                  const std::string& public_cost_column);

}  // namespace billwright::ingest
