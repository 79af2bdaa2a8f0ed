#include "ingest/source/keep_files.h"

#include <fmt/core.h>

#include <map>
#include <system_error>

#include "base/digest.h"
#include "base/file.h"
#include "ingest/source/digests.h"
#include "ingest/source/keep.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

class Keeping {
 public:
  Keeping(const fs::path& folder, Delivery& delivery, Findings& findings)
      : folder_(folder), delivery_(delivery), findings_(findings) {}

  /// Copies the files. From here on nothing but the copies is read, so that what is checked is what
  /// is kept.
  Result<void> Keep(const Candidate& candidate) {
    std::vector<std::string> digests;
    for (const fs::path& path : candidate.files) {
      DeliveryFile file;
      file.name = path.filename().string();
      file.kept = (fs::path(kKept) / file.name).string();
      file.origin = fs::absolute(path).lexically_normal().string();
      RETURN_IF_ERROR(KeepFile(path, folder_ / file.kept));
      ASSIGN_OR_RETURN(file.digest, DigestOfFile(folder_ / file.kept));
      std::error_code error;
      file.bytes = static_cast<int64_t>(fs::file_size(folder_ / file.kept, error));
      if (error) return FileError("read", folder_ / file.kept, error.value());
      digests.push_back(file.digest);
      delivery_.files.push_back(std::move(file));
    }
    RETURN_IF_ERROR(CheckParts());
    delivery_.delivery_id = DeliveryIdOf(std::move(digests));
    return SetEncoding();
  }

 private:
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
                    fmt::format("{}: the files of one report end alike, with .csv, .csv.gz or "
                                ".parquet",
                                file.name));
      delivery_.encoding = name->encoding;
    }
    return {};
  }

  const fs::path& folder_;
  Delivery& delivery_;
  Findings& findings_;
};

}  // namespace

Result<void> KeepFiles(const Candidate& candidate, const fs::path& folder, Delivery& delivery,
                       Findings& findings) {
  return Keeping(folder, delivery, findings).Keep(candidate);
}

}  // namespace billwright::ingest
