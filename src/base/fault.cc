#include "base/fault.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string>

namespace billwright {

namespace {

struct Watch {
  std::string fault;
  int64_t time = 1;  ///< the fault strikes when its point is reached for the time-th time
  std::string stop;
  std::string log;
  bool active;

  Watch()
      : fault(Variable("BILLWRIGHT_FAULT")),
        stop(Variable("BILLWRIGHT_STOP")),
        log(Variable("BILLWRIGHT_FAULT_LOG")) {
    active = !fault.empty() || !stop.empty() || !log.empty();
    const size_t at = fault.find('@');
    if (at == std::string::npos) return;
    std::from_chars(fault.data() + at + 1, fault.data() + fault.size(), time);
    fault.resize(at);
  }

  static std::string Variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  }
};

const Watch& TheWatch() {
  static const Watch watch;
  return watch;
}

/// One write to a file opened for appending: several processes may log to it.
void AppendLine(const std::string& path, std::string line) {
  line += '\n';
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return;
  [[maybe_unused]] const ssize_t written = ::write(file, line.data(), line.size());
  ::close(file);
}

}  // namespace

bool FaultsAreWatched() { return TheWatch().active; }

void ReachFaultPoint(std::string_view name) {
  const Watch& watch = TheWatch();
  if (!watch.log.empty()) AppendLine(watch.log, std::string(name));
  static std::atomic_flag stopped;
  if (watch.stop == name && !stopped.test_and_set()) ::kill(::getpid(), SIGSTOP);
  static std::atomic<int64_t> times_reached = 0;
  if (watch.fault != name || ++times_reached < watch.time) return;
  ::kill(::getpid(), SIGKILL);
  while (true) ::pause();  // the signal is on its way: nothing more may happen here
}

}  // namespace billwright
