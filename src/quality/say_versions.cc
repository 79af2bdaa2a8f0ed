#include <fmt/core.h>

#include "quality/compare.h"
#include "quality/say.h"
#include "quality/words.h"

namespace billwright::quality::say {

std::optional<Told> Behind(const RuleRow& row, const RuleInForce& rule) {
  return Told{
      row.Text("subject"),
      fmt::format("The delivery was written on {}, and its newest usage is of {}: what came "
                  "since is not in it. Wait for the next one, and ask {} if that is the "
                  "same.",
                  Hour(row.Time("written_at")), Day(row.Time("newest_day")), rule.provider),
      std::nullopt,
      {}};
}

std::optional<Told> Shrunk(const RuleRow& row, const RuleInForce& rule) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("The version before (version {}) had {} of {}; this one has {}. Files may "
                  "be missing. It is the newest and will be used.",
                  row.Count("version_before"), Rows(row.Count("rows_before")),
                  Amount(rule.currency, row.Money("cost_before")), Number(row.Count("rows_now"))),
      amount,
      {}};
}

std::optional<Told> CostChanged(const RuleRow& row, const RuleInForce& rule) {
  const Decimal before = row.Money("cost_before");
  const Decimal now = row.Money("cost_now");
  if (!DiffersByMoreThan(before, now, rule.threshold)) return std::nullopt;
  return Told{
      row.Text("subject"),
      fmt::format("The days up to {} cost {} in the version before, and {} in this one: {}. "
                  "Compare the two with `billwright delta`.",
                  Day(row.Time("last_day")), Amount(row.Text("currency"), before),
                  Amount(row.Text("currency"), now), MoreOrLess(before, now, row.Text("currency"))),
      now - before,
      {}};
}

std::optional<Told> RowsChanged(const RuleRow& row, const RuleInForce& rule) {
  const int64_t before = row.Count("rows_before");
  const int64_t now = row.Count("rows_now");
  if (!DiffersByMoreThan(Decimal::FromInteger(before), Decimal::FromInteger(now), rule.threshold))
    return std::nullopt;
  return Told{
      row.Text("subject"),
      fmt::format("The days up to {} had {} in the version before, and have {} in this one: "
                  "{}. Compare the two with `billwright delta`.",
                  Day(row.Time("last_day")), Rows(before), Rows(now),
                  now > before ? "rows may be there twice" : "rows may be missing"),
      row.Money("amount"),
      {}};
}

std::optional<Told> NoTables(const RuleRow& row, const RuleInForce&) {
  return Told{
      row.Text("subject"),
      "The delivery was taken in by an older Billwright and cannot be compared with others. "
      "`billwright ingest --again` makes what is missing from the kept files.",
      std::nullopt,
      {}};
}

std::optional<Told> TagVanished(const RuleRow& row, const RuleInForce& rule) {
  const int64_t before = row.Count("rows_before");
  const int64_t now = row.Count("rows_now");
  if (!DiffersByMoreThan(Decimal::FromInteger(before), Decimal::FromInteger(now), rule.threshold) ||
      IsLessThanACent(row.Money("amount")))
    return std::nullopt;
  const std::string_view then =
      row.Text("compared_with") == "before" ? "the version before" : "the month before";
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("It had a value on {} of {}, worth {}, and has one on {} of this delivery. "
                  "Was it switched off as a cost allocation tag, or renamed? Accounts that "
                  "are divided by it are not any more.",
                  Rows(before), then, Amount(rule.currency, row.Money("cost_before")),
                  now == 0 ? std::string("none") : Number(now)),
      amount,
      {}};
}

std::optional<Told> InvoiceIncomplete(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  const int64_t open = row.Count("row_count");
  const std::string all = open > 1 && open == row.Count("all_rows") ? "All " : "";
  return Told{
      row.Text("subject"),
      fmt::format("{}{}, worth {}, {} no invoice in a delivery that was written on {}: the "
                  "month is over, and their cost may still change. Take the final report in "
                  "before you close the month.",
                  all, Rows(open), Amount(row.Text("currency"), amount), open == 1 ? "has" : "have",
                  Hour(row.Time("written_at"))),
      amount,
      {}};
}

std::optional<Told> InvoiceVanished(const RuleRow& row, const RuleInForce& rule) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("This invoice had {}, worth {}, in the version before, and is not in this "
                  "one. An invoice that was issued stays: compare with what {} sent.",
                  Rows(row.Count("row_count")), Amount(row.Text("currency"), amount),
                  rule.provider),
      amount,
      {}};
}

std::optional<Told> InvoiceRestated(const RuleRow& row, const RuleInForce& rule) {
  const Decimal before = row.Money("cost_before");
  const Decimal now = row.Money("cost_now");
  const int64_t accounts = row.Count("accounts");
  return Told{
      row.Text("subject"),
      fmt::format("The cost of {} on this invoice, of {}, was {} in the version before and is "
                  "{} now, the first on {}. Invoiced rows are final: compare the "
                  "versions with `billwright delta`, and the invoice with the one of {}.",
                  Counted(row.Count("days"), "service and day", "services and days"),
                  accounts == 1 ? "account " + row.Text("account")
                                : Counted(accounts, "account", "accounts"),
                  Amount(row.Text("currency"), before), Amount(row.Text("currency"), now),
                  Day(row.Time("first_day")), rule.provider),
      row.Money("amount"),
      {}};
}

}  // namespace billwright::quality::say
