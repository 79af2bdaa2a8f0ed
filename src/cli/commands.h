#pragma once

#include "base/error.h"
#include "cli/exit_status.h"
#include "cli/options.h"

namespace billwright::cli {

/// Carries out one command: calls the use case, prints what it gave. Fails with what main prints as
/// an error.
Result<ExitStatus> Execute(const Options& options);

}  // namespace billwright::cli
