#include "monitor/change.h"

#include <fmt/core.h>

#include "monitor/words.h"

namespace billwright::monitor {

namespace {

/// The newest day with metered usage, since fees may be dated anywhere.
std::optional<UtcTime> NewestDay(const std::vector<DayTotal>& days) {
  for (auto day = days.rbegin(); day != days.rend(); ++day)
    if (day->hours != 0) return day->day;
  return std::nullopt;
}

}  // namespace

std::string Change::ToString() const {
  std::string text;
  if (days != 0)
    text = fmt::format("{}{} {}, ", days > 0 ? "+" : "", days,
                       days == 1 || days == -1 ? "day" : "days");
  return text + fmt::format("{} {}, {}", Signed(rows), rows == 1 || rows == -1 ? "row" : "rows",
                            Signed(cost));
}

std::optional<Change> ChangeOf(const PayerMonth& payer, const Morning& morning) {
  const Version* now = payer.InUse();
  const Version* before = payer.BeforeInUse();
  if (before == nullptr) return std::nullopt;
  Change change;
  change.rows = now->rows - before->rows;
  change.cost = now->unblended_cost - before->unblended_cost;
  const std::optional<UtcTime> newest = NewestDay(payer.days);
  const std::optional<UtcTime> newest_before = NewestDay(payer.days_before);
  if (newest && newest_before)
    change.days = (newest->seconds - newest_before->seconds) / UtcTime::kSecondsPerDay;
  const auto found = ObservationsOf(morning, payer.period, payer.payer_account_id);
  if (!found.empty() && found.front()->finding.severity != Name(Severity::kInfo))
    change.why = found.front()->finding.code;  // they are ranked
  change.as_expected = change.why.empty() && now->quarantined_rows == 0 &&
                       morning.assessed.bills.contains({payer.payer_account_id, payer.period});
  return change;
}

}  // namespace billwright::monitor
