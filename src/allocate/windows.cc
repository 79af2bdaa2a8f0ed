#include "allocate/windows.h"

#include <algorithm>

#include "base/check.h"

namespace billwright::allocate {

Decimal Window::on_demand_value() const {
  Decimal sum;
  for (const Covered& one : covered) sum += one.on_demand_value;
  return sum;
}

Decimal Window::effective_cost() const {
  Decimal sum;
  for (const Covered& one : covered) sum += one.effective_cost;
  return sum;
}

WindowWalk::WindowWalk(std::span<const Coverage> coverage, std::span<const CommitmentWindow> fees,
                       const CustomerNumbers& customers)
    : coverage_(coverage), fees_(fees), customers_(customers) {
  // Windows before the first that names an owner have the owner of that one.
  const auto first = std::ranges::find_if(
      fees, [](const CommitmentWindow& fee) { return !fee.owner_customer_id.empty(); });
  if (first == fees.end()) return;
  owner_id_ = first->owner_customer_id;
  owner_ = customers_.Find(owner_id_);
}

bool WindowWalk::Next(Window& window) {
  if (coverage_.empty() && fees_.empty()) return false;
  if (coverage_.empty()) {
    window.start = fees_.front().window_start;
  } else if (fees_.empty()) {
    window.start = coverage_.front().window_start;
  } else {
    window.start = std::min(coverage_.front().window_start, fees_.front().window_start);
  }
  TakeFee(window);
  TakeCoverage(window);
  return true;
}

void WindowWalk::TakeFee(Window& window) {
  window.unused = Decimal();
  window.has_fee_row = !fees_.empty() && fees_.front().window_start == window.start;
  if (window.has_fee_row) {
    const CommitmentWindow& fee = fees_.front();
    window.unused = fee.unused;
    if (!fee.owner_customer_id.empty() && fee.owner_customer_id != owner_id_) {
      owner_id_ = fee.owner_customer_id;
      owner_ = customers_.Find(owner_id_);
    }
    fees_ = fees_.subspan(1);
    CHECK(fees_.empty() || fees_.front().window_start > window.start,
          "windows of a commitment are not in order");
  }
  window.owner = owner_;
}

void WindowWalk::TakeCoverage(Window& window) {
  window.covered.clear();
  size_t taken = 0;
  for (; taken < coverage_.size() && coverage_[taken].window_start == window.start; ++taken) {
    const Coverage& row = coverage_[taken];
    const int customer = customers_.OfCoverage(row.customer_index);
    if (!window.covered.empty() && window.covered.back().customer >= customer) {
      CHECK(window.covered.back().customer == customer, "coverage is not in order of customers");
      window.covered.back().on_demand_value += row.on_demand_value;
      window.covered.back().effective_cost += row.effective_cost;
    } else {
      window.covered.push_back({customer, row.on_demand_value, row.effective_cost});
    }
  }
  coverage_ = coverage_.subspan(taken);
  CHECK(coverage_.empty() || coverage_.front().window_start > window.start,
        "coverage of a commitment is not in order of windows");
}

}  // namespace billwright::allocate
