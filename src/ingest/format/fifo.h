#pragma once

#include <atomic>
#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace billwright::ingest {

/// A named pipe through which one thread feeds a reader in this process that wants a file. Neither
/// side can block the other for ever: the writer waits for nothing longer than until Stop().
class Fifo {
 public:
  /// Makes the pipe. Fails: kIo.
  static Result<Fifo> Make(const std::filesystem::path& path);
  ~Fifo();
  Fifo(Fifo&& other) noexcept;
  Fifo& operator=(Fifo&&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Writer: waits for the reader, before anything else. False if Stop() came first.
  bool WaitForReader();
  /// Writer: hands all of `text` over. False if the reader has gone or Stop() came.
  Result<bool> Write(std::string_view text);
  /// Writer: the reader sees the end of the file.
  void CloseWriting();

  /// Any thread: nobody will read any more.
  void Stop() { stopped_ = true; }

 private:
  explicit Fifo(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
  int writing_ = -1;
  std::atomic<bool> stopped_ = false;
};

}  // namespace billwright::ingest
