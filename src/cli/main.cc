#include <cstdio>
#include <exception>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/options.h"

namespace {

int Main(int argc, char** argv) {
  using namespace billwright;
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
