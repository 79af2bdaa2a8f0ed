#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/billing_period.h"
#include "model/cell.h"
#include "model/charge.h"
#include "model/customer.h"
#include "model/finding.h"
#include "model/policy.h"
#include "model/price_book.h"
#include "model/proof.h"
#include "model/share.h"

// What does the customer pay? Every cell is matched by exactly one rule of the customer's book, or
// by a treatment, and the id is kept; charge = f(basis, quantity).

namespace billwright::price {

struct Input {
  BillingPeriod period;
  std::string currency;
  std::span<const Cell> cells;             ///< in key order
  std::span<const CellShare> cell_shares;  ///< in key order
  std::span<const Customer> customers;
  std::span<const PriceBook> price_books;
  std::span<const TreatmentRule> treatments;
  std::span<const CustomLine> custom_lines;
};

struct Output {
  std::vector<Charge> charges;  ///< in key order
  Findings findings;
  Proof proof;
};

/// The stage.
///
/// One charge for every cell, for every line of cell_share without a cell (unused commitment), and
/// for every custom line of the period. Which rule made it is in rule_id:
///   "<book>/<rule>"                    a rule of the customer's price book
///   "no-rule"                          usage that no rule is for, charged as AWS billed it
///   "unused:pass"                      unused commitment that the customer bears, as it is
///   "treatment:<kind>:<treatment>"     what is not usage
///   "commitment:<kind>"                rows that only carry a commitment: 0
///   "term:<id>"                        a custom line
///   "none"                             the house's and unassigned: 0
///
/// Rounds:   a product (per cent, rate × quantity) half to even to scale 12, once.
/// Keeps:    Σ charges by cell + Σ terms = Σ of the customer; one charge per cell and per line of
///           cell_share without a cell; Σ cost over all customers = Σ amortised cost of the cells.
/// Findings: price.no_rule, price.unit_mismatch, price.no_public_cost, treatment.unwritten,
///           line_item.unknown_type
Result<Output> PriceUsage(const Input& input);

}  // namespace billwright::price
