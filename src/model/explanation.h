#pragma once

#include <string>
#include <vector>

#include "money/decimal.h"

namespace billwright {

/// One summand of an explained amount.
struct ExplanationTerm {
  std::string label;  ///< "on-demand value", "5 % off"
  Decimal amount;
  std::string note;  ///< how it comes about; may be empty
};

/// Why an amount is what it is, for a person.
///
/// Keeps: Σ terms = amount, to the last unit.
struct Explanation {
  std::string sentence;
  std::vector<ExplanationTerm> terms;
  Decimal amount;
  /// Keys of what it came from, "<table or book>:<field>|<field>|…": the next step down.
  std::vector<std::string> sources;
};

}  // namespace billwright
