#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "ingest/source/place.h"

namespace billwright::ingest {

/// An object on its way in, in pieces: "<id>.part" with its bytes, "<id>.done" with the numbers of
/// the pieces that are there, one a line. The id is a digest of address, ETag, version and size, so
/// that two versions are never mixed.
///
/// Nothing stays open between two pieces: a report may have more files than a process descriptors.
class PartFile {
 public:
  PartFile(const std::filesystem::path& incoming, s3::Address address, FoundFile wanted);

  const s3::Address& address() const { return address_; }
  const FoundFile& wanted() const { return wanted_; }
  const std::filesystem::path& path() const { return part_; }
  s3::Client::Part PieceAt(int64_t number) const;

  /// Makes room for the bytes, unless that was done before, and gives the pieces that are missing.
  /// Fails: kIo.
  Result<std::vector<int64_t>> Missing() const;
  /// Notes a piece whose bytes have reached the disk. Threads: one. Fails: kIo.
  Result<void> Note(int64_t number) const;
  void Forget() const;
  /// Gives the whole object its name. Fails: kIo.
  Result<void> MoveTo(const std::filesystem::path& target) const;

 private:
  int64_t piece_count() const;

  s3::Address address_;
  FoundFile wanted_;
  std::filesystem::path part_;
  std::filesystem::path done_;
};

/// Writes one piece into its place, from the front.
///
/// Threads: one; each with another piece.
class PieceWriter {
 public:
  static Result<PieceWriter> Open(const PartFile& file, int64_t number);

  /// Fails: kIo.
  Result<void> Write(std::string_view text);
  /// All that was written has reached the disk. Fails: kIo.
  Result<void> Sync();

 private:
  PieceWriter(const PartFile& file, FileDescriptor bytes, int64_t offset)
      : file_(&file), bytes_(std::move(bytes)), offset_(offset) {}

  const PartFile* file_;
  FileDescriptor bytes_;
  int64_t offset_;
};

}  // namespace billwright::ingest
