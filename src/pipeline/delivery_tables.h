#pragma once

#include <set>
#include <vector>

#include "engine/engine.h"
#include "model/observation.h"
#include "quality/assess.h"
#include "store/store.h"

// The small tables of deliveries, found in the store and handed to the rules of quality/.

namespace billwright::pipeline {

/// Where the tables of a delivery's checks are. Paths of tables that are not there are empty.
quality::KnownDelivery KnownDeliveryOf(const store::DeliveryRecord& record,
                                       const store::Store& store);

/// What came of holding deliveries against the rules. What could not be is said, payer by payer: it
/// keeps nothing else from being told.
/// Findings: those of quality/, delivery.unchecked.
struct Assessment {
  Observations observations;
  Assessed assessed;
};

/// Holds the current deliveries of one period against the rules, each with the version and the
/// months before it. `records`: all that the store has. `now`: the clock.
Assessment AssessPeriod(const BillingPeriod& period,
                        const std::vector<store::DeliveryRecord>& records,
                        const QualitySettings& settings, UtcTime now, const store::Store& store,
                        engine::Engine& engine);

/// What must come in and was seen of the sources, beside what the catalog knows itself.
struct Expectations {
  std::vector<quality::ExpectedPayer> payers;
  std::vector<quality::SourcePoll> polls;
};

/// Whether all came that should.
Assessment AssessArrivals(const std::vector<store::DeliveryRecord>& records,
                          const Expectations& expectations, const QualitySettings& settings,
                          UtcTime now, engine::Engine& engine);

/// The periods that a morning looks into: those that ended at most 62 days ago, and the newest of
/// each payer.
std::set<BillingPeriod> LivelyPeriods(const std::vector<store::DeliveryRecord>& records,
                                      UtcTime now);

}  // namespace billwright::pipeline
