#include "ingest/check/bridge.h"

#include <fmt/core.h>

#include "model/bridge.h"

namespace billwright::ingest {

namespace {

/// By how much AWS's own rounding of the commitments' columns may part the two sides.
Decimal ToleranceOf(const SavingsPlanHour& hour, const SavingsPlanDigits& digits) {
  return digits.effective.Tolerance(hour.covered_rows) +
         digits.unblended.Tolerance(hour.covered_rows + hour.negation_rows + hour.fee_rows) +
         digits.total.Tolerance(hour.fee_rows) + digits.used.Tolerance(hour.fee_rows) +
         digits.amortized_upfront.Tolerance(hour.fee_rows);
}

}  // namespace

namespace {

/// Of a report without totals of commitments (FOCUS): what was paid for them less what of it the
/// month bears. So the line holds the other rows alone to their bill.
Decimal TrueUpOf(const Profile& profile) {
  Decimal true_up;
  for (const ProfileGroup& group : profile)
    if (group.accepted() &&
        (group.line_item_type == "DiscountedUsage" || group.line_item_type == "RIFee"))
      true_up += group.unblended_cost - group.amortised_cost;
  return true_up;
}

}  // namespace

ProofLine ProveBridge(const Delivery& delivery, const Contract& contract, const Profile& profile,
                      const SavingsPlanHours& savings_plans, const ReservationMonths& reservations,
                      Decimal purchase_refunds) {
  Decimal amortised;
  Decimal upfront;
  for (const ProfileGroup& group : profile) {
    if (!group.accepted()) continue;
    amortised += group.amortised_cost;
    if (group.line_item_type == "SavingsPlanUpfrontFee") upfront += group.unblended_cost;
  }
  Decimal true_up;
  Decimal tolerance;
  if (!contract.tells_commitment_totals) true_up = TrueUpOf(profile);
  for (const SavingsPlanHour& hour : savings_plans.hours) {
    true_up -= hour.amortized_upfront;
    tolerance += ToleranceOf(hour, savings_plans.digits);
  }
  for (const ReservationMonth& month : reservations.months) {
    upfront += month.upfront;
    if (!contract.tells_commitment_totals) continue;
    true_up -= month.amortized_upfront;
    tolerance += ToleranceOf(month, reservations.digits);
  }
  return ProofLine::MakeNear("ingest", std::string(kBridgeIdentity),
                             "payer " + delivery.payer_account_id, delivery.unblended_cost,
                             amortised + true_up + upfront + purchase_refunds, tolerance);
}

Findings CheckBridge(const ProofLine& bridge, const Delivery& delivery) {
  if (bridge.holds) return {};
  return {Finding::Make(Severity::kError, "bridge.identity", bridge.subject,
                        fmt::format("AWS bills {}, but amortised cost with its true-up and upfront "
                                    "payments is {}. A commitment's rows do not agree "
                                    "(commitment.identity says whose), or rows are missing: take "
                                    "the report in again.",
                                    bridge.left.ToString(), bridge.right.ToString()))
              .Worth(bridge.difference.Abs(), delivery.currency)};
}

}  // namespace billwright::ingest
