#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"

namespace billwright::ingest {

/// What is wrong with a gzip file whose inflating failed: where, and why, in the words of a second
/// reader. The fast one of gzip.cc says only that something is; this one reads the file once more
/// from its start, with zlib, and is needed only when a file is refused.
///
/// Fails: kIo. Empty if it finds nothing wrong: then it is ours to find out why not.
Result<std::string> DamageOfGzip(const std::filesystem::path& path);

}  // namespace billwright::ingest
