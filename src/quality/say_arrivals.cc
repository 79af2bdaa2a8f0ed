#include <fmt/core.h>

#include "model/billing_period.h"
#include "quality/say.h"
#include "quality/words.h"

namespace billwright::quality::say {

namespace {

std::string Month(UtcTime time) { return BillingPeriod::Containing(time).ToLongString(); }

}  // namespace

std::optional<Told> Stale(const RuleRow& row, const RuleInForce& rule) {
  return Told{
      row.Text("subject"),
      fmt::format("The newest delivery of {} was written on {}. {} writes one at least every "
                  "day: look whether the export is still on, and whether `billwright watch` "
                  "runs.",
                  Month(row.Time("period_start")), Hour(row.Time("written_at")), rule.provider),
      std::nullopt,
      {}};
}

std::optional<Told> DeliveryMissing(const RuleRow& row, const RuleInForce&) {
  const std::string source = row.Text("source_id");
  const UtcTime last = row.Time("last_period");
  const std::string seen =
      last == UtcTime::Beginning() ? "ever came" : "came since that for " + Month(last);
  return Told{
      row.Text("subject"),
      fmt::format("There is no delivery for {}{}; none {}. Look whether the export is still "
                  "on.",
                  Month(row.Time("period_start")),
                  source.empty() ? "" : fmt::format(", which source \"{}\" must bring", source),
                  seen),
      std::nullopt,
      {}};
}

std::optional<Told> PeriodMissing(const RuleRow& row, const RuleInForce&) {
  const UtcTime first = row.Time("first_missing");
  const BillingPeriod last = BillingPeriod::Containing(row.Time("next_start")).Previous();
  const bool one = last == BillingPeriod::Containing(first);
  return Told{
      row.Text("subject"),
      fmt::format("There is no delivery for {}{}, and there are some before and after. Take "
                  "{} report in.",
                  Month(first), one ? "" : " to " + last.ToLongString(), one ? "its" : "their"),
      std::nullopt,
      {}};
}

std::optional<Told> PollFailed(const RuleRow& row, const RuleInForce&) {
  if (row.Text("polled_at").empty())
    return Told{row.Text("subject"),
                "Nobody has looked at this source yet: `billwright ingest` does, and `billwright "
                "watch` again and again.",
                std::nullopt,
                {}};
  const std::string succeeded = row.Text("succeeded_at");
  return Told{row.Text("subject"),
              fmt::format("It could not be read at {}: {}{} {}.", row.Text("polled_at"),
                          row.Text("error"), row.Text("error").ends_with('.') ? "" : ".",
                          succeeded.empty() ? std::string("It has never been read")
                                            : "It was last read at " + succeeded),
              std::nullopt,
              {}};
}

}  // namespace billwright::quality::say
