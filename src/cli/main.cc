#include <malloc.h>

#include <cstdio>
#include <exception>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/options.h"

namespace {

/// Tables come and go by the hundred megabytes: memory that was freed is kept for the next one, and
/// not given back to the system to be cleared again.
void KeepFreedMemory() {
  constexpr int kNever = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kNever);
  mallopt(M_TRIM_THRESHOLD, kNever);
}

int Main(int argc, char** argv) {
  using namespace billwright;
  KeepFreedMemory();
  const cli::ParsedArguments arguments = cli::ParseArguments(argc, argv);
  if (!arguments.options) return arguments.exit_status;
  const Result<cli::ExitStatus> status = cli::Execute(*arguments.options);
  if (status) return static_cast<int>(*status);
  Log(status.error().ToString());
  return static_cast<int>(cli::StatusOf(status.error().code()));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "billwright: %s\n", error.what());
    return static_cast<int>(billwright::cli::ExitStatus::kWorld);
  }
}
