#include "price/term.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "model/line_item.h"

namespace billwright::price {

namespace {

const Customer* Find(std::span<const Customer> customers, std::string_view id) {
  for (const Customer& customer : customers)
    if (customer.id == id) return &customer;
  return nullptr;
}

/// True if `customer_id` is `above` or a unit below it, all the way down without its own statement.
bool IsStatedWith(std::string_view customer_id, std::string_view above,
                  std::span<const Customer> customers) {
  while (customer_id != above) {
    const Customer* customer = Find(customers, customer_id);
    if (customer == nullptr || customer->own_statement || customer->parent.empty()) return false;
    customer_id = customer->parent;
  }
  return true;
}

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

/// Charges added up by what a base looks at: customer, kind, service. Lines are many, charges more.
class BaseSums {
 public:
  BaseSums(std::span<const Charge> charges, std::span<const Customer> customers)
      : customers_(customers) {
    for (const Charge& charge : charges)
      sums_[{charge.customer_id, charge.kind, charge.service}] += charge.charge;
  }

  Decimal Of(const CustomLine& line) const {
    Decimal sum;
    for (const auto& [key, amount] : sums_) {
      const auto& [customer, kind, service] = key;
      if (IsOfBase(line.base, kind, service) &&
          IsStatedWith(customer, line.customer_id, customers_))
        sum += amount;
    }
    return sum;
  }

 private:
  std::span<const Customer> customers_;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, Decimal> sums_;
};

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
  charge.charge = line.is_percent ? PercentOf(basis_amount, line.amount) : basis_amount;
  charge.list_amount = charge.charge;
  return charge;
}

}  // namespace

std::string TermRuleId(const CustomLine& line) { return "term:" + line.id; }

bool IsInBase(const Charge& charge, const CustomLine& line, std::span<const Customer> customers) {
  return IsOfBase(line.base, charge.kind, charge.service) &&
         IsStatedWith(charge.customer_id, line.customer_id, customers);
}

std::vector<Charge> ChargesOfTerms(const Input& input, std::span<const Charge> charges_by_cell) {
  std::vector<Charge> terms;
  std::optional<BaseSums> sums;
  for (const CustomLine& line : input.custom_lines) {
    if (input.period < line.from || input.period >= line.to) continue;
    CHECK(line.customer_id != kHouse && line.customer_id != kUnassigned &&
              Find(input.customers, line.customer_id) != nullptr,
          "custom line " + line.id + " is for customer \"" + line.customer_id + "\"");
    if (line.is_percent && !sums) sums.emplace(charges_by_cell, input.customers);
    terms.push_back(ChargeOfTerm(line, input, line.is_percent ? sums->Of(line) : line.amount));
  }
  return terms;
}

}  // namespace billwright::price
