#include "allocate/identity_tally.h"

#include <fmt/core.h>

namespace billwright::allocate {

void IdentityTally::Report(std::string_view identity, const std::string& subject,
                           const PartName& part_name, Proof& proof) const {
  const std::string name(identity);
  proof.push_back(ProofLine::Make("allocate", name, subject, left_, right_));
  if (failed_ == 0) return;
  proof.push_back(ProofLine::Make("allocate", name,
                                  fmt::format("{}{} (the first of {} that fail)", subject,
                                              part_name(first_failed_.part), failed_),
                                  first_failed_.left, first_failed_.right));
}

void DivisionTally::Add(const Window& window, std::span<const Part> parts) {
  Part sum;
  for (const Part& part : parts) sum += part;
  const Decimal cost = window.effective_cost;
  const int64_t at = window.start.seconds;
  tallies_[0].Add(at, sum.benefit_share, window.on_demand_value - cost);
  tallies_[1].Add(at, sum.unused_borne, window.unused);
  tallies_[2].Add(at, sum.attributed_cost + sum.unused_borne, cost + window.unused);
  tallies_[3].Add(at, sum.price_basis + sum.cap_excess, sum.attributed_cost + sum.retained);
}

void DivisionTally::AddWhole(int64_t part, const DivisionTally& whole) {
  for (size_t i = 0; i < tallies_.size(); ++i) tallies_[i].AddWhole(part, whole.tallies_[i]);
}

void DivisionTally::Report(const std::string& subject, const IdentityTally::PartName& part_name,
                           Proof& proof) const {
  for (size_t i = 0; i < tallies_.size(); ++i)
    tallies_[i].Report(kIdentities[i], subject, part_name, proof);
}

}  // namespace billwright::allocate
