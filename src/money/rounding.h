#pragma once

namespace billwright {

/// How a value that falls between two representable ones is rounded. The mode is always passed,
/// never ambient; each place that rounds names its mode.
enum class RoundingMode {
  kHalfEven,          ///< To nearest; a tie goes to the even neighbour. Products of money.
  kHalfAwayFromZero,  ///< To nearest; a tie goes away from zero. Totals of statements.
  kTowardZero,        ///< Cuts.
};

}  // namespace billwright
