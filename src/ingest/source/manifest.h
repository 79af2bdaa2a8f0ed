#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace billwright::ingest {

/// What a manifest says about a delivery: the list of its files, written after them.
///
/// Three kinds: of the Cost and Usage Report ("<report>-Manifest.json", with reportKeys), of Data
/// Exports ("<export>-Manifest.json", with dataFiles), and of Azure's exports ("manifest.json",
/// with blobs, which alone gives sizes).
struct Manifest {
  struct File {
    std::string bucket;  ///< empty if the manifest does not say
    std::string key;     ///< in the bucket, with "/" between folders
    int64_t bytes = -1;  ///< −1 if the manifest does not say
    int64_t rows = -1;   ///< likewise
  };

  std::string export_name;       ///< reportName, or of the exportArn
  std::string assembly_id;       ///< assemblyId, executionId, runId: another one for each version
  std::string payer_account_id;  ///< "account" of the Cost and Usage Report; or empty
  std::string period_start;      ///< "20181001T000000.000Z", as it is written; or empty
  std::vector<File> files;       ///< in the manifest's order
  /// As in the header of a csv file: "lineItem/UsageAmount", "line_item_…"; empty if it lists none.
  std::vector<std::string> columns;
};

/// Whether a file is a manifest by its name: "…-Manifest.json", "manifest.json".
bool IsManifestName(std::string_view file_name);

/// Reads a manifest of any kind. Depends on the text alone.
///
/// Fails: kUnsupported for JSON that is of none of the kinds; kInvalidInput, saying what is wrong:
///        no JSON, a list of the wrong form, a file name that is empty or tries to climb (".", ".."
///        between slashes).
Result<Manifest> ReadManifest(std::string_view text);

}  // namespace billwright::ingest
