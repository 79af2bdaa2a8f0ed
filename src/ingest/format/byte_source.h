#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"

namespace billwright::ingest {

/// The bytes of a file, one after another: as they are, or inflated.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills `to`, and gives how many bytes it has got: fewer than it can hold only at the end of the
  /// file, 0 after that.
  virtual Result<size_t> Read(std::span<char> to) = 0;
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
