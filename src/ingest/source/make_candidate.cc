#include "ingest/source/make_candidate.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "model/billing_period.h"

namespace billwright::ingest {

namespace {

constexpr size_t kNamed = 3;

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

/// How far the clock of another machine may be ahead before its times are no order any more.
constexpr int64_t kClocksDiffer = 600;  // seconds

/// When a version was written: the timestamp of its folder, else when its manifest was.
UtcTime DeliveredAt(const FoundManifest& found) {
  constexpr size_t kUuid = 36;
  const std::string& version = found.place.version;
  if (version.size() > kUuid + 1)
    if (const auto time = UtcTime::Parse(version.substr(0, version.size() - kUuid - 1)))
      return *time;
  return found.file.modified_at;
}

/// Makes a candidate of a report, with what is wrong about it.
class CandidateMaker {
 public:
  CandidateMaker(const SourceSettings& settings, std::shared_ptr<SourcePlace> place, UtcTime now)
      : settings_(settings), place_(std::move(place)), now_(now) {}

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
    SetTime(found, candidate);
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
    candidate.payer_account_id = found.manifest->payer_account_id;
    candidate.period = PeriodOf(found);
    candidate.columns = found.manifest->columns;
    CheckFiles(*found.manifest, report, candidate);
    Mention(found, report, candidate);
  }

  /// What is here cannot have been written later than now; if it says so, it is as new as can be.
  void SetTime(const FoundManifest& found, Candidate& candidate) {
    const UtcTime written = DeliveredAt(found);
    candidate.delivered_at = std::min(written, now_).ToString();
    if (written.seconds <= now_.seconds + kClocksDiffer) return;
    candidate.findings.push_back(Finding::Make(
        Severity::kWarning, "manifest.in_future", candidate.name,
        fmt::format("{} says that it was written at {}, which is to come. That is no order of "
                    "versions: the report counts as written now. Correct the clock or the date.",
                    place_->OriginOf(found.file.key), written.ToString())));
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
      Refuse(
          candidate,
          Finding::Make(
              Severity::kError, "manifest.file_missing", candidate.name,
              fmt::format("{} lists {} file{}, and {} of them {} not there: {}. AWS writes the "
                          "manifest last, so {} deleted or not copied; nothing is taken in by "
                          "halves.",
                          origin, manifest.files.size(), manifest.files.size() == 1 ? "" : "s",
                          missing.size(), missing.size() == 1 ? "is" : "are",
                          SomeOf(missing, kNamed), missing.size() == 1 ? "it was" : "they were")));
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
    if (!report.unpacked.empty())
      candidate.findings.push_back(Finding::Make(
          Severity::kWarning, "manifest.unpacked_file", candidate.name,
          fmt::format("Listed as packed, and not there: {} {} in {} place, unpacked by somebody. "
                      "Nothing vouches for what was unpacked; copy the files as they were "
                      "delivered.",
                      SomeOf(report.unpacked, kNamed),
                      report.unpacked.size() == 1 ? "is taken" : "are taken",
                      report.unpacked.size() == 1 ? "its" : "their")));
    if (!report.unlisted.empty())
      candidate.findings.push_back(Finding::Make(
          Severity::kWarning, "manifest.unlisted_file", candidate.name,
          fmt::format("{} that the manifest does not list: {}. What is not listed is not taken in; "
                      "look where it comes from.",
                      report.unlisted.size() == 1
                          ? "Among the files lies one"
                          : fmt::format("Among the files lie {}", report.unlisted.size()),
                      SomeOf(report.unlisted, kNamed))));
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
  UtcTime now_;
};

}  // namespace

Candidate MakeCandidate(const FoundReport& report, const SourceSettings& settings,
                        const std::shared_ptr<SourcePlace>& place, UtcTime now) {
  return CandidateMaker(settings, place, now).Make(report);
}

}  // namespace billwright::ingest
