#pragma once

#include <span>
#include <vector>

#include "money/decimal.h"
#include "report/line_groups.h"

// How a statement is rounded to the cent: once, from the top down. Whoever asks "where did that
// cent go?" looks here; how one division is rounded is money/split.h.

namespace billwright::report {

/// Rounds one value per line so that they add up to `total` and no sum on the way down strays: the
/// customers' sums by largest remainder against the total, each customer's accounts against the
/// customer's rounded sum, each account's services against the account's, each service's lines
/// against the service's.
///
/// `lines` are those of one statement in the order of LineGroups; `values` is one number for each.
/// `total` is Σ values rounded to `places`.
///
/// Keeps: Σ result = total; no value moves by a whole unit or more; a value that is already round
///        stays as it is.
std::vector<Decimal> RoundLines(std::span<const LineGroup> lines, std::span<const Decimal> values,
                                Decimal total, int places);

}  // namespace billwright::report
