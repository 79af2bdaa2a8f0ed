#include "monitor/change.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "monitor/words.h"

namespace billwright::monitor {

namespace {

constexpr size_t kDaysForAMedian = 3;

/// The newest day with metered usage, since fees may be dated anywhere.
std::optional<UtcTime> NewestDay(const std::vector<DayTotal>& days) {
  for (auto day = days.rbegin(); day != days.rend(); ++day)
    if (day->hours != 0) return day->day;
  return std::nullopt;
}

int64_t MedianRows(const std::vector<DayTotal>& days, UtcTime before) {
  std::vector<int64_t> rows;
  for (const DayTotal& day : days)
    if (day.day < before && day.hours != 0) rows.push_back(day.rows);
  if (rows.size() < kDaysForAMedian) return 0;
  std::nth_element(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2),
                   rows.end());
  return rows[rows.size() / 2];
}

/// What is odd in the days of two versions; empty if nothing is.
class Comparison {
 public:
  explicit Comparison(const PayerMonth& payer)
      : now_(payer.days),
        before_(payer.days_before),
        newest_now_(*NewestDay(now_)),
        newest_before_(*NewestDay(before_)) {}

  int64_t days_added() const {
    return (newest_now_.seconds - newest_before_.seconds) / UtcTime::kSecondsPerDay;
  }

  std::string Oddity() const {
    std::string odd = GoneDay();
    if (odd.empty()) odd = Restated();
    return odd.empty() ? NewDay() : odd;
  }

 private:
  std::string GoneDay() const {
    for (const DayTotal& day : before_) {
      const bool still_there = std::any_of(
          now_.begin(), now_.end(), [&](const DayTotal& other) { return other.day == day.day; });
      if (!still_there) return fmt::format("{} is gone", DayName(day.day));
    }
    return {};
  }

  std::string Restated() const {
    std::map<UtcTime, Decimal> costs;
    for (const DayTotal& day : now_) costs[day.day] = day.unblended_cost;
    Decimal was;
    Decimal moved;
    for (const DayTotal& day : before_) {
      if (!(day.day < newest_before_)) continue;
      was += day.unblended_cost.Abs();
      moved += costs[day.day] - day.unblended_cost;
    }
    const Decimal hundredfold =
        Multiply(moved.Abs(), Decimal::FromInteger(100), RoundingMode::kHalfEven);
    if (!(was < hundredfold)) return {};
    return fmt::format("days before {} restated by {}", DayName(newest_before_), Signed(moved));
  }

  /// Days that became whole since the version before.
  std::string NewDay() const {
    const int64_t usual = MedianRows(before_, newest_before_);
    if (usual == 0) return {};
    for (const DayTotal& day : now_) {
      if (day.day < newest_before_ || !(day.day < newest_now_)) continue;
      if (day.rows + day.rows < usual || usual + usual < day.rows)
        return fmt::format("{} has {} rows, usual are {}", DayName(day.day), Number(day.rows),
                           Number(usual));
    }
    return {};
  }

  const std::vector<DayTotal>& now_;
  const std::vector<DayTotal>& before_;
  UtcTime newest_now_;
  UtcTime newest_before_;
};

}  // namespace

std::string Change::ToString() const {
  std::string text;
  if (days != 0)
    text = fmt::format("{}{} {}, ", days > 0 ? "+" : "", days,
                       days == 1 || days == -1 ? "day" : "days");
  return text + fmt::format("{} {}, {}", Signed(rows), rows == 1 || rows == -1 ? "row" : "rows",
                            Signed(cost));
}

std::optional<Change> ChangeOf(const PayerMonth& payer) {
  const Version* now = payer.InUse();
  const Version* before = payer.BeforeInUse();
  if (before == nullptr) return std::nullopt;
  Change change;
  change.rows = now->rows - before->rows;
  change.cost = now->unblended_cost - before->unblended_cost;
  if (NewestDay(payer.days) && NewestDay(payer.days_before)) {
    const Comparison comparison(payer);
    change.days = comparison.days_added();
    change.why = comparison.Oddity();
  }
  if (change.rows < 0) change.why = "fewer rows than before";
  change.as_expected = change.why.empty();
  return change;
}

}  // namespace billwright::monitor
