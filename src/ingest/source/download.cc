#include "ingest/source/download.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "base/check.h"
#include "base/digest.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/log.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kPiece = int64_t{8} << 20;
constexpr int kConnections = 4;

/// An object on its way in: "<id>.part" with its bytes, "<id>.done" with the pieces that are there,
/// one number a line.
class PartFile {
 public:
  PartFile(const fs::path& incoming, const std::string& origin, const FoundFile& file)
      : file_(file) {
    constexpr size_t kDigits = 32;
    Sha256 sha;
    for (const std::string& field :
         {origin, file.etag, file.version_id, std::to_string(file.bytes)})
      sha.AddField(field);
    const std::string id = sha.Finish().substr(0, kDigits);
    part_ = incoming / (id + ".part");
    done_ = incoming / (id + ".done");
  }

  int64_t piece_count() const { return (file_.bytes + kPiece - 1) / kPiece; }
  s3::Client::Part PieceAt(int64_t number) const {
    return {number * kPiece, std::min(kPiece, file_.bytes - number * kPiece)};
  }
  const fs::path& part() const { return part_; }

  /// Opens or makes the files, and gives the pieces that are still missing.
  Result<std::vector<int64_t>> Open() {
    ASSIGN_OR_RETURN(bytes_, FileDescriptor::Open(part_, O_RDWR | O_CREAT, "write"));
    std::error_code error;
    const uintmax_t size = fs::file_size(part_, error);
    const bool is_ours = !error && size == static_cast<uintmax_t>(file_.bytes);
    ASSIGN_OR_RETURN(
        notes_, FileDescriptor::Open(done_, O_WRONLY | O_CREAT | O_APPEND | (is_ours ? 0 : O_TRUNC),
                                     "write"));
    if (!is_ours && ::ftruncate(bytes_->number(), file_.bytes) != 0)
      return FileError("write", part_, errno);
    ASSIGN_OR_RETURN(const std::string notes, ReadFile(done_));
    std::vector<bool> there(static_cast<size_t>(piece_count()));
    for (std::string_view rest = notes; !rest.empty();) {
      const size_t end = rest.find('\n');
      if (end == std::string_view::npos) break;  // cut off by a kill: not noted
      int64_t number = -1;
      std::from_chars(rest.data(), rest.data() + end, number);
      if (number >= 0 && number < piece_count()) there[static_cast<size_t>(number)] = true;
      rest.remove_prefix(end + 1);
    }
    std::vector<int64_t> missing;
    for (int64_t number = 0; number < piece_count(); ++number)
      if (!there[static_cast<size_t>(number)]) missing.push_back(number);
    return missing;
  }

  /// Threads: any, each with another place.
  Result<void> Write(int64_t offset, std::string_view text) {
    while (!text.empty()) {
      const ssize_t size = ::pwrite(bytes_->number(), text.data(), text.size(), offset);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return FileError("write", part_, errno);
      text.remove_prefix(static_cast<size_t>(size));
      offset += size;
    }
    return {};
  }

  /// Only what has reached the disk is noted. Threads: one.
  Result<void> Note(int64_t number) {
    if (::fdatasync(bytes_->number()) != 0) return FileError("write", part_, errno);
    return notes_->Write("\n" + std::to_string(number) + "\n");
  }

  void Forget() {
    bytes_.reset();
    notes_.reset();
    std::error_code ignored;
    fs::remove(done_, ignored);
    fs::remove(part_, ignored);
  }

  Result<void> MoveTo(const fs::path& target) {
    bytes_.reset();
    notes_.reset();
    std::error_code error;
    fs::rename(part_, target, error);
    if (error) return FileError("move", part_, error.value());
    fs::remove(done_, error);
    return {};
  }

 private:
  const FoundFile& file_;
  fs::path part_;
  fs::path done_;
  std::optional<FileDescriptor> bytes_;
  std::optional<FileDescriptor> notes_;
};

struct Piece {
  size_t file;
  int64_t number;
};

/// The pieces that are missing, and who fetches them.
class Crew {
 public:
  Crew(const std::shared_ptr<s3::Server>& server, const std::string& bucket,
       const std::string& root, std::vector<ToBring>& files, std::vector<PartFile>& parts)
      : server_(server), bucket_(bucket), root_(root), files_(files), parts_(parts) {}

  Result<void> Run(std::vector<Piece> pieces, int64_t bytes) {
    pieces_ = std::move(pieces);
    const size_t count = std::min<size_t>(kConnections, pieces_.size());
    working_ = count;
    {
      std::vector<std::jthread> workers;
      for (size_t i = 0; i < count; ++i) workers.emplace_back([this] { Work(); });
      ShowProgress(bytes);
    }
    if (error_) return std::unexpected(*std::move(error_));
    return {};
  }

 private:
  void Work() {
    s3::Client client(server_);
    while (const std::optional<Piece> piece = Next()) {
      Result<void> fetched = Fetch(client, *piece);
      if (!fetched) {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = std::move(fetched.error());
      }
    }
    const std::lock_guard lock(mutex_);
    --working_;
    changed_.notify_all();
  }

  std::optional<Piece> Next() {
    const std::lock_guard lock(mutex_);
    if (error_ || next_ == pieces_.size()) return std::nullopt;
    return pieces_[next_++];
  }

