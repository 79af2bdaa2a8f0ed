#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "pipeline/derivation.h"
#include "pipeline/differences.h"
#include "store/store.h"

// Deriving deliveries again from their files as delivered, under the rules of today. What gives
// another result is written beside the old one and put in force; runs that read the old one still
// do. What gives the same leaves no trace. What was lost or damaged is made again in its place.

namespace billwright::pipeline {

/// Brings the files of a delivery that is kept by reference into `folder`, by what pins them, each
/// under its `kept`. Fails: as its source.
using FetchPinned =
    std::function<Result<void>(const Delivery& delivery, const std::filesystem::path& folder)>;

/// What became of one delivery.
struct AgainResult {
  enum class Outcome {
    kSame,      ///< nothing differs: what was derived before stays
    kDerived,   ///< another result is in force now
    kEarlier,   ///< a result of earlier is in force again
    kRestored,  ///< what was lost or damaged is back, and is what it was
    kRefused,   ///< it could not be done; the last good state stays
  } outcome = Outcome::kRefused;
  Delivery before;
  Delivery after;  ///< what is in force now
  Damage damage;   ///< of before
  std::vector<Difference> differences;
  std::optional<Error> error;  ///< if refused
};

std::string_view Name(AgainResult::Outcome outcome);

/// Derives one delivery again. Fails: kIo, kStore of the workspace's own folders; everything else
/// is a refusal.
Result<AgainResult> DeriveAgain(const Delivery& delivery, store::Store& store,
                                engine::Engine& engine, const FetchPinned& fetch);

/// Derives several again, one by one: each is in force as soon as it is done.
Result<std::vector<AgainResult>> DeriveAllAgain(
    const std::vector<store::DeliveryRecord>& deliveries, store::Store& store,
    engine::Engine& engine, const FetchPinned& fetch,
    const std::function<void(const Delivery&)>& on_delivery);

/// As a table: delivery, outcome, what, subject, before, after.
Frame AgainFrame(const std::vector<AgainResult>& results);

}  // namespace billwright::pipeline
