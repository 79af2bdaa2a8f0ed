#include "base/digest.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "books/books.h"

// A digest is over what a book means to a stage, field by field. Where a line stands, what a
// comment says and in which order things are listed that have no order is not in it.

namespace billwright::books {
namespace {

/// Feeds values one after the other; each kind of value says where it ends.
class Canon {
 public:
  explicit Canon(std::string_view what) { sha_.AddField(what); }

  Canon& Add(std::string_view text) {
    sha_.AddField(text);
    return *this;
  }
  Canon& Add(Decimal value) { return Add(value.ToString()); }
  Canon& Add(BillingPeriod period) { return Add(period.ToString()); }
  Canon& Add(UtcTime time) { return AddNumber(time.seconds); }
  Canon& AddFlag(bool flag) { return Add(flag ? "yes" : "no"); }
  Canon& AddNumber(int64_t number) { return Add(std::to_string(number)); }

  Canon& Add(const std::optional<Decimal>& value) {
    AddFlag(value.has_value());
    return value ? Add(*value) : *this;
  }
  Canon& AddList(const std::vector<std::string>& list) {
    AddNumber(static_cast<int64_t>(list.size()));
    for (const std::string& text : list) Add(text);
    return *this;
  }
  Canon& AddSet(std::vector<std::string> list) {
    std::sort(list.begin(), list.end());
    return AddList(list);
  }

  std::string Finish() { return sha_.Finish(); }

 private:
  Sha256 sha_;
};

/// For records whose order in the file decides nothing.
template <typename R, typename Key>
std::vector<const R*> Ordered(const std::vector<R>& records, Key key) {
  std::vector<const R*> ordered;
  for (const R& record : records) ordered.push_back(&record);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const R* a, const R* b) { return key(*a) < key(*b); });
  return ordered;
}

void AddPolicies(Canon& canon, const Books& books) {
  const auto key = [](const AllocationPolicy& policy) {
    return std::make_pair(policy.id, policy.from);
  };
  for (const AllocationPolicy* policy : Ordered(books.policies, key)) {
    canon.Add("policy").Add(policy->id).AddNumber(policy->version).Add(Name(policy->method));
    canon.Add(Name(policy->weight)).AddFlag(policy->divide_cost).Add(policy->passed);
    canon.AddNumber(static_cast<int64_t>(policy->passed_by_customer.size()));
    for (const auto& [customer, passed] : policy->passed_by_customer)
      canon.Add(customer).Add(passed);
    canon.Add(Name(policy->unused)).AddFlag(policy->cap_at_list).AddSet(policy->commitments);
    canon.Add(policy->from).Add(policy->to);
  }
}

void AddRule(Canon& canon, const PriceRule& rule) {
  const RuleScope& scope = rule.scope;
  canon.Add("rule").Add(rule.id).AddSet(scope.services).AddSet(scope.regions);
  canon.AddSet(scope.usage_types).AddSet(scope.operations).AddSet(scope.line_item_types);
  canon.AddSet(scope.kinds).AddSet(scope.accounts);
  canon.Add(Name(rule.basis)).Add(rule.percent).Add(rule.rate_per_unit).Add(rule.unit);
  canon.Add(rule.from).Add(rule.to);
}

void AddCustomLine(Canon& canon, const CustomLine& line) {
  canon.Add("charge").Add(line.id).Add(line.customer_id).Add(line.description);
  canon.AddFlag(line.is_percent).Add(line.amount).Add(line.base).Add(line.from).Add(line.to);
}

}  // namespace

std::string DigestOfHierarchy(const Books& books) {
  Canon canon("hierarchy");
  canon.Add(books.workspace.currency);
  // Coverage counts customers by their place among all ids.
  for (const Customer& customer : books.customers) canon.Add("customer").Add(customer.id);
  const auto key = [](const AccountAssignment& line) {
    return std::make_tuple(line.account_id, line.payer_account_id, line.from);
  };
  for (const AccountAssignment* line : Ordered(books.accounts, key))
    canon.Add("account")
        .Add(line->payer_account_id)
        .Add(line->account_id)
        .Add(line->customer_id)
        .Add(line->from)
        .Add(line->to);
  std::set<UtcTime> changes;
  for (const PriceBook& book : books.price_books)
    for (const PriceRule& rule : book.rules) {
      changes.insert(rule.from);
      changes.insert(rule.to);
    }
  changes.erase(UtcTime::Beginning());
  changes.erase(UtcTime::Open());
  for (const UtcTime change : changes) canon.Add("change").Add(change);
  return canon.Finish();
}

std::string DigestOfAllocation(const Books& books) {
  Canon canon("allocation");
  canon.Add(books.workspace.currency);
  AddPolicies(canon, books);
  for (const Customer& customer : books.customers)
    canon.Add("customer").Add(customer.id).Add(customer.passed);
  return canon.Finish();
}

std::string DigestOfPricing(const Books& books) {
  Canon canon("pricing");
  canon.Add(books.workspace.currency);
  for (const Customer& customer : books.customers) {
    canon.Add("customer").Add(customer.id).Add(customer.price_book).Add(customer.currency);
    // Lines of per cent rest on the units below, too.
    canon.Add(customer.parent).AddFlag(customer.own_statement);
  }
  for (const PriceBook& book : books.price_books) {
    canon.Add("price book").Add(book.id).Add(book.currency);
    for (const PriceRule& rule : book.rules) AddRule(canon, rule);
  }
  for (const TreatmentRule& rule : books.treatments)
    canon.Add("treatment")
        .Add(rule.id)
        .Add(Name(rule.kind))
        .Add(Name(rule.treatment))
        .AddSet(rule.customers)
        .Add(rule.from)
        .Add(rule.to);
  const auto key = [](const CustomLine& line) { return line.id; };
  for (const CustomLine* line : Ordered(books.custom_lines, key)) AddCustomLine(canon, *line);
  return canon.Finish();
}

std::string DigestOfReport(const Books& books) {
  Canon canon("report");
  const WorkspaceSettings& reseller = books.workspace;
  canon.Add(reseller.reseller_name).AddList(reseller.reseller_address);
  canon.Add(reseller.reseller_tax_id).Add(reseller.reseller_email);
  canon.AddList(reseller.payment_details).Add(reseller.currency);
  for (const Customer& customer : books.customers) {
    canon.Add("customer").Add(customer.id).Add(customer.name).Add(customer.parent);
    canon.AddFlag(customer.own_statement).Add(customer.currency).AddList(customer.address);
    canon.Add(customer.email).Add(customer.tax_id).Add(customer.purchase_order);
    canon.Add(customer.payment_terms).Add(customer.passed);  // a statement says what is passed on
  }
  for (const TaxRule& tax : books.taxes)
    canon.Add("tax")
        .Add(tax.id)
        .Add(tax.name)
        .Add(tax.percent)
        .AddSet(tax.customers)
        .Add(tax.from)
        .Add(tax.to);
  AddPolicies(canon, books);  // statements print them
  return canon.Finish();
}

std::string DigestOfRun(const Books& books) {
  return DigestOfHierarchy(books) + DigestOfAllocation(books) + DigestOfPricing(books) +
         DigestOfReport(books);
}

}  // namespace billwright::books
