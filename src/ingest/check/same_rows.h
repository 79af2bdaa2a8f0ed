#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/check/file_totals.h"
#include "model/delivery.h"

namespace billwright::ingest {

/// A part that is there twice would be billed twice, whatever its bytes: compressed twice, or with
/// other line ends. Only files with the same totals are read once more.
///
/// Fails: kInvalidInput if two files hold the same rows, in any order.
Result<void> RefuseSameRows(const Delivery& delivery, const std::vector<FileTotal>& totals,
                            const std::filesystem::path& folder, engine::Engine& engine);

}  // namespace billwright::ingest
