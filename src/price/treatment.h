#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/billing_period.h"
#include "model/line_item.h"
#include "model/policy.h"

// What happens with line items that are not usage: tax, credits, refunds, support, fees,
// marketplace, discounts of AWS's programmes.

namespace billwright::price {

struct TreatmentChoice {
  Treatment treatment = Treatment::kRetain;
  bool written = false;  ///< false: the built-in default
  friend bool operator==(const TreatmentChoice&, const TreatmentChoice&) = default;
};

/// What holds where the books say nothing. Passed on: refunds, support, fees, marketplace and
/// bundled discounts, which follow from the customer's own usage. Dropped: tax and the discounts of
/// AWS's programmes (enterprise, private rate, reservation volume, solution provider), which are
/// between AWS and the reseller. Retained: credits, and types that we do not know.
Treatment DefaultTreatment(LineItemKind kind);

/// The last written treatment that is for the kind, the customer and the period; else the default.
TreatmentChoice TreatmentOf(LineItemKind kind, std::string_view customer_id, BillingPeriod period,
                            std::span<const TreatmentRule> rules);

/// "treatment:tax:drop": the rule_id of a charge that a treatment made.
std::string TreatmentRuleId(LineItemKind kind, Treatment treatment);

}  // namespace billwright::price
