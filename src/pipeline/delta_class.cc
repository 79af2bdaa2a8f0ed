#include "pipeline/delta_class.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace billwright::pipeline {

namespace {

struct ClassName {
  DeltaClass delta_class;
  std::string_view name;
};

constexpr std::array kNames = {
    ClassName{DeltaClass::kLateUsage, "late usage"},
    ClassName{DeltaClass::kUsageTakenBack, "usage taken back"},
    ClassName{DeltaClass::kRestatedRate, "restated rate"},
    ClassName{DeltaClass::kCoverageChanged, "coverage changed"},
    ClassName{DeltaClass::kCommitmentFee, "commitment fee"},
    ClassName{DeltaClass::kNewPurchase, "new purchase"},
    ClassName{DeltaClass::kSupportFee, "support fee"},
    ClassName{DeltaClass::kTax, "tax"},
    ClassName{DeltaClass::kCredit, "credit"},
    ClassName{DeltaClass::kRefund, "refund"},
    ClassName{DeltaClass::kDiscount, "discount"},
    ClassName{DeltaClass::kInvoiceIdFilled, "invoice id filled"},
    ClassName{DeltaClass::kTagBackfill, "tag backfill"},
    ClassName{DeltaClass::kOther, "other"},
};

/// Of usage that came, went, is covered by something else, or has another price.
DeltaClass OfUsage(const DeltaTraits& traits) {
  if (traits.covered_otherwise) return DeltaClass::kCoverageChanged;
  if (!traits.has_old) return DeltaClass::kLateUsage;
  if (!traits.has_new) return DeltaClass::kUsageTakenBack;
  if (traits.more_usage == 0) return DeltaClass::kRestatedRate;
  return traits.more_usage > 0 ? DeltaClass::kLateUsage : DeltaClass::kUsageTakenBack;
}

/// What is sold through AWS Marketplace is told apart by its type alone.
DeltaClass OfMarketplace(const DeltaTraits& traits) {
  if (traits.line_item.line_item_type == "Usage") return OfUsage(traits);
  return traits.line_item.line_item_type == "Fee" ? DeltaClass::kNewPurchase : DeltaClass::kOther;
}

DeltaClass OfMoney(const DeltaTraits& traits) {
  switch (KindOf(traits.line_item)) {
    case LineItemKind::kUsage:
    case LineItemKind::kSavingsPlanCovered:
    case LineItemKind::kSavingsPlanNegation:
    case LineItemKind::kReservationCovered:
      return OfUsage(traits);
    case LineItemKind::kSavingsPlanRecurringFee:
    case LineItemKind::kReservationFee:
      return DeltaClass::kCommitmentFee;
    case LineItemKind::kSavingsPlanUpfrontFee:
    case LineItemKind::kReservationUpfrontFee:
    case LineItemKind::kFee:
      return DeltaClass::kNewPurchase;
    case LineItemKind::kSupport:
      return DeltaClass::kSupportFee;
    case LineItemKind::kMarketplace:
      return OfMarketplace(traits);
    case LineItemKind::kTax:
      return DeltaClass::kTax;
    case LineItemKind::kCredit:
      return DeltaClass::kCredit;
    case LineItemKind::kRefund:
    case LineItemKind::kPurchaseRefund:
      return DeltaClass::kRefund;
    case LineItemKind::kEnterpriseDiscount:
    case LineItemKind::kPrivateRateDiscount:
    case LineItemKind::kBundledDiscount:
    case LineItemKind::kReservationVolumeDiscount:
    case LineItemKind::kSolutionProviderDiscount:
      return DeltaClass::kDiscount;
    default:
      return DeltaClass::kOther;
  }
}

}  // namespace

std::string_view Name(DeltaClass delta_class) {
  const auto found = std::ranges::find(kNames, delta_class, &ClassName::delta_class);
  CHECK(found != kNames.end());
  return found->name;
}

std::span<const DeltaClass> AllDeltaClasses() {
  static constexpr auto kAll = [] {
    std::array<DeltaClass, kNames.size()> all{};
    for (size_t i = 0; i < all.size(); ++i) all[i] = kNames[i].delta_class;
    return all;
  }();
  return kAll;
}

DeltaClass ClassOf(const DeltaTraits& traits) {
  if (!traits.has_old || !traits.has_new || !traits.same_money || traits.more_usage != 0)
    return OfMoney(traits);
  if (traits.invoice_filled) return DeltaClass::kInvoiceIdFilled;
  return traits.same_tags ? DeltaClass::kOther : DeltaClass::kTagBackfill;
}

}  // namespace billwright::pipeline
