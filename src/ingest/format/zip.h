#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ingest/format/byte_source.h"

namespace billwright::ingest {

/// The csv files in a zip, as legacy reports may be compressed, one behind the other: mostly one.
/// Of several each must begin with the same header, which is given out once. Checksums and lengths
/// are checked, so that damage is an error: what was given out before it must then be thrown away.
///
/// Fails: kNotFound, kIo; kInvalidInput, naming the file as `name`, for a file that is no zip or
/// was
///        cut short, holds something else than csv or nothing, is encrypted or damaged.
Result<std::unique_ptr<ByteSource>> OpenZip(const std::filesystem::path& path, std::string name);

}  // namespace billwright::ingest
