#pragma once

#include "base/error.h"
#include "cli/exit_status.h"
#include "cli/options.h"

// The commands that answer the morning question.

namespace billwright::cli {

/// `status`: the screen, or its other forms, and the files that were asked for.
Result<ExitStatus> PrintStatus(const Options& options);

/// `findings`: of one month, or all that the morning shows.
Result<ExitStatus> ShowFindings(const Options& options);

/// `watch`: until a signal comes, or once.
Result<ExitStatus> Watch(const Options& options);

}  // namespace billwright::cli
