#include "ingest/source/against_manifest.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace billwright::ingest {

namespace {

/// "lineItem/UsageAmount" and "line_item_usage_amount" are one column: AWS writes it in its own
/// way in each format.
std::string Folded(std::string_view name) {
  std::string folded;
  for (const char letter : name) {
    const bool is_capital = letter >= 'A' && letter <= 'Z';
    const auto byte = static_cast<unsigned char>(letter);
    if (is_capital || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
        byte >= 0x80)
      folded += is_capital ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return folded;
}

std::string List(const std::vector<std::string>& names) {
  constexpr size_t kMost = 5;
  std::string text;
  for (size_t i = 0; i < names.size() && i < kMost; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMost) text += fmt::format(" and {} more", names.size() - kMost);
  return text;
}

void CheckColumns(const Candidate& candidate, const DeliveryFile& file, Findings& findings) {
  std::map<std::string, int> counts;  // listed minus there
  for (const Manifest::Column& column : candidate.columns) ++counts[Folded(column.name)];
  std::vector<std::string> more;
  for (const DeliveredColumn& column : file.columns)
    if (--counts[Folded(column.name)] < 0) more.push_back(column.name);
  std::vector<std::string> less;
  for (const Manifest::Column& column : candidate.columns)
    if (counts[Folded(column.name)]-- > 0) less.push_back(column.name);
  if (more.empty() && less.empty()) return;
  std::string text;
  if (!less.empty())
    text += fmt::format("The manifest lists columns that the file lacks: {}. ", List(less));
  if (!more.empty())
    text += fmt::format("The file has columns that the manifest does not list: {}. ", List(more));
  findings.push_back(
      Finding::Make(Severity::kWarning, "manifest.columns", file.name,
                    text + "Manifest and file may be of two versions; the file is read as it is."));
}

}  // namespace

Findings CheckAgainstManifest(const Candidate& candidate, const Delivery& delivery) {
  Findings findings;
  for (size_t i = 0; i < delivery.files.size() && i < candidate.sources.size(); ++i) {
    const DeliveryFile& file = delivery.files[i];
    if (!candidate.columns.empty()) CheckColumns(candidate, file, findings);
    const int64_t listed = candidate.sources[i].listed_rows;
    if (listed >= 0 && listed != file.rows)
      findings.push_back(Finding::Make(
          Severity::kError, "manifest.rows", file.name,
          fmt::format("The manifest says that the file has {} rows; it has {}. Ask for the report "
                      "to be delivered again.",
                      listed, file.rows)));
  }
  return findings;
}

}  // namespace billwright::ingest
