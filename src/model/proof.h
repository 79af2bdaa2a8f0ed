#pragma once

#include <string>
#include <vector>

#include "model/table.h"

namespace billwright {

/// One identity of a run, both sides in full. An exact identity (hard) has no tolerance, and a run
/// in which it fails is not published; one marked ≈ in the design says how far AWS's own rounding
/// may part its sides, and its failure is a finding.
struct ProofLine {
  std::string stage;
  std::string identity;  ///< as the design writes it: "Σ share = B"
  std::string subject;   ///< payer, file, commitment; "run" for the whole
  Decimal left;
  Decimal right;
  Decimal difference;  ///< left − right
  Decimal tolerance;
  bool holds = false;
  bool hard = true;  ///< exact; false for ≈, even where its tolerance comes out as 0

  /// An exact identity.
  static ProofLine Make(std::string stage, std::string identity, std::string subject, Decimal left,
                        Decimal right);
  /// An identity ≈.
  static ProofLine MakeNear(std::string stage, std::string identity, std::string subject,
                            Decimal left, Decimal right, Decimal tolerance);
};

using Proof = std::vector<ProofLine>;

template <>
const Table<ProofLine>& TableOf<ProofLine>();

}  // namespace billwright
