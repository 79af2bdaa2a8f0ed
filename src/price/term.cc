#include "price/term.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "model/line_item.h"

namespace billwright::price {

namespace {

bool IsUsageKind(std::string_view kind) {
  return kind == Name(LineItemKind::kUsage) || kind == Name(LineItemKind::kSavingsPlanCovered) ||
         kind == Name(LineItemKind::kReservationCovered);
}

bool IsOfBase(std::string_view base, std::string_view kind, std::string_view service) {
  if (kind == Name(LineItemKind::kTax) || kind == kTermKind) return false;
  if (base == "all") return true;
  if (base == "usage") return IsUsageKind(kind);
  return service == base;
}

/// Charges added up by what a base looks at: customer, kind, service; a unit's with those above it
/// on whose statement they are, too. Lines are as many as customers, so each looks only at what is
/// its customer's.
class BaseSums {
 public:
  BaseSums(std::span<const Charge> charges, const StatementRecipients& customers) {
    Sums own;
    for (const Charge& charge : charges)
      own[{charge.customer_id, charge.kind, charge.service}] += charge.charge;
    for (const auto& [key, amount] : own)
      for (const Customer* customer : customers.PathOf(std::get<0>(key)))
        sums_[{customer->id, std::get<1>(key), std::get<2>(key)}] += amount;
  }

  Decimal Of(const CustomLine& line) const {
    Decimal sum;
    for (auto entry = sums_.lower_bound({line.customer_id, "", ""}); entry != sums_.end();
         ++entry) {
      const auto& [customer, kind, service] = entry->first;
      if (customer != line.customer_id) break;
      if (IsOfBase(line.base, kind, service)) sum += entry->second;
    }
    return sum;
  }

 private:
  using Sums = std::map<std::tuple<std::string_view, std::string_view, std::string_view>, Decimal>;
  Sums sums_;
};

bool IsOnPath(const std::vector<const Customer*>& path, std::string_view id) {
  return std::ranges::find(path, id, &Customer::id) != path.end();
}

Charge ChargeOfTerm(const CustomLine& line, const Input& input, Decimal basis_amount) {
  Charge charge;
  charge.customer_id = line.customer_id;
  charge.cell_customer_id = line.customer_id;
  charge.rule_id = TermRuleId(line);
  charge.basis = kTermKind;
  charge.kind = kTermKind;
  charge.span_start = input.period.start();
  charge.currency = input.currency;
  charge.description = line.description;
  charge.basis_amount = basis_amount;
  charge.charge = line.is_percent ? PercentOf(basis_amount, line.amount, RoundingMode::kHalfEven)
                                  : basis_amount;
  charge.list_amount = charge.charge;
  return charge;
}

}  // namespace

std::string TermRuleId(const CustomLine& line) { return "term:" + line.id; }

bool IsInBase(const Charge& charge, const CustomLine& line, const StatementRecipients& customers) {
  return IsOfBase(line.base, charge.kind, charge.service) &&
         IsOnPath(customers.PathOf(charge.customer_id), line.customer_id);
}

std::vector<Charge> ChargesOfTerms(const Input& input, std::span<const Charge> charges_by_cell) {
  std::vector<Charge> terms;
  const StatementRecipients customers(input.customers);
  std::optional<BaseSums> sums;
  for (const CustomLine& line : input.custom_lines) {
    if (input.period < line.from || input.period >= line.to) continue;
    CHECK(line.customer_id != kHouse && line.customer_id != kUnassigned &&
              customers.Find(line.customer_id) != nullptr,
          "custom line " + line.id + " is for customer \"" + line.customer_id + "\"");
    if (line.is_percent && !sums) sums.emplace(charges_by_cell, customers);
    terms.push_back(ChargeOfTerm(line, input, line.is_percent ? sums->Of(line) : line.amount));
  }
  return terms;
}

}  // namespace billwright::price
