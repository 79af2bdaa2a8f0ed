#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <tuple>

#include "base/digest.h"
#include "base/file.h"
#include "ingest/ingest.h"
#include "ingest/source/digests.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

/// Folders that hold something else than reports: half-written output of query engines, and the
/// one-row table in which AWS's Athena integration says whether a refresh is running.
constexpr std::array<std::string_view, 2> kOtherFolders = {"_temporary",
                                                           "cost_and_usage_data_status"};

bool IsPassedOver(const fs::path& folder) {
  const std::string name = folder.filename().string();
  // Billwright's own data is no place to take reports from.
  if (Exists(folder / "catalog.db")) return true;
  return name.starts_with('.') || std::ranges::find(kOtherFolders, name) != kOtherFolders.end();
}

/// Folder, report, encoding, and whether it is numbered: the parts of one report agree in all. A
/// file without a number is a report of its own, not one more part.
using ReportKey = std::tuple<fs::path, std::string, std::string, bool>;

struct Search {
  std::map<ReportKey, Candidate> found;
  int links = 0;
};

void Take(const fs::path& file, Search& search) {
  const std::optional<ReportFileName> name = ParseReportFileName(file.filename().string());
  if (!name) return;
  Candidate& candidate =
      search.found[{file.parent_path(), name->report, std::string(name->encoding),
                    name->part != ReportFileName::kNoPart}];
  candidate.name = name->report;
  candidate.files.push_back(file);
}

/// Symbolic links are not followed: what they name within the place is found there, and what is
/// outside is not of this place.
Result<void> SearchFolder(const fs::path& place, Search& search) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(place, error), end; !error && entry != end;
       entry.increment(error)) {
    const fs::file_type type = entry->symlink_status(error).type();
    if (error) break;
    if (type == fs::file_type::symlink) {
      ++search.links;
    } else if (type == fs::file_type::directory) {
      if (IsPassedOver(entry->path())) entry.disable_recursion_pending();
    } else if (type == fs::file_type::regular) {
      Take(entry->path(), search);
    }
  }
  if (error) return FileError("read", place, error.value());
  return {};
}

std::string NothingFound(const fs::path& place, bool is_folder, int links) {
  if (!is_folder)
    return place.string() +
           " is not a report: expected a name that ends with .csv, .csv.gz or "
           ".parquet";
  std::string text = "no report in " + place.string() +
                     ": looked for files that end with .csv, .csv.gz or .parquet";
  if (links > 0)
    text += " (" + std::to_string(links) +
            (links == 1 ? " symbolic link was" : " symbolic links were") + " not followed)";
  return text;
}

}  // namespace

Result<std::vector<Candidate>> Discover(const fs::path& place) {
  std::error_code error;
  const fs::file_type type = fs::status(place, error).type();
  if (type == fs::file_type::not_found)
    return Fail(ErrorCode::kNotFound, "there is no file or folder " + place.string());
  if (error) return FileError("read", place, error.value());
  const bool is_folder = type == fs::file_type::directory;
  Search search;
  if (is_folder) {
    RETURN_IF_ERROR(SearchFolder(place, search));
  } else {
    Take(place, search);
  }
  if (search.found.empty())
    return Fail(ErrorCode::kNotFound, NothingFound(place, is_folder, search.links));
  std::vector<Candidate> candidates;
  for (auto& [key, candidate] : search.found) {
    std::ranges::sort(candidate.files);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
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

}  // namespace billwright::ingest
