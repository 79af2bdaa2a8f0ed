#include "hierarchy/hierarchy.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include "base/check.h"

namespace billwright::hierarchy {

namespace {

using AccountKey = std::pair<std::string, std::string>;  // payer, account

bool IsInside(UtcTime time, const BillingPeriod& period) {
  return time > period.start() && time < period.end();
}

/// The customer whom the assignments of one account give it to at a time; null if none does.
const AccountAssignment* At(const std::vector<const AccountAssignment*>& assignments,
                            const std::string& payer, UtcTime time) {
  const AccountAssignment* found = nullptr;
  for (const AccountAssignment* assignment : assignments) {
    if (time < assignment->from || time >= assignment->to) continue;
    if (assignment->payer_account_id == payer) return assignment;
    if (assignment->payer_account_id.empty()) found = assignment;
  }
  return found;
}

int64_t PositionOf(const std::vector<std::string>& sorted, std::string_view id) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), id);
  CHECK(found != sorted.end() && *found == id, id);
  return found - sorted.begin();
}

int64_t PositionOf(const std::vector<UtcTime>& sorted, UtcTime time) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), time);
  CHECK(found != sorted.end() && *found == time);
  return found - sorted.begin();
}

std::set<UtcTime> PriceBoundaries(const Input& input) {
  std::set<UtcTime> boundaries{input.period.start()};
  for (const PriceBook& book : input.price_books)
    for (const PriceRule& rule : book.rules)
      for (const UtcTime time : {rule.from, rule.to})
        if (IsInside(time, input.period)) boundaries.insert(time);
  return boundaries;
}

/// Where the assignments of one account under one payer change hands inside the period.
std::set<UtcTime> MoveBoundaries(const Input& input, const std::string& payer,
                                 const std::vector<const AccountAssignment*>& assignments) {
  std::set<UtcTime> boundaries;
  for (const AccountAssignment* assignment : assignments)
    for (const UtcTime time : {assignment->from, assignment->to}) {
      if (!IsInside(time, input.period)) continue;
      const AccountAssignment* before = At(assignments, payer, UtcTime{time.seconds - 1});
      const AccountAssignment* after = At(assignments, payer, time);
      const std::string_view from = before == nullptr ? kUnassigned : before->customer_id;
      const std::string_view to = after == nullptr ? kUnassigned : after->customer_id;
      if (from != to) boundaries.insert(time);
    }
  return boundaries;
}

}  // namespace

SlotMap CompileSlots(const Input& input) {
  SlotMap slots;
  for (const Customer& customer : input.customers) slots.customer_ids.push_back(customer.id);
  slots.customer_ids.emplace_back(kHouse);
  slots.customer_ids.emplace_back(kUnassigned);
  std::sort(slots.customer_ids.begin(), slots.customer_ids.end());
  slots.customer_ids.erase(std::unique(slots.customer_ids.begin(), slots.customer_ids.end()),
                           slots.customer_ids.end());
  slots.unassigned = PositionOf(slots.customer_ids, kUnassigned);

  std::map<std::string, std::vector<const AccountAssignment*>> by_account;
  for (const AccountAssignment& assignment : input.accounts)
    by_account[assignment.account_id].push_back(&assignment);

  const std::set<UtcTime> common = PriceBoundaries(input);
  std::set<UtcTime> all = common;
  std::map<AccountKey, std::set<UtcTime>> boundaries;
  for (const auto& [account, assignments] : by_account)
    for (const std::string& payer : input.payers) {
      std::set<UtcTime> own = MoveBoundaries(input, payer, assignments);
      all.insert(own.begin(), own.end());
      own.insert(common.begin(), common.end());
      boundaries[{payer, account}] = std::move(own);
    }
  slots.span_starts.assign(all.begin(), all.end());
  for (const UtcTime start : common)
    slots.common_spans.push_back(PositionOf(slots.span_starts, start));

  for (const auto& [key, starts] : boundaries) {
    const auto& assignments = by_account[key.second];
    std::vector<SlotMap::Stretch> stretches;
    for (const UtcTime start : starts) {
      const AccountAssignment* assignment = At(assignments, key.first, start);
      if (!stretches.empty()) stretches.back().to = start;
      stretches.push_back(
          {stretches.empty() ? UtcTime::Beginning() : start, UtcTime::Open(),
           PositionOf(slots.span_starts, start),
           PositionOf(slots.customer_ids, assignment == nullptr ? std::string_view(kUnassigned)
                                                                : assignment->customer_id)});
    }
    slots.accounts.emplace(key, std::move(stretches));
  }
  return slots;
}

namespace {

struct Sums {
  int64_t rows = 0;
  Decimal unblended_cost;
  std::string currency;

  void Add(const Cell& cell) {
    rows += cell.rows;
    unblended_cost += cell.unblended_cost;
    currency = cell.currency;
  }
};

/// What cells must have kept of the rows that ingest accepted, and where each says it.
struct KeptColumn {
  std::string_view identity;
  Decimal Cell::* of_cell;
  Decimal ControlTotal::* accepted;
};

constexpr KeptColumn kKeptColumns[] = {
    {"Σ unblended of customers + unassigned = Σ accepted", &Cell::unblended_cost,
     &ControlTotal::unblended_cost},
    {"Σ amortised of customers + unassigned = Σ accepted", &Cell::amortised_cost,
     &ControlTotal::amortised_cost},
    {"Σ public on-demand of customers + unassigned = Σ accepted", &Cell::public_on_demand_cost,
     &ControlTotal::public_on_demand_cost},
    {"Σ on-demand value of customers + unassigned = Σ accepted", &Cell::on_demand_value,
     &ControlTotal::on_demand_value},
};

/// Both sides of the identities of one payer.
struct PayerSides {
  std::array<Decimal, std::size(kKeptColumns)> left;
  std::array<Decimal, std::size(kKeptColumns)> right;
  int64_t rows_left = 0;
  int64_t rows_right = 0;

