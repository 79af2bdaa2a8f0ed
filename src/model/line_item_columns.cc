#include "model/line_item_columns.h"

#include <array>

namespace billwright {

namespace {

using enum LineItemColumnType;
using enum Presence;

constexpr std::array kColumns = {
    LineItemColumn{"payer_account_id", kText, kRequired, "bill_payer_account_id", "", "",
                   "whose bill the row is on"},
    LineItemColumn{"invoice_id", kText, kOptional, "bill_invoice_id", "", "",
                   "empty until AWS issues the invoice"},
    LineItemColumn{"bill_type", kText, kOptional, "bill_bill_type", "", "",
                   "Anniversary, Purchase, Refund"},
    LineItemColumn{"billing_entity", kText, kOptional, "bill_billing_entity", "", "",
                   "AWS, AWS Marketplace, AISPL"},
    LineItemColumn{"billing_period_start", kTime, kRequired, "bill_billing_period_start_date", "",
                   "", "which month's bill; never the usage date"},
    LineItemColumn{"usage_account_id", kText, kRequired, "line_item_usage_account_id", "", "",
                   "12 digits, as text"},
    LineItemColumn{"line_item_type", kText, kRequired, "line_item_line_item_type", "", "",
                   "Usage, DiscountedUsage, …"},
    LineItemColumn{"usage_start", kTime, kRequired, "line_item_usage_start_date", "", "",
                   "start of the hour, day or month"},
    LineItemColumn{"usage_end", kTime, kOptional, "line_item_usage_end_date", "", "", "exclusive"},
    LineItemColumn{"service", kText, kRequired, "line_item_product_code", "", "", "product code"},
    LineItemColumn{"usage_type", kText, kRequired, "line_item_usage_type", "", "",
                   "BoxUsage:m5.large"},
    LineItemColumn{"operation", kText, kRequired, "line_item_operation", "", "", "RunInstances"},
    LineItemColumn{"resource_id", kText, kOptional, "line_item_resource_id", "", "",
                   "only if the export includes resources"},
    LineItemColumn{"usage_amount", kQuantity, kRequired, "line_item_usage_amount", "", "",
                   "in pricing_unit"},
    LineItemColumn{"currency", kText, kRequired, "line_item_currency_code", "", "", "ISO 4217"},
    LineItemColumn{"unblended_cost", kMoney, kRequired, "line_item_unblended_cost", "", "",
                   "what AWS bills for the row"},
    LineItemColumn{"description", kText, kOptional, "line_item_line_item_description", "", "",
                   "AWS's text"},
    LineItemColumn{"legal_entity", kText, kOptional, "line_item_legal_entity", "", "",
                   "seller of record"},
    LineItemColumn{"product_name", kText, kOptional, "product_product_name", "", "product_name",
                   "the service's name for people"},
    LineItemColumn{"region", kText, kOptional, "product_region", "product_region_code", "region",
                   "empty where AWS gives none"},
    LineItemColumn{"pricing_unit", kText, kOptional, "pricing_unit", "", "", "Hrs, GB-Mo, …"},
    LineItemColumn{"public_on_demand_cost", kMoney, kOptional, "pricing_public_on_demand_cost", "",
                   "", "at AWS's public rate; highest tier of tiered SKUs"},
    LineItemColumn{"reservation_arn", kText, kReservation, "reservation_reservation_a_r_n", "", "",
                   "the reservation"},
    LineItemColumn{"reservation_effective_cost", kMoney, kReservation, "reservation_effective_cost",
                   "", "", "E of DiscountedUsage"},
    LineItemColumn{"reservation_amortized_upfront", kMoney, kReservation,
                   "reservation_amortized_upfront_fee_for_billing_period", "", "", "on RIFee rows"},
    LineItemColumn{"reservation_unused_amortized_upfront", kMoney, kReservation,
                   "reservation_unused_amortized_upfront_fee_for_billing_period", "", "",
                   "on RIFee rows: part of W"},
    LineItemColumn{"reservation_unused_recurring", kMoney, kReservation,
                   "reservation_unused_recurring_fee", "", "", "on RIFee rows: part of W"},
    LineItemColumn{"savings_plan_arn", kText, kSavingsPlan, "savings_plan_savings_plan_a_r_n", "",
                   "", "the Savings Plan"},
    LineItemColumn{"savings_plan_offering", kText, kOptional, "savings_plan_offering_type", "", "",
                   "ComputeSavingsPlans, …"},
    LineItemColumn{"savings_plan_effective_cost", kMoney, kSavingsPlan,
                   "savings_plan_savings_plan_effective_cost", "", "", "E of covered rows"},
    LineItemColumn{"savings_plan_total_commitment", kMoney, kSavingsPlan,
                   "savings_plan_total_commitment_to_date", "", "",
                   "on fee rows: of that hour, upfront part included"},
    LineItemColumn{"savings_plan_used_commitment", kMoney, kSavingsPlan,
                   "savings_plan_used_commitment", "", "", "on fee rows"},
    LineItemColumn{"savings_plan_recurring_commitment", kMoney, kSavingsPlan,
                   "savings_plan_recurring_commitment_for_billing_period", "", "", "on fee rows"},
    LineItemColumn{"savings_plan_amortized_upfront", kMoney, kSavingsPlan,
                   "savings_plan_amortized_upfront_commitment_for_billing_period", "", "",
                   "on fee rows"},
};

}  // namespace

std::span<const LineItemColumn> LineItemColumns() { return kColumns; }

std::string FoldColumnName(std::string_view name) {
  std::string folded;
  folded.reserve(name.size());
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z')
      folded += static_cast<char>(c - 'A' + 'a');
    else if (c != '_' && c != '/' && c != ':' && c != ' ' && c != '-' && c != '.')
      folded += c;
  }
  return folded;
}

}  // namespace billwright
