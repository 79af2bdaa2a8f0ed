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

namespace billwright::attribute {

struct Input {
  std::string currency;
  std::span<const Charge> charges;         ///< in key order
  std::span<const Statement> statements;   ///< for the rounding booked on them
  std::span<const Cell> cells;             ///< for Σ amortised, the other side of the identity
};

struct Output {
  std::vector<MarginLine> margin_lines;    ///< in key order
  Findings findings;
  Proof proof;
};

/// The stage.
///
/// Keeps:  Σ sources = margin, per customer and in total;
///         Σ charge + Σ rounding − Σ margin = Σ amortised cost.
Result<Output> AttributeMargin(const Input& input);

}  // namespace billwright::attribute
