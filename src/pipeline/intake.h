#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "store/store.h"

namespace billwright::pipeline {

/// What became of one report that was found.
struct IntakeResult {
  std::string name;  ///< of the candidate
  enum class Verdict {
    kRegistered,  ///< a new delivery, or a new version of one
    kCopy,        ///< the same report as another one here
    kKnown,       ///< the same delivery again: nothing to do
    kRefused,     ///< it failed; the last good state stays
  } verdict = Verdict::kRefused;
  ingest::Received received;   ///< if registered; of a known one only the delivery
  std::optional<Error> error;  ///< if refused
};

/// Takes in every report at a place: a new one is received into staging and published; one that is
/// there already is left alone. A report that is refused does not keep the others from being taken.
/// Two reports of the same payer and period in one place that are both new are refused: nobody
/// could say which is the newer.
///
/// Fails: what Discover fails with; kStore and kIo of the workspace's own folders.
Result<std::vector<IntakeResult>> TakeIn(const std::filesystem::path& place, store::Store& store,
                                         engine::Engine& engine,
                                         const std::function<void(const std::string&)>& on_report);

}  // namespace billwright::pipeline
