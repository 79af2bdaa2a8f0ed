#pragma once

#include <string>

#include "model/charge.h"

namespace billwright::price {

/// Makes the ids of charges: the first 16 hexadecimal digits of the SHA-256 of the natural key (the
/// key columns of the table, with the table's name and version). The same charge has the same id in
/// every run.
class ChargeIds {
 public:
  std::string Of(const Charge& charge);

 private:
  std::string key_;  // kept for its memory: there are as many charges as cells
};

}  // namespace billwright::price
