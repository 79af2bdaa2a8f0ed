#pragma once

#include <memory>
#include <vector>

#include "base/error.h"
#include "ingest/source/part_file.h"

namespace billwright::ingest {

/// Fetches the pieces of these objects that are missing, over four connections at once. Shows
/// progress on a terminal. The first error ends it; what was noted until then stays.
/// Fault points: download.piece (a piece is written and noted).
/// Fails: kConflict if an object is another one now; kNotFound; kIo.
Result<void> FetchMissing(const std::shared_ptr<s3::Server>& server,
                          const std::vector<const PartFile*>& files);

}  // namespace billwright::ingest
