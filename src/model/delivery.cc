#include "model/delivery.h"

#include <algorithm>
#include <array>
#include <utility>

namespace billwright {

bool IsInUse(const Delivery& delivery) {
  return delivery.withdrawn_at.empty() && delivery.pruned_at.empty();
}

bool CameTooLate(const Delivery& delivery) {
  return !delivery.withdrawn_at.empty() && delivery.withdrawn_at == delivery.delivered_at;
}

std::string ProviderTitle(std::string_view provider) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTitles{
      {{"aws", "AWS"},
       {"microsoft", "Microsoft"},
       {"google", "Google Cloud"},
       {"oracle", "Oracle"},
       {"unnamed", "the provider"}}};
  const auto* const found =
      std::ranges::find(kTitles, provider, &decltype(kTitles)::value_type::first);
  return std::string(found == kTitles.end() ? provider : found->second);
}

template <>
const Table<ControlTotal>& TableOf<ControlTotal>() {
  static const Table<ControlTotal> table{
      "control_total",
      1,
      "What was counted when a delivery was taken in.",
      {
          {"payer_account_id", &ControlTotal::payer_account_id, true, "bill/PayerAccountId"},
          {"file", &ControlTotal::file, true, "as delivered"},
          {"line_item_type", &ControlTotal::line_item_type, true, "lineItem/LineItemType"},
          {"invoice_id", &ControlTotal::invoice_id, true, "bill/InvoiceId"},
          {"currency", &ControlTotal::currency, true, "lineItem/CurrencyCode"},
          {"rows", &ControlTotal::rows, false, "accepted and quarantined"},
          {"quarantined_rows", &ControlTotal::quarantined_rows, false, "of which rejected"},
          {"unblended_cost", &ControlTotal::unblended_cost, false, "of accepted rows"},
          {"quarantined_cost", &ControlTotal::quarantined_cost, false, "of quarantined rows"},
          {"amortised_cost", &ControlTotal::amortised_cost, false, "of accepted rows"},
          {"public_on_demand_cost", &ControlTotal::public_on_demand_cost, false,
           "of accepted rows; rows without one add nothing"},
          {"on_demand_value", &ControlTotal::on_demand_value, false,
           "of accepted rows: O of covered usage"},
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
