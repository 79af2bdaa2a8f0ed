#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/frame.h"

// What AWS's line item types mean, in one table (domain: AWS CUR user guide, "Line item details").

namespace billwright {

/// What a line item is to the stages after ingest.
enum class LineItemKind {
  kUsage,                    ///< Usage: metered, on-demand or spot
  kSavingsPlanCovered,       ///< SavingsPlanCoveredUsage
  kSavingsPlanNegation,      ///< SavingsPlanNegation
  kSavingsPlanRecurringFee,  ///< SavingsPlanRecurringFee
  kSavingsPlanUpfrontFee,    ///< SavingsPlanUpfrontFee
  kReservationCovered,       ///< DiscountedUsage
  kReservationFee,           ///< RIFee
  kReservationUpfrontFee,    ///< Fee with a reservation's ARN
  kFee,                      ///< Fee without one, FlatRateSubscription
  kSupport,                  ///< Fee or Usage of a support product
  kMarketplace,              ///< sold through AWS Marketplace, but tax, and purchase refunds
  kTax,
  kCredit,
  kRefund,
  kPurchaseRefund,             ///< Refund of a Savings Plan's upfront payment: no cost of the month
  kEnterpriseDiscount,         ///< EdpDiscount, Discount
  kPrivateRateDiscount,        ///< PrivateRateDiscount
  kBundledDiscount,            ///< BundledDiscount
  kReservationVolumeDiscount,  ///< RiVolumeDiscount
  kSolutionProviderDiscount,   ///< SppDiscount: the reseller's own
  kUnknown,                    ///< a type that is not in AWS's list nor seen: never guessed
};

/// The kind's name in books, JSON and screens: "usage", "tax", "edp", "spp", …
std::string_view Name(LineItemKind kind);
std::optional<LineItemKind> ParseLineItemKind(std::string_view name);

/// The columns of a line item that decide its kind.
struct LineItemTraits {
  std::string_view line_item_type;
  std::string_view service;         ///< line_item_product_code
  std::string_view billing_entity;  ///< bill_billing_entity: "AWS", "AWS Marketplace", …
  std::string_view commitment_arn;  ///< empty if none; what is unnamed has a name of ours
  bool purchase_refund = false;     ///< told by the description, before cells are made
};

LineItemKind KindOf(const LineItemTraits& traits);

/// True for the three kinds that carry usage a price book prices by default.
bool IsUsage(LineItemKind kind);
/// True for kinds that a written treatment (pass, retain, drop) decides.
bool NeedsTreatment(LineItemKind kind);

/// Every line item type that we know, with its kind.
struct LineItemTypeRow {
  std::string_view type;
  LineItemKind kind;
  std::string_view comment;
};
std::span<const LineItemTypeRow> KnownLineItemTypes();

}  // namespace billwright
