#pragma once

#include <filesystem>

#include "base/error.h"

namespace billwright::ingest {

/// Copies a file byte for byte: by sharing its blocks where the file system can, else inside the
/// kernel, else through memory. `to` must not exist.
///
/// Fails: kNotFound, kIo; kConflict if the file changed while it was copied (AWS overwrites reports
///        in place): half an old and half a new report would be nobody's.
Result<void> KeepFile(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace billwright::ingest
