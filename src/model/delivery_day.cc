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
      "The accepted rows of one account and service that start on one UTC day, added up.",
      {
          {"payer_account_id", &DeliveryDay::payer_account_id, kKey, "the payer"},
          {"usage_account_id", &DeliveryDay::usage_account_id, kKey, "whose usage"},
          {"service", &DeliveryDay::service, kKey, "product code"},
          {"currency", &DeliveryDay::currency, kKey, "of the amounts"},
          {"day", &DeliveryDay::day, kKey, "00:00 UTC of the day in which the rows start"},
          {"rows", &DeliveryDay::rows, kValue, "how many"},
          {"metered", &DeliveryDay::metered, kValue, "of them usage, covered or not"},
          {"hours", &DeliveryDay::hours, kValue, "bit h: a metered row starts in hour h"},
          {"unblended_cost", &DeliveryDay::unblended_cost, kValue, "what AWS bills for them"},
          {"amortised_cost", &DeliveryDay::amortised_cost, kValue, "their cost, spread over terms"},
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
          {"rows", &ColumnUse::rows, kValue, "accepted rows with a value"},
          {"unblended_cost", &ColumnUse::unblended_cost, kValue, "of those rows"},
      }};
  return table;
}

}  // namespace billwright
