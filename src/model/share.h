#pragma once

#include <string>
#include <vector>

#include "model/table.h"

namespace billwright {

/// What one customer gets of one commitment over the period (or in one window): design, section 4.
///
///   price_basis A = on_demand_value − passed − cap_excess        (without unused_borne)
///   attributed_cost K = on_demand_value − benefit_share          (without unused_borne)
struct Share {
  std::string payer_account_id;
  std::string commitment_arn;
  std::string commitment_kind;  ///< "savings_plan" or "reservation"
  std::string customer_id;
  UtcTime window_start;           ///< of the period; of the window when listed by window
  std::string owner_customer_id;  ///< at the first window
  std::string policy_id;
  std::string method;  ///< "originating", "pro-rata"
  std::string currency;
  Decimal on_demand_value;  ///< O
  Decimal effective_cost;   ///< E: what AWS applied
  Decimal benefit_share;    ///< share_c; Σ over customers = B = ΣO − ΣE
  Decimal passed;           ///< φ · share, rounded half to even per window
  Decimal retained;         ///< share − passed
  Decimal attributed_cost;  ///< K
  Decimal price_basis;      ///< A after the cap
  Decimal unused_borne;     ///< W_c
  Decimal cap_excess;       ///< taken off the basis; the house's
};

template <>
const Table<Share>& TableOf<Share>();

/// A customer's share laid on its covered cells: the cell's key and what of the benefit lies there.
/// A line without a cell (unused commitment borne, or a share without covered usage) has the
/// customer, payer and commitment only.
struct CellShare {
  std::string customer_id;
  UtcTime span_start;
  std::string payer_account_id;
  std::string usage_account_id;
  std::string service;
  std::string region;
  std::string usage_type;
  std::string operation;
  std::string pricing_unit;
  std::string line_item_type;  ///< empty on a line without a cell
  std::string commitment_arn;
  std::string invoice_id;
  std::string billing_entity;
  std::string legal_entity;
  std::string currency;
  Decimal benefit_share;
  Decimal passed;
  Decimal cap_excess;
  Decimal unused_borne;  ///< only on a line without a cell
};

template <>
const Table<CellShare>& TableOf<CellShare>();

}  // namespace billwright
