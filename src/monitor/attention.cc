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

bool IsError(const Note& note) { return note.finding.severity == Name(Severity::kError); }
bool IsWarning(const Note& note) { return note.finding.severity == Name(Severity::kWarning); }

void Append(std::string& text, std::string_view separator, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += separator;
  text += part;
}

/// "2 errors, USD 120.00; 1 warning"
std::string CountsText(const std::vector<const Note*>& notes) {
  const auto errors =
      std::count_if(notes.begin(), notes.end(), [](const Note* note) { return IsError(*note); });
  const auto warnings =
      std::count_if(notes.begin(), notes.end(), [](const Note* note) { return IsWarning(*note); });
  std::string text;
  if (errors > 0) {
    text = Count(errors, "error", "errors");
    Append(text, ", ", MoneyAtStake(notes));
  }
  if (warnings > 0) Append(text, "; ", Count(warnings, "warning", "warnings"));
  return text;
}

bool HasError(const std::vector<const Note*>& notes) {
  return std::any_of(notes.begin(), notes.end(), [](const Note* note) { return IsError(*note); });
}

std::string RunCommand(const Month& month) {
  return month.run == Standing::kInForce || !month.HasData()
             ? std::string()
             : "billwright run " + month.period.ToString();
}

std::vector<const Note*> NotesWhere(const Morning& morning, auto&& condition) {
  std::vector<const Note*> notes;
  for (const Note& note : morning.notes)
    if (condition(note)) notes.push_back(&note);
  return notes;
}

