#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright::ingest {

/// The bytes of a file, piece after piece: as they are, or inflated.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// The next piece; valid until the next call. Empty at the end of the file.
  virtual Result<std::string_view> Next() = 0;
  /// How many bytes of the file have been read so far, for progress.
  virtual int64_t file_bytes_read() const = 0;
};

/// A csv file as it is. Fails: kNotFound, kIo.
Result<std::unique_ptr<ByteSource>> OpenPlain(const std::filesystem::path& path);

/// A gzip file, inflated. Every member's checksum and length are checked, so that damage is an
/// error: what was given out before it must then be thrown away.
///
/// Fails: kNotFound, kIo; kInvalidInput, naming the file as `name` and the byte, for a file that is
///        empty, no gzip, cut short, damaged, or followed by something else than another member.
Result<std::unique_ptr<ByteSource>> OpenGzip(const std::filesystem::path& path, std::string name);

}  // namespace billwright::ingest
