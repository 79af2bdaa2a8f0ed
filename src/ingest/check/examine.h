#pragma once

#include <filesystem>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/ingest.h"

namespace billwright::ingest {

/// Counts and checks a delivery whose files are stored in `folder`, of one payer and period: sets
/// what only its rows say (payer, period, counts, sums, currency).
///
/// Fails: as Receive. Findings: as Receive, but for those about files.
Result<Received> Examine(Delivery delivery, const std::filesystem::path& folder,
                         engine::Engine& engine);

}  // namespace billwright::ingest
