#include "hour.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"
#include "usage.h"

namespace billwright::make_month {

namespace {

InvoiceKind InvoiceFor(const Account& account) {
  return account.european ? InvoiceKind::kEurope : InvoiceKind::kInc;
}

}  // namespace

HourSimulation::HourSimulation(const World& world)
    : world_(world),
      by_sku_(world.catalogue.skus().size()),
      first_open_(world.catalogue.skus().size()),
      commitment_left_(world.savings_plans.size()) {}

std::span<Row> HourSimulation::Run(int payer, int hour) {
  payer_ = payer;
  hour_ = hour;
  rows_.clear();
  running_.clear();
  accounts_.clear();
  negated_.clear();
  for (const int sku : skus_in_use_) by_sku_[static_cast<size_t>(sku)].clear();
  skus_in_use_.clear();
  CollectRunning();
  ApplyReservations();
  ApplyPlans();
  AddUncovered();
  AddNegations();
  AddPlanFees();
  return rows_;
}

void HourSimulation::CollectRunning() {
  for (const int s : world_.payers[static_cast<size_t>(payer_)].slots) {
    const Slot& slot = world_.slots[static_cast<size_t>(s)];
    if (!IsOn(world_, slot, hour_)) continue;
    if (!world_.accounts[static_cast<size_t>(slot.account)].IsUnder(payer_, hour_)) continue;
    const auto sku = static_cast<size_t>(slot.sku);
    const Amount amount = UsageIn(world_, slot, hour_);
    const auto at = static_cast<int>(running_.size());
    running_.push_back(
        {s, slot.account, slot.sku, amount, Times(amount, world_.catalogue.skus()[sku].rate)});
    if (accounts_.empty() || accounts_.back().account != slot.account)
      accounts_.push_back({slot.account, running_.size() - 1, running_.size()});
    accounts_.back().end = running_.size();
    if (by_sku_[sku].empty()) {
      skus_in_use_.push_back(slot.sku);
      first_open_[sku] = 0;
    }
    by_sku_[sku].push_back(at);
  }
}

void HourSimulation::ApplyReservations() {
  const std::vector<int>& mine = world_.payers[static_cast<size_t>(payer_)].reservations;
  std::vector<Amount> left;
  for (const int r : mine) {
    const Reservation& reservation = world_.reservations[static_cast<size_t>(r)];
    const bool active = hour_ >= reservation.first_hour && hour_ < reservation.end_hour;
    left.push_back(active ? Whole(reservation.count) : 0);
  }
  for (const bool owners_turn : {true, false}) {
    for (size_t i = 0; i < mine.size(); ++i) {
      const Reservation& reservation = world_.reservations[static_cast<size_t>(mine[i])];
      for (const int at : by_sku_[static_cast<size_t>(reservation.sku)]) {
        if (left[i] == 0) break;
        Running& running = running_[static_cast<size_t>(at)];
        if (running.amount == 0 || (running.account == reservation.owner) != owners_turn) continue;
        left[i] -= Reserve(reservation, running, left[i]);
      }
    }
  }
}

/// Covers what the units reach; returns the units used.
Amount HourSimulation::Reserve(const Reservation& reservation, Running& running,
                               Amount units_left) {
  const Amount amount = std::min(units_left, running.amount);
  const Amount cost =
      amount == running.amount
          ? running.cost
          : Times(amount, world_.catalogue.skus()[static_cast<size_t>(running.sku)].rate);
  Row& row = AddMetered(RowType::kDiscountedUsage, running, amount);
  row.commitment = reservation.index;
  row.commitment_arn = reservation.arn;
  row.rate = 0;
  row.unblended = 0;
  row.public_cost = cost;
  row.amortised_for_usage = Times(amount, reservation.amortised);
  row.recurring_for_usage = Times(amount, reservation.recurring);
  row.effective = row.amortised_for_usage + row.recurring_for_usage;
  row.description = reservation.product->description;
  running.amount -= amount;
  running.cost -= cost;
  return amount;
}

void HourSimulation::ApplyPlans() {
  const std::vector<int>& mine = world_.payers[static_cast<size_t>(payer_)].savings_plans;
  // All of one type's owners come before anybody else of that type.
  for (const bool compute : {false, true}) {
    for (const bool owners_turn : {true, false}) {
      for (const int p : mine) {
        const SavingsPlan& plan = world_.savings_plans[static_cast<size_t>(p)];
        if (plan.compute != compute) continue;
        Amount& left = commitment_left_[static_cast<size_t>(p)];
        if (owners_turn) {
          const bool active = hour_ >= plan.first_hour && hour_ < plan.end_hour;
          left = active ? plan.total : 0;
          CoverOwner(plan, left);
        } else if (plan.sharing != Sharing::kOwner) {
          CoverOthers(plan, left);
        }
      }
    }
  }
}

void HourSimulation::CoverOwner(const SavingsPlan& plan, Amount& left) {
  if (left == 0) return;
  const auto found =
      std::find_if(accounts_.begin(), accounts_.end(),
                   [&](const AccountRange& range) { return range.account == plan.owner; });
  if (found == accounts_.end()) return;
  for (const int sku : plan.sku_order)
    for (size_t at = found->begin; at < found->end; ++at)
      if (running_[at].sku == sku && !Cover(plan, running_[at], left)) return;
}

bool HourSimulation::MayCover(const SavingsPlan& plan, const Running& running) const {
  if (plan.sharing == Sharing::kOrganisation) return true;
  return world_.accounts[static_cast<size_t>(running.account)].CustomerAt(hour_) ==
         world_.accounts[static_cast<size_t>(plan.owner)].CustomerAt(hour_);
}

void HourSimulation::CoverOthers(const SavingsPlan& plan, Amount& left) {
  if (left == 0) return;
  for (const int sku : plan.sku_order) {
    const std::vector<int>& candidates = by_sku_[static_cast<size_t>(sku)];
    size_t& first = first_open_[static_cast<size_t>(sku)];
    while (first < candidates.size() &&
           running_[static_cast<size_t>(candidates[first])].amount == 0)
      ++first;
    for (size_t i = first; i < candidates.size(); ++i) {
      Running& running = running_[static_cast<size_t>(candidates[i])];
      if (MayCover(plan, running) && !Cover(plan, running, left)) return;
    }
  }
}

/// Covers all of the usage, or as much as is left of the commitment. False when nothing is left.
bool HourSimulation::Cover(const SavingsPlan& plan, Running& running, Amount& left) {
  if (running.amount == 0) return true;
  const auto sku = static_cast<size_t>(running.sku);
  const Amount rate = plan.rate_of[sku];
  Amount amount = running.amount;
  Amount cost = running.cost;
  Amount effective = Times(amount, rate);
  if (effective > left) {
    amount = FloorRatio(left, rate);
    cost = Times(amount, world_.catalogue.skus()[sku].rate);
    effective = left;
  }
  if (amount == 0) return false;
  Row& row = AddMetered(RowType::kSavingsPlanCoveredUsage, running, amount);
  row.commitment = plan.index;
  row.commitment_arn = plan.arn;
  row.unblended = cost;
  row.plan_rate = rate;
  row.effective = effective;
  negated_.push_back({plan.index, running.account, running.sku, row.zone, amount, cost});
  running.amount -= amount;
  running.cost -= cost;
  left -= effective;
  return left > 0;
}

void HourSimulation::AddUncovered() {
  const std::vector<Sku>& skus = world_.catalogue.skus();
  for (const Running& running : running_) {
    if (running.amount == 0) continue;
    const Sku& sku = skus[static_cast<size_t>(running.sku)];
    Row& row = AddMetered(RowType::kUsage, running, running.amount);
    row.unblended = running.cost;
    if (sku.public_rate != sku.rate) row.public_cost = Times(running.amount, sku.public_rate);
    // Rows that agree in everything are legal and not duplicates: a few tiny transfers are such.
    if (sku.meter == Meter::kTransfer && running.amount < 500 && running.amount % 5 == 0) {
      const Row twin = row;
      rows_.push_back(twin);
    }
  }
}

void HourSimulation::AddNegations() {
  const auto key = [](const Negated& n) { return std::tie(n.plan, n.account, n.sku, n.zone); };
  std::sort(negated_.begin(), negated_.end(),
            [&](const Negated& a, const Negated& b) { return key(a) < key(b); });
  for (size_t i = 0; i < negated_.size();) {
    Negated sum = negated_[i];
    for (++i; i < negated_.size() && key(negated_[i]) == key(sum); ++i) {
      sum.amount += negated_[i].amount;
      sum.cost += negated_[i].cost;
    }
    const Sku& sku = world_.catalogue.skus()[static_cast<size_t>(sum.sku)];
    const SavingsPlan& plan = world_.savings_plans[static_cast<size_t>(sum.plan)];
    Row& row = AddRow(RowType::kSavingsPlanNegation, sum.account);
    row.product = &sku;
    row.sku = &sku;
    row.zone = sum.zone;
    row.commitment = plan.index;
    row.commitment_arn = plan.arn;
    row.amount = sum.amount;
    row.unblended = -sum.cost;
    row.public_cost = -sum.cost;
  }
}

void HourSimulation::AddPlanFees() {
  for (const int p : world_.payers[static_cast<size_t>(payer_)].savings_plans) {
    const SavingsPlan& plan = world_.savings_plans[static_cast<size_t>(p)];
    if (hour_ < plan.first_hour || hour_ >= plan.end_hour) continue;
    Row& row = AddRow(RowType::kSavingsPlanRecurringFee, plan.owner);
    row.product = plan.product;
    row.commitment = plan.index;
    row.commitment_arn = plan.arn;
    row.amount = kOne;
    row.rate = plan.recurring;
    row.unblended = plan.recurring;
    row.total_commitment = plan.total;
    row.used_commitment = plan.total - commitment_left_[static_cast<size_t>(p)];
    row.recurring = plan.recurring;
    row.amortised = plan.amortised;
    CHECK(row.used_commitment >= 0 && row.used_commitment <= row.total_commitment);
  }
}

Row& HourSimulation::AddRow(RowType type, int account) {
  Row& row = rows_.emplace_back();
  row.type = type;
  row.payer = payer_;
  row.account = account;
  const Account& who = world_.accounts[static_cast<size_t>(account)];
  row.invoice = static_cast<int>(InvoiceFor(who));
  row.start = {world_.start.seconds + hour_ * UtcTime::kSecondsPerHour};
  row.end = {row.start.seconds + UtcTime::kSecondsPerHour};
  row.id = world_.chance.Throw(About::kLineItem, static_cast<uint64_t>(payer_),
                               static_cast<uint64_t>(hour_), rows_.size());
  return row;
}

Row& HourSimulation::AddMetered(RowType type, const Running& running, Amount amount) {
  Row& row = AddRow(type, running.account);
  const Slot& slot = world_.slots[static_cast<size_t>(running.slot)];
  const Sku& sku = world_.catalogue.skus()[static_cast<size_t>(running.sku)];
  row.product = &sku;
  row.sku = &sku;
  row.resource = slot.resource;
  row.zone = slot.zone;
  row.owner_tag = slot.owner_tag;
  row.environment = slot.environment;
  row.amount = amount;
  row.rate = sku.rate;
  row.public_cost = amount == running.amount ? running.cost : Times(amount, sku.rate);
  return row;
}

}  // namespace billwright::make_month
