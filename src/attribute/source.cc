#include "attribute/source.h"

#include <optional>

#include "base/check.h"
#include "model/charge.h"
#include "model/line_item.h"

namespace billwright::attribute {

namespace {

std::string_view SourceOfKind(LineItemKind kind) {
  switch (kind) {
    case LineItemKind::kUsage:
    case LineItemKind::kSavingsPlanCovered:
    case LineItemKind::kReservationCovered:
      return kPrice;
    case LineItemKind::kSavingsPlanNegation:
    case LineItemKind::kSavingsPlanRecurringFee:
    case LineItemKind::kReservationFee:
      return kUnusedCommitment;
    case LineItemKind::kEnterpriseDiscount:
    case LineItemKind::kPrivateRateDiscount:
    case LineItemKind::kBundledDiscount:
    case LineItemKind::kReservationVolumeDiscount:
    case LineItemKind::kSolutionProviderDiscount:
      return kProgrammeDiscounts;
    case LineItemKind::kCredit:
      return kCredits;
    case LineItemKind::kRefund:
      return kRefunds;
    case LineItemKind::kSupport:
      return kSupport;
    case LineItemKind::kFee:
    case LineItemKind::kSavingsPlanUpfrontFee:
    case LineItemKind::kReservationUpfrontFee:
    case LineItemKind::kPurchaseRefund:
      return kFees;
    case LineItemKind::kMarketplace:
      return kMarketplace;
    case LineItemKind::kTax:
      return kTax;
    case LineItemKind::kUnknown:
      return kUnknown;
  }
  CHECK(false, "a kind of line item without a source of margin");
}

}  // namespace

std::string_view SourceOf(std::string_view kind) {
  if (kind == kUnusedKind) return kUnusedCommitment;
  if (kind == kTermKind) return kTerms;
  const std::optional<LineItemKind> known = ParseLineItemKind(kind);
  CHECK(known.has_value(), kind);
  return SourceOfKind(*known);
}

}  // namespace billwright::attribute
