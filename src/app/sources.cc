#include "app/sources.h"

#include <algorithm>

#include "ingest/source/keep_files.h"
#include "pipeline/source_intake.h"

namespace billwright::app {

namespace {

/// The source that a place lies in; nullptr if it lies in none.
const books::Source* SourceOf(const Session& session, const std::string& place) {
  for (const books::Source& source : session.books().workspace.sources)
    if (place == source.place || place.starts_with(source.place + "/")) return &source;
  return nullptr;
}

}  // namespace

ingest::SourceSettings SettingsOf(const Session& session, const books::Source& source) {
  ingest::SourceSettings settings;
  settings.id = source.id;
  settings.place = source.place;
  settings.server.profile = source.profile;
  settings.server.region = source.region;
  settings.server.endpoint = source.endpoint;
  settings.server.path_style = source.path_style;
  settings.keep = source.keep;
  settings.exports = source.exports;
  settings.incoming = pipeline::IncomingFolder(session.books().workspace.data);
  return settings;
}

ingest::SourceSettings SettingsOf(const Session& session, const std::string& place,
                                  const S3Options& options) {
  ingest::SourceSettings settings;
  if (ingest::s3::IsAddress(place))
    if (const books::Source* source = SourceOf(session, place)) {
      settings = SettingsOf(session, *source);
      settings.exports.clear();
    }
  settings.place = place;
  settings.incoming = pipeline::IncomingFolder(session.books().workspace.data);
  settings.all_versions = options.all_versions;
  if (!options.profile.empty()) settings.server.profile = options.profile;
  if (!options.region.empty()) settings.server.region = options.region;
  if (!options.endpoint.empty()) settings.server.endpoint = options.endpoint;
  return settings;
}

pipeline::FetchPinned FetchFrom(const Session& session) {
  return [&session](const Delivery& delivery, const std::filesystem::path& folder) {
    const std::vector<books::Source>& sources = session.books().workspace.sources;
    const auto source = std::ranges::find(sources, delivery.source_id, &books::Source::id);
    const ingest::SourceSettings settings =
        source != sources.end() ? SettingsOf(session, *source)
                                : SettingsOf(session, delivery.files.front().origin, {});
    return ingest::RestoreKept(delivery, folder, settings);
  };
}

}  // namespace billwright::app
