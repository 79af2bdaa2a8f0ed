#pragma once

#include <string>

#include "model/table.h"

namespace billwright {

/// A part of the margin with its one source. Per customer, service and in total the sources add up
/// to charge − cost.
struct MarginLine {
  std::string customer_id;
  std::string service;
  std::string source;  ///< "price", "retained benefit", "unused commitment", "programme discounts",
                       ///< "credits", "support", "fees", "tax", "rounding", …
  std::string currency;
  Decimal charge;  ///< the charges that it comes from
  Decimal cost;    ///< the costs that it comes from
  Decimal amount;  ///< margin
};

template <>
const Table<MarginLine>& TableOf<MarginLine>();

}  // namespace billwright
