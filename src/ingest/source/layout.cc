#include "ingest/source/layout.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/ascii.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace {

/// The one-row table in which AWS's Athena integration says whether a refresh is running.
constexpr std::string_view kStatusFolder = "cost_and_usage_data_status";

std::vector<std::string> Parts(std::string_view key) {
  std::vector<std::string> parts;
  while (true) {
    const size_t slash = key.find('/');
    parts.emplace_back(key.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    key.remove_prefix(slash + 1);
  }
}

/// "a/b/" of the first two parts.
std::string Joined(const std::vector<std::string>& parts, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += parts[i] + "/";
  return text;
}

bool IsDigits(std::string_view text) { return std::ranges::all_of(text, IsDigit); }

/// "20181001-20181101".
bool IsDateRange(std::string_view folder) {
  constexpr size_t kDate = 8;
  return folder.size() == 2 * kDate + 1 && folder[kDate] == '-' &&
         IsDigits(folder.substr(0, kDate)) && IsDigits(folder.substr(kDate + 1));
}

/// "BILLING_PERIOD=2026-04", in small letters for FOCUS.
bool IsPartition(std::string_view folder) {
  constexpr std::string_view kKey = "billing_period=";
  if (folder.size() <= kKey.size()) return false;
  return LowerCase(folder.substr(0, kKey.size())) == kKey;
}

bool IsReportFile(const FoundFile& file) {
  if (!ParseReportFileName(file.Name())) return false;
  const std::vector<std::string> parts = Parts(file.key);
  return std::none_of(parts.begin(), parts.end() - 1, [](const std::string& folder) {
    return folder.starts_with('.') || folder == "_temporary" || folder == kStatusFolder;
  });
}

/// The timestamp of a version's folder: "20260411T021453Z" of "20260411T021453Z-0123…"; empty if
/// it has none.
std::string TimestampOf(const std::string& version) {
  const bool starts_with_date = version.size() > 8 && IsDigits(version.substr(0, 4));
  return starts_with_date && version.find('T') != std::string::npos ? version : "";
}

bool IsNewer(const FoundManifest& a, const FoundManifest& b) {
  const std::string first = TimestampOf(a.place.version);
  const std::string second = TimestampOf(b.place.version);
  if (!first.empty() && !second.empty() && first != second) return first > second;
  return a.file.modified_at > b.file.modified_at;
}

/// "report" of "report-Manifest.json".
std::string NameOfManifest(const FoundManifest& found) {
  constexpr std::string_view kEnd = "-Manifest.json";
  const std::string name = found.file.Name();
  return name.size() > kEnd.size() ? name.substr(0, name.size() - kEnd.size()) : name;
}

/// A name alone means little: an older version's file, or another period's, may be called so.
/// Beside the manifest it is the file that is listed if that lay beside it too, or if the folder is
/// a flat copy, which stands for none of the folders of the key and has none of them in it.
bool MayLieFlat(const std::vector<std::string>& key, const FoundManifest& found,
                const FilesByKey& files, const SourcePlace& place) {
  const auto last = key.end() - 1;  // the folders are before it
  if (key.size() == 1) return true;
  const std::string& folder = *(last - 1);
  const std::string above = place.Above().empty() ? "" : place.Above() + "/";
  const std::vector<std::string> own = Parts(above + found.file.key);
  const std::string name = own.size() > 1 ? own[own.size() - 2] : "";
  if (name == folder) return true;
  if (found.place.role != ManifestPlace::Role::kBeside) return false;
  if (std::find(key.begin(), last, name) != last) return false;
  const std::vector<std::string> relative = Parts(found.file.key);
  const std::string sibling = Joined(relative, relative.size() - 1) + folder + "/";
  return std::ranges::none_of(files,
                              [&](const auto& file) { return file.first.starts_with(sibling); });
}

/// Who has which files: filled manifest by manifest, then asked file by file.
class Claims {
 public:
  Claims(const std::vector<FoundFile>& listing, const SourcePlace& place) : place_(place) {
    for (const FoundFile& file : listing) by_key_[file.key] = &file;
  }

  FoundReport Add(const FoundManifest& found) {
    FoundReport report;
    report.name = found.manifest ? found.manifest->export_name : "";
    if (report.name.empty()) report.name = NameOfManifest(found);
    report.manifest = found;
    for (const std::string& folder : found.place.scope) scopes_.insert(folder);
    const bool is_beside = found.place.role == ManifestPlace::Role::kBeside;
    const size_t number = count_++;
    if (!found.manifest) {
      if (is_beside) lying_.insert({{found.file.Folder(), NameOfManifest(found)}, number});
      return report;
    }
    // Files of the report's name that lie there in another's place are none of a report of their
    // own.
    const auto lies_in = [&](const std::string& folder, const std::string& key) {
      const auto name = ParseReportFileName(key.substr(key.rfind('/') + 1));
      lying_.insert({{folder, is_beside && name ? name->report : ""}, number});
    };
    std::map<const FoundFile*, std::string> files;  // the key that each stands for
    for (const Manifest::File& listed : found.manifest->files) {
      const FoundFile* file = Find(listed, found, report);
      const bool is_free =
          file != nullptr && files.emplace(file, listed.key).first->second == listed.key;
      if (!is_free) {
        report.missing.push_back(listed);
        lies_in(found.file.Folder(), listed.key);
        continue;
      }
      listed_.insert(file);
      if (std::ranges::find(report.files, file->key, &FoundFile::key) != report.files.end())
        continue;  // listed twice
      report.files.push_back(*file);
      lies_in(file->Folder(), file->key);
    }
    std::ranges::sort(report.files, {}, &FoundFile::key);
    return report;
  }

  bool IsListed(const FoundFile& file) const { return listed_.contains(&file); }
  /// Whether the file lies where only the reports of a manifest lie.
  bool IsCovered(const FoundFile& file) const {
    if (scopes_.contains("")) return true;
    for (size_t slash = file.key.find('/'); slash != std::string::npos;
         slash = file.key.find('/', slash + 1))
      if (scopes_.contains(file.key.substr(0, slash + 1))) return true;
    return !Among(file).empty();
  }
  /// The numbers of the reports among whose files it lies.
  std::set<size_t> Among(const FoundFile& file) const {
    const auto name = ParseReportFileName(file.Name());
    std::set<size_t> numbers;
    for (const std::string& report : {std::string(), name ? name->report : ""}) {
      const auto [first, last] = lying_.equal_range({file.Folder(), report});
      for (auto entry = first; entry != last; ++entry) numbers.insert(entry->second);
    }
    return numbers;
  }

 private:
  /// The file itself, or the copy of it that somebody has unpacked.
  const FoundFile* Find(const Manifest::File& listed, const FoundManifest& found,
                        FoundReport& report) const {
    const FoundFile* file = FindListed(listed, found, by_key_, place_);
    const std::string lower = LowerCase(listed.key);
    if (file != nullptr || !(lower.ends_with(".csv.gz") || lower.ends_with(".csv.zip")))
      return file;
    Manifest::File unpacked = listed;
    unpacked.key.resize(listed.key.rfind('.'));
    file = FindListed(unpacked, found, by_key_, place_);
    if (file != nullptr) report.unpacked.push_back(file->key);
    return file;
  }

  const SourcePlace& place_;
  FilesByKey by_key_;
  std::set<const FoundFile*> listed_;
  std::set<std::string> scopes_;
  /// Folder, and the name of the report where the folder may hold others too; number of the report.
  std::multimap<std::pair<std::string, std::string>, size_t> lying_;
  size_t count_ = 0;
};

/// Folder, report, encoding, and whether it is numbered: the parts of one report agree in all. A
/// file without a number is a report of its own, not one more part.
using ReportKey = std::tuple<std::string, std::string, std::string, bool>;

void AddPlain(const std::vector<const FoundFile*>& files, std::vector<FoundReport>& reports) {
  std::map<ReportKey, FoundReport> found;
  for (const FoundFile* file : files) {
    const auto name = ParseReportFileName(file->Name());
    const ReportKey key{file->Folder(), name->report, std::string(name->encoding),
                        name->part != ReportFileName::kNoPart};
    FoundReport& report = found[key];
    report.name = name->report;
    report.files.push_back(*file);
  }
  for (auto& [key, report] : found) reports.push_back(std::move(report));
}

}  // namespace

