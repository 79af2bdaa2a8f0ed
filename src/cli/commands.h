#pragma once

#include "base/error.h"
#include "cli/exit_status.h"
#include "cli/options.h"
#include "model/observation.h"

namespace billwright::cli {

/// Carries out one command: calls the use case, prints what it gave. Fails with what main prints as
/// an error.
Result<ExitStatus> Execute(const Options& options);

/// Prints findings, the worst first, and tells by the status whether there is an error among them.
Result<ExitStatus> PrintFindings(const Observations& observations, const Options& options);

}  // namespace billwright::cli
