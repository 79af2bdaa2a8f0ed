#include "monitor/morning.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/check.h"
#include "model/quality_rule.h"

namespace billwright::monitor {

namespace {

constexpr int64_t kSettlingDays = 14;  // Data Exports may refresh the month before for two weeks

int SeverityRank(const Observation& observation) {
  if (observation.finding.severity == Name(Severity::kError)) return 0;
  return observation.finding.severity == Name(Severity::kWarning) ? 1 : 2;
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

bool WouldKnow(const Morning& morning, const Observation& observation) {
  const std::string& payer = observation.payer_account_id;
  const PayerMonth* there = nullptr;
  const Month* of = nullptr;
  for (const Month& month : morning.months) {
    if (month.period != observation.period) continue;
    of = &month;
    for (const PayerMonth& other : month.payers)
      if (other.payer_account_id == payer && other.data != DataState::kMissing) there = &other;
  }
  const std::string& code = observation.finding.code;
  const QualityRule* const rule = FindQualityRule(code);
  if (rule != nullptr && rule->of_arrivals)  // asked for the month that runs, or come since
    return morning.assessed.arrivals &&
           (!observation.period || there != nullptr ||
            observation.period == BillingPeriod::Containing(morning.now));
  if (there == nullptr) return of == nullptr || !payer.empty() || of->run != Standing::kLost;
  if (rule == nullptr && code != "delivery.unchecked") return there->data != DataState::kLost;
  return morning.assessed.bills.contains({payer, *observation.period});
}

bool IsAboutMissingData(const Finding& finding) {
  const QualityRule* const rule = FindQualityRule(finding.code);
  return (rule != nullptr && rule->of_arrivals) || finding.code == "period.unfinished" ||
         finding.code == "delivery.lost" || finding.code == "delivery.refused" ||
         finding.code.starts_with("manifest.");
}

void Rank(Observations& observations) {
  std::stable_sort(
      observations.begin(), observations.end(), [](const Observation& a, const Observation& b) {
        if (SeverityRank(a) != SeverityRank(b)) return SeverityRank(a) < SeverityRank(b);
        if (IsAboutMissingData(a.finding) != IsAboutMissingData(b.finding))
          return IsAboutMissingData(a.finding);
        if (a.finding.amount.Abs() != b.finding.amount.Abs())
          return b.finding.amount.Abs() < a.finding.amount.Abs();
        if (a.period != b.period) return b.period < a.period;
        return std::tie(a.payer_account_id, a.finding.code, a.finding.subject, a.finding.where) <
               std::tie(b.payer_account_id, b.finding.code, b.finding.subject, b.finding.where);
      });
}

std::vector<const Observation*> ObservationsOf(const Morning& morning, const BillingPeriod& period,
                                               std::string_view payer_account_id) {
  std::vector<const Observation*> observations;
  for (const Observation& observation : morning.observations)
    if (observation.period == period && observation.payer_account_id == payer_account_id)
      observations.push_back(&observation);
  return observations;
}

std::string SentenceOf(const Observation& observation) {
  const Finding& finding = observation.finding;
  const bool named = finding.subject.empty() || finding.subject == observation.payer_account_id ||
                     HasWord(finding.message, finding.subject);
  return named ? finding.message : finding.subject + ": " + finding.message;
}

int64_t CountOf(const Observations& observations, Severity severity) {
  return std::count_if(observations.begin(), observations.end(),
                       [severity](const Observation& observation) {
                         return observation.finding.severity == Name(severity);
                       });
}

}  // namespace billwright::monitor
