#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace billwright {

namespace {

thread_local const CheckContext* innermost = nullptr;

}  // namespace

CheckContext::CheckContext(std::string what) : what_(std::move(what)), outer_(innermost) {
  innermost = this;
}

CheckContext::~CheckContext() { innermost = outer_; }

void CheckFailed(const char* condition, const char* file, int line, std::string_view message) {
  std::string text = "billwright: a bug of ours: CHECK(" + std::string(condition) + ") failed at " +
                     file + ":" + std::to_string(line);
  if (!message.empty()) text.append(": ").append(message);
  text += '\n';
  for (const CheckContext* context = innermost; context != nullptr; context = context->outer_)
    text += "  while " + context->what_ + '\n';
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
  std::abort();
}

}  // namespace billwright
