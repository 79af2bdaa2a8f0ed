#pragma once

#include <string>

#include "app/session.h"
#include "ingest/source/candidate.h"
#include "pipeline/again.h"

namespace billwright::app {

/// What a person may say about a place in S3 that is named by hand.
struct S3Options {
  std::string profile;
  std::string region;
  std::string endpoint;
  bool all_versions = false;  ///< of each period, not only the current one
};

/// The source of billwright.toml as ingest wants it.
ingest::SourceSettings SettingsOf(const Session& session, const books::Source& source);
/// A place that was named by hand. Where it is one of the workspace's sources, or lies in one, what
/// is written there about profile, region and endpoint holds, unless `options` says otherwise.
ingest::SourceSettings SettingsOf(const Session& session, const std::string& place,
                                  const S3Options& options);

/// Fetches the files of deliveries that are kept by reference, from the sources they came from.
/// Lifetime: of the session.
pipeline::FetchPinned FetchFrom(const Session& session);

}  // namespace billwright::app
