#include "price/price.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/check.h"
#include "price/charge_id.h"
#include "price/pricer.h"
#include "price/shared_key.h"
#include "price/term.h"
#include "price/unused_lines.h"

namespace billwright::price {

namespace {

std::vector<const CellShare*> SharesOfCells(std::span<const CellShare> cell_shares) {
  std::vector<const CellShare*> shares;
  for (const CellShare& share : cell_shares)
    if (!IsWithoutCell(share)) shares.push_back(&share);
  return shares;
}

/// Every cell with its share, and every line without a cell. Both lists are in key order, so one
/// walk finds the pairs.
std::vector<Priced> PriceAll(Pricer& pricer, const Input& input, std::span<const Cell> unused) {
  std::vector<Priced> priced;
  priced.reserve(input.cells.size() + unused.size());
  const std::vector<const CellShare*> shares = SharesOfCells(input.cell_shares);
  size_t next = 0;
  for (const Cell& cell : input.cells) {
    const CellShare* share = nullptr;
    if (next < shares.size() && IsCovered(cell.kind()) &&
        SharedKey(*shares[next]) == SharedKey(cell))
      share = shares[next++];
    priced.push_back(pricer.PriceCell(cell, share));
  }
  CHECK(next == shares.size(), "a cell share without a covered cell, or rows out of order");
  auto cell = unused.begin();
  for (const CellShare& line : input.cell_shares)
    if (IsWithoutCell(line)) priced.push_back(pricer.PriceUnused(*cell++, line));
  return priced;
}

/// Fills in place: a charge is large, and there are as many as cells.
void Fill(Charge& charge, const Priced& priced, const Pricer& pricer) {
  const Cell& cell = *priced.cell;
  charge.customer_id = pricer.customers()[priced.customer];
  charge.rule_id = pricer.rules()[priced.rule];
  charge.basis = priced.basis;
  charge.kind = pricer.kinds()[priced.kind];
  charge.span_start = cell.span_start;
  charge.payer_account_id = cell.payer_account_id;
  charge.usage_account_id = cell.usage_account_id;
  charge.service = cell.service;
  charge.region = cell.region;
  charge.usage_type = cell.usage_type;
  charge.operation = cell.operation;
  charge.pricing_unit = cell.pricing_unit;
  charge.line_item_type = cell.line_item_type;
  charge.commitment_arn = cell.commitment_arn;
  charge.invoice_id = cell.invoice_id;
  charge.billing_entity = cell.billing_entity;
  charge.legal_entity = cell.legal_entity;
  charge.currency = cell.currency;
  charge.quantity = cell.usage_amount;
  charge.basis_amount = priced.basis_amount;
  charge.cost = priced.cost;
  charge.charge = priced.charge;
  charge.list_amount = priced.list_amount;
  charge.commitment_discount = priced.commitment_discount;
  charge.retained_benefit = priced.retained_benefit;
  charge.cell_customer_id = cell.customer_id;
}

/// The order of the table by its first columns: customer, rule, kind.
std::vector<std::array<uint32_t, 3>> GroupsOf(const std::vector<Priced>& priced,
                                              const Pricer& pricer) {
  const std::vector<uint32_t> customers = pricer.customers().Ranks();
  const std::vector<uint32_t> rules = pricer.rules().Ranks();
  const std::vector<uint32_t> kinds = pricer.kinds().Ranks();
  std::vector<std::array<uint32_t, 3>> groups;
  groups.reserve(priced.size());
  for (const Priced& one : priced)
    groups.push_back({customers[one.customer], rules[one.rule], kinds[one.kind]});
  return groups;
}

/// Puts the range in key order unless it is already.
void SortRange(std::vector<Charge>& charges, size_t begin, size_t end) {
  const auto first = charges.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = charges.begin() + static_cast<std::ptrdiff_t>(end);
  const auto before = [](const Charge& a, const Charge& b) { return CompareKeys(a, b) < 0; };
  if (!std::is_sorted(first, last, before)) std::sort(first, last, before);
}

/// Charges in key order. Within one customer, rule and kind the cells are in order already, so only
/// groups that bring together cells of several customers (what treatments drop), and lines without
/// cells, are sorted by the whole key.
std::vector<Charge> ToCharges(const std::vector<Priced>& priced, const Pricer& pricer) {
  const auto groups = GroupsOf(priced, pricer);
  std::vector<uint32_t> order(priced.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return groups[a] < groups[b]; });
  std::vector<Charge> charges;
  charges.reserve(priced.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    for (; end < order.size() && groups[order[end]] == groups[order[begin]]; ++end)
      Fill(charges.emplace_back(), priced[order[end]], pricer);
    SortRange(charges, begin, end);
    begin = end;
  }
  return charges;
}

void AddTerms(const Input& input, std::vector<Charge>& charges) {
  std::vector<Charge> terms = ChargesOfTerms(input, charges);
  if (terms.empty()) return;
  SortByKey(terms);
  const auto middle = static_cast<std::ptrdiff_t>(charges.size());
  std::move(terms.begin(), terms.end(), std::back_inserter(charges));
  std::inplace_merge(charges.begin(), charges.begin() + middle, charges.end(),
                     [](const Charge& a, const Charge& b) { return CompareKeys(a, b) < 0; });
}

/// CHECKs that no two charges have the same key, or the same id.
void GiveIds(std::vector<Charge>& charges) {
  std::vector<uint64_t> ids;
  ids.reserve(charges.size());
  ChargeIds make_id;
  for (size_t i = 0; i < charges.size(); ++i) {
    Charge& charge = charges[i];
    CHECK(i == 0 || CompareKeys(charges[i - 1], charge) < 0,
          "two charges of " + charge.customer_id + " by " + charge.rule_id + " with one key");
    charge.charge_id = make_id.Of(charge);
    uint64_t id = 0;
    std::from_chars(charge.charge_id.data(), charge.charge_id.data() + charge.charge_id.size(), id,
                    16);
    ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end(), "two charges with one id");
}

using Sums = std::map<std::string, Decimal, std::less<>>;

/// Adds to the sum of `name`; the same name mostly comes many times in a row.
class Summer {
 public:
  void Add(const std::string& name, Decimal amount) {
    if (last_ == nullptr || last_->first != name) last_ = &*sums_.try_emplace(name).first;
    last_->second += amount;
    total_ += amount;
  }
  const Sums& sums() const { return sums_; }
  Decimal total() const { return total_; }
  Decimal Of(std::string_view name) const {
    const auto found = sums_.find(name);
    return found == sums_.end() ? Decimal{} : found->second;
  }

