#pragma once

#include <vector>

#include "ingest/source/candidate.h"
#include "pipeline/intake.h"

namespace billwright::pipeline {

/// Looks at a source and takes in what is new, as TakeIn does.
///
/// What is known by its ETags and versions (in a folder: by what the inodes say) is neither fetched
/// nor read again. What is new is fetched into the workspace first, report by report where
/// manifests say when each was delivered: then a long backfill that is stopped goes on with the
/// report that it was at. What is refused stays fetched, and is fetched again only when it has
/// changed.
///
/// A report that cannot be taken in as it lies there (a listed file is missing, the manifest does
/// not read or changed meanwhile) is refused with the reason; the next look tries again.
///
/// Findings: delivery.no_bill, those of TakeIn.
/// Fails: as ingest::Discover; kStore and kIo of the workspace's own folders.
Result<std::vector<IntakeResult>> TakeInSource(ingest::SourceSettings settings,
                                               const IntakeOptions& options, store::Store& store,
                                               engine::Engine& engine);

/// Where downloads of a workspace lie until they are taken in: below its data folder.
std::filesystem::path IncomingFolder(const std::filesystem::path& data);

}  // namespace billwright::pipeline
