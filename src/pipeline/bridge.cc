#include "pipeline/bridge.h"

#include <map>
#include <set>
#include <string>

#include "base/check.h"
#include "engine/contracts.h"

namespace billwright::pipeline {

namespace {

struct Items {
  Decimal amortised;
  Decimal true_up;
  Decimal upfront;
  Decimal purchase_refunds;
  Decimal unblended;
  std::string currency;
};

/// A report without totals of commitments says what was paid for them and what of it the month
/// bears, and not how the two come together: their difference is the true-up.
void AddTrueUp(const Cell& cell, Items& items) {
  if (cell.kind() == LineItemKind::kReservationCovered ||
      cell.kind() == LineItemKind::kReservationFee)
    items.true_up += cell.unblended_cost - cell.amortised_cost;
}

void AddCell(const Cell& cell, Items& items) {
  items.currency = cell.currency;
  items.amortised += cell.amortised_cost;
  items.unblended += cell.unblended_cost;
  switch (cell.kind()) {
    case LineItemKind::kSavingsPlanUpfrontFee:
    case LineItemKind::kReservationUpfrontFee:
      items.upfront += cell.unblended_cost;
      return;
    case LineItemKind::kPurchaseRefund:
      items.purchase_refunds += cell.unblended_cost;
      return;
    default:
      return;
  }
}

}  // namespace

BridgeOutput BuildBridge(std::span<const Cell> cells, std::span<const Commitment> commitments,
                         std::span<const CommitmentWindow> windows,
                         std::span<const reduce::Source> sources,
                         std::span<const Decimal> found_by_ingest) {
  std::map<std::string, Items> by_payer;
  std::set<std::string> without_totals;
  for (const reduce::Source& source : sources)
    if (!engine::ContractOf(source.delivery.format).tells_commitment_totals)
      without_totals.insert(source.delivery.payer_account_id);
  for (const Cell& cell : cells) {
    Items& items = by_payer[cell.payer_account_id];
    AddCell(cell, items);
    if (without_totals.contains(cell.payer_account_id)) AddTrueUp(cell, items);
  }
  for (const CommitmentWindow& window : windows) {
    const Commitment& commitment = commitments[static_cast<size_t>(window.commitment_id)];
    by_payer[commitment.payer_account_id].true_up -= window.amortised_upfront;
  }
  BridgeOutput output;
  CHECK(found_by_ingest.size() == sources.size());
  for (size_t i = 0; i < sources.size(); ++i) {
    const reduce::Source& source = sources[i];
    const std::string& payer = source.delivery.payer_account_id;
    const Items& items = by_payer[payer];
    const Decimal named = items.amortised + items.true_up + items.upfront + items.purchase_refunds;
    const Decimal rounding = items.unblended - named;
    for (const auto& [item, amount] : std::initializer_list<std::pair<const char*, Decimal>>{
             {"amortised", items.amortised},
             {"commitment rounding", rounding},
             {"purchase refunds", items.purchase_refunds},
             {"true-up", items.true_up},
             {"unblended", items.unblended},
             {"upfront", items.upfront}})
      output.lines.push_back({payer, item, items.currency, amount});
    output.proof.push_back(
        ProofLine::Make("attribute", "Σ amortised + bridge = Σ unblended: the AWS bill", payer,
                        named + rounding, source.delivery.unblended_cost));
    output.proof.push_back(ProofLine::Make("attribute",
                                           "commitment rounding = difference of ingest's bridge",
                                           payer, rounding, found_by_ingest[i]));
  }
  SortByKey(output.lines);
  return output;
}

}  // namespace billwright::pipeline
