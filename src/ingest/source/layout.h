#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "ingest/source/manifest.h"
#include "ingest/source/place.h"
#include "model/finding.h"

// Which files of a place are a delivery, by the layouts in which AWS writes. Pure functions of a
// listing and of the manifests' texts.
//
//   legacy, each version in a folder of its own; the manifest in the period's folder names the
//   current one:       report/20181001-20181101/report-Manifest.json
//                      report/20181001-20181101/<assemblyId>/report-Manifest.json, report-1.csv.gz
//   legacy, overwritten in place:
//                      report/20181001-20181101/report-Manifest.json, report-1.csv.gz
//   legacy, for Athena: its files in report/report/year=2018/month=10/
//   Data Exports:      export/metadata/BILLING_PERIOD=2026-04/export-Manifest.json
//                      export/data/BILLING_PERIOD=2026-04/export-00001.csv.gz
//     or, each version in a folder of its own, one level deeper in both:
//                      …/BILLING_PERIOD=2026-04/<timestamp>-<executionId>/…
//   any other folder:  a manifest with the files that it lists beside or below it; or files alone

namespace billwright::ingest {

/// Where a manifest lies.
struct ManifestPlace {
  enum class Role {
    kPointer,  ///< names the current version; the only one where versions are overwritten
    kVersion,  ///< of one version, among others of its period
    kBeside,   ///< in a folder that is none of the layouts of AWS
  } role = Role::kBeside;
  std::string group;  ///< the same for all manifests of one report and period
  /// Folders, each with a "/" at its end, whose report files belong to this group and to nobody
  /// else; empty for kBeside.
  std::vector<std::string> scope;
  std::string version;  ///< the folder of the version: assembly id, or timestamp and execution id
};
/// `above`: the folders that the place is in (SourcePlace::Above); `key` is relative to the place.
ManifestPlace PlaceOfManifest(const std::string& key, const std::string& above);

/// A manifest that was found, and what is in it.
struct FoundManifest {
  FoundFile file;
  ManifestPlace place;
  std::string text;
  std::optional<Manifest> manifest;  ///< absent: it does not read
  std::optional<Error> error;        ///< why it does not
  int64_t older = 0;  ///< other versions of the period that lie there and are not taken
};

/// The manifests of a listing that matter: of each group the pointer; where there is none, the
/// newest version; or all. Newest by the timestamp of its folder, else by when it was written.
/// Texts are still to be read.
std::vector<FoundManifest> ChooseManifests(const std::vector<FoundFile>& listing,
                                           const std::string& above, bool all_versions);

/// The files of one delivery.
struct FoundReport {
  std::string name;
  std::vector<FoundFile> files;  ///< in order of keys
  std::optional<FoundManifest> manifest;
  std::vector<Manifest::File> missing;  ///< listed, and not in the listing of the place
  std::vector<std::string> unlisted;    ///< keys that lie among them, and are not listed
  std::vector<std::string> unpacked;    ///< keys of files that are listed packed
};

/// What lies in a place: first the reports with a manifest, in order of their manifests, then those
/// without, in order of folders and names. A file belongs to one report at most.
std::vector<FoundReport> ArrangeReports(const std::vector<FoundFile>& listing,
                                        std::vector<FoundManifest> manifests,
                                        const SourcePlace& place);

/// The files of a listing by their keys. Lifetime: of the listing.
using FilesByKey = std::unordered_map<std::string, const FoundFile*>;

/// The file of the listing that a manifest means. In the place where the manifest was written it is
/// the key that it names. In a copy, some folder above the manifest (or its own) stands for some
/// folder above the key: the rest of the key must be the same, as long as possible, and hold its
/// last folder; a name alone is enough only in a copy without folders. A key without folders is
/// beside the manifest, or in the folder of its assembly id. nullptr if there is none.
const FoundFile* FindListed(const Manifest::File& listed, const FoundManifest& found,
                            const FilesByKey& files, const SourcePlace& place);

}  // namespace billwright::ingest
