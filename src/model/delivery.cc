#include "model/delivery.h"

namespace billwright {

template <>
const Table<ControlTotal>& TableOf<ControlTotal>() {
  static const Table<ControlTotal> table{
      "control_total",
      1,
      "What was counted when a delivery was taken in.",
      {
          {"file", &ControlTotal::file, true, "as delivered"},
          {"line_item_type", &ControlTotal::line_item_type, true, "lineItem/LineItemType"},
          {"invoice_id", &ControlTotal::invoice_id, true, "bill/InvoiceId"},
          {"currency", &ControlTotal::currency, true, "lineItem/CurrencyCode"},
          {"rows", &ControlTotal::rows, false, "accepted and quarantined"},
          {"quarantined_rows", &ControlTotal::quarantined_rows, false, "of which rejected"},
          {"unblended_cost", &ControlTotal::unblended_cost, false, "of accepted rows"},
          {"quarantined_cost", &ControlTotal::quarantined_cost, false, "of quarantined rows"},
      }};
  return table;
}

template <>
const Table<ServiceName>& TableOf<ServiceName>() {
  static const Table<ServiceName> table{
      "service_name",
      1,
      "Names of services for people.",
      {
          {"service", &ServiceName::service, true, "lineItem/ProductCode"},
          {"name", &ServiceName::name, false, "product/ProductName"},
      }};
  return table;
}

}  // namespace billwright
