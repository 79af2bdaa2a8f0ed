#include <fmt/core.h>

#include "quality/compare.h"
#include "quality/say.h"
#include "quality/words.h"

namespace billwright::quality::say {

namespace {

std::string AccountOrAccounts(const RuleRow& row) {
  const int64_t accounts = row.Count("accounts");
  return accounts == 1 ? "account " + row.Text("account")
                       : Counted(accounts, "account", "accounts");
}

}  // namespace

std::optional<Told> Purchased(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  const std::string_view what =
      row.Text("line_item_type") == "SavingsPlanUpfrontFee" ? "Savings Plans" : "reservations";
  return Told{
      row.Text("usage_account_id") + " " + row.Text("service"),
      fmt::format(
          "{} was paid upfront for {}, first on {}. It is on this month's bill; as a cost it is "
          "spread over the term. Nothing to do, if it was meant.",
          Amount(row.Text("currency"), amount), what, Day(row.Time("first_day"))),
      amount,
      {}};
}

std::optional<Told> Refunded(const RuleRow& row, const RuleInForce& rule) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("usage_account_id") + " " + row.Text("service"),
      fmt::format(
          "{} refunded {} in {}, the first on {}. Who gets it is written in the treatments of "
          "books/policies.toml.",
          rule.provider, Amount(row.Text("currency"), amount), Rows(row.Count("row_count")),
          Day(row.Time("first_day"))),
      amount,
      {}};
}

std::optional<Told> SupportMissing(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("The month before had a support fee of {}; this month, which is over, has "
                  "none. It comes about a week after the month: take the next delivery in, or "
                  "check whether the plan ended.",
                  Amount(row.Text("currency"), amount)),
      amount,
      {}};
}

std::optional<Told> DiscountVanished(const RuleRow& row, const RuleInForce& rule) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format(
          "The month before had {} of this type, {} in all; this month has none. Check whether the "
          "agreement with {} ended; if not, rows are missing.",
          Rows(row.Count("row_count")), Amount(row.Text("currency"), amount), rule.provider),
      amount,
      {}};
}

std::optional<Told> FeeVanished(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format(
          "The month before had {} of this type, {} in all; this month has none. Nothing to do, if "
          "that is known.",
          Rows(row.Count("row_count")), Amount(row.Text("currency"), amount)),
      amount,
      {}};
}

std::optional<Told> CurrencyChanged(const RuleRow& row, const RuleInForce& rule) {
  return Told{row.Text("subject"),
              fmt::format("{0} bills in {1} now; in the month before it was {2}. Have {0} bill the "
                          "payer in one currency.",
                          rule.provider, row.Text("currency"), row.Text("currency_before")),
              row.Money("amount"),
              {}};
}

std::optional<Told> AccountNew(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format("This account is on the bill for the first time, since {}: {} so far. Check that "
                  "books/accounts.csv names it.",
                  Day(row.Time("first_day")), Amount(row.Text("currency"), amount)),
      amount,
      {}};
}

std::optional<Told> AccountVanished(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{
      row.Text("subject"),
      fmt::format(
          "This account was metered on each of the seven days to {}, worth {}, and is not on this "
          "bill. Was it closed, or moved to another payer? If not, rows are missing.",
          Day(row.Time("last_day")), Amount(row.Text("currency"), amount)),
      amount,
      {}};
}

std::optional<Told> ServiceNew(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{row.Text("subject"),
              fmt::format("This service is used for the first time, since {}, by {}: {} so far. "
                          "Check that the price "
                          "books have a rule for it.",
                          Day(row.Time("first_day")), AccountOrAccounts(row),
                          Amount(row.Text("currency"), amount)),
              amount,
              {}};
}

std::optional<Told> ServiceVanished(const RuleRow& row, const RuleInForce&) {
  const Decimal amount = row.Money("amount");
  return Told{row.Text("subject"),
              fmt::format("This service was metered on each of the seven days to {}, for {}, worth "
                          "{}, and is not on "
                          "this bill. If it is still in use, rows are missing.",
                          Day(row.Time("last_day")), AccountOrAccounts(row),
                          Amount(row.Text("currency"), amount)),
              amount,
              {}};
}

std::optional<Told> CostJump(const RuleRow& row, const RuleInForce& rule) {
  const Decimal before = row.Money("cost_before");
  const Decimal now = row.Money("cost_now");
  if (!DiffersByMoreThan(before, now, rule.threshold)) return std::nullopt;
  return Told{row.Text("subject"),
              fmt::format("The month costs {}, amortised; the month before cost {}: {}.",
                          Amount(rule.currency, now), Amount(rule.currency, before),
                          MoreOrLess(before, now, rule.currency)),
              now - before,
              {}};
}

}  // namespace billwright::quality::say
