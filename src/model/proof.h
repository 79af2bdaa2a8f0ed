#pragma once

#include <string>
#include <vector>

#include "model/table.h"

namespace billwright {

/// One identity of a run, both sides in full. Exact identities have tolerance 0.
struct ProofLine {
  std::string stage;
  std::string identity;  ///< as the design writes it: "Σ share = B"
  std::string subject;   ///< payer, file, commitment; "run" for the whole
  Decimal left;
  Decimal right;
  Decimal difference;  ///< left − right
  Decimal tolerance;
  bool holds = false;

  static ProofLine Make(std::string stage, std::string identity, std::string subject, Decimal left,
                        Decimal right, Decimal tolerance = {});
};

using Proof = std::vector<ProofLine>;

template <>
const Table<ProofLine>& TableOf<ProofLine>();

}  // namespace billwright
