#pragma once

#include "ingest/check/profile.h"
#include "ingest/check/reservations.h"
#include "ingest/check/savings_plans.h"
#include "model/contract.h"
#include "model/finding.h"
#include "model/proof.h"

namespace billwright::ingest {

/// Σ unblended = Σ amortised + Σ true-up + Σ upfront + Σ purchase refunds ≈, over the accepted
/// rows: what AWS bills is the amortised cost of the month, but for upfront payments, which are
/// spread over their terms.
ProofLine ProveBridge(const Delivery& delivery, const Contract& contract, const Profile& profile,
                      const SavingsPlanHours& savings_plans, const ReservationMonths& reservations,
                      Decimal purchase_refunds);

/// Findings: bridge.identity (error), if the line does not hold.
Findings CheckBridge(const ProofLine& bridge, const Delivery& delivery);

}  // namespace billwright::ingest
