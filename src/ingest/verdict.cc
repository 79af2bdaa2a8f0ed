#include "ingest/verdict.h"

#include <fmt/core.h>

#include <algorithm>

namespace billwright::ingest {

namespace {

/// "119307" as "119,307", "-4064.4831" as "-4,064.4831".
std::string Grouped(std::string number) {
  constexpr size_t kGroup = 3;
  const size_t first = number.starts_with('-') ? 1 : 0;
  size_t at = std::min(number.find('.'), number.size());
  while (at > first + kGroup) {
    at -= kGroup;
    number.insert(at, 1, ',');
  }
  return number;
}

std::string Count(int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", Grouped(std::to_string(count)), count == 1 ? one : many);
}

std::string Amount(const std::string& currency, Decimal amount) {
  constexpr int kPlaces = 2;
  return currency + " " + Grouped(amount.ToString(kPlaces));
}

std::string_view FormatForPeople(const std::string& format) {
  return format == kCur2 ? "CUR 2.0" : "legacy CUR";
}

std::string WhatItIs(const Delivery& delivery) {
  return fmt::format(
      "{}, {}, {}, {}, payer {}, {}, {}", FormatForPeople(delivery.format), delivery.encoding,
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
  return fmt::format("{} of {} hold", Grouped(std::to_string(held)),
                     Count(std::ssize(proof), "identity", "identities"));
}

std::string FailedIdentity(const ProofLine& line) {
  return fmt::format("does not hold: {} ({}): {} against {}", line.identity, line.subject,
                     line.left.ToString(), line.right.ToString());
}

std::string Found(const Finding& finding) {
  std::string text = fmt::format("{}: {} {}: {}", finding.severity, finding.code, finding.subject,
                                 finding.message);
  if (!finding.currency.empty() && !finding.amount.IsZero())
    text += fmt::format(" ({})", Amount(finding.currency, finding.amount));
  return text;
}

}  // namespace

std::vector<std::string> Verdict(const Received& received) {
  std::vector<std::string> lines = {WhatItIs(received.delivery), Quarantine(received.delivery),
                                    IdentitiesHold(received.proof)};
  for (const ProofLine& line : received.proof)
    if (!line.holds) lines.push_back(FailedIdentity(line));
  for (const std::string_view severity : {"error", "warning", "info"})
    for (const Finding& finding : received.findings)
      if (finding.severity == severity) lines.push_back(Found(finding));
  return lines;
}

}  // namespace billwright::ingest
