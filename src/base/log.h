#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// What the program says while it works: to standard error, never to standard output, and never
// instead of a finding or an error.

namespace billwright {

/// One line for a person: "billwright: <message>".
void Log(std::string_view message);

/// A line that shows how far a long step is: "reading 42 %". Prints only if standard error is a
/// terminal, at most ten times a second, and disappears when the step is over.
///
/// Threads: one at a time.
class Progress {
 public:
  /// `total` 0 means unknown: the count itself is shown.
  Progress(std::string_view doing, int64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of the total, so far.
  void Update(int64_t done);
  /// Removes the line. Nothing is shown after that.
  void Finish();

  /// What a terminal shows: "reading 42 %", or "reading 1234" without a total.
  static std::string Line(std::string_view doing, int64_t done, int64_t total);

 private:
  std::string doing_;
  int64_t total_;
  bool on_terminal_;
  std::chrono::steady_clock::time_point next_print_;
};

}  // namespace billwright
