#include "model/line_item_columns.h"

#include <array>

#include "base/ascii.h"

namespace billwright {

namespace {

using enum LineItemColumnType;

constexpr std::array kColumns = {
    LineItemColumn{"payer_account_id", kText, "whose bill the row is on"},
    LineItemColumn{"invoice_id", kText, "empty until AWS issues the invoice"},
    LineItemColumn{"bill_type", kText, "Anniversary, Purchase, Refund"},
    LineItemColumn{"billing_entity", kText, "AWS, AWS Marketplace, AISPL"},
    LineItemColumn{"billing_period_start", kTime, "which month's bill; never the usage date"},
    LineItemColumn{"usage_account_id", kText, "whose usage it is"},
    LineItemColumn{"line_item_type", kText, "Usage, DiscountedUsage, …"},
    LineItemColumn{"usage_start", kTime, "start of the hour, day or month"},
    LineItemColumn{"usage_end", kTime, "exclusive"},
    LineItemColumn{"service", kText, "product code"},
    LineItemColumn{"usage_type", kText, "BoxUsage:m5.large"},
    LineItemColumn{"operation", kText, "RunInstances"},
    LineItemColumn{"resource_id", kText, "only if the export includes resources"},
    LineItemColumn{"usage_amount", kQuantity, "in pricing_unit"},
    LineItemColumn{"currency", kText, "ISO 4217"},
    LineItemColumn{"unblended_cost", kMoney, "what AWS bills for the row"},
    LineItemColumn{"description", kText, "AWS's text"},
    LineItemColumn{"legal_entity", kText, "seller of record"},
    LineItemColumn{"product_name", kText, "the service's name for people"},
    LineItemColumn{"region", kText, "empty where AWS gives none"},
    LineItemColumn{"pricing_unit", kText, "Hrs, GB-Mo, …"},
    LineItemColumn{"public_on_demand_cost", kMoney,
                   "at AWS's public rate; highest tier of tiered SKUs"},
    LineItemColumn{"reservation_arn", kText, "the reservation"},
    LineItemColumn{"reservation_effective_cost", kMoney, "E of DiscountedUsage"},
    LineItemColumn{"reservation_amortized_upfront", kMoney, "on RIFee rows"},
    LineItemColumn{"reservation_unused_amortized_upfront", kMoney, "on RIFee rows: part of W"},
    LineItemColumn{"reservation_unused_recurring", kMoney, "on RIFee rows: part of W"},
    LineItemColumn{"savings_plan_arn", kText, "the Savings Plan"},
    LineItemColumn{"savings_plan_offering", kText, "ComputeSavingsPlans, …"},
    LineItemColumn{"savings_plan_effective_cost", kMoney, "E of covered rows"},
    LineItemColumn{"savings_plan_total_commitment", kMoney,
                   "on fee rows: of that hour, upfront part included"},
    LineItemColumn{"savings_plan_used_commitment", kMoney, "on fee rows"},
    LineItemColumn{"savings_plan_recurring_commitment", kMoney, "on fee rows"},
    LineItemColumn{"savings_plan_amortized_upfront", kMoney, "on fee rows"},
};

}  // namespace

std::span<const LineItemColumn> LineItemColumns() { return kColumns; }

std::string FoldColumnName(std::string_view name) {
  std::string folded;
  folded.reserve(name.size());
  for (const char c : name) {
    if (c != '_' && c != '/' && c != ':' && c != ' ' && c != '-' && c != '.')
      folded += LowerCase(c);
  }
  return folded;
}

}  // namespace billwright
