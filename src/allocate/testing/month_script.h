#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "allocate/allocate.h"
#include "base/check.h"

namespace billwright::allocate::testing {

inline Decimal D(std::string_view text) {
  const Result<Decimal> value = Decimal::Parse(text);
  CHECK(value.has_value(), text);
  return *value;
}

inline std::string SavingsPlan(const std::string& name) {
  return "arn:aws:savingsplans::111111111111:savingsplan/" + name;
}
inline std::string Reservation(const std::string& name) {
  return "arn:aws:ec2:us-east-1:111111111111:reserved-instances/" + name;
}

/// A month of coverage and fee rows, told in sentences:
///
///   MonthScript month;
///   month.Covers(plan, hour, "alpha", O, E).Bills(plan, hour, "house", W);
///   const Output output = month.Allocate();
///
/// The lists that the stage takes (numbered customers and commitments, cells) are made from that.
class MonthScript {
 public:
  static constexpr std::string_view kPayer = "999999999999";

  BillingPeriod period{2026, 10};
  std::vector<AllocationPolicy> policies;
  std::vector<Customer> contracts;
  std::string payer{kPayer};  ///< of the sentences that follow

  /// Usage of `customer` that the commitment covered; lies in the cell of `usage_type`.
  MonthScript& Covers(const std::string& arn, int hour, const std::string& customer,
                      std::string_view on_demand_value, std::string_view effective_cost,
                      const std::string& usage_type = "BoxUsage") {
    return Covers(arn, hour, customer, D(on_demand_value), D(effective_cost), usage_type);
  }
  MonthScript& Covers(const std::string& arn, int hour, const std::string& customer, Decimal value,
                      Decimal cost, const std::string& usage_type = "BoxUsage") {
    coverage_.push_back({{payer, arn}, At(hour), customer, value, cost});
    Cell& cell = cells_[{customer, payer, usage_type, arn}];
    cell.on_demand_value += value;
    cell.amortised_cost += cost;
    return *this;
  }
  /// The fee row of a window.
  MonthScript& Bills(const std::string& arn, int hour, const std::string& owner,
                     std::string_view unused) {
    return Bills(arn, hour, owner, D(unused));
  }
  MonthScript& Bills(const std::string& arn, int hour, const std::string& owner, Decimal unused) {
    fees_.push_back({{payer, arn}, At(hour), owner, unused, {}});
    return *this;
  }
  /// What AWS bills by the fee row told last, if it is not Σ E + W.
  MonthScript& Totalling(std::string_view total) {
    fees_.back().total = D(total);
    return *this;
  }
  /// A policy of the books; without a place it gets one there.
  MonthScript& Under(AllocationPolicy policy) {
    if (policy.position.file.empty()) policy.position = {"books/policies.toml", 1, 1};
    policies.push_back(std::move(policy));
    return *this;
  }
  MonthScript& Contract(const std::string& customer, std::string_view passed) {
    contracts.push_back({.id = customer, .passed = D(passed)});
    return *this;
  }
  /// Leaves the cells out, or some of them, as a faulty reduction would.
  MonthScript& ForgetCells(const std::string& customer) {
    std::erase_if(cells_, [&](const auto& entry) { return std::get<0>(entry.first) == customer; });
    return *this;
  }

  UtcTime At(int hour) const { return {period.start().seconds + hour * UtcTime::kSecondsPerHour}; }

  /// What the stage takes. Valid until the next call or change of the script.
  const Input& Build() {
    NumberCommitments();
    NumberCustomers();
    BuildCoverage();
    BuildWindows();
    BuildCells();
    input_ = {period,       "USD",     commitments, coverage, windows,
              customer_ids, contracts, policies,    cells};
    return input_;
  }
  Output Allocate() { return *AllocateCommitments(Build()); }

  // What Build made; a test may shuffle and sort it again.
  std::vector<billwright::Commitment> commitments;
  std::vector<Coverage> coverage;
  std::vector<CommitmentWindow> windows;
  std::vector<std::string> customer_ids;
  std::vector<Cell> cells;

