#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "ingest/peek.h"
#include "pipeline/intake.h"
#include "store/store.h"

// One report on its way in, step by step: what intake puts in order.

namespace billwright::pipeline {

/// A report that nobody has seen before.
struct Arrival {
  const ingest::Candidate* candidate = nullptr;
  size_t index = 0;   ///< of the candidate among all
  ingest::Bill bill;  ///< of its first row; without payer if that could not be read
  std::vector<ingest::Received> received;  ///< once it was received: its deliveries

  bool has_bill() const { return !bill.payer_account_id.empty(); }
  /// The bills of its deliveries, once it was received.
  std::vector<ingest::Bill> bills() const;
};

/// The deliveries of these files that the catalog has: one, or the parts of a divided one.
Result<std::vector<store::DeliveryRecord>> FindKnown(const std::string& delivery_id,
                                                     store::Store& store);

/// Looks whether a known delivery is whole, and makes it so from the candidate's files if not.
/// Gives the verdict: known, or restored. Fails: kIo, kStore.
Result<IntakeResult> VisitKnown(const ingest::Candidate& candidate, const Delivery& known,
                                const IntakeOptions& options, store::Store& store,
                                engine::Engine& engine);

/// What becomes of a report without rows: the version in force, of which it would be the next one,
/// stays. Findings: delivery.empty (info; a warning if there is such a version).
Result<IntakeResult> PassOverEmpty(const ingest::Candidate& candidate, store::Store& store);

/// Receives a report into staging and finishes what was derived of it. It has no deliveries if it
/// has no rows. Fails: as ingest::Receive.
Result<void> Receive(Arrival& arrival, const IntakeOptions& options, store::Store& store,
                     engine::Engine& engine);

/// Publishes the deliveries of a report that was received, all or none. Fails: kConflict if one has
/// no provider in common with the version in force of its payer and period, which it would hide.
Result<std::vector<IntakeResult>> Publish(Arrival& arrival, store::Store& store,
                                          engine::Engine& engine);

}  // namespace billwright::pipeline
