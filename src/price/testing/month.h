#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "price/price.h"

// A small month to price, written as a test reads it: who, what AWS billed, which rules.

namespace billwright::price::testing {

inline Decimal D(std::string_view text) { return *Decimal::Parse(text); }

inline constexpr std::string_view kPlan =
    "arn:aws:savingsplans::999999999999:savingsplan/3f2a0000-0000-0000-0000-000000000000";
inline constexpr std::string_view kReservation =
    "arn:aws:ec2:eu-west-1:999999999999:reserved-instances/9eb60000-0000-0000-0000-000000000000";

/// Customers house, acme and globex; acme and globex have the price book "standard", empty at
/// first. October 2026, USD. What the methods return may be changed until the month is priced.
class Month {
 public:
  Month() {
    books_.push_back({.id = "standard", .name = "Standard", .currency = "USD"});
    books_.back().position = {"books/pricebooks/standard.toml", 1, 1};
    AddCustomer(std::string(kHouse)).price_book.clear();
    AddCustomer("acme");
    AddCustomer("globex");
  }

  /// A rule at the end of the book: per cent on (+) or off (−) a basis.
  PriceRule& Rule(std::string id, Basis basis, std::string_view percent) {
    PriceRule& rule = book().rules.emplace_back();
    rule.id = std::move(id);
    rule.basis = basis;
    rule.percent = D(percent);
    return rule;
  }
  /// … or a rate per unit.
  PriceRule& Rate(std::string id, std::string_view rate, std::string unit) {
    PriceRule& rule = Rule(std::move(id), Basis::kBilled, "0");
    rule.rate_per_unit = D(rate);
    rule.unit = std::move(unit);
    return rule;
  }
  TreatmentRule& Treat(LineItemKind kind, Treatment treatment) {
    return treatments_.emplace_back(TreatmentRule{.kind = kind, .treatment = treatment});
  }
  CustomLine& Flat(std::string id, std::string_view amount) {
    CustomLine& line = lines_.emplace_back();
    line.description = "Line " + id;
    line.id = std::move(id);
    line.customer_id = "acme";
    line.amount = D(amount);
    return line;
  }
  CustomLine& Percent(std::string id, std::string_view percent, std::string base) {
    CustomLine& line = Flat(std::move(id), percent);
    line.is_percent = true;
    line.base = std::move(base);
    return line;
  }
  Customer& AddCustomer(std::string id, std::string parent = "") {
    Customer& customer = customers_.emplace_back();
    customer.id = std::move(id);
    customer.parent = std::move(parent);
    customer.price_book = "standard";
    return customer;
  }
  void AddBook(PriceBook book) { books_.push_back(std::move(book)); }
  PriceBook& book() { return books_.front(); }
  Customer& customer(std::string_view id) {
    for (Customer& customer : customers_)
      if (customer.id == id) return customer;
    CheckFailed("a customer of the month", __FILE__, __LINE__, id);
  }

  /// A line item type, billed at `cost`, which is also its public and its amortised cost.
  Cell& Add(std::string customer, std::string line_item_type, std::string_view cost) {
    Cell& cell = placed_.emplace_back().cell;
    cell.usage_account_id = customer == "globex" ? "222222222222" : "111111111111";
    cell.customer_id = std::move(customer);
    cell.span_start = UtcTime::FromDate(2026, 10, 1);
    cell.payer_account_id = "999999999999";
    cell.service = "AmazonEC2";
    cell.region = "eu-west-1";
    cell.usage_type = "EU-BoxUsage:m5.large";
    cell.operation = "RunInstances";
    cell.pricing_unit = "Hrs";
    cell.line_item_type = std::move(line_item_type);
    cell.billing_entity = "AWS";
    cell.currency = "USD";
    cell.rows = 1;
    cell.usage_amount = D("744");
    cell.unblended_cost = cell.public_on_demand_cost = cell.amortised_cost = D(cost);
    return cell;
  }
  /// On-demand usage of EC2: 744 Hrs.
  Cell& Usage(std::string customer, std::string_view cost) {
    return Add(std::move(customer), "Usage", cost);
  }
  /// Usage that the Savings Plan covered: O, and what of its benefit is the customer's.
  Cell& Covered(std::string customer, std::string_view on_demand, std::string_view share,
                std::string_view passed, std::string_view cap_excess = "0") {
    Cell& cell = Add(std::move(customer), "SavingsPlanCoveredUsage", on_demand);
    cell.commitment_arn = kPlan;
    cell.on_demand_value = D(on_demand);
    cell.amortised_cost = D(on_demand) - D(share);
    CellShare& laid = placed_.back().share.emplace();
    laid.benefit_share = D(share);
    laid.passed = D(passed);
    laid.cap_excess = D(cap_excess);
    return cell;
  }
  /// Usage that the reservation covered: AWS bills 0.
  Cell& Reserved(std::string customer, std::string_view on_demand, std::string_view share,
                 std::string_view passed) {
    Cell& cell = Covered(std::move(customer), on_demand, share, passed);
    cell.line_item_type = "DiscountedUsage";
    cell.commitment_arn = kReservation;
    cell.unblended_cost = {};
    return cell;
  }
  /// Unused commitment of the Savings Plan that the customer bears.
  CellShare& Unused(std::string customer, std::string_view borne) {
    CellShare& line = unused_.emplace_back();
    line.customer_id = std::move(customer);
    line.payer_account_id = "999999999999";
    line.commitment_arn = kPlan;
    line.currency = "USD";
    line.unused_borne = D(borne);
    return line;
  }

