#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/table.h"

namespace billwright {

/// Kinds of charges that are of no line item: unused commitment that a customer bears, and a term.
inline constexpr std::string_view kUnusedKind = "unused";
inline constexpr std::string_view kTermKind = "term";

/// What the reseller bills a customer for one cell, or by one term (a custom line), beside what it
/// cost. Rows of the house and of unassigned have charge 0.
struct Charge {
  std::string charge_id;  ///< digest of the natural key
  std::string customer_id;
  std::string rule_id;  ///< the one rule, treatment or term that made it
  std::string basis;    ///< "billed", "public", "allocated", "cost", "rate", "term", "none"
  std::string kind;     ///< LineItemKind's name, kUnusedKind or kTermKind
  UtcTime span_start;
  std::string payer_account_id;
  std::string usage_account_id;
  std::string service;
  std::string region;
  std::string usage_type;
  std::string operation;
  std::string pricing_unit;
  std::string line_item_type;
  std::string commitment_arn;
  std::string invoice_id;
  std::string billing_entity;
  std::string legal_entity;
  std::string currency;
  std::string description;  ///< terms: the text of the book
  Decimal quantity;
  Decimal basis_amount;  ///< what the rule was applied to
  Decimal cost;          ///< what it cost the reseller (amortised, after allocation)
  Decimal charge;
  Decimal list_amount;           ///< what the customer would have paid without discounts
  Decimal commitment_discount;   ///< part of list_amount − charge that commitments gave
  Decimal retained_benefit;      ///< commitment benefit kept by the reseller, less cap excess
  std::string cell_customer_id;  ///< whose cell it is; not customer_id where a treatment drops it
};

template <>
const Table<Charge>& TableOf<Charge>();

}  // namespace billwright
