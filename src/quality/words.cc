#include "quality/words.h"

#include <fmt/core.h>

#include "base/text.h"
#include "model/billing_period.h"

namespace billwright::quality {

namespace {

constexpr int kPlacesShown = 2;
constexpr int kPlacesOfLittle = 6;

}  // namespace

std::string Amount(const std::string& currency, Decimal amount) {
  const Decimal shown = RoundTo(amount, kPlacesShown, RoundingMode::kHalfEven);
  const bool says_nothing = shown.IsZero() && !amount.IsZero();
  const std::string number =
      says_nothing ? RoundTo(amount, kPlacesOfLittle, RoundingMode::kHalfEven).ToString()
                   : shown.ToString(kPlacesShown);
  return fmt::format("{}{}{}", currency, currency.empty() ? "" : " ", number);
}

bool IsLessThanACent(Decimal amount) { return amount.Abs() < *Decimal::TryParse("0.01"); }

std::string Number(int64_t count) { return WithThousands(std::to_string(count)); }

std::string Counted(int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", Number(count), count == 1 ? one : many);
}

std::string Rows(int64_t count) { return Counted(count, "row", "rows"); }

std::string Day(UtcTime time) {
  const BillingPeriod month = BillingPeriod::Containing(time);
  const int64_t day = (time.seconds - month.start().seconds) / UtcTime::kSecondsPerDay + 1;
  return fmt::format("{} {}", day, month.ToLongString());
}

std::string Days(UtcTime first, UtcTime last) {
  return first == last ? Day(first) : fmt::format("from {} to {}", Day(first), Day(last));
}

std::string Hour(UtcTime time) {
  const int64_t hour = time.seconds % UtcTime::kSecondsPerDay / UtcTime::kSecondsPerHour;
  return fmt::format("{} {:02}:00 UTC", Day(time), hour);
}

}  // namespace billwright::quality
