#include "ingest/source/download_workers.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "base/fault.h"
#include "base/log.h"

namespace billwright::ingest {

namespace {

constexpr size_t kConnections = 4;

struct Piece {
  const PartFile* file;
  int64_t number;
};

class DownloadWorkers {
 public:
  DownloadWorkers(std::shared_ptr<s3::Server> server, std::vector<Piece> pieces)
      : server_(std::move(server)), pieces_(std::move(pieces)) {}

  Result<void> Run() {
    int64_t bytes = 0;
    for (const Piece& piece : pieces_) bytes += piece.file->PieceAt(piece.number).bytes;
    working_ = std::min(kConnections, pieces_.size());
    {
      std::vector<std::jthread> workers;
      for (size_t i = 0; i < working_; ++i) workers.emplace_back([this] { Work(); });
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
    const PartFile& file = *piece.file;
    const FoundFile& wanted = file.wanted();
    ASSIGN_OR_RETURN(PieceWriter writer, PieceWriter::Open(file, piece.number));
    ASSIGN_OR_RETURN(
        const s3::Object object,
        client.Get(file.address().bucket, file.address().prefix, {wanted.etag, wanted.version_id},
                   file.PieceAt(piece.number), [&](std::string_view text) -> Result<void> {
                     RETURN_IF_ERROR(writer.Write(text));
                     done_bytes_ += static_cast<int64_t>(text.size());
                     return {};
                   }));
    if (object.bytes != wanted.bytes)
      return Fail(ErrorCode::kConflict,
                  fmt::format("{} has {} bytes now, not {} as when it was found",
                              file.address().ToString(), object.bytes, wanted.bytes));
    RETURN_IF_ERROR(writer.Sync());
    const std::lock_guard lock(mutex_);
    RETURN_IF_ERROR(file.Note(piece.number));
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

  const std::shared_ptr<s3::Server> server_;
  const std::vector<Piece> pieces_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t next_ = 0;
  size_t working_ = 0;
  std::optional<Error> error_;
  std::atomic<int64_t> done_bytes_ = 0;
};

}  // namespace

Result<void> FetchMissing(const std::shared_ptr<s3::Server>& server,
                          const std::vector<const PartFile*>& files) {
  std::vector<Piece> pieces;
  for (const PartFile* file : files) {
    ASSIGN_OR_RETURN(const std::vector<int64_t> missing, file->Missing());
    for (const int64_t number : missing) pieces.push_back({file, number});
  }
  return DownloadWorkers(server, std::move(pieces)).Run();
}

}  // namespace billwright::ingest
