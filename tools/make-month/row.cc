#include "row.h"

#include <array>

namespace billwright::make_month {

std::string_view Name(RowType type) {
  static constexpr std::array<std::string_view, kRowTypes> kNames = {"Usage",
                                                                     "DiscountedUsage",
                                                                     "SavingsPlanCoveredUsage",
                                                                     "SavingsPlanNegation",
                                                                     "SavingsPlanRecurringFee",
                                                                     "SavingsPlanUpfrontFee",
                                                                     "RIFee",
                                                                     "Fee",
                                                                     "Tax",
                                                                     "Credit",
                                                                     "Refund",
                                                                     "EdpDiscount",
                                                                     "PrivateRateDiscount",
                                                                     "BundledDiscount",
                                                                     "RiVolumeDiscount",
                                                                     "SppDiscount",
                                                                     "FlatRateSubscription"};
  return kNames[static_cast<size_t>(type)];
}

Amount AmortisedCost(const Row& row) {
  switch (row.type) {
    case RowType::kSavingsPlanCoveredUsage:
    case RowType::kDiscountedUsage:
      return row.effective;
    case RowType::kSavingsPlanNegation:
    case RowType::kSavingsPlanUpfrontFee:
      return 0;
    case RowType::kSavingsPlanRecurringFee:
      return row.total_commitment - row.used_commitment;
    case RowType::kRIFee:
      return row.unused_amortised + row.unused_recurring;
    case RowType::kFee:
      return row.commitment_arn.empty() ? row.unblended : 0;
    case RowType::kRefund:
      return row.description.starts_with(kPurchaseRefund) ? 0 : row.unblended;
    default:
      return row.unblended;
  }
}

Amount OnDemandValue(const Row& row) {
  return row.type == RowType::kDiscountedUsage ? row.public_cost : row.unblended;
}

}  // namespace billwright::make_month
