#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"
#include "ingest/ingest.h"

namespace billwright::ingest {

/// Subfolders of a delivery: the files as delivered, and as Parquet to read.
inline constexpr std::string_view kKept = "kept";
inline constexpr std::string_view kStored = "stored";

/// Copies the files of a report into `folder`/kept: from there on nothing but the copies is read,
/// so that what is checked is what is kept. Sets files (names, digests, sizes, where they came
/// from), delivery_id and encoding.
///
/// Fails: as KeepFile; kInvalidInput: a part that is there twice, files that end differently.
/// Findings: delivery.gap (warning).
Result<void> KeepFiles(const Candidate& candidate, const std::filesystem::path& folder,
                       Delivery& delivery, Findings& findings);

}  // namespace billwright::ingest
