#pragma once

#include <vector>

#include "engine/engine.h"
#include "quality/assess.h"
#include "store/store.h"

// The small tables of deliveries, found in the store and handed to the rules of quality/.

namespace billwright::pipeline {

/// Where the tables of a delivery's checks are. Paths of tables that are not there are empty.
quality::KnownDelivery KnownDeliveryOf(const store::DeliveryRecord& record,
                                       const store::Store& store);

/// The current deliveries of a period, each with the version and the months before it.
/// Fails: kStore, kCorrupt.
Result<quality::MonthInput> MonthInputOf(const BillingPeriod& period, store::Store& store);

/// Holds the current deliveries of one period against the rules. `now`: the clock.
/// Fails: as quality::AssessMonth.
Result<quality::Observations> AssessPeriod(const BillingPeriod& period,
                                           const QualitySettings& settings, UtcTime now,
                                           store::Store& store, engine::Engine& engine);

/// What must come in and was seen of the sources, beside what the catalog knows itself.
struct Expectations {
  std::vector<quality::ExpectedPayer> payers;
  std::vector<quality::SourcePoll> polls;
};

/// Everything for the morning: arrivals of all payers, and every period that is not long over:
/// those whose month ended at most 62 days ago, but at least the newest of each payer. By period
/// and payer.
Result<quality::Observations> AssessAll(const Expectations& expectations,
                                        const QualitySettings& settings, UtcTime now,
                                        store::Store& store, engine::Engine& engine);

}  // namespace billwright::pipeline
