#include "allocate/lay_on_cells.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>

#include "base/check.h"
#include "money/split.h"

namespace billwright::allocate {

namespace {

constexpr Decimal kAll = Decimal::FromInteger(1);

bool IsCovered(const Cell& cell) {
  const LineItemKind kind = cell.kind();
  return kind == LineItemKind::kSavingsPlanCovered || kind == LineItemKind::kReservationCovered;
}

/// What of a share lies on one line of cell_share.
struct Laid {
  Decimal benefit_share;
  Decimal passed;
  Decimal cap_excess;
  Decimal unused_borne;

  bool IsZero() const {
    return benefit_share.IsZero() && passed.IsZero() && cap_excess.IsZero() &&
           unused_borne.IsZero();
  }
};

/// The identities of this file, of one commitment or of the run. Parts are customers.
struct CellTally {
  static constexpr std::array<std::string_view, 6> kIdentities = {
      "Σ over cells = share (benefit)",   "Σ over cells = share (passed)",
      "Σ over cells = share (unused)",    "Σ over cells = share (cap excess)",
      "Σ on-demand value of cells = Σ O", "Σ amortised cost of covered cells = Σ E"};
  std::array<IdentityTally, kIdentities.size()> tallies;

  void AddLaid(const Laid& laid, const Part& share) {
    tallies[0].Add(share.customer, laid.benefit_share, share.benefit_share);
    tallies[1].Add(share.customer, laid.passed, share.passed);
    tallies[2].Add(share.customer, laid.unused_borne, share.unused_borne);
    tallies[3].Add(share.customer, laid.cap_excess, share.cap_excess);
  }
  void AddCells(Decimal on_demand_value, Decimal amortised_cost, const Part& share) {
    tallies[4].Add(share.customer, on_demand_value, share.on_demand_value);
    tallies[5].Add(share.customer, amortised_cost, share.effective_cost);
  }
  void AddWhole(int64_t part, const CellTally& whole) {
    for (size_t i = 0; i < tallies.size(); ++i) tallies[i].AddWhole(part, whole.tallies[i]);
  }
  void Report(const std::string& subject, const IdentityTally::PartName& part_name,
              Proof& proof) const {
    for (size_t i = 0; i < tallies.size(); ++i)
      tallies[i].Report(kIdentities[i], subject, part_name, proof);
  }
};

CellShare LineOf(const Cell& cell, const Laid& laid) {
  return {cell.customer_id,    cell.span_start,     cell.payer_account_id, cell.usage_account_id,
          cell.service,        cell.region,         cell.usage_type,       cell.operation,
          cell.pricing_unit,   cell.line_item_type, cell.commitment_arn,   cell.invoice_id,
          cell.billing_entity, cell.legal_entity,   cell.currency,         laid.benefit_share,
          laid.passed,         laid.cap_excess,     laid.unused_borne};
}

/// Weights for what has none of its own: `first` if none is negative and one is positive; else
/// `second`, negatives as zero.
std::vector<Decimal> WeightsFrom(std::span<const Decimal> first, std::span<const Decimal> second) {
  std::vector<Decimal> weights(first.begin(), first.end());
  const bool none_negative = std::ranges::none_of(weights, &Decimal::IsNegative);
  if (none_negative && !std::ranges::all_of(weights, &Decimal::IsZero)) return weights;
  weights.assign(second.begin(), second.end());
  for (Decimal& weight : weights) weight = std::max(weight, Decimal());
  return weights;
}

class CellLayer {
 public:
  CellLayer(std::span<const Cell> cells, std::span<const CommitmentShares> commitments,
            const CustomerNumbers& customers, BillingPeriod period, const std::string& currency)
      : cells_(cells),
        commitments_(commitments),
        customers_(customers),
        period_(period),
        currency_(currency),
        tallies_(commitments.size()) {}

  void Lay();
  std::vector<CellShare> Lines();
  void Report(Proof& proof, Findings& findings) const;

 private:
  /// A covered cell and the share that is laid on it, by positions.
  struct Place {
    size_t commitment = 0;
    size_t part = 0;
    size_t cell = 0;
    auto operator<=>(const Place&) const = default;
  };
  using Places = std::span<const Place>;
  struct NoArn {
    int64_t rows = 0;
    Decimal cost;
  };

  void FindPlaces();
  size_t FindCommitment(const Cell& cell) const;
  std::optional<size_t> FindPart(size_t commitment, int customer) const;
  void AddHomeless(size_t cell, size_t commitment, int customer);
  void LayHomeless(Places places);
  void LayShare(const CommitmentShares& shares, const Part& part, Places places);
  void LayOnPlaces(const Terms& terms, const Part& part, Places places);
  size_t PositionOf(const Place& place) const {
    return static_cast<size_t>(&place - places_.data());
  }
  std::vector<Decimal> BenefitByCell(const Terms& terms, const Part& part, Places places) const;
  void AddLineWithoutCell(const CommitmentShares& shares, const Part& part, const Laid& laid);

