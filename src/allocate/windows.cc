#include "allocate/windows.h"

#include <algorithm>

#include "base/check.h"

namespace billwright::allocate {

void Window::Cover(const Covered& one) {
  on_demand_value += one.on_demand_value;
  effective_cost += one.effective_cost;
  if (covered.empty() || covered.back().customer < one.customer) {
    covered.push_back(one);
    return;
  }
  CHECK(covered.back().customer == one.customer, "coverage is not in order of customers");
  covered.back().on_demand_value += one.on_demand_value;
  covered.back().effective_cost += one.effective_cost;
}

void Window::ClearCoverage() {
  covered.clear();
  on_demand_value = Decimal();
  effective_cost = Decimal();
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
  window.ClearCoverage();
  size_t taken = 0;
  for (; taken < coverage_.size() && coverage_[taken].window_start == window.start; ++taken) {
    const Coverage& row = coverage_[taken];
    window.Cover(
        {customers_.OfCoverage(row.customer_index), row.on_demand_value, row.effective_cost});
  }
  coverage_ = coverage_.subspan(taken);
  CHECK(coverage_.empty() || coverage_.front().window_start > window.start,
        "coverage of a commitment is not in order of windows");
}

}  // namespace billwright::allocate
