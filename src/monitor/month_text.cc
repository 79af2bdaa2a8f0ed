#include "monitor/month_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "monitor/attention.h"
#include "monitor/words.h"

namespace billwright::monitor {

namespace {

int64_t InNeed(const Month& month, const Morning& morning) {
  return std::ranges::count_if(month.payers, [&](const PayerMonth& payer) {
    return AttentionTo(payer, month, morning).needed;
  });
}

bool IsAssessed(const Month& month, const Morning& morning) {
  return std::ranges::all_of(month.payers, [&](const PayerMonth& payer) {
    return payer.data != DataState::kThere ||
           morning.assessed.bills.contains({payer.payer_account_id, month.period});
  });
}

}  // namespace

bool IsShownInFull(const Month& month, const Morning& morning) {
  return month.period == morning.months.front().period ||
         AgeOf(month.period, morning.now) != Age::kEnded || InNeed(month, morning) > 0;
}

std::string AgeText(const Month& month, UtcTime now) {
  switch (AgeOf(month.period, now)) {
    case Age::kOpen:
      return fmt::format(
          "open, day {} of {}",
          (now.seconds - month.period.start().seconds) / UtcTime::kSecondsPerDay + 1,
          (month.period.end().seconds - month.period.start().seconds) / UtcTime::kSecondsPerDay);
    case Age::kSettling:
      return "over, AWS may still restate it";
    case Age::kEnded:
      return "over";
  }
  return {};
}

MonthText RunText(const Month& month) {
  if (!month.HasData()) return {"nothing was delivered", Mood::kBad};
  switch (month.run) {
    case Standing::kNone:
      return {"never run", Mood::kWarning};
    case Standing::kInForce:
      return {"run in force", Mood::kGood};
    case Standing::kOlderData:
      return {"deliveries are newer than the run", Mood::kWarning};
    case Standing::kOlderBooks:
      return {"books are newer than the run", Mood::kWarning};
    case Standing::kLost:
      return {"the folder of the run is lost", Mood::kBad};
  }
  return {};
}

MonthText WrongText(const Month& month, const Morning& morning) {
  const Attention of_run = AttentionTo(month, morning);
  const int64_t in_need = InNeed(month, morning);
  MonthText wrong;
  if (in_need > 0)
    wrong = {fmt::format("{} {} you", Count(in_need, "payer", "payers"),
                         in_need == 1 ? "needs" : "need"),
             Mood::kBad};
  else if (of_run.needed)
    wrong = {"the run: " + of_run.wrong, Mood::kBad};
  else if (IsAssessed(month, morning))
    wrong = {"nothing wrong", Mood::kGood};
  else
    wrong = {"nothing wrong at ingest", Mood::kInfo};
  const int64_t warnings =
      std::ranges::count_if(morning.observations, [&](const Observation& observation) {
        return observation.period == month.period &&
               observation.finding.severity == Name(Severity::kWarning);
      });
  if (warnings > 0) wrong.text += ", " + Count(warnings, "warning", "warnings");
  if (warnings > 0 && wrong.mood != Mood::kBad) wrong.mood = Mood::kWarning;
  return wrong;
}

MonthTotals TotalsOf(const Month& month) {
  MonthTotals totals;
  totals.payers = static_cast<int64_t>(month.payers.size());
  std::map<std::string, Decimal> costs;
  for (const PayerMonth& payer : month.payers)
    if (const Version* version = payer.InUse()) {
      totals.rows += version->rows;
      costs[payer.currency] += version->unblended_cost;
    }
  for (const auto& [currency, cost] : costs)
    totals.costs +=
        fmt::format("{}{} {}", totals.costs.empty() ? "" : ", ", currency, Amount(cost));
  return totals;
}

}  // namespace billwright::monitor
