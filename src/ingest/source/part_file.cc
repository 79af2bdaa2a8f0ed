#include "ingest/source/part_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "base/digest.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kPiece = int64_t{8} << 20;

/// The numbers that are noted, below `count`.
std::vector<bool> Noted(std::string_view notes, int64_t count) {
  std::vector<bool> noted(static_cast<size_t>(count));
  while (!notes.empty()) {
    const size_t end = notes.find('\n');
    if (end == std::string_view::npos) break;  // cut off by a kill: not noted
    int64_t number = -1;
    std::from_chars(notes.data(), notes.data() + end, number);
    if (number >= 0 && number < count) noted[static_cast<size_t>(number)] = true;
    notes.remove_prefix(end + 1);
  }
  return noted;
}

}  // namespace

PartFile::PartFile(const fs::path& incoming, s3::Address address, FoundFile wanted)
    : address_(std::move(address)), wanted_(std::move(wanted)) {
  constexpr size_t kDigits = 32;
  Sha256 sha;
  for (const std::string& field :
       {address_.ToString(), wanted_.etag, wanted_.version_id, std::to_string(wanted_.bytes)})
    sha.AddField(field);
  const std::string id = sha.Finish().substr(0, kDigits);
  part_ = incoming / (id + ".part");
  done_ = incoming / (id + ".done");
}

int64_t PartFile::piece_count() const { return (wanted_.bytes + kPiece - 1) / kPiece; }

s3::Client::Part PartFile::PieceAt(int64_t number) const {
  return {number * kPiece, std::min(kPiece, wanted_.bytes - number * kPiece)};
}

Result<std::vector<int64_t>> PartFile::Missing() const {
  std::error_code error;
  const uintmax_t size = fs::file_size(part_, error);
  const bool has_room = !error && size == static_cast<uintmax_t>(wanted_.bytes);
  if (!has_room) {
    RETURN_IF_ERROR(RemoveAll(done_));
    ASSIGN_OR_RETURN(const FileDescriptor bytes,
                     FileDescriptor::Open(part_, O_WRONLY | O_CREAT, "write"));
    if (::ftruncate(bytes.number(), wanted_.bytes) != 0) return FileError("write", part_, errno);
  }
  std::string notes;
  if (Exists(done_)) {
    ASSIGN_OR_RETURN(notes, ReadFile(done_));
  }
  const std::vector<bool> noted = Noted(notes, piece_count());
  std::vector<int64_t> missing;
  for (int64_t number = 0; number < piece_count(); ++number)
    if (!noted[static_cast<size_t>(number)]) missing.push_back(number);
  return missing;
}

Result<void> PartFile::Note(int64_t number) const {
  ASSIGN_OR_RETURN(FileDescriptor notes,
                   FileDescriptor::Open(done_, O_WRONLY | O_CREAT | O_APPEND, "write"));
  return notes.Write("\n" + std::to_string(number) + "\n");
}

void PartFile::Forget() const {
  std::error_code ignored;
  fs::remove(done_, ignored);
  fs::remove(part_, ignored);
}

Result<void> PartFile::MoveTo(const fs::path& target) const {
  std::error_code error;
  fs::rename(part_, target, error);
  if (error) return FileError("move", part_, error.value());
  fs::remove(done_, error);
  return {};
}

Result<PieceWriter> PieceWriter::Open(const PartFile& file, int64_t number) {
  ASSIGN_OR_RETURN(FileDescriptor bytes, FileDescriptor::Open(file.path(), O_WRONLY, "write"));
  return PieceWriter(file, std::move(bytes), file.PieceAt(number).first);
}

Result<void> PieceWriter::Write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::pwrite(bytes_.number(), text.data(), text.size(), offset_);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return FileError("write", file_->path(), errno);
    text.remove_prefix(static_cast<size_t>(size));
    offset_ += size;
  }
  return {};
}

Result<void> PieceWriter::Sync() {
  if (::fdatasync(bytes_.number()) != 0) return FileError("write", file_->path(), errno);
  return {};
}

}  // namespace billwright::ingest
