#pragma once

#include <filesystem>
#include <optional>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/received.h"

namespace billwright::ingest {

/// Counts and checks a delivery whose files are stored in `folder`: sets what only its rows say
/// (provider, payer, period, counts, sums, currency). nullopt if its rows are of several payers or
/// periods: then it must be divided first (format/divide.h).
///
/// Fails: as Receive. Findings: as Receive, but for those about files.
Result<std::optional<Received>> Examine(Delivery delivery, const std::filesystem::path& folder,
                                        engine::Engine& engine);

}  // namespace billwright::ingest
