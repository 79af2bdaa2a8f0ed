#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "books/reading.h"

// The [[source]] tables of billwright.toml.

namespace billwright::books {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kS3 = "s3://";

const Shape kShape{
    "[[source]]",
    {"id", "path", "profile", "region", "endpoint", "path_style", "keep", "exports", "payers"},
    {"currency", "data"}};

constexpr std::array kKeeps = {Choice<std::string_view>{"copy", kKeepCopy},
                               Choice<std::string_view>{"reference", kKeepReference}};

/// Whether a relative path, read by its letters, ends up outside the folder that it starts from.
bool Leaves(const fs::path& relative) {
  const fs::path normal = relative.lexically_normal();
  return !normal.empty() && *normal.begin() == "..";
}

bool IsBucket(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                  letter == '.' || letter == '-' || letter == '_';
         });
}

/// Reads one table.
class SourceReader {
 public:
  SourceReader(Reading& reading, Entry& entry) : reading_(reading), entry_(entry) {}

  std::optional<Source> Read(KnownNames& ids) {
    Source source;
    source.position = entry_.position();
    source.id = entry_.OwnId(ids, "sources");
    ReadExpectations(source);
    if (const auto keep = entry_.Choose<std::string_view>("keep", kKeeps)) source.keep = *keep;
    if (!entry_.Require("path")) return std::nullopt;
    const std::string written = entry_.Text("path");
    if (written.empty()) {
      if (entry_.Has("path"))
        entry_.Error("path", "book.bad_value",
                     "\"path\" must name a folder, a file or a place in S3 "
                     "(\"s3://bucket/prefix\").");
      return std::nullopt;
    }
    const bool good =
        written.starts_with(kS3) ? ReadBucket(written, source) : ReadFolder(written, source);
    return good ? std::optional(std::move(source)) : std::nullopt;
  }

 private:
  void ReadExpectations(Source& source) {
    for (const Written& name : entry_.Names("exports")) source.exports.push_back(name.text);
    for (const Written& payer : entry_.Names("payers")) {
      if (const auto account = kAccountId.parse(payer.text))
        source.payers.push_back(*account);
      else
        entry_.Report(
            Severity::kError, payer.place, "book.bad_value",
            fmt::format("\"payers\" must list accounts of 12 digits, not \"{}\".", payer.text));
    }
  }

  bool ReadBucket(const std::string& written, Source& source) {
    const std::string_view rest = std::string_view(written).substr(kS3.size());
    if (!IsBucket(rest.substr(0, rest.find('/')))) {
      entry_.Error("path", "book.bad_value",
                   fmt::format("\"path\" is \"{}\": expected \"s3://bucket/prefix\", with a bucket "
                               "of 3 to 63 small letters, digits, \".\" and \"-\".",
                               written));
      return false;
    }
    source.place = written;
    source.is_s3 = true;
    source.profile = entry_.Text("profile");
    source.region = entry_.Text("region");
    source.endpoint = entry_.Text("endpoint");
    if (entry_.Has("path_style")) source.path_style = entry_.Flag("path_style", true);
    if (!source.endpoint.empty() && !source.endpoint.starts_with("http://") &&
        !source.endpoint.starts_with("https://"))
      entry_.Error("endpoint", "book.bad_value",
                   fmt::format("\"endpoint\" is \"{}\": expected an address that starts with "
                               "https:// or http://, such as \"https://s3.example.com:9000\".",
                               source.endpoint));
    return true;
  }

  /// A path that is written absolute is a decision; one that creeps out by ".." is a mistake.
  bool ReadFolder(const std::string& written, Source& source) {
    for (const std::string_view key : {"profile", "region", "endpoint", "path_style"})
      if (entry_.Has(key))
        entry_.Error(
            key, "book.bad_value",
            fmt::format("\"{}\" is for a place in S3 (\"s3://bucket/prefix\"); this source "
                        "is a folder or a file.",
                        key));
    const fs::path path(written);
    if (path.is_relative() && Leaves(path)) {
      entry_.Error(
          "path", "workspace.path",
          fmt::format("\"path\" leaves the workspace: \"{}\". Name a folder or file inside "
                      "it, or write the whole path from \"/\" on.",
                      written));
      return false;
    }
    source.path = (reading_.folder / path).lexically_normal();
    source.place = source.path.string();
    const fs::path in_data = source.path.lexically_relative(reading_.books.workspace.data);
    if (!in_data.empty() && *in_data.begin() != "..") {
      entry_.Error("path", "workspace.path",
                   fmt::format("\"path\" is \"{}\", where Billwright keeps its own data: what is "
                               "there was taken in already. Name the folder of the deliveries.",
                               written));
      return false;
    }
    std::error_code error;
    if (!fs::exists(source.path, error))
      entry_.Report(Severity::kWarning, entry_.PlaceOf("path"), "source.missing",
                    fmt::format("There is nothing at \"{}\" yet: put the deliveries there, or "
                                "change the path.",
                                written));
    return true;
  }

  Reading& reading_;
  Entry& entry_;
};

}  // namespace

void ReadSources(Reading& reading, const SourceText& source, Entry& file) {
  KnownNames ids("source", std::string(kWorkspaceFile));
  for (const Value* table : file.Tables("source")) {
    Entry entry = reading.Open(source, *table, kShape);
    if (auto found = SourceReader(reading, entry).Read(ids))
      reading.books.workspace.sources.push_back(*std::move(found));
  }
}

}  // namespace billwright::books
