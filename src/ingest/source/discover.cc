#include <fmt/core.h>

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "ingest/delivery_id.h"
#include "ingest/source/layout.h"
#include "ingest/source/make_candidate.h"
#include "ingest/source/report_file.h"
#include "net/patience.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

/// A listing that lacks what a manifest lists is asked for again so often.
constexpr int kListings = 4;

Result<std::shared_ptr<SourcePlace>> Open(const SourceSettings& settings) {
  if (!s3::IsAddress(settings.place)) return OpenFolder(settings.place);
  ASSIGN_OR_RETURN(s3::Address address, s3::ParseAddress(settings.place));
  ASSIGN_OR_RETURN(std::shared_ptr<s3::Server> server, s3::Server::Open(settings.server));
  return OpenS3(std::move(address), std::move(server));
}

/// What lies in a place, as far as it can be seen at this instant.
struct Look {
  std::vector<FoundReport> reports;
  std::vector<std::string> others;  ///< keys of files that are neither reports nor manifests
  bool is_incomplete = false;       ///< something is named and not there
};

Result<void> ReadTexts(SourcePlace& place, Look& look, std::vector<FoundManifest>& manifests) {
  std::vector<FoundManifest> read;
  for (FoundManifest& found : manifests) {
    Result<std::string> text = place.Read(found.file.key);
    if (!text && text.error().code() == ErrorCode::kNotFound) {
      look.is_incomplete = true;  // listed, and gone
      continue;
    }
    if (!text && text.error().code() != ErrorCode::kInvalidInput)
      return std::unexpected(text.error());
    Result<Manifest> manifest = text ? ReadManifest(*text) : std::unexpected(text.error());
    const bool is_beside = found.place.role == ManifestPlace::Role::kBeside;
    if (manifest) {
      // Beside files of other origin, a manifest without files says nothing about them.
      if (is_beside && manifest->files.empty()) continue;
      found.manifest = *std::move(manifest);
    } else if (is_beside && manifest.error().code() == ErrorCode::kUnsupported) {
      continue;  // a manifest of something else
    } else {
      found.error = manifest.error();
    }
    if (text) found.text = *std::move(text);
    read.push_back(std::move(found));
  }
  manifests = std::move(read);
  return {};
}

/// Objects that the listing lacks may be there all the same.
Result<void> LookForMissing(SourcePlace& place, FoundReport& report) {
  std::vector<Manifest::File> missing;
  for (const Manifest::File& listed : report.missing) {
    std::optional<FoundFile> file;
    if (const auto key = place.KeyOf(listed.bucket, listed.key)) {
      ASSIGN_OR_RETURN(file, place.Look(*key));
    }
    if (file)
      report.files.push_back(*std::move(file));
    else
      missing.push_back(listed);
  }
  report.missing = std::move(missing);
  std::ranges::sort(report.files, {}, &FoundFile::key);
  return {};
}

Result<Look> LookAt(SourcePlace& place, bool all_versions) {
  Look look;
  ASSIGN_OR_RETURN(const std::vector<FoundFile> listing, place.List());
  for (const FoundFile& file : listing)
    if (!ParseReportFileName(file.Name()) && !IsManifestName(file.Name()))
      look.others.push_back(file.key);
  std::vector<FoundManifest> manifests = ChooseManifests(listing, place.Above(), all_versions);
  RETURN_IF_ERROR(ReadTexts(place, look, manifests));
  look.reports = ArrangeReports(listing, std::move(manifests), place);
  for (FoundReport& report : look.reports) {
    RETURN_IF_ERROR(LookForMissing(place, report));
    look.is_incomplete = look.is_incomplete || !report.missing.empty();
  }
  return look;
}

Result<Look> LookPatiently(SourcePlace& place, const SourceSettings& settings) {
  net::Patience patience = settings.server.patience;
  patience.attempts = std::min(patience.attempts, kListings);
  net::Backoff backoff(patience);
  while (true) {
    ASSIGN_OR_RETURN(Look look, LookAt(place, settings.all_versions));
    if (!look.is_incomplete || !place.is_remote() || !backoff.Sleep()) return look;
  }
}

constexpr size_t kNamed = 3;

