#include "ingest/format/fifo.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include "base/file.h"

namespace billwright::ingest {

namespace {

/// How soon a writer notices Stop().
constexpr int kPatienceMilliseconds = 50;
constexpr int kPipeSize = 1 << 20;

/// False once nobody has the pipe open for reading.
bool HasReader(int writing) {
  pollfd end{writing, 0, 0};
  return ::poll(&end, 1, 0) >= 0 && (end.revents & POLLERR) == 0;
}

}  // namespace

Result<Fifo> Fifo::Make(const std::filesystem::path& path) {
  if (::mkfifo(path.c_str(), 0600) != 0) return FileError("make", path, errno);
  Fifo fifo(path);
  // Both ends are opened here, where a failure hurts nobody: from now on the reader's open() finds
  // a writer and does not wait.
  ASSIGN_OR_RETURN(const FileDescriptor reading,
                   FileDescriptor::Open(path, O_RDONLY | O_NONBLOCK, "open"));
  fifo.writing_ = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (fifo.writing_ < 0) return FileError("open", path, errno);
  ::fcntl(fifo.writing_, F_SETPIPE_SZ, kPipeSize);  // only faster: may be refused
  return fifo;
}

Fifo::~Fifo() {
  CloseWriting();
  if (!path_.empty()) ::unlink(path_.c_str());
}

Fifo::Fifo(Fifo&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      writing_(std::exchange(other.writing_, -1)),
      stopped_(other.stopped_.load()) {}

bool Fifo::WaitForReader() {
  // A reader that goes away must be an error of the write, not the end of the process.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  while (!stopped_ && !HasReader(writing_))
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return !stopped_;
}

Result<bool> Fifo::Write(std::string_view text) {
  while (!text.empty()) {
    if (stopped_) return false;
    const ssize_t count = ::write(writing_, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      pollfd room{writing_, POLLOUT, 0};
      ::poll(&room, 1, kPatienceMilliseconds);
    } else if (errno == EPIPE) {
      return false;
    } else if (errno != EINTR) {
      return FileError("write", path_, errno);
    }
  }
  return true;
}

void Fifo::CloseWriting() {
  if (writing_ >= 0) ::close(std::exchange(writing_, -1));
}

}  // namespace billwright::ingest
