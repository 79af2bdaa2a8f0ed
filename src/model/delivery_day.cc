#include "model/delivery_day.h"

namespace billwright {

namespace {

constexpr bool kKey = true;
constexpr bool kValue = false;

}  // namespace

template <>
const Table<DeliveryDay>& TableOf<DeliveryDay>() {
  static const Table<DeliveryDay> table{
      "delivery_day",
      1,
      "The accepted rows of one account, service and invoice that start on one UTC day, added up.",
      {
          {"payer_account_id", &DeliveryDay::payer_account_id, kKey, "the payer"},
          {"usage_account_id", &DeliveryDay::usage_account_id, kKey, "whose usage"},
          {"service", &DeliveryDay::service, kKey, "product code"},
          {"invoice_id", &DeliveryDay::invoice_id, kKey, "empty until AWS issues it"},
          {"currency", &DeliveryDay::currency, kKey, "of the amounts"},
          {"day", &DeliveryDay::day, kKey, "00:00 UTC of the day in which the rows start"},
          {"rows", &DeliveryDay::rows, kValue, "how many"},
          {"metered", &DeliveryDay::metered, kValue, "of them usage, covered or not"},
          {"hours", &DeliveryDay::hours, kValue, "bit h: a metered row starts in hour h"},
          {"unblended_cost", &DeliveryDay::unblended_cost, kValue, "what AWS bills for them"},
          {"amortised_cost", &DeliveryDay::amortised_cost, kValue, "their cost, spread over terms"},
          {"metered_cost", &DeliveryDay::metered_cost, kValue, "amortised, of the metered rows"},
          {"negative_rows", &DeliveryDay::negative_rows, kValue,
           "metered rows with a negative amount or cost"},
          {"negative_cost", &DeliveryDay::negative_cost, kValue, "unblended, of those"},
      }};
  return table;
}

template <>
const Table<DeliveryFee>& TableOf<DeliveryFee>() {
  static const Table<DeliveryFee> table{
      "delivery_fee",
      1,
      "The accepted rows of one account, service, type and invoice that are not metered.",
      {
          {"payer_account_id", &DeliveryFee::payer_account_id, kKey, "the payer"},
          {"usage_account_id", &DeliveryFee::usage_account_id, kKey, "whose fees"},
          {"service", &DeliveryFee::service, kKey, "product code"},
          {"line_item_type", &DeliveryFee::line_item_type, kKey, "lineItem/LineItemType"},
          {"invoice_id", &DeliveryFee::invoice_id, kKey, "empty until AWS issues it"},
          {"currency", &DeliveryFee::currency, kKey, "of the amounts"},
          {"rows", &DeliveryFee::rows, kValue, "how many"},
          {"unblended_cost", &DeliveryFee::unblended_cost, kValue, "what AWS bills for them"},
          {"upfront_cost", &DeliveryFee::upfront_cost, kValue, "of them paid for commitments"},
          {"first_day", &DeliveryFee::first_day, kValue, "on which one of them starts"},
          {"last_day", &DeliveryFee::last_day, kValue, "likewise"},
      }};
  return table;
}

template <>
const Table<ColumnUse>& TableOf<ColumnUse>() {
  static const Table<ColumnUse> table{
      "column_use",
      1,
      "How much a tag or cost category is used.",
      {
          {"payer_account_id", &ColumnUse::payer_account_id, kKey, "the payer"},
          {"column", &ColumnUse::column, kKey, "as delivered"},
          {"rows", &ColumnUse::rows, kValue, "rows with a value"},
          {"unblended_cost", &ColumnUse::unblended_cost, kValue, "of those rows"},
      }};
  return table;
}

}  // namespace billwright
