#pragma once

#include <string>
#include <vector>

#include "allocate/allocate.h"
#include "pipeline/run_state.h"
#include "price/price.h"

// The inputs of allocate and price as views of a run's tables: for the runner, and for those who
// ask a stage something about a published run (shares by window, explanations).

namespace billwright::pipeline {

/// Lifetime: as long as the RunState and its tables.
class AllocationView {
 public:
  static Result<AllocationView> Of(RunState& state);
  const allocate::Input& input() const { return input_; }
  AllocationView(AllocationView&& other) noexcept
      : customer_ids_(std::move(other.customer_ids_)), input_(other.input_) {
    input_.customer_ids = customer_ids_;
  }

 private:
  AllocationView() = default;
  std::vector<std::string> customer_ids_;
  allocate::Input input_;
};

/// Lifetime: as AllocationView.
class PriceView {
 public:
  static Result<PriceView> Of(RunState& state);
  const price::Input& input() const { return input_; }

 private:
  price::Input input_;
};

}  // namespace billwright::pipeline
