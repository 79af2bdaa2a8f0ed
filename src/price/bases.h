#pragma once

#include "model/cell.h"
#include "model/line_item.h"
#include "model/price_book.h"
#include "model/share.h"

// The table of four bases (design, section 4, Price): what the per cent of a rule may be applied
// to, for every kind of line item, and what the cell costs after allocation. Nothing is rounded
// here: all of it is adding and subtracting.

namespace billwright::price {

struct Bases {
  Decimal billed;
  Decimal public_cost;
  Decimal allocated;   ///< A: billed − passed − cap excess; of unused commitment what is borne
  Decimal cost;        ///< K: billed − share; else amortised cost
  Decimal share;       ///< part of a commitment's benefit; 0 where none applies
  Decimal passed;      ///< part of `share` that the policy passes on
  Decimal cap_excess;  ///< above list, taken off `allocated`
  Decimal retained;    ///< commitment benefit kept by the reseller, less the cap excess of a cell

  Decimal Of(Basis basis) const;
};

/// True for usage that a commitment covered: its cell has one CellShare.
bool IsCovered(LineItemKind kind);

/// True for the rows that only carry a commitment through AWS's bill: negations, recurring and
/// upfront fees, refunds of a purchase. All bases are 0: their money is in the covered usage and in
/// the lines of unused commitment.
bool CarriesCommitment(LineItemKind kind);

/// `share` is the cell's; nullptr where none applies. CHECKs that exactly covered cells have one.
Bases BasesOf(const Cell& cell, LineItemKind kind, const CellShare* share);

/// Of a line without a cell: unused commitment that is borne, and a share without covered usage.
/// What is capped there is unused commitment, not benefit, and so not part of `retained`.
Bases BasesOfUnused(const CellShare& line);

}  // namespace billwright::price
