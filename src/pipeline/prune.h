#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/time.h"
#include "books/books.h"
#include "model/frame.h"
#include "store/store.h"

namespace billwright::pipeline {

/// Something that the retention rule lets go.
struct PruneItem {
  store::Prunable what;
  std::filesystem::path incoming;  ///< a download, instead of `what`; or empty
  BillingPeriod period;            ///< not of downloads
  std::string payer_account_id;    ///< not of runs and downloads
  int64_t version = 0;             ///< of deliveries and derivations
  int64_t bytes = 0;               ///< that deleting it, with all before it in the list, gives back
  std::string why;
};

/// What the rule lets go, and why. Never: a run in force; a delivery in force, or the derivation in
/// force of one that stays; what a run that stays has read.
///
/// `now`: for the age of downloads. `data`: the workspace's own folder. Fails: kStore, kIo.
Result<std::vector<PruneItem>> PlanPrune(const books::Retention& retention, UtcTime now,
                                         const std::filesystem::path& data, store::Store& store);

/// Deletes it. Fails: kIo, kStore; what is deleted by then stays so, and is known to be.
Result<void> Prune(const std::vector<PruneItem>& plan, store::Store& store);

Frame PruneFrame(const std::vector<PruneItem>& plan);

}  // namespace billwright::pipeline
