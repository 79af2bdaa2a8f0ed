#include "monitor/morning.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/check.h"

namespace billwright::monitor {

namespace {

constexpr int64_t kSettlingDays = 14;  // Data Exports may refresh the month before for two weeks

int SeverityRank(const Note& note) {
  if (note.finding.severity == Name(Severity::kError)) return 0;
  return note.finding.severity == Name(Severity::kWarning) ? 1 : 2;
}

/// Whether a text has a word by itself, not as a part of another or of a path.
bool HasWord(std::string_view text, std::string_view word) {
  constexpr std::string_view kBefore = " \"'(";
  constexpr std::string_view kAfter = " \"').,;:";
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool starts = at == 0 || kBefore.find(text[at - 1]) != kBefore.npos;
    if (starts && (end == text.size() || kAfter.find(text[end]) != kAfter.npos)) return true;
  }
  return false;
}

}  // namespace

std::string_view Name(DataState state) {
  switch (state) {
    case DataState::kThere:
      return "there";
    case DataState::kMissing:
      return "missing";
    case DataState::kLost:
      return "lost";
  }
  CHECK(false, "a state of data without a name");
}

std::string_view Name(Standing standing) {
  switch (standing) {
    case Standing::kNone:
      return "none";
    case Standing::kInForce:
      return "in force";
    case Standing::kOlderData:
      return "older data";
    case Standing::kOlderBooks:
      return "older books";
    case Standing::kLost:
      return "lost";
  }
  CHECK(false, "a standing without a name");
}

std::string_view Name(Age age) {
  switch (age) {
    case Age::kOpen:
      return "open";
    case Age::kSettling:
      return "settling";
    case Age::kEnded:
      return "ended";
  }
  CHECK(false, "an age without a name");
}

std::vector<DayTotal> TotalsByDay(const std::vector<DeliveryDay>& days) {
  std::map<UtcTime, DayTotal> by_day;
  for (const DeliveryDay& day : days) {
    DayTotal& total = by_day[day.day];
    total.day = day.day;
    total.rows += day.rows;
    total.hours |= day.hours;
    total.unblended_cost += day.unblended_cost;
  }
  std::vector<DayTotal> totals;
  for (const auto& [day, total] : by_day) totals.push_back(total);
  return totals;
}

const Version* PayerMonth::InUse() const {
  const auto found = std::find_if(versions.rbegin(), versions.rend(),
                                  [](const Version& version) { return !version.out_of_use; });
  return found == versions.rend() ? nullptr : &*found;
}

const Version* PayerMonth::BeforeInUse() const {
  const Version* newest = InUse();
  if (newest == nullptr) return nullptr;
  for (const Version* version = newest; version-- != versions.data();)
    if (!version->out_of_use) return version;
  return nullptr;
}

std::optional<UtcTime> PayerMonth::CompleteTo() const {
  for (auto day = days.rbegin(); day != days.rend(); ++day)
    for (int64_t hour = 23; hour >= 0; --hour)
      if ((day->hours >> hour & 1) != 0)
        return UtcTime{day->day.seconds + (hour + 1) * UtcTime::kSecondsPerHour};
  return std::nullopt;
}

bool Month::HasData() const {
  return std::any_of(payers.begin(), payers.end(),
                     [](const PayerMonth& payer) { return payer.InUse() != nullptr; });
}

Age AgeOf(const BillingPeriod& period, UtcTime now) {
  if (now < period.end()) return Age::kOpen;
  const bool settling =
      now.seconds < period.end().seconds + kSettlingDays * UtcTime::kSecondsPerDay;
  return settling ? Age::kSettling : Age::kEnded;
}

void Rank(std::vector<Note>& notes) {
  std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
    if (SeverityRank(a) != SeverityRank(b)) return SeverityRank(a) < SeverityRank(b);
    if (a.finding.amount.Abs() != b.finding.amount.Abs())
      return b.finding.amount.Abs() < a.finding.amount.Abs();
    if (a.period != b.period) return b.period < a.period;
    return std::tie(a.payer_account_id, a.finding.code, a.finding.subject, a.finding.where) <
           std::tie(b.payer_account_id, b.finding.code, b.finding.subject, b.finding.where);
  });
}

std::vector<const Note*> NotesOf(const Morning& morning, const BillingPeriod& period,
                                 std::string_view payer_account_id) {
  std::vector<const Note*> notes;
  for (const Note& note : morning.notes)
    if (note.period == period && note.payer_account_id == payer_account_id) notes.push_back(&note);
  return notes;
}

std::string SentenceOf(const Note& note) {
  const Finding& finding = note.finding;
  const bool named = finding.subject.empty() || finding.subject == note.payer_account_id ||
                     HasWord(finding.message, finding.subject);
  return named ? finding.message : finding.subject + ": " + finding.message;
}

int64_t CountOf(const std::vector<Note>& notes, Severity severity) {
  return std::count_if(notes.begin(), notes.end(), [severity](const Note& note) {
    return note.finding.severity == Name(severity);
  });
}

}  // namespace billwright::monitor
