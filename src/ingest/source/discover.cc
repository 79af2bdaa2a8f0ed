#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "base/digest.h"
#include "ingest/ingest.h"
#include "ingest/source/digests.h"
#include "ingest/source/layout.h"
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
  bool is_incomplete = false;  ///< something is named and not there
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

/// "2018-10" of a manifest's period; empty if it names none.
std::string PeriodOf(const FoundManifest& found) {
  if (!found.manifest) return {};
  if (const auto start = UtcTime::Parse(found.manifest->period_start))
    return BillingPeriod::Containing(*start).ToString();
  constexpr size_t kMonth = 7;
  const size_t equals = found.file.key.find("=");
  const std::string after =
      equals == std::string::npos ? "" : found.file.key.substr(equals + 1, kMonth);
  return BillingPeriod::Parse(after) ? after : "";
}

/// When a version was written: the timestamp of its folder, else when its manifest was.
std::string DeliveredAt(const FoundManifest& found) {
  constexpr size_t kUuid = 36;
  const std::string& version = found.place.version;
  if (version.size() > kUuid + 1)
    if (const auto time = UtcTime::Parse(version.substr(0, version.size() - kUuid - 1)))
      return time->ToString();
  return found.file.modified_at.ToString();
}

std::string Names(const std::vector<std::string>& names) {
  constexpr size_t kMost = 3;
  std::string text;
  for (size_t i = 0; i < names.size() && i < kMost; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMost) text += fmt::format(" and {} more", names.size() - kMost);
  return text;
}

/// Makes a candidate of a report, with what is wrong about it.
class Maker {
 public:
  Maker(const SourceSettings& settings, std::shared_ptr<SourcePlace> place)
      : settings_(settings), place_(std::move(place)) {}

  Candidate Make(const FoundReport& report) {
    Candidate candidate;
    candidate.name = report.name;
    candidate.export_name = report.name;
    candidate.source_id = settings_.id;
    candidate.keep = settings_.keep;
    candidate.incoming = settings_.incoming;
    candidate.place = place_;
    for (const FoundFile& found : report.files)
      candidate.sources.push_back({found, place_->OriginOf(found.key), found.Name()});
    NameApart(candidate.sources);
    if (!place_->is_remote())
      for (const SourceFile& file : candidate.sources)
        candidate.files.push_back(place_->PathOf(file.found.key));
    if (report.manifest) Describe(*report.manifest, report, candidate);
    return candidate;
  }

 private:
  /// A name alone nearly always tells the files of a report apart.
  static void NameApart(std::vector<SourceFile>& files) {
    std::map<std::string, int> times;
    for (const SourceFile& file : files) ++times[file.name];
    for (SourceFile& file : files) {
      if (times[file.name] == 1) continue;
      file.name = file.found.key;
      std::ranges::replace(file.name, '/', '_');
    }
  }

  void Describe(const FoundManifest& found, const FoundReport& report, Candidate& candidate) {
    candidate.manifest_key = found.file.key;
    candidate.manifest_text = found.text;
    candidate.delivered_at = DeliveredAt(found);
    if (const std::string period = PeriodOf(found); !period.empty()) candidate.name += " " + period;
    if (!found.manifest) {
      Refuse(
          candidate,
          Finding::Make(
              Severity::kError, "manifest.unreadable", candidate.name,
              fmt::format("{}: the manifest does not read: {}. The report is left alone until it "
                          "does.",
                          place_->OriginOf(found.file.key), found.error->message())));
      return;
    }
    candidate.assembly_id = found.manifest->assembly_id;
    candidate.columns = found.manifest->columns;
    CheckFiles(*found.manifest, report, candidate);
    Mention(found, report, candidate);
  }

  /// The finding's text is the reason too.
  static void Refuse(Candidate& candidate, Finding finding) {
    std::string reason = finding.message;
    if (reason.ends_with('.')) reason.pop_back();
    if (!candidate.problem) candidate.problem = Error(ErrorCode::kConflict, std::move(reason));
    candidate.findings.push_back(std::move(finding));
  }

