#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "money/int128.h"
#include "row.h"
#include "world.h"

namespace billwright::make_month {

struct Sums {
  int64_t rows = 0;
  Int128 unblended = 0;
  Int128 amortised = 0;
  Sums& operator+=(const Sums& other);
};

/// What one commitment did for one customer.
struct Share {
  int64_t rows = 0;
  Int128 on_demand = 0;  ///< Σ O
  Int128 effective = 0;  ///< Σ E
};

/// What one commitment cost in the month.
struct CommitmentSums {
  Int128 fee = 0;  ///< unblended cost of fee rows
  Int128 amortised_upfront = 0;
  Int128 unused = 0;
  Int128 used_units = 0;  ///< of reservations: instance-hours
  int64_t windows = 0;    ///< fee rows
};

/// Sums of one payer's rows: what the month's closing rows are made from, and the truth beside the
/// report. Integer sums, so that the order in which threads add does not matter.
class Tally {
 public:
  Tally(const World& world, int payer);

  void Add(std::span<const Row> rows);
  void Merge(const Tally& other);

  /// Amortised cost of an account's metered rows in a group of services.
  Int128 MeteredCost(int account, ServiceGroup group) const {
    return metered_[static_cast<size_t>(account)][static_cast<size_t>(group)];
  }
  const CommitmentSums& CommitmentAt(int index) const {
    return commitments_[static_cast<size_t>(index)];
  }
  const Share& ShareOf(int commitment, int customer) const {
    return shares_[static_cast<size_t>(commitment) * customers_ + static_cast<size_t>(customer)];
  }
  const std::array<Sums, kRowTypes>& by_type() const { return by_type_; }
  const std::vector<Sums>& by_account() const { return by_account_; }
  /// By InvoiceKind; one more for rows without an invoice.
  const std::array<Sums, kInvoiceKinds + 1>& by_invoice() const { return by_invoice_; }
  int payer() const { return payer_; }

 private:
  void AddOne(const Row& row);
  void AddCoverage(const Row& row);

  const World* world_;
  int payer_;
  size_t customers_;
  std::vector<std::array<Int128, kServiceGroups>> metered_;
  std::vector<CommitmentSums> commitments_;
  std::vector<Share> shares_;
  std::array<Sums, kRowTypes> by_type_;
  std::vector<Sums> by_account_;
  std::array<Sums, kInvoiceKinds + 1> by_invoice_;
};

}  // namespace billwright::make_month
