#include "ingest/source/keep_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <system_error>

#include "base/check.h"
#include "base/digest.h"
#include "base/file.h"
#include "ingest/delivery_id.h"
#include "ingest/source/keep.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

class Keeping {
 public:
  Keeping(const fs::path& folder, Delivery& delivery, Findings& findings)
      : folder_(folder), delivery_(delivery), findings_(findings) {}

  Result<void> Keep(const Candidate& candidate) {
    if (candidate.problem) return std::unexpected(*candidate.problem);
    CHECK(candidate.is_fetched(), candidate.name + " was not fetched");
    SetOrigin(candidate);
    RETURN_IF_ERROR(SetEncoding());
    const bool refers = candidate.keep == kKeepReference && !candidate.place->is_remote();
    for (size_t i = 0; i < delivery_.files.size(); ++i) {
      DeliveryFile& file = delivery_.files[i];
      const fs::path& path = candidate.files[i];
      if (refers) {
        RETURN_IF_ERROR(Refer(file));
      } else if (!candidate.place->is_remote() || !Link(path, folder_ / file.kept)) {
        RETURN_IF_ERROR(KeepFile(path, folder_ / file.kept));
      }
      ASSIGN_OR_RETURN(file.digest, DigestOfFile(folder_ / file.kept));
      std::error_code error;
      file.bytes = static_cast<int64_t>(fs::file_size(folder_ / file.kept, error));
      if (error) return FileError("read", folder_ / file.kept, error.value());
    }
    // What was fetched before a change and after it would be nobody's report.
    RETURN_IF_ERROR(ConfirmManifest(candidate));
    RETURN_IF_ERROR(CheckParts());
    std::vector<std::string> digests;
    for (const DeliveryFile& file : delivery_.files) digests.push_back(file.digest);
    delivery_.delivery_id = DeliveryIdOf(std::move(digests));
    findings_.insert(findings_.end(), candidate.findings.begin(), candidate.findings.end());
    return {};
  }

 private:
  void SetOrigin(const Candidate& candidate) {
    delivery_.source_id = candidate.source_id;
    delivery_.export_name = candidate.export_name;
    delivery_.assembly_id = candidate.assembly_id;
    delivery_.delivered_at = candidate.delivered_at;
    delivery_.keep = candidate.keep;
    for (const SourceFile& source : candidate.sources) {
      DeliveryFile& file = delivery_.files.emplace_back();
      file.name = source.name;
      file.kept = (fs::path(kKept) / file.name).string();
      file.origin = source.origin;
      file.etag = source.found.etag;
      file.version_id = source.found.version_id;
      file.modified_at = source.found.modified_at.ToString();
    }
  }

  /// Fetched files are nobody else's: one more name for them is as good as a copy.
  static bool Link(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_hard_link(from, to, error);
    return !error;
  }

  /// Leaves a file where it is: a link stands for the copy.
  Result<void> Refer(const DeliveryFile& file) {
    std::error_code error;
    fs::create_symlink(file.origin, folder_ / file.kept, error);
    if (error) return FileError("write", folder_ / file.kept, error.value());
    return {};
  }

  /// A part that is there twice would be billed twice; one that is not there, not at all.
  Result<void> CheckParts() {
    std::map<std::string, std::string> by_digest;
    std::map<int64_t, std::string> by_part;
    for (const DeliveryFile& file : delivery_.files) {
      const auto [same, is_new] = by_digest.emplace(file.digest, file.name);
      if (!is_new)
        return Fail(ErrorCode::kInvalidInput,
                    fmt::format("{} and {} are the same file, byte for byte; a report has each of "
                                "its parts once",
                                same->second, file.name));
      const auto name = ParseReportFileName(file.name);
      if (!name || name->part == ReportFileName::kNoPart) continue;
      const auto [other, is_first] = by_part.emplace(name->part, file.name);
      if (!is_first)
        return Fail(ErrorCode::kInvalidInput,
                    fmt::format("{} and {} have the same part number; a report has each of its "
                                "parts once",
                                other->second, file.name));
    }
    FindGap(by_part);
    return {};
  }

  void FindGap(const std::map<int64_t, std::string>& by_part) {
    // A lone "focus-100.csv" is no hundredth part: of a hundred, others would have been found.
    constexpr int64_t kLoneNumber = 10;
    if (by_part.size() == 1 && by_part.begin()->first >= kLoneNumber) return;
    int64_t before = 0;
    for (const auto& [part, name] : by_part) {
      if (part > before + 1)
        findings_.push_back(Finding::Make(
            Severity::kWarning, "delivery.gap", name,
            fmt::format("There is a part {} of the report, but no part {}: a file may be missing, "
                        "and with it everything that it bills.",
                        part, before + 1)));
      before = part;
    }
  }

