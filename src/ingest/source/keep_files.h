#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"
#include "ingest/source/candidate.h"

namespace billwright::ingest {

/// Subfolders of a delivery: the files as delivered, and as Parquet to read.
inline constexpr std::string_view kKept = "kept";
inline constexpr std::string_view kStored = "stored";

/// Copies the files of a report into `folder`/kept: from there on nothing but the copies is read,
/// so that what is checked is what is kept. Sets what the source says (id, export, assembly, time),
/// files (names, digests, sizes, where they came from), delivery_id and encoding. The manifest is
/// read again behind the last file.
///
/// With keep = "reference" a file of this machine is left where it is, and a link stands for the
/// copy; an object, which must have been fetched, is pinned by ETag and version.
///
/// Fails: the candidate's problem; as KeepFile and ConfirmManifest; kInvalidInput: a part that is
///        there twice, files that end differently.
/// Findings: delivery.gap (warning), those of the candidate.
Result<void> KeepFiles(const Candidate& candidate, const std::filesystem::path& folder,
                       Delivery& delivery, Findings& findings);

/// Whether kept/ is only a cache: the files are referred to, and lie in S3.
bool IsFetchedAgain(const Delivery& delivery);

/// Removes kept files that were converted and can be fetched again (keep = "reference", from S3).
Result<void> DropFetched(const Delivery& delivery, const std::filesystem::path& folder);

/// Makes the files of a delivery that is kept by reference readable in `folder`, each under its
/// `kept`: an object is fetched, the very version that was taken in; a file of this machine is
/// looked at, and a link made to it. The digests must be those of before.
///
/// `settings`: of the source that the delivery came from.
/// Fails: kConflict if a file has changed since: it is never used; kNotFound, kIo.
Result<void> RestoreKept(const Delivery& delivery, const std::filesystem::path& folder,
                         const SourceSettings& settings);

}  // namespace billwright::ingest