 private:
  using Name = std::pair<std::string, std::string>;  // payer, ARN
  struct CoverageSentence {
    Name commitment;
    UtcTime start;
    std::string customer;
    Decimal value;
    Decimal cost;
  };
  struct FeeSentence {
    Name commitment;
    UtcTime start;
    std::string owner;
    Decimal unused;
    std::optional<Decimal> total;
  };

  void NumberCommitments() {
    std::set<Name> names;
    for (const CoverageSentence& row : coverage_) names.insert(row.commitment);
    for (const FeeSentence& row : fees_) names.insert(row.commitment);
    commitments.clear();
    numbers_.clear();
    for (const Name& name : names) {
      const auto number = static_cast<int64_t>(commitments.size());
      numbers_[name] = number;
      commitments.push_back({number, name.first, name.second,
                             std::string(CommitmentKindOf(name.second)), "", "111111111111",
                             "USD"});
    }
  }
  void NumberCustomers() {
    std::set<std::string> ids;
    for (const CoverageSentence& row : coverage_) ids.insert(row.customer);
    customer_ids.assign(ids.begin(), ids.end());
  }
  void BuildCoverage() {
    coverage.clear();
    for (const CoverageSentence& row : coverage_) {
      const auto customer = std::ranges::lower_bound(customer_ids, row.customer);
      coverage.push_back({numbers_[row.commitment], row.start, customer - customer_ids.begin(), 1,
                          row.value, row.cost});
    }
    SortByKey(coverage);
  }
  void BuildWindows() {
    windows.clear();
    for (const FeeSentence& row : fees_) {
      CommitmentWindow window;
      window.commitment_id = numbers_[row.commitment];
      window.window_start = row.start;
      window.owner_customer_id = row.owner;
      window.unused = row.unused;
      window.total_commitment = row.total.value_or(row.unused + CoveredBy(row));
      windows.push_back(window);
    }
    SortByKey(windows);
  }
  Decimal CoveredBy(const FeeSentence& fee) const {
    Decimal cost;
    for (const CoverageSentence& row : coverage_)
      if (row.commitment == fee.commitment && row.start == fee.start) cost += row.cost;
    return cost;
  }
  void BuildCells() {
    cells.clear();
    for (const auto& [key, sums] : cells_) {
      Cell cell = sums;
      std::tie(cell.customer_id, cell.payer_account_id, cell.usage_type, cell.commitment_arn) = key;
      cell.span_start = period.start();
      cell.usage_account_id = "222222222222";
      cell.service = "AmazonEC2";
      cell.billing_entity = "AWS";
      cell.currency = "USD";
      cell.line_item_type = CommitmentKindOf(cell.commitment_arn) == "savings_plan"
                                ? "SavingsPlanCoveredUsage"
                                : "DiscountedUsage";
      cells.push_back(cell);
    }
    SortByKey(cells);
  }

  std::vector<CoverageSentence> coverage_;
  std::vector<FeeSentence> fees_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, Cell> cells_;
  std::map<Name, int64_t> numbers_;
  Input input_;
};

/// What a customer gets; CHECKs that there is exactly one share. Without `arn`: of all commitments.
inline const Share& ShareOf(const Output& output, std::string_view customer,
                            std::string_view arn = {}) {
  const Share* found = nullptr;
  for (const Share& share : output.shares) {
    if (share.customer_id != customer || (!arn.empty() && share.commitment_arn != arn)) continue;
    CHECK(found == nullptr, "two shares");
    found = &share;
  }
  CHECK(found != nullptr, "no share");
  return *found;
}

/// Whether every exact identity does.
inline bool Holds(const Proof& proof) {
  return std::ranges::all_of(proof, [](const ProofLine& line) { return line.holds || !line.hard; });
}

}  // namespace billwright::allocate::testing
