#include <algorithm>
#include <chrono>
#include <system_error>

#include "base/digest.h"
#include "base/file.h"
#include "ingest/source/candidate.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

/// Of the candidate's own below `incoming`: the same for the same objects.
fs::path FolderOf(const Candidate& candidate) {
  constexpr size_t kDigits = 16;
  Sha256 sha;
  for (const SourceFile& file : candidate.sources)
    for (const std::string& field :
         {file.origin, file.found.etag, std::to_string(file.found.bytes)})
      sha.AddField(field);
  return candidate.incoming / ("report-" + sha.Finish().substr(0, kDigits));
}

/// Whether an object is there as a whole: it gets its name only then.
bool IsThere(const fs::path& path, const SourceFile& file) {
  std::error_code error;
  return fs::file_size(path, error) == static_cast<uintmax_t>(file.found.bytes) && !error;
}

}  // namespace

Result<void> Fetch(Candidate& candidate) {
  if (candidate.problem) return std::unexpected(*candidate.problem);
  if (candidate.is_fetched()) return {};
  for (const SourceFile& file : candidate.sources)
    if (!ParseReportFileName(file.name))
      return Fail(ErrorCode::kInvalidInput,
                  file.origin +
                      ", which the manifest lists, is no file of a report: expected a "
                      "name that ends with .csv, .csv.gz, .csv.zip or .parquet");
  const fs::path folder = FolderOf(candidate);
  RETURN_IF_ERROR(MakeFolders(folder));
  std::vector<FileToFetch> wanted;
  std::vector<size_t> numbers;
  for (size_t i = 0; i < candidate.sources.size(); ++i) {
    SourceFile& file = candidate.sources[i];
    const fs::path path = folder / file.name;
    if (!IsThere(path, file)) {
      wanted.push_back({file.found, path, {}, ""});
      numbers.push_back(i);
      continue;
    }
    // Fetched by an earlier try: the version is asked for once more.
    ASSIGN_OR_RETURN(const auto now, candidate.place->Look(file.found.key));
    if (now && now->etag == file.found.etag) file.found.version_id = now->version_id;
  }
  RETURN_IF_ERROR(candidate.place->Fetch(wanted, candidate.incoming));
  for (size_t i = 0; i < wanted.size(); ++i)
    candidate.sources[numbers[i]].found = wanted[i].fetched;
  RETURN_IF_ERROR(ConfirmManifest(candidate));
  for (const SourceFile& file : candidate.sources) candidate.files.push_back(folder / file.name);
  return {};
}

Result<void> ForgetFetched(const Candidate& candidate) {
  if (candidate.incoming.empty() || !candidate.place || !candidate.place->is_remote()) return {};
  return RemoveAll(FolderOf(candidate));
}

Result<void> CleanIncoming(const fs::path& incoming, const std::vector<Candidate>& candidates,
                           int days) {
  if (!Exists(incoming)) return {};
  ASSIGN_OR_RETURN(const std::vector<fs::path> entries, ListFolder(incoming));
  for (const fs::path& entry : entries) {
    const bool is_wanted = std::ranges::any_of(candidates, [&entry](const Candidate& candidate) {
      return candidate.place && candidate.place->is_remote() && FolderOf(candidate) == entry;
    });
    std::error_code error;
    const fs::file_time_type time = fs::last_write_time(entry, error);
    const bool is_old = !error && fs::file_time_type::clock::now() - time > std::chrono::days(days);
    if (!is_wanted && is_old) RETURN_IF_ERROR(RemoveAll(entry));
  }
  return {};
}

}  // namespace billwright::ingest
