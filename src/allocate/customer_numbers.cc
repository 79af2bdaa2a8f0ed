#include "allocate/customer_numbers.h"

#include <algorithm>

#include "base/check.h"
#include "model/customer.h"

namespace billwright::allocate {

CustomerNumbers::CustomerNumbers(std::span<const std::string> covered,
                                 std::span<const CommitmentWindow> windows)
    : ids_(covered.begin(), covered.end()) {
  CHECK(std::ranges::adjacent_find(covered, std::ranges::greater_equal{}) == covered.end(),
        "customer ids are not in order");
  ids_.emplace_back(kHouse);
  std::string_view last_owner;
  for (const CommitmentWindow& window : windows) {
    if (window.owner_customer_id.empty() || window.owner_customer_id == last_owner) continue;
    last_owner = window.owner_customer_id;
    ids_.emplace_back(last_owner);
  }
  std::ranges::sort(ids_);
  const auto repeated = std::ranges::unique(ids_);
  ids_.erase(repeated.begin(), repeated.end());
  of_coverage_.reserve(covered.size());
  for (const std::string& id : covered) of_coverage_.push_back(Find(id));
  house_ = Find(kHouse);
}

int CustomerNumbers::Find(std::string_view id) const {
  const auto found = std::ranges::lower_bound(ids_, id);
  if (found == ids_.end() || *found != id) return kNobody;
  return static_cast<int>(found - ids_.begin());
}

int CustomerNumbers::OfCoverage(int64_t customer_index) const {
  CHECK(customer_index >= 0 && customer_index < std::ssize(of_coverage_),
        "coverage names a customer that is not in the list");
  return of_coverage_[static_cast<size_t>(customer_index)];
}

}  // namespace billwright::allocate