  Result<void> Fetch(s3::Client& client, const Piece& piece) {
    PartFile& part = parts_[piece.file];
    const FoundFile& wanted = files_[piece.file].file;
    const s3::Client::Part range = part.PieceAt(piece.number);
    int64_t offset = range.first;
    ASSIGN_OR_RETURN(const s3::Object object,
                     client.Get(bucket_, root_ + wanted.key, {wanted.etag, wanted.version_id},
                                range, [&](std::string_view text) -> Result<void> {
                                  RETURN_IF_ERROR(part.Write(offset, text));
                                  offset += static_cast<int64_t>(text.size());
                                  done_bytes_ += static_cast<int64_t>(text.size());
                                  return {};
                                }));
    if (object.bytes != wanted.bytes)
      return Fail(ErrorCode::kConflict,
                  fmt::format("{} has {} bytes now, not {} as when it was found",
                              s3::Address{bucket_, root_ + wanted.key}.ToString(), object.bytes,
                              wanted.bytes));
    const std::lock_guard lock(mutex_);
    RETURN_IF_ERROR(part.Note(piece.number));
    FAULT_POINT("download.piece");
    return {};
  }

  void ShowProgress(int64_t bytes) {
    Progress progress("downloading", bytes);
    std::unique_lock lock(mutex_);
    while (working_ > 0) {
      changed_.wait_for(lock, std::chrono::milliseconds(200));
      progress.Update(done_bytes_);
    }
  }

  const std::shared_ptr<s3::Server>& server_;
  const std::string& bucket_;
  const std::string& root_;
  std::vector<ToBring>& files_;
  std::vector<PartFile>& parts_;
  std::vector<Piece> pieces_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t next_ = 0;
  size_t working_ = 0;
  std::optional<Error> error_;
  std::atomic<int64_t> done_bytes_ = 0;
};

struct Digests {
  std::string sha256;
  std::string md5;
};

Result<Digests> DigestBoth(const fs::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  Sha256 sha;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> md5(EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free);
  CHECK(EVP_DigestInit_ex(md5.get(), EVP_md5(), nullptr) == 1, "MD5");
  std::vector<char> buffer(size_t{1} << 20);
  while (true) {
    ASSIGN_OR_RETURN(const size_t size, file.Read(buffer.data(), buffer.size()));
    if (size == 0) break;
    sha.Add(buffer.data(), size);
    EVP_DigestUpdate(md5.get(), buffer.data(), size);
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int count = 0;
  EVP_DigestFinal_ex(md5.get(), bytes, &count);
  Digests digests{sha.Finish(), ""};
  for (unsigned int i = 0; i < count; ++i) digests.md5 += fmt::format("{:02x}", bytes[i]);
  return digests;
}

/// All objects, as far as they are missing; then each is looked at as a whole.
class Shipment {
 public:
  Shipment(const std::shared_ptr<s3::Server>& server, const std::string& bucket,
           const std::string& root, std::vector<ToBring>& files)
      : server_(server), bucket_(bucket), root_(root), files_(files), client_(server) {}

  Result<void> Run(const fs::path& incoming) {
    for (const ToBring& file : files_)
      parts_.emplace_back(incoming, s3::Address{bucket_, root_ + file.file.key}.ToString(),
                          file.file);
    std::vector<size_t> all;
    for (size_t i = 0; i < files_.size(); ++i) all.push_back(i);
    RETURN_IF_ERROR(Fetch(all));
    for (size_t i = 0; i < files_.size(); ++i) RETURN_IF_ERROR(Finish(i));
    return {};
  }

 private:
  Result<void> Fetch(const std::vector<size_t>& numbers) {
    std::vector<Piece> pieces;
    int64_t bytes = 0;
    for (const size_t number : numbers) {
      ASSIGN_OR_RETURN(const std::vector<int64_t> missing, parts_[number].Open());
      for (const int64_t piece : missing) {
        pieces.push_back({number, piece});
        bytes += parts_[number].PieceAt(piece).bytes;
      }
    }
    return Crew(server_, bucket_, root_, files_, parts_).Run(std::move(pieces), bytes);
  }

  Result<void> Finish(size_t number) {
    ToBring& file = files_[number];
    PartFile& part = parts_[number];
    ASSIGN_OR_RETURN(const s3::Object object, Describe(file.file));
    ASSIGN_OR_RETURN(Digests digests, DigestBoth(part.part()));
    if (object.etag_is_md5 && digests.md5 != object.etag) {
      // Damaged on the way or on our disk; or the server's ETag is no MD5, as two downloads that
      // agree show.
      const std::string before = digests.sha256;
      part.Forget();
      RETURN_IF_ERROR(Fetch({number}));
      ASSIGN_OR_RETURN(digests, DigestBoth(part.part()));
      if (digests.md5 != object.etag && digests.sha256 != before) {
        part.Forget();
        return Fail(ErrorCode::kIo, s3::Address{bucket_, root_ + file.file.key}.ToString() +
                                        " arrives damaged: its MD5 is not its ETag, twice");
      }
    }
    file.digest = digests.sha256;
    file.brought = file.file;
    file.brought.version_id = object.version_id;
    if (object.modified_at > UtcTime::Beginning()) file.brought.modified_at = object.modified_at;
    RETURN_IF_ERROR(part.MoveTo(file.target));
    FAULT_POINT("download.whole");
    return {};
  }

  /// As the server describes the very version that was fetched.
  Result<s3::Object> Describe(const FoundFile& file) {
    return client_.Head(bucket_, root_ + file.key, {file.etag, file.version_id});
  }

  const std::shared_ptr<s3::Server>& server_;
  const std::string& bucket_;
  const std::string& root_;
  std::vector<ToBring>& files_;
  std::vector<PartFile> parts_;
  s3::Client client_;
};

}  // namespace

Result<void> Download(const std::shared_ptr<s3::Server>& server, const std::string& bucket,
                      const std::string& root, const fs::path& incoming,
                      std::vector<ToBring>& files) {
  RETURN_IF_ERROR(MakeFolders(incoming));
  return Shipment(server, bucket, root, files).Run(incoming);
}

}  // namespace billwright::ingest
