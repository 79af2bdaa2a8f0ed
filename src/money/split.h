#pragma once

#include <span>
#include <vector>

#include "money/decimal.h"

// The only way to divide money. Whoever asks "where did that cent go?" looks here.

namespace billwright {

/// Divides `whole` in proportion to `weights` by largest remainder: every part is first cut toward
/// zero at scale 12, then the units that are left go one each to the parts with the largest
/// remainders; among equal remainders to the earlier position. So callers fix ties by the order in
/// which they pass the weights (by stable key, e.g. customer id).
///
/// A negative whole gives the negated parts of the positive one. All weights zero: equal weights.
/// A zero weight among others gets exactly zero.
///
/// Keeps:  the parts add up to `whole` to the last unit; |part − exact share| < 1 unit.
/// Needs:  at least one weight; no negative weight (CHECK). The weights' sum must be in range.
std::vector<Decimal> Split(Decimal whole, std::span<const Decimal> weights);

/// Rounds `values` to `places` decimals so that they add up to `total`, which must itself have no
/// more than `places` decimals and be within one rounding unit per value of Σ values: each value is
/// rounded down (toward −∞), and the units that are missing go to the largest remainders, ties to
/// the earlier position. If total equals Σ values rounded, no value moves by a whole unit or more.
///
/// Keeps:  Σ result = total, exactly.
std::vector<Decimal> RoundToTotal(std::span<const Decimal> values, Decimal total, int places);

}  // namespace billwright
