#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/cell.h"
#include "model/charge.h"
#include "model/finding.h"
#include "model/margin_line.h"
#include "model/proof.h"
#include "model/statement.h"

// What does the reseller earn, and why? A join of cost and charge, decomposed by source.
//
// Every charge has one source by its kind (source.h), save that what a commitment's benefit brings
// is told apart from what the price book brings: with A the price basis and K the cost of a cell,
//
//   price = charge − A      retained benefit = A − K      and so  price + retained benefit = margin

namespace billwright::attribute {

struct Input {
  std::string currency;
  std::span<const Charge> charges;        ///< in key order
  std::span<const Statement> statements;  ///< for the rounding booked on them
  std::span<const Cell> cells;            ///< for Σ amortised, the other side of the identity
};

struct Output {
  std::vector<MarginLine> margin_lines;  ///< in key order
  Findings findings;
  Proof proof;
};

/// The stage.
///
/// In every line amount = charge − cost. The line "retained benefit" has no charge; its cost is the
/// benefit with its sign turned, and the line "price" beside it has the price basis A as its cost.
/// The line "rounding" has as its charge what a statement's rounding added to it, on the customer
/// that gets the statement. Lines whose charge, cost and amount are all zero are left out.
///
/// Rounds: never.
/// Keeps:  Σ sources = margin, per customer and in total; Σ of lines' costs = Σ cost of the
/// charges;
///         Σ charge + Σ rounding − Σ margin = Σ amortised cost.
/// Fails:  never.
Result<Output> AttributeMargin(const Input& input);

}  // namespace billwright::attribute
