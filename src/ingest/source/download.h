#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "ingest/source/place.h"
#include "ingest/source/s3/client.h"

namespace billwright::ingest {

/// Brings objects of one bucket here: four connections at once, each object in pieces.
///
/// A piece that is written is noted in a file beside it (part_file.h), so that after a kill at any
/// instant the next try fetches only what is missing. Every piece is asked for by ETag (and version
/// id, where it is known), so that an object that was overwritten is never mixed. A whole
/// object whose ETag is an MD5 is compared with it, and fetched once more if it differs.
///
/// Sets `fetched` and `digest` of each file. Shows progress on a terminal.
/// Fault points: download.piece (a piece is written and noted), download.whole (an object is at its
/// target).
/// Fails: kConflict if an object is another one now; kNotFound; kIo. What is there of the pieces
/// stays.
Result<void> Download(const std::shared_ptr<s3::Server>& server, const std::string& bucket,
                      const std::string& root, const std::filesystem::path& incoming,
                      std::vector<FileToFetch>& files);

}  // namespace billwright::ingest
