#pragma once

#include <vector>

#include "app/session.h"
#include "monitor/morning.h"

// What a morning says of months: which deliveries there are of each payer, and how the run stands.

namespace billwright::app {

/// How a run stands to the deliveries in force and the books of today.
monitor::Standing StandingOf(const pipeline::OpenRun& run, const books::Books& books,
                             const std::vector<store::DeliveryRecord>& in_force);

/// Adds the months of the deliveries, newest first, each with its payers and its run, and what
/// ingest and the other stages found in them. `records`: by period, payer and version.
/// Findings: delivery.lost, run.lost
Result<void> AddMonths(const std::vector<store::DeliveryRecord>& records, Session& session,
                       monitor::Morning& morning);

/// Adds the payers of which there is nothing: those that the rule delivery.missing asks for, and of
/// the newest month those that delivered the month before.
void AddMissing(monitor::Morning& morning);

}  // namespace billwright::app
