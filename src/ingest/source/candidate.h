#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "ingest/source/manifest.h"
#include "ingest/source/place.h"
#include "model/delivery.h"
#include "model/finding.h"

namespace billwright::ingest {

/// Where deliveries come from: a [[source]] of billwright.toml, or what was named by hand.
struct SourceSettings {
  std::string id;                    ///< empty: named by hand
  std::string place;                 ///< a folder, a file, "s3://bucket/prefix"
  s3::ServerSettings server;         ///< of a place in S3
  std::string keep{kKeepCopy};       ///< kKeepCopy, kKeepReference
  std::vector<std::string> exports;  ///< only reports and exports of these names; empty: all
  bool all_versions = false;         ///< of each period, not only the current one
  /// Where downloads lie between two tries: a folder on the file system of the deliveries.
  std::filesystem::path incoming;
};

/// One file of a candidate, as its source describes it.
struct SourceFile {
  FoundFile found;
  std::string origin;        ///< an absolute path, or "s3://bucket/key"
  std::string name;          ///< as it is kept: its own, but never that of another file
  int64_t listed_rows = -1;  ///< as the manifest says; −1 if it does not
};

/// Files that look like the parts of one report.
struct Candidate {
  std::string name;  ///< for people: "Oct2018-WorkshopCUR", "hourly 2018-10"
  /// On this machine, in order of keys; at least one, unless there is a problem. Of objects: empty
  /// until they are fetched.
  std::vector<std::filesystem::path> files;
  std::vector<SourceFile> sources;  ///< of each file, in the same order
  std::string source_id;
  std::string export_name;
  std::string assembly_id;       ///< of the manifest; empty without one
  std::string payer_account_id;  ///< that the manifest names; or empty
  std::string period;            ///< "2018-10", that the manifest or its place names; or empty
  std::string delivered_at;      ///< UTC, of the manifest; not later than now; empty without one
  std::string keep{kKeepCopy};
  std::vector<std::string> columns;  ///< that the manifest lists; empty without one
  std::string manifest_key;          ///< relative to the place; empty without one
  std::string manifest_text;
  /// Findings: manifest.unlisted_file, manifest.older_versions, manifest.in_future,
  /// manifest.unpacked_file, and those of the problem.
  Findings findings;
  /// Why it cannot be taken in as it is now: its manifest does not read, or files that it lists are
  /// missing or of another size. Findings: manifest.unreadable, manifest.file_missing,
  /// manifest.file_size.
  std::optional<Error> problem;
  std::shared_ptr<SourcePlace> place;
  std::filesystem::path incoming;

  bool is_fetched() const { return files.size() == sources.size(); }
  /// "s3://bucket/prefix/key" of the manifest, or of the first file.
  std::string Origin() const;
};

/// Looks for what has been delivered to a place: reports with a manifest by what it lists, in the
/// layouts of ingest/source/layout.h; other files by their names (*.csv, *.csv.gz, *.csv.zip,
/// *.parquet), the parts of one report (name-00001, name-00002 … in one folder) together. In order
/// of delivery where manifests tell it, else of their places.
///
/// A file in S3 that a manifest lists and the listing lacks is looked for by its name, and again
/// after a wait: listings may be stale.
///
/// Fails: kNotFound if there is no such place, or no report in it; kIo; kInvalidInput (address,
///        endpoint, credentials).
Result<std::vector<Candidate>> Discover(const SourceSettings& settings);
Result<std::vector<Candidate>> Discover(const std::filesystem::path& place);

/// Whether a delivery was made of the very files of this candidate, as far as sizes and ETags (and
/// version ids, where both know them) tell without reading: then there is nothing to fetch or read.
bool IsUnchanged(const Candidate& candidate, const Delivery& delivery);

/// Brings the objects of a candidate here, into a folder of its own below `incoming`, unless they
/// are there or are files anyway. What was brought stays until ForgetFetched, so that a report that
/// is refused is not fetched each time that somebody looks.
/// Fails: the candidate's problem; as SourcePlace::Fetch and ConfirmManifest.
Result<void> Fetch(Candidate& candidate);
/// Removes what was fetched.
Result<void> ForgetFetched(const Candidate& candidate);
/// Removes what has been lying in `incoming` for more than `days` and belongs to none of these.
Result<void> CleanIncoming(const std::filesystem::path& incoming,
                           const std::vector<Candidate>& candidates, int days);

/// The identity of the delivery that it would be (ingest/delivery_id.h). Reads the files once; they
/// must be on this machine (Fetch).
Result<std::string> DeliveryIdOf(const Candidate& candidate);

/// Reads the manifest again. Fails: kConflict if it has changed since it was found: what was
/// fetched may be of two versions and must be thrown away; kIo.
Result<void> ConfirmManifest(const Candidate& candidate);

}  // namespace billwright::ingest
