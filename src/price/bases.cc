#include "price/bases.h"

#include "base/check.h"

namespace billwright::price {

Decimal Bases::Of(Basis basis) const {
  switch (basis) {
    case Basis::kBilled:
      return billed;
    case Basis::kPublic:
      return public_cost;
    case Basis::kAllocated:
      return allocated;
    case Basis::kCost:
      return cost;
  }
  CHECK(false, "a basis without an amount");
}

bool IsCovered(LineItemKind kind) {
  return kind == LineItemKind::kSavingsPlanCovered || kind == LineItemKind::kReservationCovered;
}

bool CarriesCommitment(LineItemKind kind) {
  switch (kind) {
    case LineItemKind::kSavingsPlanNegation:
    case LineItemKind::kSavingsPlanRecurringFee:
    case LineItemKind::kSavingsPlanUpfrontFee:
    case LineItemKind::kReservationFee:
    case LineItemKind::kReservationUpfrontFee:
    case LineItemKind::kPurchaseRefund:
      return true;
    default:
      return false;
  }
}

Bases BasesOf(const Cell& cell, LineItemKind kind, const CellShare* share) {
  CHECK(IsCovered(kind) == (share != nullptr),
        share == nullptr ? "a covered cell without a cell share" : "a cell share of other usage");
  Bases bases;
  if (CarriesCommitment(kind)) return bases;
  if (share == nullptr) {
    bases.billed = cell.unblended_cost;
    bases.public_cost =
        kind == LineItemKind::kUsage ? cell.public_on_demand_cost : cell.unblended_cost;
    bases.allocated = cell.unblended_cost;
    bases.cost = cell.amortised_cost;
    return bases;
  }
  bases.billed = cell.on_demand_value;
  bases.public_cost = cell.public_on_demand_cost;
  bases.share = share->benefit_share;
  bases.passed = share->passed;
  bases.cap_excess = share->cap_excess;
  bases.allocated = bases.billed - bases.passed - bases.cap_excess;
  bases.cost = bases.billed - bases.share;
  bases.retained = bases.share - bases.passed - bases.cap_excess;
  return bases;
}

Bases BasesOfUnused(const CellShare& line) {
  Bases bases;
  bases.share = line.benefit_share;
  bases.passed = line.passed;
  bases.cap_excess = line.cap_excess;
  bases.allocated = line.unused_borne - line.passed - line.cap_excess;
  bases.cost = line.unused_borne - line.benefit_share;
  bases.retained = line.benefit_share - line.passed;
  return bases;
}

}  // namespace billwright::price