std::string NothingFound(const SourcePlace& place, const Look& look,
                         const SourceSettings& settings) {
  if (const std::vector<FoundReport>& all = look.reports; !all.empty()) {
    std::vector<std::string> names;
    for (const FoundReport& report : all)
      if (std::ranges::find(names, report.name) == names.end()) names.push_back(report.name);
    return fmt::format("none of the exports that source {} names is in {}: there {} {}",
                       settings.id, place.Name(), names.size() == 1 ? "is" : "are",
                       SomeOf(names, kNamed));
  }
  std::error_code error;
  if (!place.is_remote() && fs::is_regular_file(place.Name(), error))
    return place.Name() +
           " is not a report: expected a name that ends with .csv, .csv.gz, .csv.zip or .parquet";
  std::string text = "no report in " + place.Name() +
                     ": looked for files that end with .csv, .csv.gz, .csv.zip or .parquet";
  if (place.links() > 0)
    text += fmt::format(" ({} symbolic link{} not followed)", place.links(),
                        place.links() == 1 ? " was" : "s were");
  if (!look.others.empty()) text += "; passed over: " + SomeOf(look.others, kNamed);
  return text;
}

/// Versions of one period come after each other only if all say when they were delivered.
void OrderByDelivery(std::vector<Candidate>& candidates) {
  std::ranges::stable_sort(candidates, {}, &Candidate::delivered_at);
}

/// The version that the pointer names lies in a folder of its own too.
void DropTwins(std::vector<FoundReport>& reports) {
  std::vector<std::pair<std::string, std::string>> seen;
  std::erase_if(reports, [&seen](const FoundReport& report) {
    if (!report.manifest || !report.manifest->manifest) return false;
    const std::string& assembly = report.manifest->manifest->assembly_id;
    if (assembly.empty()) return false;
    std::pair key(report.manifest->place.group, assembly);
    if (std::ranges::find(seen, key) != seen.end()) return true;
    seen.push_back(std::move(key));
    return false;
  });
}

}  // namespace

std::string Candidate::Origin() const {
  if (!manifest_key.empty() && place) return place->OriginOf(manifest_key);
  return sources.empty() ? "" : sources.front().origin;
}

Result<std::vector<Candidate>> Discover(const SourceSettings& settings) {
  ASSIGN_OR_RETURN(const std::shared_ptr<SourcePlace> place, Open(settings));
  ASSIGN_OR_RETURN(Look look, LookPatiently(*place, settings));
  DropTwins(look.reports);
  const UtcTime now = UtcTime::Now();
  std::vector<Candidate> candidates;
  for (const FoundReport& report : look.reports) {
    const bool is_meant =
        settings.exports.empty() ||
        std::ranges::find(settings.exports, report.name) != settings.exports.end();
    if (is_meant) candidates.push_back(MakeCandidate(report, settings, place, now));
  }
  if (candidates.empty()) return Fail(ErrorCode::kNotFound, NothingFound(*place, look, settings));
  OrderByDelivery(candidates);
  return candidates;
}

Result<std::vector<Candidate>> Discover(const fs::path& place) {
  SourceSettings settings;
  settings.place = place.string();
  return Discover(settings);
}

bool IsUnchanged(const Candidate& candidate, const Delivery& delivery) {
  if (candidate.sources.empty() || candidate.sources.size() != delivery.files.size()) return false;
  return std::ranges::all_of(candidate.sources, [&delivery](const SourceFile& file) {
    return std::ranges::any_of(delivery.files, [&file](const DeliveryFile& known) {
      const std::string& version = file.found.version_id;
      return known.origin == file.origin && !known.etag.empty() && known.etag == file.found.etag &&
             known.bytes == file.found.bytes &&
             (version.empty() || known.version_id.empty() || version == known.version_id);
    });
  });
}

Result<std::string> DeliveryIdOf(const Candidate& candidate) {
  std::vector<std::string> digests;
  for (const fs::path& file : candidate.files) {
    ASSIGN_OR_RETURN(std::string digest, DigestOfFile(file));
    digests.push_back(std::move(digest));
  }
  return DeliveryIdOf(std::move(digests));
}

Result<void> ConfirmManifest(const Candidate& candidate) {
  if (candidate.manifest_key.empty()) return {};
  const Result<std::string> text = candidate.place->Read(candidate.manifest_key);
  if (text && *text == candidate.manifest_text) return {};
  if (!text && text.error().code() != ErrorCode::kNotFound) return std::unexpected(text.error());
  return Fail(ErrorCode::kConflict,
              candidate.Origin() +
                  " changed while its files were read: a newer version is being "
                  "delivered. Nothing of this one was taken in; try again");
}

}  // namespace billwright::ingest
