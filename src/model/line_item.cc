#include "model/line_item.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "model/enum_name.h"

namespace billwright {

namespace {

using enum LineItemKind;

constexpr std::array kTypes = {
    LineItemTypeRow{"Usage", kUsage, "metered at on-demand, spot or tier rates"},
    LineItemTypeRow{"DiscountedUsage", kReservationCovered,
                    "covered by a reservation: rate and unblended cost are 0"},
    LineItemTypeRow{"SavingsPlanCoveredUsage", kSavingsPlanCovered,
                    "covered by a Savings Plan: carries what it would have cost without it"},
    LineItemTypeRow{"SavingsPlanNegation", kSavingsPlanNegation,
                    "cancels covered usage, by hour, plan, operation, usage type and zone"},
    LineItemTypeRow{"SavingsPlanRecurringFee", kSavingsPlanRecurringFee,
                    "commitment of one hour, on the owner's account; 0 for All Upfront"},
    LineItemTypeRow{"SavingsPlanUpfrontFee", kSavingsPlanUpfrontFee,
                    "upfront payment, in the month of the purchase, on the owner's account"},
    LineItemTypeRow{"RIFee", kReservationFee, "monthly fee of a reservation; 0 for All Upfront"},
    LineItemTypeRow{"Fee", kFee,
                    "upfront payment of a reservation (with its ARN), support, registrar, others"},
    LineItemTypeRow{"FlatRateSubscription", kFee, "seats and plans at a flat rate"},
    LineItemTypeRow{"Tax", kTax, "sales tax, VAT, GST"},
    LineItemTypeRow{"Credit", kCredit, "promotional and other credits; negative, may come late"},
    LineItemTypeRow{"Refund", kRefund,
                    "negative; the description says why, a returned upfront payment included"},
    LineItemTypeRow{"EdpDiscount", kEnterpriseDiscount,
                    "per cent of a private pricing agreement, after commitments"},
    LineItemTypeRow{"Discount", kEnterpriseDiscount, "older rows of discounts of any kind"},
    LineItemTypeRow{"PrivateRateDiscount", kPrivateRateDiscount, "negotiated rate of one product"},
    LineItemTypeRow{"BundledDiscount", kBundledDiscount,
                    "a service that is free or cheaper with another"},
    LineItemTypeRow{"RiVolumeDiscount", kReservationVolumeDiscount,
                    "volume discount on purchases of reservations"},
    LineItemTypeRow{"SppDiscount", kSolutionProviderDiscount,
                    "Solution Provider Program: the reseller's own, never a customer's"},
};

/// Product codes such as AWSSupportBusiness, AWSPremiumSupport, AWSDeveloperSupport,
/// OCBPremiumSupport; and the products' names, "AWS Premium Support".
bool IsSupport(std::string_view service) {
  return (service.starts_with("AWS") || service.starts_with("OCB")) &&
         service.find("Support") != std::string_view::npos;
}

}  // namespace

std::string_view Name(LineItemKind kind) {
  switch (kind) {
    case kUsage:
      return "usage";
    case kSavingsPlanCovered:
      return "savings_plan_covered";
    case kSavingsPlanNegation:
      return "savings_plan_negation";
    case kSavingsPlanRecurringFee:
      return "savings_plan_recurring_fee";
    case kSavingsPlanUpfrontFee:
      return "savings_plan_upfront_fee";
    case kReservationCovered:
      return "reservation_covered";
    case kReservationFee:
      return "reservation_fee";
    case kReservationUpfrontFee:
      return "reservation_upfront_fee";
    case kFee:
      return "fee";
    case kSupport:
      return "support";
    case kMarketplace:
      return "marketplace";
    case kTax:
      return "tax";
    case kCredit:
      return "credit";
    case kRefund:
      return "refund";
    case kPurchaseRefund:
      return "purchase_refund";
    case kEnterpriseDiscount:
      return "edp";
    case kPrivateRateDiscount:
      return "private_rate";
    case kBundledDiscount:
      return "bundled";
    case kReservationVolumeDiscount:
      return "reservation_volume";
    case kSolutionProviderDiscount:
      return "spp";
    case kUnknown:
      return "unknown";
  }
  CHECK(false, "a kind of line item without a name");
}

std::optional<LineItemKind> ParseLineItemKind(std::string_view name) {
  return ParseEnumName(name, kUnknown);
}

LineItemKind KindOf(const LineItemTraits& traits) {
  const auto row = std::find_if(kTypes.begin(), kTypes.end(), [&](const LineItemTypeRow& known) {
    return known.type == traits.line_item_type;
  });
  if (row == kTypes.end()) return kUnknown;
  if (row->kind == kTax) return kTax;
  // Before Marketplace: it costs the month nothing, whoever sold the plan, and cells that differ in
  // purchase_refund alone have charges of their own only if their kinds differ.
  if (row->kind == kRefund && traits.purchase_refund) return kPurchaseRefund;
  if (traits.billing_entity == "AWS Marketplace") return kMarketplace;
  // Of a Savings Plan too, in FOCUS: the view gives a Fee a commitment only if that is what it
  // pays.
  if (row->type == "Fee" && !traits.commitment_arn.empty()) return kReservationUpfrontFee;
  if ((row->kind == kFee || row->kind == kUsage) && IsSupport(traits.service)) return kSupport;
  return row->kind;
}

bool IsUsage(LineItemKind kind) {
  return kind == kUsage || kind == kSavingsPlanCovered || kind == kReservationCovered;
}

bool NeedsTreatment(LineItemKind kind) {
  switch (kind) {
    case kFee:
    case kSupport:
    case kMarketplace:
    case kTax:
    case kCredit:
    case kRefund:
    case kEnterpriseDiscount:
    case kPrivateRateDiscount:
    case kBundledDiscount:
    case kReservationVolumeDiscount:
    case kSolutionProviderDiscount:
      return true;
    case kUsage:
    case kSavingsPlanCovered:
    case kSavingsPlanNegation:
    case kSavingsPlanRecurringFee:
    case kSavingsPlanUpfrontFee:
    case kReservationCovered:
    case kReservationFee:
    case kReservationUpfrontFee:
    case kPurchaseRefund:
    case kUnknown:
      return false;
  }
  CHECK(false, "a kind of line item that nobody thought of");
}

std::span<const LineItemTypeRow> KnownLineItemTypes() { return kTypes; }

}  // namespace billwright
