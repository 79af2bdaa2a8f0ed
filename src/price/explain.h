#pragma once

#include <span>
#include <vector>

#include "model/explanation.h"
#include "price/price.h"

// Why is a charge what it is? Each charge names its rule; with the input of the stage the sum can
// be shown again. Nothing here prices anything: the shown terms are checked against the charge.

namespace billwright::price {

/// The rule in words, the basis and how it comes about, the rounding. The terms add up to
/// `charge.charge`.
///
/// `charge` is one that PriceUsage made of this input: of the run's own books, cells and shares.
/// The sources are keys of the next step down:
/// "cell:…" and "cell_share:…" with the key columns of the table, "price_rule:<book>/<rule>",
/// "treatment:<kind>", "custom_line:<id>", each with " at <file:line>" where the books say it.
///
/// Fails: kCorrupt if the terms do not add up to the charge, with both amounts, or the books have
///        no rule of its id. Then the run is not what it was made of, or we have a bug.
Result<Explanation> Explain(const Charge& charge, const Input& input);

/// The cell that the charge was made of; nullptr for a term and for unused commitment.
const Cell* CellBehind(const Charge& charge, const Input& input);
/// Its share of a commitment's benefit, or the line of unused commitment; nullptr where none is.
const CellShare* CellShareBehind(const Charge& charge, const Input& input);
/// The charges that a term (a custom line of per cent) rests on; nothing for other charges.
std::vector<const Charge*> ChargesBehind(const Charge& term, const Input& input,
                                         std::span<const Charge> charges);

/// "5 % off the allocated basis", "10 % on the billed basis", "the public basis as it is",
/// "0.085 per Hrs".
std::string InWords(const PriceRule& rule);

}  // namespace billwright::price