/// What is wrong, and is no single payer's: sources, books, runs.
std::vector<std::string> CommonTroubles(const Morning& morning) {
  std::vector<std::string> troubles;
  for (const SourceLook& source : morning.sources)
    if (AttentionTo(source).needed)
      troubles.push_back(fmt::format("source {} failed", source.source_id));
  const auto of_books = NotesWhere(morning, [](const Note& note) {
    return IsError(note) && !note.period && note.payer_account_id.empty() &&
           !note.finding.where.empty();
  });
  if (!of_books.empty())
    troubles.push_back(fmt::format(
        "the books have {}", Count(static_cast<int64_t>(of_books.size()), "error", "errors")));
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

/// The time to which every payer of the newest month is complete; empty if not known.
std::string CompleteText(const Morning& morning) {
  std::optional<UtcTime> least;
  for (const PayerMonth& payer : morning.months.front().payers) {
    const std::optional<UtcTime> complete = payer.CompleteTo();
    if (!complete) return {};
    if (!least || *complete < *least) least = complete;
  }
  return least ? fmt::format("complete to {} UTC, ", TimeNameWithYear(*least)) : std::string();
}

struct Need {
  std::string payer_account_id;
  std::string what;
};

/// The payers in need, each with its newest month that is.
std::vector<Need> NeedsOf(const Morning& morning, std::set<std::string>& payers) {
  std::vector<Need> needs;
  std::set<std::string> named;
  for (const Month& month : morning.months)
    for (const PayerMonth& payer : month.payers) {
      payers.insert(payer.payer_account_id);
      const Attention attention = AttentionTo(payer, month, morning);
      if (!attention.needed || !named.insert(payer.payer_account_id).second) continue;
      needs.push_back(
          {payer.payer_account_id, fmt::format("{} {}: {}", payer.payer_account_id,
                                               month.period.ToString(), attention.wrong)});
    }
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

std::string AllPayers(int64_t count, const std::set<std::string>& payers) {
  return count == 1 ? "Payer " + *payers.begin() : fmt::format("All {} payers", Number(count));
}

}  // namespace

std::string MoneyAtStake(const std::vector<const Note*>& notes) {
  std::map<std::string, Decimal> by_currency;
  for (const Note* note : notes)
    if (IsError(*note) && !note->finding.currency.empty())
      by_currency[note->finding.currency] += note->finding.amount.Abs();
  std::string text;
  for (const auto& [currency, amount] : by_currency)
    Append(text, ", ", currency + " " + Amount(amount));
  return text;
}

namespace {

/// Early in a month nothing is missed. A payer that did not come back
/// after a month that is long over has left.
Attention AttentionToMissing(const Month& month, const std::vector<const Note*>& notes,
                             UtcTime now) {
  const bool early = now.seconds < month.period.start().seconds + kFirstDeliveryWithin;
  if (early) return {HasError(notes), "no data yet", ""};
  if (AgeOf(month.period, now) == Age::kEnded) return {HasError(notes), "no data", ""};
  return {true, "no data", "see whether AWS still delivers it"};
}

}  // namespace

Attention AttentionTo(const PayerMonth& payer, const Month& month, const Morning& morning) {
  Attention attention;
  const std::vector<const Note*> notes = NotesOf(morning, month.period, payer.payer_account_id);
  if (payer.data == DataState::kMissing) return AttentionToMissing(month, notes, morning.now);
  if (payer.data == DataState::kLost)
    return {true, "lost: files are gone",
            "billwright ingest --again " + payer.InUse()->delivery_id};
  attention.needed = HasError(notes);
  attention.wrong = CountsText(notes);
  const Version* version = payer.InUse();
  if (version != nullptr && version->quarantined_rows > 0)
    attention.wrong = fmt::format("{} quarantined; {}",
                                  Count(version->quarantined_rows, "row", "rows"), attention.wrong);
  attention.next =
      attention.needed ? "billwright findings " + month.period.ToString() : RunCommand(month);
  return attention;
}

Attention AttentionTo(const Month& month, const Morning& morning) {
  const auto notes = NotesWhere(morning, [&](const Note& note) {
    return note.period == month.period && note.payer_account_id.empty();
  });
  Attention attention{HasError(notes), CountsText(notes), RunCommand(month)};
  if (month.run == Standing::kLost) return {true, "its folder is lost", attention.next};
  if (attention.needed) attention.next = "billwright findings " + month.period.ToString();
  return attention;
}

Attention AttentionTo(const SourceLook& source) {
  if (source.message.empty()) return {};
  return {true, source.message, "billwright ingest"};
}

Verdict VerdictOf(const Morning& morning) {
  Verdict verdict;
  std::set<std::string> payers;
  const std::vector<Need> needs = NeedsOf(morning, payers);
  const std::vector<std::string> common = CommonTroubles(morning);
  verdict.payers = static_cast<int64_t>(payers.size());
  verdict.payers_in_need = static_cast<int64_t>(needs.size());
  verdict.all_well =
      needs.empty() && common.empty() && CountOf(morning.notes, Severity::kError) == 0;
  if (morning.months.empty()) {
    verdict.headline = common.empty() ? "nothing has been ingested yet; next: billwright ingest"
                                      : "nothing has been ingested yet; " + Listed(common);
    return verdict;
  }
  if (!needs.empty()) {
    std::vector<std::string> parts;
    for (const Need& need : needs) parts.push_back(need.what);
    verdict.headline = fmt::format("{} of {} {} you: {}", Number(verdict.payers_in_need),
                                   Count(verdict.payers, "payer", "payers"),
                                   verdict.payers_in_need == 1 ? "needs" : "need", Listed(parts));
    if (!common.empty()) verdict.headline += "; " + Listed(common);
    return verdict;
  }
  verdict.headline = AllPayers(verdict.payers, payers) + ": " + CompleteText(morning);
  if (!common.empty())
    verdict.headline += "but " + Listed(common);
  else
    verdict.headline += verdict.all_well ? "nothing wrong" : "but see the findings";
  const int64_t warnings = CountOf(morning.notes, Severity::kWarning);
  if (warnings > 0) verdict.headline += ", " + Count(warnings, "warning", "warnings");
  verdict.headline += ToRun(morning);
  return verdict;
}

}  // namespace billwright::monitor
