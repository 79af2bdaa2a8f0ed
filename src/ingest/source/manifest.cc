#include "ingest/source/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/ascii.h"

namespace billwright::ingest {

namespace {

using Json = nlohmann::json;

std::string TextOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

int64_t NumberOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<int64_t>() : -1;
}

std::unexpected<Error> Bad(const std::string& what) { return Fail(ErrorCode::kInvalidInput, what); }

/// A key is only ever looked up among the objects that are there; one that climbs is no key of AWS.
Result<void> CheckKey(std::string_view key) {
  std::string_view rest = key;
  while (true) {
    const std::string_view part = rest.substr(0, rest.find('/'));
    if (part == "." || part == ".." || key.empty() || key.ends_with('/') ||
        key.find('\0') != std::string_view::npos)
      return Bad("\"" + std::string(key) + "\" is not the name of a file");
    if (part.size() == rest.size()) return {};
    rest.remove_prefix(part.size() + 1);
  }
}

/// "s3://bucket/key", or a key alone.
Manifest::File Located(std::string_view text, std::string bucket) {
  constexpr std::string_view kScheme = "s3://";
  if (!text.starts_with(kScheme)) return {std::move(bucket), std::string(text)};
  text.remove_prefix(kScheme.size());
  const size_t slash = std::min(text.find('/'), text.size());
  Manifest::File file{std::string(text.substr(0, slash)), std::string(text.substr(slash))};
  if (!file.key.empty()) file.key.erase(0, 1);
  return file;
}

Result<std::vector<Manifest::File>> FilesOf(const Json& list, const char* key,
                                            const std::string& bucket) {
  std::vector<Manifest::File> files;
  if (!list.is_array()) return Bad("\"" + std::string(key) + "\" is no list");
  for (const Json& entry : list) {
    if (!entry.is_string())
      return Bad("\"" + std::string(key) + "\" holds something that is no text");
    Manifest::File file = Located(entry.get<std::string>(), bucket);
    RETURN_IF_ERROR(CheckKey(file.key));
    files.push_back(std::move(file));
  }
  return files;
}

/// Legacy manifests write "category" and "name", which the csv header joins by "/"; other programs
/// write the names alone. A list of another form counts as none: columns only serve a comparison.
std::vector<std::string> ColumnsOf(const Json& root) {
  std::vector<std::string> columns;
  const auto list = root.find("columns");
  if (list == root.end() || !list->is_array()) return columns;
  for (const Json& entry : *list) {
    const std::string category = entry.is_object() ? TextOf(entry, "category") : "";
    const std::string name = entry.is_object()   ? TextOf(entry, "name")
                             : entry.is_string() ? entry.get<std::string>()
                                                 : "";
    if (name.empty()) return {};
    columns.push_back((category.empty() ? "" : category + "/") + name);
  }
  return columns;
}

Result<Manifest> ReadReport(const Json& root) {
  Manifest manifest;
  manifest.export_name = TextOf(root, "reportName");
  manifest.assembly_id = TextOf(root, "assemblyId");
  manifest.payer_account_id = TextOf(root, "account");
  if (const auto period = root.find("billingPeriod"); period != root.end() && period->is_object())
    manifest.period_start = TextOf(*period, "start");
  ASSIGN_OR_RETURN(manifest.files,
                   FilesOf(root["reportKeys"], "reportKeys", TextOf(root, "bucket")));
  manifest.columns = ColumnsOf(root);
  return manifest;
}

/// "arn:aws:bcm-data-exports:us-east-1:123456789012:export/name-1234…": the name, without the uuid
/// that is appended to it.
std::string NameInArn(const std::string& arn) {
  constexpr size_t kUuid = 36;
  std::string name = arn.substr(std::min(arn.rfind('/') + 1, arn.size()));
  if (name.size() > kUuid + 1 && name[name.size() - kUuid - 1] == '-' &&
      std::ranges::count(name.substr(name.size() - kUuid), '-') == 4)
    name.resize(name.size() - kUuid - 1);
  return name;
}

Result<Manifest> ReadDataExport(const Json& root) {
  Manifest manifest;
  manifest.export_name = NameInArn(TextOf(root, "exportArn"));
  manifest.assembly_id = TextOf(root, "executionId");
  ASSIGN_OR_RETURN(manifest.files, FilesOf(root["dataFiles"], "dataFiles", ""));
  manifest.columns = ColumnsOf(root);
  return manifest;
}

Result<Manifest> ReadAzureExport(const Json& root) {
  Manifest manifest;
  if (const auto config = root.find("exportConfig"); config != root.end() && config->is_object())
    manifest.export_name = TextOf(*config, "exportName");
  if (const auto run = root.find("runInfo"); run != root.end() && run->is_object()) {
    manifest.assembly_id = TextOf(*run, "runId");
    manifest.period_start = TextOf(*run, "startDate");
  }
  const Json& blobs = root["blobs"];
  if (!blobs.is_array()) return Bad("\"blobs\" is no list");
  for (const Json& blob : blobs) {
    if (!blob.is_object()) return Bad("\"blobs\" holds something that is no object");
    Manifest::File file{"", TextOf(blob, "blobName"), NumberOf(blob, "byteCount"),
                        NumberOf(blob, "dataRowCount")};
    RETURN_IF_ERROR(CheckKey(file.key));
    manifest.files.push_back(std::move(file));
  }
  return manifest;
}

}  // namespace

bool IsManifestName(std::string_view file_name) {
  const std::string lower = LowerCase(file_name);
  return lower == "manifest.json" || lower.ends_with("-manifest.json");
}

Result<Manifest> ReadManifest(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const Json root = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) return Bad("it is no JSON, or was cut short");
  if (root.is_object()) {
    if (root.contains("reportKeys")) return ReadReport(root);
    if (root.contains("dataFiles")) return ReadDataExport(root);
    if (root.contains("blobs")) return ReadAzureExport(root);
  }
  return Fail(ErrorCode::kUnsupported,
              "it lists no files: expected \"reportKeys\" (Cost and Usage Report), \"dataFiles\" "
              "(Data Exports) or \"blobs\" (Azure)");
}

}  // namespace billwright::ingest
