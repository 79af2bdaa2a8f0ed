#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/session.h"
#include "pipeline/again.h"
#include "pipeline/delta.h"
#include "pipeline/drift.h"
#include "pipeline/prune.h"
#include "pipeline/quarantine.h"

// What a person can ask about deliveries themselves: their versions, what differs between them,
// what was rejected, deriving them again, deleting old ones.

namespace billwright::app {

/// Which deliveries are meant.
struct DeliveryChoice {
  std::optional<BillingPeriod> period;
  std::string payer;  ///< empty: all
};

/// Derives deliveries again. `names`: periods, ids of deliveries or beginnings of them; empty: all
/// that were not pruned.
/// Fails: kNotFound, kInvalidInput for a name that says nothing or too much; kIo, kStore.
Result<std::vector<pipeline::AgainResult>> DeriveAgain(
    Session& session, const std::vector<std::string>& names,
    const std::function<void(const Delivery&)>& on_delivery);

/// One line of `versions`.
struct VersionLine {
  store::DeliveryRecord record;
  bool in_force = false;
  std::vector<std::string> runs;  ///< that read it, oldest first
  std::string state;              ///< "in force", "older", "outdated", "withdrawn", "pruned"
};
Result<std::vector<VersionLine>> Versions(Session& session, const DeliveryChoice& choice);
Frame VersionsFrame(const std::vector<VersionLine>& versions);

/// What came of withdrawing a delivery, or of taking that back.
struct WithdrawOutcome {
  Delivery changed;
  std::optional<Delivery> in_force;  ///< of its payer and month, now
};
/// Takes a version out of use, or, with `undo`, puts it to use again. `name`: its id, or at least
/// the first four characters.
/// Fails: kNotFound; kConflict if there is nothing to do, or it was pruned.
Result<WithdrawOutcome> Withdraw(Session& session, const std::string& name, bool undo);

struct DeltaChoice {
  BillingPeriod period;
  std::string payer;        ///< empty: all that have two versions
  int64_t old_version = 0;  ///< 0: the last but one that nobody withdrew
  int64_t new_version = 0;  ///< 0: the last
};
/// Fails: kNotFound if there are no two versions, or not those; kConflict if one was pruned; as
/// pipeline::CompareVersions.
Result<std::vector<pipeline::Delta>> CompareVersions(Session& session, const DeltaChoice& choice);

/// Rejected rows of what is in force. Fails: as pipeline::ListQuarantined.
Result<std::vector<QuarantinedRow>> Quarantined(Session& session, const DeliveryChoice& choice);
/// Fails: as pipeline::ExportQuarantined.
Result<int64_t> ExportQuarantined(Session& session, const DeliveryChoice& choice,
                                  const std::filesystem::path& to);

Result<std::vector<pipeline::DriftStep>> Drift(Session& session,
                                               const pipeline::DriftRequest& request);

/// What the workspace's [retention] lets go; deleted if `yes`.
Result<std::vector<pipeline::PruneItem>> Prune(Session& session, bool yes);

}  // namespace billwright::app
