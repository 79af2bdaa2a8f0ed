#pragma once

#include <compare>
#include <filesystem>
#include <string>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "model/billing_period.h"

namespace billwright::ingest {

/// Whose bill of which month a row is on.
struct Bill {
  std::string payer_account_id;
  BillingPeriod period;

  friend auto operator<=>(const Bill&, const Bill&) = default;
};

/// What the first row of a report says, whatever its format. The other rows are not looked at: it
/// is enough to tell reports of different bills apart before any is read.
///
/// Fails: as Receive, for what can be seen so early; kInvalidInput if there is no row or it says no
///        period. `scratch`: a folder of its own to write to.
Result<Bill> PeekBill(const Candidate& candidate, engine::Engine& engine,
                      const std::filesystem::path& scratch);

}  // namespace billwright::ingest
