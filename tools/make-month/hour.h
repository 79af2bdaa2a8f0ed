#pragma once

#include <span>
#include <vector>

#include "row.h"
#include "world.h"

namespace billwright::make_month {

/// One hour of one payer's bill, computed as AWS applies commitments (domain: user guide of Savings
/// Plans, "How Savings Plans apply to your usage"): reservations first; then EC2 Instance Savings
/// Plans, then Compute ones; each plan on its owner's usage first, then on that of others it is
/// shared with; the highest savings per cent first, ties by the lowest plan rate; until usage or
/// commitment is exhausted. What a plan covers in part is cut in two rows.
///
/// Keeps:   per plan: Σ effective = used commitment ≤ total; Σ covered + Σ negation = 0;
///          total = recurring + amortised, to the tenth decimal.
/// Threads: one per object; any number of objects.
class HourSimulation {
 public:
  explicit HourSimulation(const World& world);

  /// The rows, valid until the next call. Any hour of the month, in any order.
  std::span<Row> Run(int payer, int hour);

 private:
  /// A slot that runs in this hour, and what of it nothing has covered yet.
  struct Running {
    int slot;
    int account;
    int sku;
    Amount amount;
    Amount cost;
  };
  struct Negated {
    int plan, account, sku;
    std::string_view zone;
    Amount amount, cost;
  };
  /// Running slots of one account, as a range.
  struct AccountRange {
    int account;
    size_t begin, end;
  };

  void CollectRunning();
  void ApplyReservations();
  Amount Reserve(const Reservation& reservation, Running& running, Amount units_left);
  void ApplyPlans();
  void CoverOwner(const SavingsPlan& plan, Amount& left);
  void CoverOthers(const SavingsPlan& plan, Amount& left);
  bool Cover(const SavingsPlan& plan, Running& running, Amount& left);
  void AddUncovered();
  void AddNegations();
  void AddPlanFees();
  bool MayCover(const SavingsPlan& plan, const Running& running) const;
  Row& AddRow(RowType type, int account);
  Row& AddMetered(RowType type, const Running& running, Amount amount);

  const World& world_;
  int payer_ = 0;
  int hour_ = 0;
  std::vector<Row> rows_;
  std::vector<Running> running_;
  std::vector<AccountRange> accounts_;
  std::vector<std::vector<int>> by_sku_;  ///< positions in running_
  std::vector<size_t> first_open_;        ///< by SKU: what lies before is used up
  std::vector<int> skus_in_use_;
  std::vector<Negated> negated_;
  std::vector<Amount> commitment_left_;  ///< by plan
};

}  // namespace billwright::make_month