  std::span<const Cell> cells_;
  std::span<const CommitmentShares> commitments_;
  const CustomerNumbers& customers_;
  BillingPeriod period_;
  const std::string& currency_;
  std::vector<Place> places_;  // sorted: cells of one share are neighbours, in key order
  std::vector<Laid> laid_;     // by position in places_
  std::vector<CellShare> without_cell_;
  std::vector<CellTally> tallies_;       // by commitment
  CellTally unknown_;                    // cells of commitments that the run does not know
  std::map<std::string, NoArn> no_arn_;  // cells that name no commitment, by payer
};

/// Covered cells are looked up in key order, in which customers change rarely.
void CellLayer::FindPlaces() {
  std::string_view customer_id;
  int customer = CustomerNumbers::kNobody;
  for (size_t i = 0; i < cells_.size(); ++i) {
    const Cell& cell = cells_[i];
    if (!IsCovered(cell)) continue;
    if (cell.customer_id != customer_id) {
      customer_id = cell.customer_id;
      customer = customers_.Find(customer_id);
    }
    const size_t commitment = FindCommitment(cell);
    const auto part =
        commitment == commitments_.size() ? std::nullopt : FindPart(commitment, customer);
    if (part)
      places_.push_back({commitment, *part, i});
    else
      AddHomeless(i, commitment, customer);
  }
  std::ranges::sort(places_);
  laid_.resize(places_.size());
}

/// A covered cell without a share. If it names no commitment, nobody can divide its benefit, and a
/// finding says so. Else the reduction made cells and coverage from different rows: the proof
/// fails.
void CellLayer::AddHomeless(size_t cell_position, size_t commitment, int customer) {
  const Cell& cell = cells_[cell_position];
  places_.push_back({commitments_.size(), 0, cell_position});
  if (cell.commitment_arn.empty()) {
    NoArn& seen = no_arn_[cell.payer_account_id];
    seen.rows += cell.rows;
    seen.cost += cell.amortised_cost;
    return;
  }
  CellTally& tally = commitment == commitments_.size() ? unknown_ : tallies_[commitment];
  tally.AddCells(cell.on_demand_value, cell.amortised_cost, Part{.customer = customer});
}

std::optional<size_t> CellLayer::FindPart(size_t commitment, int customer) const {
  const std::vector<Part>& parts = commitments_[commitment].parts;
  const auto part = std::ranges::lower_bound(parts, customer, {}, &Part::customer);
  if (part == parts.end() || part->customer != customer) return std::nullopt;
  return static_cast<size_t>(part - parts.begin());
}

/// The number of commitments if there is no such one.
size_t CellLayer::FindCommitment(const Cell& cell) const {
  auto key = [](const CommitmentShares& shares) {
    return std::tie(shares.commitment->payer_account_id, shares.commitment->commitment_arn);
  };
  const auto wanted = std::tie(cell.payer_account_id, cell.commitment_arn);
  const auto found = std::ranges::lower_bound(commitments_, wanted, {}, key);
  if (found == commitments_.end() || key(*found) != wanted) return commitments_.size();
  return static_cast<size_t>(found - commitments_.begin());
}

void CellLayer::Lay() {
  FindPlaces();
  auto next = places_.begin();
  for (size_t i = 0; i < commitments_.size(); ++i) {
    const CommitmentShares& shares = commitments_[i];
    for (size_t j = 0; j < shares.parts.size(); ++j) {
      const auto end = std::find_if(next, places_.end(), [&](const Place& place) {
        return place.commitment != i || place.part != j;
      });
      LayShare(shares, shares.parts[j], Places(next, end));
      next = end;
    }
  }
  LayHomeless(Places(next, places_.end()));
}

/// Every covered cell has a line: a homeless one keeps what AWS gave it.
void CellLayer::LayHomeless(Places places) {
  for (const Place& place : places) {
    CHECK(place.commitment == commitments_.size(), "a covered cell that no share reached");
    const Cell& cell = cells_[place.cell];
    const Decimal benefit = cell.on_demand_value - cell.amortised_cost;
    laid_[PositionOf(place)] = {benefit, benefit, Decimal(), Decimal()};
  }
}

void CellLayer::LayShare(const CommitmentShares& shares, const Part& part, Places places) {
  CellTally& tally = tallies_[static_cast<size_t>(&shares - commitments_.data())];
  Laid sum{.unused_borne = part.unused_borne};
  if (places.empty()) sum = {part.benefit_share, part.passed, part.cap_excess, part.unused_borne};
  if (!sum.IsZero()) AddLineWithoutCell(shares, part, sum);
  LayOnPlaces(*shares.terms, part, places);
  Decimal value;
  Decimal cost;
  for (const Place& place : places) {
    const Laid& laid = laid_[PositionOf(place)];
    sum.benefit_share += laid.benefit_share;
    sum.passed += laid.passed;
    sum.cap_excess += laid.cap_excess;
    value += cells_[place.cell].on_demand_value;
    cost += cells_[place.cell].amortised_cost;
  }
  tally.AddLaid(sum, part);
  tally.AddCells(value, cost, part);
}

void CellLayer::LayOnPlaces(const Terms& terms, const Part& part, Places places) {
  if (places.empty()) return;
  const std::vector<Decimal> benefits = BenefitByCell(terms, part, places);
  std::vector<Decimal> values;
  for (const Place& place : places) values.push_back(cells_[place.cell].on_demand_value);
  const std::vector<Decimal> weights = WeightsFrom(benefits, values);
  const bool all_passed = terms.passed_of(part.customer) == kAll;
  const std::vector<Decimal> passed = all_passed ? benefits : Split(part.passed, weights);
  const std::vector<Decimal> excess = Split(part.cap_excess, weights);
  for (size_t i = 0; i < places.size(); ++i)
    laid_[PositionOf(places[i])] = {benefits[i], passed[i], excess[i], Decimal()};
}

std::vector<Decimal> CellLayer::BenefitByCell(const Terms& terms, const Part& part,
                                              Places places) const {
  std::vector<Decimal> benefits;
  benefits.reserve(places.size());
  const bool by_cell = terms.method != AllocationMethod::kProRata;
  for (const Place& place : places) {
    const Cell& cell = cells_[place.cell];
    benefits.push_back(by_cell ? cell.on_demand_value - cell.amortised_cost
                               : std::max(cell.on_demand_value, Decimal()));
  }
  return by_cell ? benefits : Split(part.benefit_share, benefits);
}

void CellLayer::AddLineWithoutCell(const CommitmentShares& shares, const Part& part,
                                   const Laid& laid) {
  Cell none;
  none.customer_id = customers_.id(part.customer);
  none.span_start = period_.start();
  none.payer_account_id = shares.commitment->payer_account_id;
  none.commitment_arn = shares.commitment->commitment_arn;
  none.currency = shares.commitment->currency.empty() ? currency_ : shares.commitment->currency;
  without_cell_.push_back(LineOf(none, laid));
}

std::vector<CellShare> CellLayer::Lines() {
  std::vector<size_t> order(places_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [this](size_t position) { return places_[position].cell; });
  std::vector<CellShare> on_cells;
  on_cells.reserve(order.size());
  for (const size_t position : order)
    on_cells.push_back(LineOf(cells_[places_[position].cell], laid_[position]));
  SortByKey(without_cell_);
  std::vector<CellShare> lines;
  lines.reserve(on_cells.size() + without_cell_.size());
  std::ranges::merge(std::make_move_iterator(on_cells.begin()),
                     std::make_move_iterator(on_cells.end()),
                     std::make_move_iterator(without_cell_.begin()),
                     std::make_move_iterator(without_cell_.end()), std::back_inserter(lines),
                     [](const CellShare& a, const CellShare& b) { return CompareKeys(a, b) < 0; });
  return lines;
}

void CellLayer::Report(Proof& proof, Findings& findings) const {
  for (const auto& [payer, seen] : no_arn_)
    findings.push_back(
        Finding::Make(Severity::kWarning, "commitment.no_arn", payer,
                      fmt::format("{} line items of covered usage name no Savings Plan or "
                                  "reservation. They keep the benefit that AWS gave them, whatever "
                                  "the policies say. Check that the delivery has the ARN columns.",
                                  seen.rows))
            .Worth(seen.cost, currency_));
  auto customer_name = [this](int64_t customer) {
    if (customer == CustomerNumbers::kNobody)
      return std::string(" for a customer without coverage");
    return " for " + customers_.id(static_cast<int>(customer));
  };
  auto commitment_name = [this](int64_t part) {
    if (part == std::ssize(commitments_)) return std::string(", a commitment that is not known");
    return ", " + ProofSubject(*commitments_[static_cast<size_t>(part)].commitment);
  };
  CellTally run;
  for (size_t i = 0; i < tallies_.size(); ++i) {
    tallies_[i].Report(ProofSubject(*commitments_[i].commitment), customer_name, proof);
    run.AddWhole(static_cast<int64_t>(i), tallies_[i]);
  }
  run.AddWhole(std::ssize(commitments_), unknown_);
  run.Report("run", commitment_name, proof);
}

}  // namespace

std::string ProofSubject(const Commitment& commitment) {
  return commitment.payer_account_id + " " + commitment.commitment_arn;
}

std::vector<CellShare> LayOnCells(std::span<const Cell> cells,
                                  std::span<const CommitmentShares> commitments,
                                  const CustomerNumbers& customers, BillingPeriod period,
                                  const std::string& currency, Proof& proof, Findings& findings) {
  CellLayer layer(cells, commitments, customers, period, currency);
  layer.Lay();
  layer.Report(proof, findings);
  return layer.Lines();
}

}  // namespace billwright::allocate
