#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "engine/engine.h"
#include "model/delivery.h"
#include "model/finding.h"

namespace billwright::ingest {

/// Why rows of the delivery were rejected: one finding per reason and file, with the money and the
/// place of the first row, and its value as it was delivered.
///
/// Fails: kInvalidInput if every row was: then the delivery says nothing, and is refused.
/// Findings: row.quarantined (error).
Result<Findings> ReportQuarantine(const Delivery& delivery, const std::string& line_item_view,
                                  const std::filesystem::path& folder, engine::Engine& engine);

}  // namespace billwright::ingest
