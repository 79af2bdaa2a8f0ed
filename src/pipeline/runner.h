#pragma once

#include <functional>
#include <string>
#include <vector>

#include "books/books.h"
#include "engine/engine.h"
#include "model/finding.h"
#include "model/proof.h"
#include "pipeline/stages.h"
#include "store/store.h"

// The one runner of all stages: it finds out what can be used again, times each stage, checks its
// identities, writes its tables, and publishes only a run whose proof holds.

namespace billwright::pipeline {

struct RunRequest {
  BillingPeriod period;
  /// Stages from this one on are computed even if their output exists; empty: only what changed.
  std::string from_stage;
  /// Called before and after each stage (with its record; nullptr before).
  std::function<void(const Stage&, const store::StageRecord*)> on_stage;
};

struct RunOutcome {
  store::RunRecord run;
  bool was_in_force = false;  ///< the same run was in force already
  Findings findings;          ///< of all stages
  Proof proof;                ///< of all stages
};

/// Computes and publishes the run of a period, with the books of `workspace` as they are now.
///
/// Keeps: a hard identity that fails stops the run before it is published: kConflict,
///        naming it; what was published stays in force. An ≈ identity of AWS's own columns that
///        fails is a finding of ingest's and does not.
/// Fails: kNotFound (no delivery for the period), kInvalidInput (no such stage), what stages fail
///        with, kIo, kStore.
Result<RunOutcome> RunPeriod(const RunRequest& request, const std::filesystem::path& workspace,
                             store::Store& store, engine::Engine& engine);

/// A published run, opened to look into: its tables, and the books as they were.
struct OpenRun {
  store::RunRecord record;
  std::filesystem::path folder;
  books::Books books;  ///< as copied into the run
  RunState state;
  Findings findings;     ///< of all stages
  size_t of_ingest = 0;  ///< the first so many of them are ingest's, of the deliveries
  Proof proof;
};

/// Opens a run; the one in force where `run_id` is empty.
/// Fails: kNotFound with what to do; kCorrupt.
Result<std::unique_ptr<OpenRun>> OpenPublishedRun(const BillingPeriod& period,
                                                  std::string_view run_id, store::Store& store,
                                                  engine::Engine& engine);

}  // namespace billwright::pipeline
