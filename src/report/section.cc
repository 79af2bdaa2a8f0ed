#include "report/section.h"

#include <optional>

#include "model/charge.h"
#include "model/line_item.h"

namespace billwright::report {

namespace {

Section SectionOfKind(LineItemKind kind) {
  switch (kind) {
    case LineItemKind::kUsage:
    case LineItemKind::kSavingsPlanCovered:
    case LineItemKind::kSavingsPlanNegation:
    case LineItemKind::kReservationCovered:
      return Section::kUsage;
    case LineItemKind::kSavingsPlanRecurringFee:
    case LineItemKind::kSavingsPlanUpfrontFee:
    case LineItemKind::kReservationFee:
    case LineItemKind::kReservationUpfrontFee:
    case LineItemKind::kPurchaseRefund:
      return Section::kCommitment;
    case LineItemKind::kFee:
    case LineItemKind::kTax:
      return Section::kFees;
    case LineItemKind::kSupport:
      return Section::kSupport;
    case LineItemKind::kMarketplace:
      return Section::kMarketplace;
    case LineItemKind::kCredit:
      return Section::kCredits;
    case LineItemKind::kRefund:
    case LineItemKind::kEnterpriseDiscount:
    case LineItemKind::kPrivateRateDiscount:
    case LineItemKind::kBundledDiscount:
    case LineItemKind::kReservationVolumeDiscount:
    case LineItemKind::kSolutionProviderDiscount:
    case LineItemKind::kUnknown:
      return Section::kAdjustments;
  }
  return Section::kAdjustments;
}

}  // namespace

std::string_view Name(Section section) {
  switch (section) {
    case Section::kAdjustments:
      return "adjustments";
    case Section::kCommitment:
      return "commitment";
    case Section::kCredits:
      return "credits";
    case Section::kFees:
      return "fees";
    case Section::kMarketplace:
      return "marketplace";
    case Section::kSupport:
      return "support";
    case Section::kTax:
      return "tax";
    case Section::kUsage:
      return "usage";
  }
  return "adjustments";
}

Section SectionOf(std::string_view kind) {
  if (kind == kUnusedKind) return Section::kCommitment;
  if (kind == kTermKind) return Section::kAdjustments;
  const std::optional<LineItemKind> known = ParseLineItemKind(kind);
  return known ? SectionOfKind(*known) : Section::kAdjustments;
}

}  // namespace billwright::report
