#pragma once

#include <tuple>

#include "model/cell.h"
#include "model/charge.h"
#include "model/share.h"

// The columns by which a cell, its share and its charge find each other.

namespace billwright::price {

/// Of a Cell or a CellShare; both tables are in this order.
template <typename Row>
auto SharedKey(const Row& row) {
  return std::tie(row.customer_id, row.span_start, row.payer_account_id, row.usage_account_id,
                  row.service, row.region, row.usage_type, row.operation, row.pricing_unit,
                  row.line_item_type, row.commitment_arn, row.invoice_id, row.billing_entity,
                  row.legal_entity, row.currency);
}

/// The key of the cell that a charge was made of.
inline auto KeyOfCharge(const Charge& charge) {
  return std::tie(charge.cell_customer_id, charge.span_start, charge.payer_account_id,
                  charge.usage_account_id, charge.service, charge.region, charge.usage_type,
                  charge.operation, charge.pricing_unit, charge.line_item_type,
                  charge.commitment_arn, charge.invoice_id, charge.billing_entity,
                  charge.legal_entity, charge.currency);
}

/// For searching cells and shares by a charge's key.
struct OrderBySharedKey {
  using Key = decltype(KeyOfCharge(std::declval<const Charge&>()));
  template <typename Row>
  bool operator()(const Row& row, const Key& key) const {
    return SharedKey(row) < key;
  }
  template <typename Row>
  bool operator()(const Key& key, const Row& row) const {
    return key < SharedKey(row);
  }
};

}  // namespace billwright::price
