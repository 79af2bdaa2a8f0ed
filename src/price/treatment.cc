#include "price/treatment.h"

#include <algorithm>

namespace billwright::price {

namespace {

bool IsFor(const TreatmentRule& rule, LineItemKind kind, std::string_view customer_id,
           BillingPeriod period) {
  return rule.kind == kind && rule.from <= period && period < rule.to &&
         (rule.customers.empty() || std::find(rule.customers.begin(), rule.customers.end(),
                                              customer_id) != rule.customers.end());
}

}  // namespace

Treatment DefaultTreatment(LineItemKind kind) {
  switch (kind) {
    case LineItemKind::kRefund:
    case LineItemKind::kSupport:
    case LineItemKind::kFee:
    case LineItemKind::kMarketplace:
    case LineItemKind::kBundledDiscount:
      return Treatment::kPass;
    case LineItemKind::kTax:
    case LineItemKind::kEnterpriseDiscount:
    case LineItemKind::kPrivateRateDiscount:
    case LineItemKind::kReservationVolumeDiscount:
    case LineItemKind::kSolutionProviderDiscount:
      return Treatment::kDrop;
    default:
      return Treatment::kRetain;
  }
}

TreatmentChoice TreatmentOf(LineItemKind kind, std::string_view customer_id, BillingPeriod period,
                            std::span<const TreatmentRule> rules) {
  TreatmentChoice choice{DefaultTreatment(kind), false};
  for (const TreatmentRule& rule : rules)
    if (IsFor(rule, kind, customer_id, period)) choice = {rule.treatment, true};
  return choice;
}

std::string TreatmentRuleId(LineItemKind kind, Treatment treatment) {
  std::string id = "treatment:";
  id.append(Name(kind)).append(":").append(Name(treatment));
  return id;
}

}  // namespace billwright::price
