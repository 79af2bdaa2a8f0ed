#include "app/subprocess.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/check.h"
#include "base/file.h"

extern char** environ;

namespace billwright::app {

namespace {

/// A file without a name that holds the input: nobody waits for a program that does not read it.
Result<int> InputFile(const std::string& input) {
  const int file = memfd_create("notice", MFD_CLOEXEC);
  if (file < 0) return Fail(ErrorCode::kIo, "memfd_create: " + ErrnoText(errno));
  for (size_t done = 0; done < input.size();) {
    const ssize_t written = write(file, input.data() + done, input.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int reason = errno;
      close(file);
      return Fail(ErrorCode::kIo, "memfd: " + ErrnoText(reason));
    }
    done += static_cast<size_t>(written);
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

/// How the child starts: signals as a fresh program expects them, a process group of its own.
class SpawnSettings {
 public:
  SpawnSettings(int input, const std::filesystem::path& folder) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  Result<pid_t> Start(const std::vector<std::string>& words) const {
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    for (std::string& word : copies) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int error =
        posix_spawnp(&child, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    if (error != 0)
      return Fail(ErrorCode::kIo, fmt::format("cannot start {}: {}", words[0], ErrnoText(error)));
    return child;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// False if the child is still there when the time is over.
bool EndsWithin(pid_t child, std::chrono::seconds longest) {
  const auto handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (handle < 0) return true;  // waitpid will tell
  pollfd waiting{handle, POLLIN, 0};
  const auto end = std::chrono::steady_clock::now() + longest;
  int ready = 0;
  do {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    ready = poll(&waiting, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
  } while (ready < 0 && errno == EINTR);
  close(handle);
  return ready > 0;
}

int WaitFor(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

Result<void> RunProgram(const std::vector<std::string>& words, const std::string& input,
                        const std::filesystem::path& folder, std::chrono::seconds longest) {
  CHECK(!words.empty(), "a program to run");
  ASSIGN_OR_RETURN(const int input_file, InputFile(input));
  const Result<pid_t> child = SpawnSettings(input_file, folder).Start(words);
  close(input_file);
  if (!child) return Fail(child.error());
  const bool ended = EndsWithin(*child, longest);
  if (!ended) kill(-*child, SIGKILL);
  const int status = WaitFor(*child);
  if (!ended)
    return Fail(ErrorCode::kIo,
                fmt::format("{} was not done within {} s", words[0], longest.count()));
  if (WIFSIGNALED(status))
    return Fail(ErrorCode::kIo,
                fmt::format("{} was killed by signal {}", words[0], WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0)
    return Fail(ErrorCode::kIo,
                fmt::format("{} ended with status {}", words[0], WEXITSTATUS(status)));
  return {};
}

}  // namespace billwright::app
