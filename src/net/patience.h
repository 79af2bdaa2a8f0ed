#pragma once

#include <chrono>
#include <random>

namespace billwright::net {

/// How long to wait for a server, and how often to ask again.
struct Patience {
  int attempts = 8;                           ///< of one request, with the first
  std::chrono::milliseconds first_wait{250};  ///< doubled before each further attempt
  std::chrono::milliseconds longest_wait{20000};
  std::chrono::milliseconds connect{10000};
  int stall_seconds = 30;           ///< this long with hardly a byte: given up
  std::chrono::seconds total{900};  ///< of one request with all its attempts
};

/// The waits between the attempts of one request: each twice as long as the one before, a random
/// part of it taken off, so that many clients do not come back at the same instant.
class Backoff {
 public:
  explicit Backoff(const Patience& patience);

  /// Sleeps before the next attempt, `at_least` so long as the server asked for; false, at once, if
  /// there is none left.
  bool Sleep(std::chrono::seconds at_least = std::chrono::seconds(0));
  int attempts() const { return attempts_; }
  /// Attempts begin anew: the server has given something since the last one.
  void Progressed();

 private:
  Patience patience_;
  std::chrono::steady_clock::time_point end_;
  std::chrono::milliseconds next_;
  int attempts_ = 1;  ///< begun so far
  std::minstd_rand random_;
};

}  // namespace billwright::net
