#include "attribute/source.h"

#include <optional>

#include "base/check.h"
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
      return "programme discounts";
    case LineItemKind::kCredit:
      return "credits";
    case LineItemKind::kRefund:
      return "refunds";
    case LineItemKind::kSupport:
      return "support";
    case LineItemKind::kFee:
    case LineItemKind::kSavingsPlanUpfrontFee:
    case LineItemKind::kReservationUpfrontFee:
    case LineItemKind::kPurchaseRefund:
      return "fees";
    case LineItemKind::kMarketplace:
      return "marketplace";
    case LineItemKind::kTax:
      return "tax";
    case LineItemKind::kUnknown:
      return "unknown";
  }
  CHECK(false, "a kind of line item without a source of margin");
}

}  // namespace

std::string_view SourceOf(std::string_view kind) {
  if (kind == "unused") return kUnusedCommitment;
  if (kind == "term") return "terms";
  const std::optional<LineItemKind> known = ParseLineItemKind(kind);
  CHECK(known.has_value(), kind);
  return SourceOfKind(*known);
}

}  // namespace billwright::attribute
