#include "ingest/source/against_manifest.h"

#include <fmt/core.h>

#include <map>

#include "base/ascii.h"
#include "base/text.h"
#include "model/line_item_columns.h"

namespace billwright::ingest {

namespace {

/// As any column's, and without all other signs: in the files for Athena AWS writes "_" for each.
std::string Folded(std::string_view name) {
  std::string folded = FoldColumnName(name);
  std::erase_if(folded, [](char letter) {
    const bool is_letter = (letter >= 'a' && letter <= 'z') || IsDigit(letter);
    return !is_letter && static_cast<unsigned char>(letter) < 0x80;
  });
  return folded;
}

void CheckColumns(const Candidate& candidate, const DeliveryFile& file, Findings& findings) {
  std::map<std::string, int> counts;  // listed minus there
  for (const std::string& column : candidate.columns) ++counts[Folded(column)];
  std::vector<std::string> more;
  for (const DeliveredColumn& column : file.columns)
    if (--counts[Folded(column.name)] < 0) more.push_back(column.name);
  std::vector<std::string> less;
  for (const std::string& column : candidate.columns)
    if (counts[Folded(column)]-- > 0) less.push_back(column);
  if (more.empty() && less.empty()) return;
  constexpr size_t kMost = 5;
  std::string text;
  if (!less.empty())
    text +=
        fmt::format("The manifest lists columns that the file lacks: {}. ", SomeOf(less, kMost));
  if (!more.empty())
    text += fmt::format("The file has columns that the manifest does not list: {}. ",
                        SomeOf(more, kMost));
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
