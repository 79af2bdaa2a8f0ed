#include "model/billing_period.h"

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <ostream>

#include "base/check.h"

namespace billwright {

namespace {

/// Months since year 0: periods as numbers.
BillingPeriod FromMonthNumber(int number) { return {number / 12, number % 12 + 1}; }
int MonthNumber(BillingPeriod period) { return period.year * 12 + period.month - 1; }

bool AreDigits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Result<BillingPeriod> BillingPeriod::Parse(std::string_view text) {
  if (text.size() == 7 && text[4] == '-' && AreDigits(text.substr(0, 4)) &&
      AreDigits(text.substr(5))) {
    BillingPeriod period;
    for (const char digit : text.substr(0, 4)) period.year = period.year * 10 + (digit - '0');
    for (const char digit : text.substr(5)) period.month = period.month * 10 + (digit - '0');
    if (period.year >= 1 && period.month >= 1 && period.month <= 12) return period;
  }
  return Fail(
      ErrorCode::kInvalidInput,
      fmt::format("\"{}\" is not a billing period; expected a month such as 2018-10", text));
}

BillingPeriod BillingPeriod::Containing(UtcTime time) {
  const std::chrono::sys_seconds instant{std::chrono::seconds(time.seconds)};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(instant)};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
}

UtcTime BillingPeriod::start() const { return UtcTime::FromDate(year, month, 1); }
UtcTime BillingPeriod::end() const { return Next().start(); }
BillingPeriod BillingPeriod::Previous() const { return FromMonthNumber(MonthNumber(*this) - 1); }
BillingPeriod BillingPeriod::Next() const { return FromMonthNumber(MonthNumber(*this) + 1); }

std::string BillingPeriod::ToString() const { return fmt::format("{:04}-{:02}", year, month); }

std::string BillingPeriod::ToLongString() const {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  CHECK(month >= 1 && month <= 12, ToString());
  return fmt::format("{} {}", kMonths[static_cast<size_t>(month - 1)], year);
}

std::ostream& operator<<(std::ostream& out, BillingPeriod period) {
  return out << period.ToString();
}

}  // namespace billwright
