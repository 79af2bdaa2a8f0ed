#include "ingest/verdict.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "engine/contracts.h"

namespace billwright::ingest {

namespace {

std::string Count(int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", WithThousands(std::to_string(count)), count == 1 ? one : many);
}

std::string Amount(const std::string& currency, Decimal amount) {
  constexpr int kPlaces = 2;
  return currency + " " + WithThousands(amount.ToString(kPlaces));
}

/// "legacy CUR", "FOCUS 1.2 of microsoft"
std::string FormatForPeople(const Delivery& delivery) {
  const Contract& contract = engine::ContractOf(delivery.format);
  return contract.provider.empty() ? contract.title + " of " + delivery.provider : contract.title;
}

std::string WhatItIs(const Delivery& delivery) {
  return fmt::format(
      "{}, {}, {}, {}, payer {}, {}, {}", FormatForPeople(delivery), delivery.encoding,
      Count(static_cast<int64_t>(delivery.files.size()), "file", "files"),
      Count(delivery.rows, "row", "rows"), delivery.payer_account_id,
      delivery.period.ToLongString(), Amount(delivery.currency, delivery.unblended_cost));
}

std::string Quarantine(const Delivery& delivery) {
  if (delivery.quarantined_rows == 0) return "no row is quarantined";
  return fmt::format("{} quarantined, {}, and not in the sum above",
                     Count(delivery.quarantined_rows, "row is", "rows are"),
                     Amount(delivery.currency, delivery.quarantined_cost));
}

std::string IdentitiesHold(const Proof& proof) {
  const auto held = std::ranges::count(proof, true, &ProofLine::holds);
  if (held == std::ssize(proof)) return Count(held, "identity holds", "identities hold");
  return fmt::format("{} of {} hold", WithThousands(std::to_string(held)),
                     Count(std::ssize(proof), "identity", "identities"));
}

/// Of many alike a person sees the first few; the tables of the delivery hold all.
constexpr int64_t kShown = 3;

/// Each identity that fails, with the first subject it fails for.
void AddFailedIdentities(const Proof& proof, std::vector<std::string>& lines) {
  std::vector<std::string> said;
  for (const ProofLine& line : proof) {
    if (line.holds || std::ranges::find(said, line.identity) != said.end()) continue;
    said.push_back(line.identity);
    const auto others =
        std::ranges::count_if(proof,
                              [&](const ProofLine& other) {
                                return !other.holds && other.identity == line.identity;
                              }) -
        1;
    const std::string more =
        others == 0 ? "" : fmt::format(", and for {} more", WithThousands(std::to_string(others)));
    lines.push_back(fmt::format("does not hold: {}: {} against {} for {}{}", line.identity,
                                line.left.ToString(), line.right.ToString(), line.subject, more));
  }
}

std::string Found(const Finding& finding) {
  std::string text = fmt::format("{}: {}: {}: {}", finding.severity, finding.code, finding.subject,
                                 finding.message);
  if (!finding.currency.empty() && !finding.amount.IsZero())
    text += fmt::format(" ({})", Amount(finding.currency, finding.amount));
  return text;
}

/// The findings of one severity, those of one code together.
void AddFindings(const Findings& findings, std::string_view severity,
                 std::vector<std::string>& lines) {
  std::vector<std::pair<std::string, int64_t>> counts;
  for (const Finding& finding : findings) {
    if (finding.severity != severity) continue;
    auto count = std::ranges::find(counts, finding.code, &std::pair<std::string, int64_t>::first);
    if (count == counts.end()) count = counts.insert(counts.end(), {finding.code, 0});
    if (++count->second <= kShown) lines.push_back(Found(finding));
  }
  for (const auto& [code, count] : counts)
    if (count > kShown)
      lines.push_back(fmt::format("{}: {}: and {} more", severity, code,
                                  WithThousands(std::to_string(count - kShown))));
}

}  // namespace

std::vector<std::string> Verdict(const Received& received) {
  std::vector<std::string> lines = {WhatItIs(received.delivery), Quarantine(received.delivery),
                                    IdentitiesHold(received.proof)};
  AddFailedIdentities(received.proof, lines);
  for (const std::string_view severity : {"error", "warning", "info"})
    AddFindings(received.findings, severity, lines);
  return lines;
}

}  // namespace billwright::ingest
