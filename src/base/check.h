#pragma once

#include <string>
#include <string_view>

// CHECK is for our own bugs and stays on in release builds: it prints the condition, the place, the
// message and the context of the thread, and aborts. A run publishes only at its end, so an abort
// leaves the last published run untouched.

namespace billwright {

[[noreturn]] void CheckFailed(const char* condition, const char* file, int line,
                              std::string_view message);

/// Names what this thread is doing ("pricing 2026-03") for as long as it lives; printed by CHECK.
class CheckContext {
 public:
  explicit CheckContext(std::string what);
  ~CheckContext();
  CheckContext(const CheckContext&) = delete;
  CheckContext& operator=(const CheckContext&) = delete;

 private:
  std::string what_;
  const CheckContext* outer_;
  friend void CheckFailed(const char*, const char*, int, std::string_view);
};

}  // namespace billwright

/// `CHECK(parts == whole, fmt::format("{} != {}", parts, whole));` The message is optional and is
/// built only on failure.
#define CHECK(condition, ...)                                                                   \
  do {                                                                                          \
    if (!(condition)) [[unlikely]]                                                              \
      ::billwright::CheckFailed(#condition, __FILE__, __LINE__, std::string_view{__VA_ARGS__}); \
  } while (false)
