#pragma once

#include "base/error.h"

namespace billwright::cli {

/// What the process tells its caller. Frozen: scripts rely on the numbers.
enum class ExitStatus {
  kDone = 0,
  kFindings = 1,  ///< done, with findings of severity error; or a refusal, whose reason is printed
  kUsage = 2,     ///< the command line was wrong
  kWorld = 3,     ///< disk, network or permission failed
};

constexpr ExitStatus StatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kIo:
    case ErrorCode::kStore:
    case ErrorCode::kCorrupt:
      return ExitStatus::kWorld;
    default:
      return ExitStatus::kFindings;
  }
}

}  // namespace billwright::cli