  /// Lifetime: until the month is changed.
  Input input() {
    Freeze();
    return {BillingPeriod{2026, 10}, "USD",         frozen_.cells,      frozen_.shares,
            frozen_.customers,       frozen_.books, frozen_.treatments, frozen_.lines};
  }
  Output Price() { return *PriceUsage(input()); }
  /// Prices, and gives the customer's one charge; CHECKs that there is one.
  Charge ChargeOf(std::string_view customer) {
    std::vector<Charge> found;
    for (Charge& charge : Price().charges)
      if (charge.customer_id == customer) found.push_back(std::move(charge));
    CHECK(found.size() == 1, std::to_string(found.size()) + " charges");
    return found.front();
  }

 private:
  struct Placed {
    Cell cell;
    std::optional<CellShare> share;  // amounts only: the key is the cell's
  };
  struct Frozen {
    std::vector<Cell> cells;
    std::vector<CellShare> shares;
    std::vector<Customer> customers;
    std::vector<PriceBook> books;
    std::vector<TreatmentRule> treatments;
    std::vector<CustomLine> lines;
  };

  static CellShare WithKeyOf(const Cell& cell, CellShare share) {
    share.customer_id = cell.customer_id;
    share.span_start = cell.span_start;
    share.payer_account_id = cell.payer_account_id;
    share.usage_account_id = cell.usage_account_id;
    share.service = cell.service;
    share.region = cell.region;
    share.usage_type = cell.usage_type;
    share.operation = cell.operation;
    share.pricing_unit = cell.pricing_unit;
    share.line_item_type = cell.line_item_type;
    share.commitment_arn = cell.commitment_arn;
    share.invoice_id = cell.invoice_id;
    share.billing_entity = cell.billing_entity;
    share.legal_entity = cell.legal_entity;
    share.currency = cell.currency;
    return share;
  }

  void Freeze() {
    frozen_ = {};
    for (const Placed& placed : placed_) {
      frozen_.cells.push_back(placed.cell);
      if (placed.share) frozen_.shares.push_back(WithKeyOf(placed.cell, *placed.share));
    }
    frozen_.shares.insert(frozen_.shares.end(), unused_.begin(), unused_.end());
    SortByKey(frozen_.cells);
    SortByKey(frozen_.shares);
    frozen_.customers.assign(customers_.begin(), customers_.end());
    frozen_.books.assign(books_.begin(), books_.end());
    frozen_.treatments.assign(treatments_.begin(), treatments_.end());
    frozen_.lines.assign(lines_.begin(), lines_.end());
  }

  std::deque<Placed> placed_;
  std::deque<CellShare> unused_;
  std::deque<Customer> customers_;
  std::deque<PriceBook> books_;
  std::deque<TreatmentRule> treatments_;
  std::deque<CustomLine> lines_;
  Frozen frozen_;
};

/// "severity code subject amount: message" of each, one a line.
inline std::string Text(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings)
    text += finding.severity + " " + finding.code + " " + finding.subject + " " +
            finding.amount.ToString(2) + ": " + finding.message + "\n";
  return text;
}

/// The identities that do not hold, one a line; empty if all do.
inline std::string Broken(const Proof& proof) {
  std::string text;
  for (const ProofLine& line : proof)
    if (!line.holds)
      text += line.identity + " of " + line.subject + ": " + line.left.ToString() + " and " +
              line.right.ToString() + "\n";
  return text;
}

}  // namespace billwright::price::testing
