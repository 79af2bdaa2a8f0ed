#include "quality/rules.h"

#include <algorithm>
#include <array>

#include "quality/say.h"
#include "quality/series_rules.h"

namespace billwright::quality {

namespace {

/// The rule for a row of the delivery, or of an arrival, which says its provider itself.
void Concern(const std::string& id, const RuleRow& row, std::span<const PayerMonth> payers,
             RuleInForce& rule) {
  const auto payer = std::ranges::find_if(
      payers, [&](const PayerMonth& month) { return month.current.delivery.delivery_id == id; });
  if (payer != payers.end()) {
    rule.currency = payer->current.delivery.currency;
    rule.provider = ProviderTitle(payer->current.delivery.provider);
  } else if (row.Has("provider")) {
    rule.provider = ProviderTitle(row.Text("provider"));
  }
}

/// A rule that looks at one row at a time.
template <Say kSay>
std::vector<Piece> EachRow(const Frame& rows, std::string_view key, const RuleInForce& rule,
                           std::span<const PayerMonth> payers) {
  std::vector<Piece> pieces;
  RuleInForce here = rule;
  for (size_t at = 0; at < rows.row_count(); ++at) {
    const RuleRow row(rows, at);
    Concern(row.Text(key), row, payers, here);
    std::optional<Told> told = kSay(row, here);
    if (!told) continue;
    if (row.Has("currency")) told->currency = row.Text("currency");
    if (row.Has("period_start")) told->period = BillingPeriod::Containing(row.Time("period_start"));
    pieces.push_back({row.Text(key), std::move(*told)});
  }
  return pieces;
}

constexpr std::array kMonthRules = {
    RuleWords{"delivery.no_tables", EachRow<say::NoTables>},
    RuleWords{"delivery.shrunk", EachRow<say::Shrunk>},
    RuleWords{"delivery.rows_changed", EachRow<say::RowsChanged>},
    RuleWords{"delivery.cost_changed", EachRow<say::CostChanged>},
    RuleWords{"delivery.behind", EachRow<say::Behind>},
    RuleWords{"period.unfinished", EachRow<say::Unfinished>},
    RuleWords{"invoice.incomplete", EachRow<say::InvoiceIncomplete>},
    RuleWords{"invoice.vanished", EachRow<say::InvoiceVanished>},
    RuleWords{"invoice.restated", EachRow<say::InvoiceRestated>},
    RuleWords{"usage.outside_period", EachRow<say::OutsidePeriod>},
    RuleWords{"usage.in_future", EachRow<say::InFuture>},
    RuleWords{"usage.negative", EachRow<say::Negative>},
    RuleWords{"usage.odd_day", EachRow<say::OddDay>},
    RuleWords{"usage.hole", SayHoles},
    RuleWords{"usage.silent", SaySilences},
    RuleWords{"service.late", EachRow<say::ServiceLate>},
    RuleWords{"tag.vanished", EachRow<say::TagVanished>},
    RuleWords{"currency.changed", EachRow<say::CurrencyChanged>},
    RuleWords{"account.vanished", EachRow<say::AccountVanished>},
    RuleWords{"service.vanished", EachRow<say::ServiceVanished>},
    RuleWords{"support.missing", EachRow<say::SupportMissing>},
    RuleWords{"discount.vanished", EachRow<say::DiscountVanished>},
    RuleWords{"fee.vanished", EachRow<say::FeeVanished>},
    RuleWords{"cost.anomaly", SayAnomalies},
    RuleWords{"cost.jump", EachRow<say::CostJump>},
    RuleWords{"account.new", EachRow<say::AccountNew>},
    RuleWords{"service.new", EachRow<say::ServiceNew>},
    RuleWords{"commitment.purchased", EachRow<say::Purchased>},
    RuleWords{"refund.received", EachRow<say::Refunded>},
};

constexpr std::array kArrivalRules = {
    RuleWords{"source.poll_failed", EachRow<say::PollFailed>},
    RuleWords{"delivery.missing", EachRow<say::DeliveryMissing>},
    RuleWords{"delivery.stale", EachRow<say::Stale>},
    RuleWords{"period.missing", EachRow<say::PeriodMissing>},
};

}  // namespace

std::span<const RuleWords> MonthRules() { return kMonthRules; }
std::span<const RuleWords> ArrivalRules() { return kArrivalRules; }

}  // namespace billwright::quality