  void CheckFiles(const Manifest& manifest, const FoundReport& report, Candidate& candidate) {
    const std::string origin = place_->OriginOf(candidate.manifest_key);
    if (manifest.files.empty())
      Refuse(candidate, Finding::Make(Severity::kError, "manifest.unreadable", candidate.name,
                                      fmt::format("{}: the manifest lists no files.", origin)));
    std::vector<std::string> missing;
    for (const Manifest::File& file : report.missing) missing.push_back(file.key);
    if (!missing.empty())
      Refuse(candidate,
             Finding::Make(
                 Severity::kError, "manifest.file_missing", candidate.name,
                 fmt::format("{} lists {} file{}, and {} of them {} not there: {}. AWS writes the "
                             "manifest last, so {} deleted or not copied; nothing is taken in by "
                             "halves.",
                             origin, manifest.files.size(), manifest.files.size() == 1 ? "" : "s",
                             missing.size(), missing.size() == 1 ? "is" : "are", Names(missing),
                             missing.size() == 1 ? "it was" : "they were")));
    for (SourceFile& file : candidate.sources) CheckSize(manifest, origin, file, candidate);
  }

  /// Manifests that give sizes name each file once.
  void CheckSize(const Manifest& manifest, const std::string& origin, SourceFile& file,
                 Candidate& candidate) {
    for (const Manifest::File& listed : manifest.files) {
      if (!("/" + listed.key).ends_with("/" + file.found.Name())) continue;
      file.listed_rows = listed.rows;
      if (listed.bytes >= 0 && listed.bytes != file.found.bytes)
        Refuse(candidate,
               Finding::Make(Severity::kError, "manifest.file_size", candidate.name,
                             fmt::format("{} has {} bytes; {} says that it has {}.", file.origin,
                                         file.found.bytes, origin, listed.bytes)));
      return;
    }
  }

  void Mention(const FoundManifest& found, const FoundReport& report, Candidate& candidate) {
    if (!report.unlisted.empty())
      candidate.findings.push_back(Finding::Make(
          Severity::kWarning, "manifest.unlisted_file", candidate.name,
          fmt::format("{} that the manifest does not list: {}. What is not listed is not taken in; "
                      "look where it comes from.",
                      report.unlisted.size() == 1
                          ? "Among the files lies one"
                          : fmt::format("Among the files lie {}", report.unlisted.size()),
                      Names(report.unlisted))));
    if (found.older > 0)
      candidate.findings.push_back(Finding::Make(
          Severity::kInfo, "manifest.older_versions", candidate.name,
          fmt::format("{} of this period {} there too. The current one is taken in.",
                      found.older == 1 ? "One older version"
                                       : fmt::format("{} older versions", found.older),
                      found.older == 1 ? "is" : "are")));
  }

  const SourceSettings& settings_;
  std::shared_ptr<SourcePlace> place_;
};

std::string NothingFound(const SourcePlace& place, const std::vector<FoundReport>& all,
                         const SourceSettings& settings) {
  if (!all.empty()) {
    std::vector<std::string> names;
    for (const FoundReport& report : all)
      if (std::ranges::find(names, report.name) == names.end()) names.push_back(report.name);
    return fmt::format("none of the exports that source {} names is in {}: there {} {}",
                       settings.id, place.Name(), names.size() == 1 ? "is" : "are", Names(names));
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
  std::vector<Candidate> candidates;
  Maker maker(settings, place);
  for (const FoundReport& report : look.reports) {
    const bool is_meant =
        settings.exports.empty() ||
        std::ranges::find(settings.exports, report.name) != settings.exports.end();
    if (is_meant) candidates.push_back(maker.Make(report));
  }
  if (candidates.empty())
    return Fail(ErrorCode::kNotFound, NothingFound(*place, look.reports, settings));
  OrderByDelivery(candidates);
  return candidates;
}

Result<std::vector<Candidate>> Discover(const fs::path& place) {
  SourceSettings settings;
  settings.place = place.string();
  return Discover(settings);
}

bool IsSameObjects(const Candidate& candidate, const Delivery& delivery) {
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

std::string DeliveryIdOf(std::vector<std::string> file_digests) {
  constexpr size_t kDigits = 16;
  // Not in order of names: the same files under other names are the same delivery.
  std::ranges::sort(file_digests);
  Sha256 sha;
  for (const std::string& digest : file_digests) sha.AddField(digest);
  return sha.Finish().substr(0, kDigits);
}

std::string DividedId(const std::string& delivery_id, int64_t part) {
  return delivery_id + "-" + std::to_string(part);
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
