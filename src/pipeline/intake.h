#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "pipeline/again.h"
#include "store/store.h"

namespace billwright::pipeline {

/// What became of one report that was found.
struct IntakeResult {
  std::string name;  ///< of the candidate
  enum class Verdict {
    kRegistered,  ///< a new delivery, or a new version of one
    kCopy,        ///< the same report as another one here
    kKnown,       ///< the same delivery again: nothing to do
    kRestored,    ///< known, and what was lost of it is back
    kRefused,     ///< it failed; the last good state stays
  } verdict = Verdict::kRefused;
  ingest::Received received;   ///< if registered; of a known one only the delivery
  std::optional<Error> error;  ///< if refused
};

struct IntakeOptions {
  std::string source_id;  ///< of the [[source]]; empty for a place that was named by hand
  FetchPinned fetch;      ///< for known deliveries that are kept by reference
  /// Whether a delivery that was pruned is brought back. No for sources, which may hold it for
  /// ever.
  bool restore_pruned = false;
  std::function<void(const std::string&)> on_report;
};

/// Takes reports in: a new one is received into staging and published; one that is there already is
/// left alone, unless something of it was lost, which is put back. A report that is refused does
/// not keep the others from being taken.
///
/// Each report is published as soon as it is known which bill it is of, so that a long backfill
/// that is stopped goes on where it was. Several new reports of one payer and period are taken in
/// the order in which AWS wrote them. Where that is not known they are refused: nobody could say
/// which is the newest. One that AWS wrote before the one in force is taken in, but not put to use.
///
/// Fails: kStore and kIo of the workspace's own folders.
/// Findings: delivery.outdated
Result<std::vector<IntakeResult>> TakeIn(const std::vector<ingest::Candidate>& candidates,
                                         const IntakeOptions& options, store::Store& store,
                                         engine::Engine& engine);

/// The same of every report at a place. Fails: also as ingest::Discover.
Result<std::vector<IntakeResult>> TakeIn(const std::filesystem::path& place,
                                         const IntakeOptions& options, store::Store& store,
                                         engine::Engine& engine);

}  // namespace billwright::pipeline
