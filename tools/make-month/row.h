#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "amount.h"
#include "world.h"

namespace billwright::make_month {

enum class RowType {
  kUsage,
  kDiscountedUsage,
  kSavingsPlanCoveredUsage,
  kSavingsPlanNegation,
  kSavingsPlanRecurringFee,
  kSavingsPlanUpfrontFee,
  kRIFee,
  kFee,
  kTax,
  kCredit,
  kRefund,
  kEdpDiscount,
  kPrivateRateDiscount,
  kBundledDiscount,
  kRiVolumeDiscount,
  kSppDiscount,
  kFlatRateSubscription,
};
inline constexpr int kRowTypes = 17;
std::string_view Name(RowType type);

enum class BillType { kAnniversary, kPurchase, kRefund };

/// One line item. Texts live in the world, or as long as the rows of the month's close.
struct Row {
  RowType type = RowType::kUsage;
  BillType bill_type = BillType::kAnniversary;
  int payer = 0;
  int account = 0;
  int invoice = -1;     ///< InvoiceKind of the payer; -1: not issued yet
  int commitment = -1;  ///< index of it; -1: none
  uint64_t id = 0;      ///< identity/LineItemId is made of it
  UtcTime start, end;
  const Product* product = nullptr;
  const Sku* sku = nullptr;      ///< of metered rows
  std::string_view description;  ///< empty: the product's
  std::string_view resource, zone, owner_tag, environment, tax_type, seller;
  std::string_view commitment_arn;
  Amount amount = 0;
  Amount rate = kAbsent;
  Amount unblended = 0;
  Amount public_cost = kAbsent;
  Amount effective = kAbsent;  ///< of covered rows, Savings Plan or reservation
  Amount plan_rate = kAbsent;
  Amount total_commitment = kAbsent;  ///< of Savings Plan fee rows, this and the next three
  Amount used_commitment = kAbsent;
  Amount recurring = kAbsent;
  Amount amortised = kAbsent;
  Amount amortised_for_usage = kAbsent;  ///< of DiscountedUsage, this and the next
  Amount recurring_for_usage = kAbsent;
  Amount amortised_fee = kAbsent;  ///< of RIFee, this and all below
  Amount unused_amortised = kAbsent;
  Amount unused_recurring = kAbsent;
  Amount unused_quantity = kAbsent;
  Amount reserved_units = kAbsent;
};

/// What the row costs once commitments are spread over their use.
Amount AmortisedCost(const Row& row);
/// O of an allocation: what covered usage would have cost on demand.
Amount OnDemandValue(const Row& row);

/// A Refund of a Savings Plan's upfront payment: has no ARN, only this beginning.
inline constexpr std::string_view kPurchaseRefund = "Refund for one-time fee for Savings Plan ID: ";

}  // namespace billwright::make_month
