#pragma once

#include "quality/rule_row.h"

// What the rules say in words of the rows that their statements give, by what they look at.

namespace billwright::quality::say {

// Usage.
std::optional<Told> Unfinished(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> OutsidePeriod(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> InFuture(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> OddDay(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> Negative(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> ServiceLate(const RuleRow& row, const RuleInForce& rule);

// A delivery against the version before.
std::optional<Told> Behind(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> Shrunk(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> CostChanged(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> RowsChanged(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> NoTables(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> TagVanished(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> InvoiceIncomplete(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> InvoiceVanished(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> InvoiceRestated(const RuleRow& row, const RuleInForce& rule);

// A month against the months before.
std::optional<Told> Purchased(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> Refunded(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> SupportMissing(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> DiscountVanished(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> FeeVanished(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> CurrencyChanged(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> AccountNew(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> AccountVanished(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> ServiceNew(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> ServiceVanished(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> CostJump(const RuleRow& row, const RuleInForce& rule);

// What should have come.
std::optional<Told> Stale(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> DeliveryMissing(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> PeriodMissing(const RuleRow& row, const RuleInForce& rule);
std::optional<Told> PollFailed(const RuleRow& row, const RuleInForce& rule);

}  // namespace billwright::quality::say
