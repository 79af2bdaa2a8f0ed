#include "tally.h"

namespace billwright::make_month {

Sums& Sums::operator+=(const Sums& other) {
  rows += other.rows;
  unblended += other.unblended;
  amortised += other.amortised;
  return *this;
}

Tally::Tally(const World& world, int payer)
    : world_(&world),
      payer_(payer),
      customers_(world.customers.size()),
      metered_(world.accounts.size()),
      commitments_(static_cast<size_t>(world.commitment_count())),
      shares_(static_cast<size_t>(world.commitment_count()) * customers_),
      by_type_(),
      by_account_(world.accounts.size()),
      by_invoice_() {}

void Tally::Add(std::span<const Row> rows) {
  for (const Row& row : rows) AddOne(row);
}

void Tally::AddOne(const Row& row) {
  const Sums one = {1, row.unblended, AmortisedCost(row)};
  by_type_[static_cast<size_t>(row.type)] += one;
  by_account_[static_cast<size_t>(row.account)] += one;
  by_invoice_[row.invoice < 0 ? size_t{kInvoiceKinds} : static_cast<size_t>(row.invoice)] += one;
  if (row.sku != nullptr && row.type != RowType::kSavingsPlanNegation)
    metered_[static_cast<size_t>(row.account)][static_cast<size_t>(row.sku->group)] +=
        one.amortised;
  if (row.commitment >= 0) AddCoverage(row);
}

void Tally::AddCoverage(const Row& row) {
  CommitmentSums& sums = commitments_[static_cast<size_t>(row.commitment)];
  switch (row.type) {
    case RowType::kDiscountedUsage:
      sums.used_units += row.amount;
      [[fallthrough]];
    case RowType::kSavingsPlanCoveredUsage: {
      const int customer =
          world_->accounts[static_cast<size_t>(row.account)].CustomerAt(world_->HourOf(row.start));
      Share& share =
          shares_[static_cast<size_t>(row.commitment) * customers_ + static_cast<size_t>(customer)];
      ++share.rows;
      share.on_demand += OnDemandValue(row);
      share.effective += row.effective;
      break;
    }
    case RowType::kSavingsPlanRecurringFee:
      ++sums.windows;
      sums.fee += row.unblended;
      sums.amortised_upfront += row.amortised;
      sums.unused += row.total_commitment - row.used_commitment;
      break;
    case RowType::kRIFee:
      ++sums.windows;
      sums.fee += row.unblended;
      sums.amortised_upfront += row.amortised_fee;
      sums.unused += row.unused_amortised + row.unused_recurring;
      break;
    default:
      break;
  }
}

void Tally::Merge(const Tally& other) {
  for (size_t a = 0; a < metered_.size(); ++a) {
    by_account_[a] += other.by_account_[a];
    for (size_t g = 0; g < metered_[a].size(); ++g) metered_[a][g] += other.metered_[a][g];
  }
  for (size_t c = 0; c < commitments_.size(); ++c) {
    commitments_[c].fee += other.commitments_[c].fee;
    commitments_[c].amortised_upfront += other.commitments_[c].amortised_upfront;
    commitments_[c].unused += other.commitments_[c].unused;
    commitments_[c].used_units += other.commitments_[c].used_units;
    commitments_[c].windows += other.commitments_[c].windows;
  }
  for (size_t s = 0; s < shares_.size(); ++s) {
    shares_[s].rows += other.shares_[s].rows;
    shares_[s].on_demand += other.shares_[s].on_demand;
    shares_[s].effective += other.shares_[s].effective;
  }
  for (size_t t = 0; t < by_type_.size(); ++t) by_type_[t] += other.by_type_[t];
  for (size_t i = 0; i < by_invoice_.size(); ++i) by_invoice_[i] += other.by_invoice_[i];
}

}  // namespace billwright::make_month
