#include "allocate/divide.h"

#include <algorithm>

#include "base/check.h"
#include "money/split.h"

namespace billwright::allocate {

namespace {

constexpr Decimal kZero;
constexpr Decimal kAll = Decimal::FromInteger(1);

Decimal PartPassedOn(Decimal share, Decimal passed) {
  if (passed == kAll) return share;
  if (passed.IsZero()) return kZero;
  return Multiply(share, passed, RoundingMode::kHalfEven);
}

/// Never above list: what the customer would pay for covered usage and unused together beyond the
/// usage's on-demand value.
Decimal ExcessOverList(const Part& part) {
  if (part.on_demand_value <= kZero) return kZero;
  const Decimal excess = part.price_basis + part.unused_borne - part.on_demand_value;
  return excess > kZero ? excess : kZero;
}

}  // namespace

Part& Part::operator+=(const Part& other) {
  on_demand_value += other.on_demand_value;
  effective_cost += other.effective_cost;
  benefit_share += other.benefit_share;
  passed += other.passed;
  retained += other.retained;
  attributed_cost += other.attributed_cost;
  price_basis += other.price_basis;
  unused_borne += other.unused_borne;
  cap_excess += other.cap_excess;
  return *this;
}

std::span<const Part> WindowDivider::Divide(const Window& window) {
  parts_.clear();
  for (const Covered& covered : window.covered)
    parts_.push_back({covered.customer, covered.on_demand_value, covered.effective_cost});
  ShareBenefit(window);
  BearUnused(window);
  PassOn();
  return parts_;
}

void WindowDivider::ShareBenefit(const Window& window) {
  switch (terms_.method) {
    case AllocationMethod::kOriginating:
    case AllocationMethod::kResellerRetained:
      for (Part& part : parts_) part.benefit_share = part.on_demand_value - part.effective_cost;
      return;
    case AllocationMethod::kProRata:
      return ShareProRata(window);
  }
  CHECK(false, "an allocation method without a formula");
}

void WindowDivider::ShareProRata(const Window& window) {
  if (parts_.empty()) return;
  TakeWeights(window);
  const Decimal cost = window.effective_cost;
  const Decimal whole = terms_.divide_cost ? cost : window.on_demand_value - cost;
  const std::vector<Decimal> split = Split(whole, weights_);
  for (size_t i = 0; i < parts_.size(); ++i)
    parts_[i].benefit_share = terms_.divide_cost ? parts_[i].on_demand_value - split[i] : split[i];
}

void WindowDivider::BearUnused(const Window& window) {
  if (window.unused.IsZero()) return;
  const int owner = window.owner == CustomerNumbers::kNobody ? terms_.house : window.owner;
  switch (terms_.unused) {
    case UnusedBearer::kReseller:
      return Bear(terms_.house, window.unused);
    case UnusedBearer::kOwner:
      return Bear(owner, window.unused);
    case UnusedBearer::kCustomers: {
      if (!TakeWeights(window)) return Bear(owner, window.unused);
      const std::vector<Decimal> split = Split(window.unused, weights_);
      for (size_t i = 0; i < parts_.size(); ++i) parts_[i].unused_borne = split[i];
      return;
    }
  }
  CHECK(false, "a bearer of unused commitment without a formula");
}

void WindowDivider::Bear(int customer, Decimal unused) {
  auto part = std::ranges::lower_bound(parts_, customer, {}, &Part::customer);
  if (part == parts_.end() || part->customer != customer)
    part = parts_.insert(part, Part{.customer = customer});
  part->unused_borne = unused;
}

/// Fills weights_ from the covered value. False if nothing weighs anything.
bool WindowDivider::TakeWeights(const Window& window) {
  weights_.clear();
  bool any = false;
  for (const Covered& covered : window.covered) {
    weights_.push_back(std::max(covered.on_demand_value, kZero));
    any = any || !weights_.back().IsZero();
  }
  return any;
}

void WindowDivider::PassOn() {
  for (Part& part : parts_) {
    part.passed = PartPassedOn(part.benefit_share, terms_.passed_of(part.customer));
    part.retained = part.benefit_share - part.passed;
    part.attributed_cost = part.on_demand_value - part.benefit_share;
    part.price_basis = part.on_demand_value - part.passed;
    if (!terms_.cap_at_list) continue;
    part.cap_excess = ExcessOverList(part);
    part.price_basis -= part.cap_excess;
  }
}

}  // namespace billwright::allocate
