#pragma once

#include "base/error.h"
#include "cli/exit_status.h"
#include "cli/options.h"

// The commands about deliveries themselves: versions, what differs, what was rejected, old data.

namespace billwright::cli {

/// `ingest --again`: derives deliveries again and says what differs.
Result<ExitStatus> IngestAgain(const Options& options);
/// `versions`
Result<ExitStatus> ShowVersions(const Options& options);
/// `delta`: the most money first.
Result<ExitStatus> ShowDelta(const Options& options);
/// `quarantine`: lists or exports. Tells by its status that there are rejected rows.
Result<ExitStatus> ShowQuarantine(const Options& options);
/// `drift`
Result<ExitStatus> ShowDrift(const Options& options);
/// `withdraw`
Result<ExitStatus> Withdraw(const Options& options);
/// `prune`
Result<ExitStatus> Prune(const Options& options);

}  // namespace billwright::cli
