#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/books.h"
#include "monitor/morning.h"
#include "store/store.h"

// Tells people what is wrong, once. A finding is told to a receiver when it is first seen, and its
// end when it is gone. Who cannot be reached is tried again, later and later; nobody waits for him.

namespace billwright::app {

/// Whether a receiver wants to be told of a finding.
bool Wants(const books::Receiver& receiver, const Finding& finding);

/// Something to be sent to one receiver.
struct Notice {
  bool resolved = false;    ///< the finding is gone
  std::string fingerprint;  ///< of the finding
  std::string body;         ///< JSON
};

/// What one receiver is to be sent, the worst first: findings that it was not told, and the end of
/// those that it was told. The end of a finding is not told while nobody would know: its delivery
/// or run does not read, or the rules did not look into its month.
std::vector<Notice> NoticesFor(const books::Receiver& receiver, const monitor::Morning& morning,
                               const std::vector<store::NotificationRecord>& records);

/// What came of telling.
struct NotifyReport {
  int64_t told = 0;
  int64_t resolved = 0;
  std::vector<std::string> failures;  ///< "receiver ops: the webhook answered 500"
};

/// Remembers, from one morning to the next, who could not be reached.
class Notifier {
 public:
  using Clock = std::chrono::steady_clock;

  /// Tells all receivers, one after the other, until `stop` says so. Each notice that arrived is in
  /// the catalog before the next is sent: a crash may make one of them arrive twice, never none.
  /// Fails: kStore, kIo of the catalog; a receiver that fails is in the report.
  Result<NotifyReport> Notify(const books::WorkspaceSettings& workspace,
                              const monitor::Morning& morning, const std::function<bool()>& stop);

  /// When the next of the unreached is to be tried again; nullopt if there is none.
  std::optional<Clock::time_point> NextTry() const;

 private:
  struct Unreached {
    int failures = 0;
    Clock::time_point next;
  };
  std::map<std::string, Unreached> unreached_;  ///< by receiver
};

/// One minute after the first failure, then twice as long each time, never longer than an hour.
std::chrono::seconds WaitAfter(int failures);

}  // namespace billwright::app
