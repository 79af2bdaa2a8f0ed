#include "ingest/source/against_manifest.h"

#include <fmt/core.h>

#include <algorithm>
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

constexpr size_t kNamed = 5;

/// The columns of a file that are not listed; a finding for those that are listed and not there.
std::vector<std::string> CheckColumns(const Candidate& candidate, const DeliveryFile& file,
                                      Findings& findings) {
  std::map<std::string, int> counts;  // listed minus there
  for (const std::string& column : candidate.columns) ++counts[Folded(column)];
  std::vector<std::string> more;
  for (const DeliveredColumn& column : file.columns)
    if (--counts[Folded(column.name)] < 0) more.push_back(column.name);
  std::vector<std::string> less;
  for (const std::string& column : candidate.columns)
    if (counts[Folded(column)]-- > 0) less.push_back(column);
  if (!less.empty())
    findings.push_back(Finding::Make(
        Severity::kWarning, "manifest.columns", file.name,
        fmt::format("The manifest lists columns that the file lacks: {}. Manifest and file may be "
                    "of two versions; the file is read as it is.",
                    SomeOf(less, kNamed))));
  return more;
}

}  // namespace

Findings CheckAgainstManifest(const Candidate& candidate, const Delivery& delivery) {
  Findings findings;
  std::vector<std::string> unlisted;
  for (size_t i = 0; i < delivery.files.size() && i < candidate.sources.size(); ++i) {
    const DeliveryFile& file = delivery.files[i];
    if (!candidate.columns.empty())
      for (std::string& column : CheckColumns(candidate, file, findings))
        if (std::ranges::find(unlisted, column) == unlisted.end())
          unlisted.push_back(std::move(column));
    const int64_t listed = candidate.sources[i].listed_rows;
    if (listed >= 0 && listed != file.rows)
      findings.push_back(Finding::Make(
          Severity::kError, "manifest.rows", file.name,
          fmt::format("The manifest says that the file has {} rows; it has {}. Ask for the report "
                      "to be delivered again.",
                      listed, file.rows)));
  }
  if (!unlisted.empty())
    findings.push_back(Finding::Make(
        Severity::kInfo, "manifest.columns", candidate.name,
        fmt::format("The files have columns that the manifest does not list: {}. Nothing to do: "
                    "what a file has is read.",
                    SomeOf(unlisted, kNamed))));
  return findings;
}

void CheckBillAgainstManifest(const Candidate& candidate, std::vector<Received>& all) {
  for (Received& received : all) {
    const Delivery& delivery = received.delivery;
    const std::string period = delivery.period.ToString();
    if (!candidate.period.empty() && candidate.period != period)
      received.findings.push_back(Finding::Make(
          Severity::kWarning, "manifest.other_bill", delivery.payer_account_id,
          fmt::format("The manifest is of {}; the rows are on the bill of {}, and are taken for "
                      "that. Look whether files of another month were put under this name.",
                      candidate.period, period)));
    const std::string& account = candidate.payer_account_id;
    if (account.empty() || account == delivery.payer_account_id) continue;
    // A report that a member account has ordered is on the bill of its payer.
    if (std::ranges::find(received.days, account, &DeliveryDay::usage_account_id) ==
        received.days.end())
      received.findings.push_back(Finding::Make(
          Severity::kWarning, "manifest.other_bill", delivery.payer_account_id,
          fmt::format("The manifest is of account {}, which has no row; the rows are of payer {}. "
                      "Look whether another payer's files were put under this name.",
                      account, delivery.payer_account_id)));
  }
}

}  // namespace billwright::ingest