 private:
  Sums sums_;
  Decimal total_;
  Sums::value_type* last_ = nullptr;
};

/// Both sides name by name, where either has it, and of the run.
void Compare(Proof& proof, const std::string& identity, const Summer& left, const Summer& right) {
  Sums names = left.sums();
  names.insert(right.sums().begin(), right.sums().end());
  for (const auto& [name, unused] : names)
    proof.push_back(ProofLine::Make("price", identity, name, left.Of(name), right.Of(name)));
  proof.push_back(ProofLine::Make("price", identity, "run", left.total(), right.total()));
}

Proof Prove(const Input& input, const std::vector<Priced>& priced, const Pricer& pricer,
            const std::vector<Charge>& charges) {
  Summer parts, customers, costs, amortised;
  int64_t terms = 0;
  const auto lines =
      std::count_if(input.cell_shares.begin(), input.cell_shares.end(), IsWithoutCell);
  for (const Priced& one : priced) parts.Add(pricer.customers()[one.customer], one.charge);
  for (const Charge& charge : charges) {
    customers.Add(charge.customer_id, charge.charge);
    if (charge.kind == kTermKind) {
      parts.Add(charge.customer_id, charge.charge);
      ++terms;
    } else {
      costs.Add(charge.payer_account_id, charge.cost);
    }
  }
  for (const Cell& cell : input.cells) amortised.Add(cell.payer_account_id, cell.amortised_cost);
  Proof proof;
  Compare(proof, "Σ charges by cell + Σ terms = Σ of the customer", parts, customers);
  Compare(proof, "Σ cost = Σ amortised", costs, amortised);
  proof.push_back(ProofLine::Make(
      "price", "number of charges = cells + lines without a cell + terms", "run",
      Decimal::FromInteger(static_cast<int64_t>(charges.size())),
      Decimal::FromInteger(static_cast<int64_t>(input.cells.size()) + lines + terms)));
  return proof;
}

}  // namespace

Result<Output> PriceUsage(const Input& input) {
  const CheckContext context("pricing " + input.period.ToString());
  const std::vector<Cell> unused =
      CellsOfUnusedLines(input.cell_shares, input.cells, input.period, input.currency);
  Pricer pricer(input);
  const std::vector<Priced> priced = PriceAll(pricer, input, unused);
  Output output;
  output.charges = ToCharges(priced, pricer);
  AddTerms(input, output.charges);
  GiveIds(output.charges);
  output.findings = pricer.findings();
  output.proof = Prove(input, priced, pricer, output.charges);
  return output;
}

}  // namespace billwright::price
