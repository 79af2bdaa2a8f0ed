#pragma once

#include <string>
#include <vector>

#include "model/line_item.h"
#include "model/table.h"

namespace billwright {

/// The smallest sum that all later decisions treat alike: the line items of one customer, span,
/// payer, account, service, region, usage type, operation, unit, line item type, commitment,
/// invoice, legal entity and currency, added up. Raw rows are read to make cells, and after that
/// only to explain.
struct Cell {
  std::string customer_id;  ///< "house" and "unassigned" are customers too
  UtcTime span_start;       ///< start of the stretch in which no book entry changes
  std::string payer_account_id;
  std::string usage_account_id;
  std::string service;  ///< line_item_product_code
  std::string region;   ///< product_region(_code); empty where AWS gives none
  std::string usage_type;
  std::string operation;
  std::string pricing_unit;
  std::string line_item_type;
  std::string commitment_arn;  ///< Savings Plan or reservation; empty without
  std::string invoice_id;      ///< empty while AWS has not issued it
  std::string billing_entity;  ///< "AWS", "AWS Marketplace", …
  std::string legal_entity;    ///< seller of record
  std::string currency;
  /// A Refund of the upfront payment of a Savings Plan (told by its description; domain 2.2): like
  /// the payment itself it is no cost of the month, amortised_cost is 0.
  bool purchase_refund = false;
  int64_t rows = 0;
  Decimal usage_amount;
  Decimal unblended_cost;
  Decimal public_on_demand_cost;  ///< rows where AWS gives none add nothing
  Decimal amortised_cost;         ///< domain: AWS CID summary_view's formula
  /// Covered usage only: what it would have cost without the commitment (O). Savings Plan:
  /// unblended cost; reservation: public on-demand cost, or where AWS gives none, the effective
  /// cost. Other usage: 0.
  Decimal on_demand_value;

  LineItemKind kind() const {
    return KindOf({line_item_type, service, billing_entity, commitment_arn, purchase_refund});
  }
};

template <>
const Table<Cell>& TableOf<Cell>();

}  // namespace billwright