ManifestPlace PlaceOfManifest(const std::string& key, const std::string& above) {
  const std::string base = above.empty() ? "" : above + "/";
  const std::vector<std::string> parts = Parts(base + key);
  const std::string& name = parts.back();
  const size_t folders = parts.size() - 1;
  ManifestPlace place;
  const auto add_scope = [&](const std::string& folder) {
    if (folder.starts_with(base))
      place.scope.push_back(folder.substr(base.size()));
    else if (base.starts_with(folder))
      place.scope.emplace_back();  // the place is inside it
  };
  for (const size_t depth : {size_t{1}, size_t{2}}) {  // of the period's folder, from the file up
    if (folders < depth) break;
    const size_t period = folders - depth;
    const bool is_partition =
        IsPartition(parts[period]) && period > 0 && parts[period - 1] == "metadata";
    if (!is_partition && !IsDateRange(parts[period])) continue;
    place.role = depth == 1 ? ManifestPlace::Role::kPointer : ManifestPlace::Role::kVersion;
    const std::string folder = Joined(parts, period + 1);
    place.group = folder + name;
    add_scope(folder);
    if (is_partition) add_scope(Joined(parts, period - 1) + "data/" + parts[period] + "/");
    if (depth == 2) place.version = parts[folders - 1];
    return place;
  }
  place.group = key;
  return place;
}

