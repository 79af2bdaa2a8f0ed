#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/commitment.h"

namespace billwright::allocate {

/// The customers of a run as small numbers, so that no window compares text.
///
/// Coverage numbers only customers whose usage was covered; the house and the owners of commitments
/// take part too. The numbers here count all of them, in ascending order of id: the order in which
/// Split breaks ties.
class CustomerNumbers {
 public:
  static constexpr int kNobody = -1;

  /// `covered` is what Coverage::customer_index means; CHECKs that it is sorted and distinct.
  CustomerNumbers(std::span<const std::string> covered, std::span<const CommitmentWindow> windows);

  int count() const { return static_cast<int>(ids_.size()); }
  int house() const { return house_; }
  const std::string& id(int number) const { return ids_[static_cast<size_t>(number)]; }
  /// kNobody if the run does not know the customer.
  int Find(std::string_view id) const;
  /// CHECKs that coverage counts in the list.
  int OfCoverage(int64_t customer_index) const;

 private:
  std::vector<std::string> ids_;  // sorted
  std::vector<int> of_coverage_;  // by Coverage::customer_index; ascending
  int house_ = kNobody;
};

}  // namespace billwright::allocate
