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
    kPassedOver,  ///< no bill: it has no rows, or is a table of something else
    kRefused,     ///< it failed; the last good state stays
  } verdict = Verdict::kRefused;
  ingest::Received received;   ///< if registered; of a known one only the delivery; of one that was
                               ///< passed over only the findings
  std::optional<Error> error;  ///< if refused
  // Of one that was refused, as far as they are known.
  std::string origin;            ///< where its manifest or first file is
  std::string payer_account_id;  ///< that the manifest names
  std::string period;            ///< "2026-11"
};

/// The result of a candidate that was refused.
IntakeResult RefusalOf(const ingest::Candidate& candidate, Error error);

struct IntakeOptions {
  std::string source_id;  ///< of the [[source]]; empty for a place that was named by hand
  FetchPinned fetch;      ///< for known deliveries that are kept by reference
  /// Whether a person named the place: then a known delivery is compared byte for byte, and one
  /// that was pruned is brought back, which a source may hold for ever.
  bool is_named_by_hand = false;
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
/// Findings: delivery.outdated, delivery.empty
Result<std::vector<IntakeResult>> TakeIn(const std::vector<ingest::Candidate>& candidates,
                                         const IntakeOptions& options, store::Store& store,
                                         engine::Engine& engine);

/// The same of every report at a place. Fails: also as ingest::Discover.
Result<std::vector<IntakeResult>> TakeIn(const std::filesystem::path& place,
                                         const IntakeOptions& options, store::Store& store,
                                         engine::Engine& engine);

}  // namespace billwright::pipeline
