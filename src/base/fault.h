#pragma once

#include <string_view>

// Places where a crash may separate two steps that must not be separated. A test enumerates them
// and kills the process at each one; in every other process they cost one test of a constant.
//
//   BILLWRIGHT_FAULT=publish.renamed    the process kills itself (SIGKILL) when it gets there
//   BILLWRIGHT_FAULT=publish.renamed@9  the same when it gets there for the ninth time
//   BILLWRIGHT_STOP=publish.renamed     the process stops the first time (SIGSTOP) until it is
//                                       continued
//   BILLWRIGHT_FAULT_LOG=points.txt     the name of each point reached is appended, one a line

namespace billwright {

/// True if the environment, as it was at the first fault point, names a fault, a stop or a log.
bool FaultsAreWatched();
/// Logs the name and dies or stops there, as the environment says.
void ReachFaultPoint(std::string_view name);

}  // namespace billwright

/// `FAULT_POINT("publish.renamed");` names what has just been done.
#define FAULT_POINT(name)                              \
  do {                                                 \
    if (::billwright::FaultsAreWatched()) [[unlikely]] \
      ::billwright::ReachFaultPoint(name);             \
  } while (false)
