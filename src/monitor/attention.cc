#include "monitor/attention.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "monitor/words.h"

namespace billwright::monitor {

namespace {

/// More are only counted: the headline is one line.
constexpr size_t kNamedInHeadline = 3;

bool IsError(const Observation& observation) {
  return observation.finding.severity == Name(Severity::kError);
}
bool IsWarning(const Observation& observation) {
  return observation.finding.severity == Name(Severity::kWarning);
}

void Append(std::string& text, std::string_view separator, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += separator;
  text += part;
}

/// "2 errors, USD 120.00; 1 warning"
std::string CountsText(const std::vector<const Observation*>& observations) {
  const auto errors =
      std::count_if(observations.begin(), observations.end(),
                    [](const Observation* observation) { return IsError(*observation); });
  const auto warnings =
      std::count_if(observations.begin(), observations.end(),
                    [](const Observation* observation) { return IsWarning(*observation); });
  std::string text;
  if (errors > 0) {
    text = Count(errors, "error", "errors");
    Append(text, ", ", MoneyAtStake(observations));
  }
  if (warnings > 0) Append(text, "; ", Count(warnings, "warning", "warnings"));
  return text;
}

bool HasError(const std::vector<const Observation*>& observations) {
  return std::ranges::any_of(observations, [](const Observation* o) { return IsError(*o); });
}

bool LacksData(const std::vector<const Observation*>& observations) {
  return std::ranges::any_of(observations, [](const Observation* o) {
    return IsError(*o) && IsAboutMissingData(o->finding);
  });
}

bool Has(const std::vector<const Observation*>& observations, std::string_view code) {
  return std::ranges::any_of(observations,
                             [&](const Observation* o) { return o->finding.code == code; });
}

std::string RunCommand(const Month& month) {
  return month.run == Standing::kInForce || !month.HasData()
             ? std::string()
             : "billwright run " + month.period.ToString();
}

bool IsPolled(const Morning& morning, const std::string& source_id) {
  return std::ranges::none_of(morning.sources, [&](const SourceLook& look) {
    return look.source_id == source_id && look.polled_at.empty();
  });
}

/// What is wrong, and is no single payer's: sources, books, runs.
std::vector<std::string> CommonTroubles(const Morning& morning) {
  std::vector<std::string> troubles;
  int64_t of_books = 0;
  for (const Observation& observation : morning.observations) {
    if (!IsError(observation) || observation.period || !observation.payer_account_id.empty())
      continue;
    const Finding& finding = observation.finding;
    if (!finding.where.empty())
      ++of_books;
    else if (finding.code == "source.poll_failed")
      troubles.push_back(
          fmt::format("source {} {}", finding.subject,
                      IsPolled(morning, finding.subject) ? "failed" : "was never looked at"));
    else
      troubles.push_back(finding.code);
  }
  if (of_books > 0) troubles.push_back("the books have " + Count(of_books, "error", "errors"));
  for (const Month& month : morning.months) {
    const Attention attention = AttentionTo(month, morning);
    if (attention.needed)
      troubles.push_back(
          fmt::format("the run of {}: {}", month.period.ToString(), attention.wrong));
  }
  return troubles;
}

/// Months to run, when nothing else is to be done.
std::string ToRun(const Morning& morning) {
  std::string periods;
  for (const Month& month : morning.months)
    if (!RunCommand(month).empty()) Append(periods, ", ", month.period.ToString());
  return periods.empty() ? periods : "; to be run: " + periods;
}

/// What needs a person of payers, one line for each: its newest month that does. Adds all that
/// there are to `payers`.
std::vector<std::string> NeedsOf(const Morning& morning, std::set<std::string>& payers) {
  std::vector<std::string> needs;
  std::vector<std::string> missing;  // told before the others
  std::set<std::string> named;
  for (const Month& month : morning.months)
    for (const PayerMonth& payer : month.payers) {
      payers.insert(payer.payer_account_id);
      const Attention attention = AttentionTo(payer, month, morning);
      if (!attention.needed || !named.insert(payer.payer_account_id).second) continue;
      (attention.missing ? missing : needs)
          .push_back(fmt::format("{} {}: {}", payer.payer_account_id, month.period.ToString(),
                                 attention.wrong));
    }
  // Of a month that is not shown, because nothing of it ever came.
  for (const Observation& observation : morning.observations) {
    const std::string& payer = observation.payer_account_id;
    if (!IsError(observation) || payer.empty() || !named.insert(payer).second) continue;
    payers.insert(payer);
    const std::string period = observation.period ? " " + observation.period->ToString() : "";
    needs.push_back(fmt::format("{}{}: {}", payer, period, observation.finding.code));
  }
  needs.insert(needs.begin(), missing.begin(), missing.end());
  return needs;
}

std::string Listed(std::vector<std::string> parts) {
  const size_t more = parts.size() - std::min(parts.size(), kNamedInHeadline);
  parts.resize(parts.size() - more);
  std::string text;
  for (const std::string& part : parts) Append(text, "; ", part);
  if (more > 0) text += fmt::format("; and {} more", more);
  return text;
}

/// "All 3 payers: complete to 23 Nov 2026 22:00 UTC, "; early in a month those whose data is there
/// count alone.
std::string CompleteText(const Morning& morning, const std::set<std::string>& payers) {
  const Month& newest = morning.months.front();
  std::optional<UtcTime> least;
  bool known = true;
  size_t there = 0;
  for (const PayerMonth& payer : newest.payers) {
    if (payer.data == DataState::kMissing) continue;
    ++there;
    const std::optional<UtcTime> complete = payer.CompleteTo();
    known = known && complete;
    if (complete) least = least ? std::min(*least, *complete) : *complete;
  }
  const bool some = there > 0 && there < newest.payers.size();
  std::string text =
      some ? fmt::format("{} of {} payers", there, newest.payers.size())
      : payers.size() == 1
          ? "Payer " + *payers.begin()
          : fmt::format("All {} payers", Number(static_cast<int64_t>(payers.size())));
  text += ": ";
  if (there == 0) text += fmt::format("no data of {} yet, ", newest.period.ToString());
  if (known && least) text += fmt::format("complete to {} UTC, ", TimeNameWithYear(*least));
  return some ? text + "no data yet of the others, " : text;
}

}  // namespace

std::string MoneyAtStake(const std::vector<const Observation*>& observations) {
  std::map<std::string, Decimal> by_currency;
  const bool in_pieces = Has(observations, "commitment.identity");
  for (const Observation* observation : observations)
    if (IsError(*observation) && !observation->finding.currency.empty() &&
        !(in_pieces && observation->finding.code == "bridge.identity"))
      by_currency[observation->finding.currency] += observation->finding.amount.Abs();
  std::string text;
  for (const auto& [currency, amount] : by_currency)
    Append(text, ", ", currency + " " + Amount(amount));
  return text;
}

Attention AttentionTo(const PayerMonth& payer, const Month& month, const Morning& morning) {
  const auto found = ObservationsOf(morning, month.period, payer.payer_account_id);
  const bool needed = HasError(found);
  if (payer.data == DataState::kMissing) {
    const bool yet = found.empty() && AgeOf(month.period, morning.now) == Age::kOpen;
    if (payer.provider.empty())
      return {needed, true, "no data, none ever came",
              "have it delivered, or correct `payers` of its source"};
    return {needed, true, yet ? "no data yet" : "no data",
            needed ? fmt::format("see whether {} still delivers it", ProviderTitle(payer.provider))
                   : ""};
  }
  if (payer.data == DataState::kLost)
    return {needed, true, "lost: files are gone", payer.restored_by};
  Attention attention{needed, LacksData(found), {}, {}};
  const Version* version = payer.InUse();
  if (Has(found, "delivery.stale"))
    attention.wrong = "nothing came since " + TimeName(version->delivered_at);
  if (payer.refused > 0)
    Append(attention.wrong, "; ",
           fmt::format("newest version refused, still on version {}", version->number));
  if (version != nullptr && version->quarantined_rows > 0)
    Append(attention.wrong, "; ", Count(version->quarantined_rows, "row", "rows") + " quarantined");
  Append(attention.wrong, "; ", CountsText(found));
  const bool of_rows = version != nullptr && version->quarantined_rows > 0 && needed &&
                       found.front()->finding.code == "row.quarantined";
  attention.next = !needed ? RunCommand(month)
                           : fmt::format("billwright {} {}", of_rows ? "quarantine" : "findings",
                                         month.period.ToString());
  return attention;
}

Attention AttentionTo(const Month& month, const Morning& morning) {
  const auto found = ObservationsOf(morning, month.period, "");
  Attention attention{HasError(found), LacksData(found), CountsText(found), RunCommand(month)};
  if (month.run == Standing::kLost)
    attention.wrong = "its folder is lost";
  else if (attention.needed)
    attention.next = "billwright findings " + month.period.ToString();
  return attention;
}

Verdict VerdictOf(const Morning& morning) {
  Verdict verdict;
  std::set<std::string> payers;
  const std::vector<std::string> needs = NeedsOf(morning, payers);
  const std::vector<std::string> common = CommonTroubles(morning);
  verdict.payers = static_cast<int64_t>(payers.size());
  verdict.payers_in_need = static_cast<int64_t>(needs.size());
  verdict.all_well = CountOf(morning.observations, Severity::kError) == 0;
  if (!needs.empty()) {
    verdict.headline = fmt::format("{} of {} {} you: {}", Number(verdict.payers_in_need),
                                   Count(verdict.payers, "payer", "payers"),
                                   verdict.payers_in_need == 1 ? "needs" : "need", Listed(needs));
    if (!common.empty()) verdict.headline += "; " + Listed(common);
    return verdict;
  }
  if (morning.months.empty()) {
    verdict.headline = "nothing has been ingested yet; " +
                       (common.empty() ? "next: billwright ingest" : Listed(common));
    return verdict;
  }
  verdict.headline = CompleteText(morning, payers);
  verdict.headline += common.empty() ? "nothing wrong" : "but " + Listed(common);
  const int64_t warnings = CountOf(morning.observations, Severity::kWarning);
  if (warnings > 0) verdict.headline += ", " + Count(warnings, "warning", "warnings");
  verdict.headline += ToRun(morning);
  return verdict;
}

}  // namespace billwright::monitor
