#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/error.h"

// Watching: look at the sources, take in what is new, run the months whose data changed, write the
// metrics and the page, tell people; then wait. As a service, or once for cron.

namespace billwright::app {

struct WatchOptions {
  std::filesystem::path workspace;       ///< its folder, or one below it
  std::optional<int64_t> every_seconds;  ///< else as [watch] says
  std::filesystem::path metrics_file;    ///< likewise
  std::filesystem::path page;            ///< likewise
  bool once = false;
  /// One line for each thing that happened.
  std::function<void(const std::string&)> log;
};

struct WatchOutcome {
  bool all_well = true;             ///< the newest morning: nothing needs a person
  bool source_failed = false;       ///< a source could not be read in the last round
  std::optional<ErrorCode> failed;  ///< the world failed in the last round: the first that did
};

/// Watches until SIGTERM or SIGINT comes, or once. A signal is heeded between two steps: a delivery
/// or a run that is under way is finished. Books and settings are read again in every round.
///
/// A source that fails is tried again after one minute, then twice as long each time, never later
/// than its turn would be. A month whose run failed is tried again when its data or the books
/// change.
///
/// Fails: kNotFound (no workspace), kConflict (another watcher is at work), kIo. As a service, what
///        fails in a round is logged, and the next round begins in its time.
/// Threads: blocks SIGTERM and SIGINT for the calling thread and those that it starts.
Result<WatchOutcome> Watch(const WatchOptions& options);

}  // namespace billwright::app
