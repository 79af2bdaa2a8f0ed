#include <fmt/core.h>

#include <algorithm>

#include "model/billing_period.h"
#include "quality/compare.h"
#include "quality/say.h"
#include "quality/words.h"

namespace billwright::quality::say {

namespace {

int64_t DaysBetween(UtcTime from, UtcTime to) {
  return (to.seconds - from.seconds) / UtcTime::kSecondsPerDay;
}

std::string DaysAt(int64_t days, std::string_view which) {
  return fmt::format("the {} {}", which, days == 1 ? "day" : fmt::format("{} days", days));
}

}  // namespace

std::optional<Told> Unfinished(const RuleRow& row, const RuleInForce& rule) {
  const UtcTime start = row.Time("period_start");
  const UtcTime end = row.Time("period_end");
  const UtcTime newest = row.Time("newest_day");
  const bool none = newest == UtcTime::Beginning();
  const int64_t at_end = none ? 0 : DaysBetween(newest, end) - 1;
  const int64_t at_start = DaysBetween(start, none ? end : row.Time("first_day"));
  const Decimal amount = (at_end > 0 ? row.Money("cost_before_end") : Decimal()) +
                         (at_start > 0 ? row.Money("cost_before_start") : Decimal());
  std::string missing = none ? "it has no usage"
                             : fmt::format("its usage is {}", Days(row.Time("first_day"), newest));
  std::string days;
  if (none) {
    days = "all its days";
  } else {
    if (at_start > 0) days = DaysAt(at_start, "first");
    if (at_end > 0) days += (days.empty() ? "" : " and ") + DaysAt(at_end, "last");
  }
  return Told{
      row.Text("subject"),
      fmt::format("{} is over, and {}: {} {} missing. As many days cost {} before. Have {} deliver "
                  "the month again. If there was no usage, \"period.unfinished\" under [quality] "
                  "says so.",
                  BillingPeriod::Containing(start).ToLongString(), missing, days,
                  at_start + at_end == 1 ? "is" : "are", Amount(row.Text("currency"), amount),
                  rule.provider),
      amount,
      {}};
}

std::optional<Told> OutsidePeriod(const RuleRow& row, const RuleInForce& rule) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("{} of usage of this account, worth {}, dated {}, {} billed in {}. Usage belongs "
                  "to the month that it is in: ask {}, and look at the rows before the month is "
                  "closed.",
                  Rows(row.Count("metered")), Amount(row.Text("currency"), amount),
                  Days(row.Time("first_day"), row.Time("last_day")),
                  row.Count("metered") == 1 ? "is" : "are",
                  BillingPeriod::Containing(row.Time("period_start")).ToLongString(),
                  rule.provider),
      amount,
      {}};
}

std::optional<Told> InFuture(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("{} of usage of this account, worth {}, dated {}: after {}, when the "
                  "delivery was written. Take the next delivery in, and look at them again.",
                  Rows(row.Count("metered")), Amount(row.Text("currency"), amount),
                  Days(row.Time("first_day"), row.Time("last_day")), Hour(row.Time("written_at"))),
      amount,
      {}};
}

std::optional<Told> Negative(const RuleRow& row, const RuleInForce& rule) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("usage_account_id") + " " + row.Text("service"),
      fmt::format("{} of usage {} a negative amount or cost: {} in all, the first on {}. Money is "
                  "given back in credits and refunds, not in usage: ask {} what they are.",
                  Rows(row.Count("negative_rows")),
                  row.Count("negative_rows") == 1 ? "has" : "have",
                  Amount(row.Text("currency"), amount), Day(row.Time("first_day")), rule.provider),
      amount,
      {}};
}

std::optional<Told> OddDay(const RuleRow& row, const RuleInForce& rule) {
  const int64_t now = row.Count("metered");
  const int64_t usual = row.Count("usual");
  if (!DiffersByMoreThan(Decimal::FromInteger(std::max(now, usual)),
                         Decimal::FromInteger(std::min(now, usual)), rule.threshold))
    return std::nullopt;
  const std::string day = Day(row.Time("day"));
  return Told{day,
              fmt::format("{} has {} of usage; the median day of this delivery has {}: {}. Take "
                          "the next delivery in, and look at the day again.",
                          day, Rows(now), Number(usual),
                          now < usual ? "rows may be missing" : "rows may be there twice"),
              row.Money("amount"),
              {}};
}

std::optional<Told> ServiceLate(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("It has no usage since {}, while other services go on to {}. It cost {} on "
                  "its last day. If nobody stopped it, it comes with a later delivery: "
                  "provisional figures lack it until then.",
                  Day(row.Time("newest_day")), Day(row.Time("payer_newest_day")),
                  Amount(row.Text("currency"), amount)),
      amount,
      {}};
}

}  // namespace billwright::quality::say
