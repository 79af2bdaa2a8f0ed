#pragma once

#include <memory>

#include "ingest/source/candidate.h"
#include "ingest/source/layout.h"

namespace billwright::ingest {

/// A candidate of a report that was found `now`, with what is wrong about it.
/// Findings: as Candidate::findings.
Candidate MakeCandidate(const FoundReport& report, const SourceSettings& settings,
                        const std::shared_ptr<SourcePlace>& place, UtcTime now);

}  // namespace billwright::ingest
