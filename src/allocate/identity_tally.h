#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "allocate/divide.h"
#include "model/proof.h"

// Identities are checked in every part of a whole (every window of a commitment, every share on its
// cells), because sums of a month could hide two errors that cancel.

namespace billwright::allocate {

/// Both sides of one identity, added up over the parts of a whole; remembers the first part in
/// which they differ.
class IdentityTally {
 public:
  /// Names a part for a person, given the number that Add got: " at 2026-10-01T05:00:00Z".
  using PartName = std::function<std::string(int64_t part)>;

  void Add(int64_t part, Decimal left, Decimal right) {
    left_ += left;
    right_ += right;
    if (left != right && failed_++ == 0) first_failed_ = {part, left, right};
  }
  /// Adds the whole of another tally as one part of this one.
  void AddWhole(int64_t part, const IdentityTally& whole) { Add(part, whole.left_, whole.right_); }

  /// Appends a line for the whole and, if parts failed, one for the first of them, so that the
  /// proof fails even when the failures of several parts cancel.
  void Report(std::string_view identity, const std::string& subject, const PartName& part_name,
              Proof& proof) const;

 private:
  struct Failure {
    int64_t part = 0;
    Decimal left;
    Decimal right;
  };
  Decimal left_;
  Decimal right_;
  int64_t failed_ = 0;
  Failure first_failed_;
};

/// The four identities of the division, of one commitment.
class DivisionTally {
 public:
  void Add(const Window& window, std::span<const Part> parts);
  void AddWhole(int64_t part, const DivisionTally& whole);
  void Report(const std::string& subject, const IdentityTally::PartName& part_name,
              Proof& proof) const;

 private:
  static constexpr std::array<std::string_view, 4> kIdentities = {
      "Σ share = B", "Σ unused borne = W", "Σ attributed cost + Σ unused borne = T",
      "Σ price basis + Σ cap excess = Σ attributed cost + Σ retained"};
  std::array<IdentityTally, kIdentities.size()> tallies_;
};

}  // namespace billwright::allocate