  void Add(const Cell& cell) {
    rows_left += cell.rows;
    for (size_t i = 0; i < left.size(); ++i) left[i] += cell.*kKeptColumns[i].of_cell;
  }
  void Add(const ControlTotal& total) {
    rows_right += total.rows - total.quarantined_rows;
    for (size_t i = 0; i < right.size(); ++i) right[i] += total.*kKeptColumns[i].accepted;
  }
};

/// A payer that only one side knows has zeros on the other.
Proof ProveNothingIsLost(std::span<const Cell> cells, std::span<const ControlTotal> totals) {
  std::map<std::string_view, PayerSides> payers;
  for (const Cell& cell : cells) payers[cell.payer_account_id].Add(cell);
  for (const ControlTotal& total : totals) payers[total.payer_account_id].Add(total);
  Proof proof;
  for (const auto& [payer, sides] : payers) {
    for (size_t i = 0; i < sides.left.size(); ++i)
      proof.push_back(ProofLine::Make("hierarchy", std::string(kKeptColumns[i].identity),
                                      std::string(payer), sides.left[i], sides.right[i]));
    proof.push_back(ProofLine::Make("hierarchy", "rows of customers + unassigned = rows accepted",
                                    std::string(payer), Decimal::FromInteger(sides.rows_left),
                                    Decimal::FromInteger(sides.rows_right)));
  }
  return proof;
}

void FindUnassigned(std::span<const Cell> cells, Findings& findings) {
  std::map<AccountKey, Sums> unassigned;
  for (const Cell& cell : cells)
    if (cell.customer_id == kUnassigned)
      unassigned[{cell.payer_account_id, cell.usage_account_id}].Add(cell);
  for (const auto& [key, sums] : unassigned)
    findings.push_back(
        Finding::Make(Severity::kError, "account.unassigned", key.second,
                      fmt::format("Account {} of payer {} belongs to nobody in some or all of the "
                                  "period: {} rows. Add a line for it to books/accounts.csv.",
                                  key.second, key.first, sums.rows))
            .Worth(sums.unblended_cost, sums.currency));
}

void FindMoves(const SlotMap& slots, Findings& findings) {
  for (const auto& [key, stretches] : slots.accounts)
    for (size_t i = 1; i < stretches.size(); ++i) {
      if (stretches[i].customer == stretches[i - 1].customer) continue;
      const auto name = [&](int64_t customer) {
        return slots.customer_ids[static_cast<size_t>(customer)];
      };
      findings.push_back(Finding::Make(
          Severity::kInfo, "account.moved", key.second,
          fmt::format(
              "Account {} of payer {} goes from {} to {} at {}; its usage is divided there.",
              key.second, key.first, name(stretches[i - 1].customer), name(stretches[i].customer),
              stretches[i].from.ToString())));
    }
}

/// A payer that the books name for the period but that has no delivery: its whole bill is missing.
void FindMissingPayers(const Input& input, Findings& findings) {
  std::set<std::string> told(input.payers.begin(), input.payers.end());
  for (const AccountAssignment& assignment : input.accounts) {
    const std::string& payer = assignment.payer_account_id;
    const bool holds = assignment.from < input.period.end() && assignment.to > input.period.start();
    if (payer.empty() || !holds || !told.insert(payer).second) continue;
    findings.push_back(
        Finding::Make(
            Severity::kWarning, "payer.missing", payer,
            fmt::format("Payer {} is named in books/accounts.csv, but has no delivery for "
                        "{}: nothing of its bill is in these statements. Ingest it, or "
                        "end its lines in the book.",
                        payer, input.period.ToString()))
            .At(assignment.position.ToString()));
  }
}

void FindSilent(const Input& input, std::span<const Cell> cells, Findings& findings) {
  std::set<std::string> seen;
  for (const Cell& cell : cells) seen.insert(cell.usage_account_id);
  std::set<std::string> told;
  for (const AccountAssignment& assignment : input.accounts) {
    const bool holds = assignment.from < input.period.end() && assignment.to > input.period.start();
    if (!holds || seen.contains(assignment.account_id)) continue;
    if (!told.insert(assignment.account_id).second) continue;
    findings.push_back(
        Finding::Make(Severity::kInfo, "account.silent", assignment.account_id,
                      fmt::format("Account {} of {} has no line item in {}.", assignment.account_id,
                                  assignment.customer_id, input.period.ToString()))
            .At(assignment.position.ToString()));
  }
}

}  // namespace

Reconciliation Reconcile(const Input& input, const SlotMap& slots, std::span<const Cell> cells,
                         std::span<const ControlTotal> totals) {
  Reconciliation result;
  result.proof = ProveNothingIsLost(cells, totals);
  FindUnassigned(cells, result.findings);
  FindMissingPayers(input, result.findings);
  FindMoves(slots, result.findings);
  FindSilent(input, cells, result.findings);
  return result;
}

}  // namespace billwright::hierarchy