  Result<void> SetEncoding() {
    for (const DeliveryFile& file : delivery_.files) {
      const std::optional<ReportFileName> name = ParseReportFileName(file.name);
      if (!name || (!delivery_.encoding.empty() && delivery_.encoding != name->encoding))
        return Fail(ErrorCode::kInvalidInput,
                    fmt::format("{}: the files of one report end alike, with .csv, .csv.gz, "
                                ".csv.zip or .parquet",
                                file.name));
      delivery_.encoding = name->encoding;
    }
    return {};
  }

  const fs::path& folder_;
  Delivery& delivery_;
  Findings& findings_;
};

/// "s3://bucket/key" as a place and the key in it.
Result<FileToFetch> Pinned(const DeliveryFile& file, const fs::path& folder) {
  ASSIGN_OR_RETURN(const s3::Address address, s3::ParseAddress(file.origin));
  FileToFetch wanted;
  wanted.found.key = address.prefix;
  wanted.found.bytes = file.bytes;
  wanted.found.etag = file.etag;
  wanted.found.version_id = file.version_id;
  wanted.target = folder / file.kept;
  return wanted;
}

std::unexpected<Error> Changed(const DeliveryFile& file, const Delivery& delivery) {
  return Fail(ErrorCode::kConflict,
              fmt::format("{} is not the file any more that delivery {} was made of: its digest "
                          "differs. It is kept by reference only, so that the delivery cannot be "
                          "read again; put the file back, or take the report in as it is now",
                          file.origin, delivery.delivery_id));
}

Result<void> FetchAgain(const Delivery& delivery, const std::vector<const DeliveryFile*>& missing,
                        const fs::path& folder, const SourceSettings& settings) {
  ASSIGN_OR_RETURN(const std::shared_ptr<s3::Server> server, s3::Server::Open(settings.server));
  for (const DeliveryFile* file : missing) {
    ASSIGN_OR_RETURN(const s3::Address address, s3::ParseAddress(file->origin));
    ASSIGN_OR_RETURN(FileToFetch wanted, Pinned(*file, folder));
    std::vector<FileToFetch> one{std::move(wanted)};
    const std::unique_ptr<SourcePlace> bucket = OpenS3({address.bucket, ""}, server);
    RETURN_IF_ERROR(MakeFolders(one.front().target.parent_path()));
    RETURN_IF_ERROR(bucket->Fetch(one, settings.incoming));
    if (one.front().digest == file->digest) continue;
    std::error_code ignored;
    fs::remove(one.front().target, ignored);
    return Changed(*file, delivery);
  }
  return {};
}

}  // namespace

Result<void> KeepFiles(const Candidate& candidate, const fs::path& folder, Delivery& delivery,
                       Findings& findings) {
  return Keeping(folder, delivery, findings).Keep(candidate);
}

bool IsFetchedAgain(const Delivery& delivery) {
  return delivery.keep == kKeepReference && !delivery.files.empty() &&
         s3::IsAddress(delivery.files.front().origin);
}

Result<void> DropFetched(const Delivery& delivery, const fs::path& folder) {
  if (!IsFetchedAgain(delivery)) return {};
  for (const DeliveryFile& file : delivery.files)
    if (file.stored != file.kept) RETURN_IF_ERROR(RemoveAll(folder / file.kept));
  return {};
}

Result<void> RestoreKept(const Delivery& delivery, const fs::path& folder,
                         const SourceSettings& settings) {
  std::vector<const DeliveryFile*> missing;
  for (const DeliveryFile& file : delivery.files) {
    const fs::path path = folder / file.kept;
    if (delivery.keep != kKeepReference) continue;
    if (IsFetchedAgain(delivery)) {
      if (!Exists(path)) missing.push_back(&file);
      continue;
    }
    const Result<std::string> digest = DigestOfFile(file.origin);
    if (!digest && digest.error().code() != ErrorCode::kNotFound)
      return std::unexpected(digest.error());
    if (!digest || *digest != file.digest) return Changed(file, delivery);
    if (Exists(path)) continue;
    RETURN_IF_ERROR(MakeFolders(path.parent_path()));
    std::error_code error;
    fs::create_symlink(file.origin, path, error);
    if (error) return FileError("write", path, error.value());
  }
  return missing.empty() ? Result<void>() : FetchAgain(delivery, missing, folder, settings);
}

}  // namespace billwright::ingest
