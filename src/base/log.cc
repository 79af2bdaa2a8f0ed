#include "base/log.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <mutex>

namespace billwright {

namespace {

constexpr const char* kEraseLine = "\r\033[K";

std::mutex terminal;        // guards standard error and line_is_open
bool line_is_open = false;  // a progress line stands where the cursor is

}  // namespace

void Log(std::string_view message) {
  const std::lock_guard lock(terminal);
  fmt::print(stderr, "{}billwright: {}\n", line_is_open ? kEraseLine : "", message);
  line_is_open = false;
}

Progress::Progress(std::string_view doing, int64_t total)
    : doing_(doing), total_(total), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { Finish(); }

void Progress::Update(int64_t done) {
  if (!on_terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_print_) return;
  next_print_ = now + std::chrono::milliseconds(100);
  const std::lock_guard lock(terminal);
  fmt::print(stderr, "{}{}", kEraseLine, Line(doing_, done, total_));
  std::fflush(stderr);
  line_is_open = true;
}

void Progress::Finish() {
  if (!on_terminal_) return;
  on_terminal_ = false;
  const std::lock_guard lock(terminal);
  if (line_is_open) fmt::print(stderr, "{}", kEraseLine);
  line_is_open = false;
}

std::string Progress::Line(std::string_view doing, int64_t done, int64_t total) {
  if (total <= 0) return fmt::format("{} {}", doing, done);
  const double ratio = static_cast<double>(done) / static_cast<double>(total);
  return fmt::format("{} {} %", doing, static_cast<int>(std::clamp(ratio, 0.0, 1.0) * 100));
}

}  // namespace billwright