std::vector<FoundManifest> ChooseManifests(const std::vector<FoundFile>& listing,
                                           const std::string& above, bool all_versions) {
  std::map<std::string, std::vector<FoundManifest>> groups;
  for (const FoundFile& file : listing) {
    if (!IsManifestName(file.Name())) continue;
    FoundManifest found;
    found.file = file;
    found.place = PlaceOfManifest(file.key, above);
    groups[found.place.group].push_back(std::move(found));
  }
  std::vector<FoundManifest> chosen;
  for (auto& [group, manifests] : groups) {
    std::ranges::stable_sort(manifests, IsNewer);
    std::ranges::stable_partition(manifests, [](const FoundManifest& found) {
      return found.place.role == ManifestPlace::Role::kPointer;
    });
    const bool has_pointer = manifests.front().place.role == ManifestPlace::Role::kPointer;
    const size_t versions = manifests.size() - (has_pointer ? 1 : 0);
    if (!all_versions) {
      // The version that the pointer names lies there too.
      manifests.front().older = static_cast<int64_t>(versions > 0 ? versions - 1 : 0);
      manifests.resize(1);
    }
    std::ranges::move(manifests, std::back_inserter(chosen));
  }
  return chosen;
}

const FoundFile* FindListed(const Manifest::File& listed, const FoundManifest& found,
                            const FilesByKey& files, const SourcePlace& place) {
  const auto find = [&files](const std::string& key) -> const FoundFile* {
    const auto file = files.find(key);
    return file == files.end() ? nullptr : file->second;
  };
  if (const auto key = place.KeyOf(listed.bucket, listed.key)) return find(*key);
  const std::vector<std::string> parts = Parts(listed.key);
  const std::vector<std::string> above = Parts(found.file.key);
  // The longest rest first; of several folders the nearest to the manifest.
  for (size_t dropped = 0; dropped + 1 < parts.size(); ++dropped) {
    std::string rest;
    for (size_t i = dropped; i < parts.size(); ++i) rest += (rest.empty() ? "" : "/") + parts[i];
    for (size_t depth = above.size(); depth-- > 0;)
      if (const FoundFile* file = find(Joined(above, depth) + rest)) return file;
  }
  const std::string own_folder = Joined(above, above.size() - 1);
  if (parts.size() == 1 && !found.manifest->assembly_id.empty())
    if (const FoundFile* file = find(own_folder + found.manifest->assembly_id + "/" + parts.back()))
      return file;
  return MayLieFlat(parts, found, files, place) ? find(own_folder + parts.back()) : nullptr;
}

std::vector<FoundReport> ArrangeReports(const std::vector<FoundFile>& listing,
                                        std::vector<FoundManifest> manifests,
                                        const SourcePlace& place) {
  Claims claims(listing, place);
  std::vector<FoundReport> reports;
  for (const FoundManifest& found : manifests) reports.push_back(claims.Add(found));
  std::vector<const FoundFile*> plain;
  for (const FoundFile& file : listing) {
    if (!IsReportFile(file) || claims.IsListed(file)) continue;
    if (!claims.IsCovered(file)) plain.push_back(&file);
    for (const size_t number : claims.Among(file)) reports[number].unlisted.push_back(file.key);
  }
  AddPlain(plain, reports);
  return reports;
}

}  // namespace billwright::ingest
