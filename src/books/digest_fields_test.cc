#include <gtest/gtest.h>

#include <functional>

#include "books/books.h"

// Every field of every record of the books, and the stages that must compute again when it changes.
// A digest that leaves out what its stage reads bills last month's prices; so each record is taken
// apart by structured bindings, and a field that is added does not compile until it is listed here.

namespace billwright::books {
namespace {

/// Stages by their first letters, in this order: Hierarchy, Allocation, Pricing, Report.
struct Field {
  std::string name;
  std::string stages;
  std::function<void()> change;
};
using Fields = std::vector<Field>;

void Change(std::string& text) { text += "x"; }
void Change(std::filesystem::path& path) { path /= "x"; }
void Change(bool& flag) { flag = !flag; }
void Change(int& number) { ++number; }
void Change(Decimal& value) { value += Decimal::FromUnits(1); }
void Change(std::optional<Decimal>& value) {
  value = value.value_or(Decimal()) + Decimal::FromUnits(1);
}
void Change(UtcTime& time) { time.seconds += UtcTime::kSecondsPerHour; }
void Change(BillingPeriod& period) { period = period.Next(); }
void Change(SourcePosition& position) { ++position.line; }
void Change(std::vector<std::string>& list) { list.emplace_back("x"); }
void Change(std::vector<Source>& sources) { sources.emplace_back(); }
void Change(std::vector<Receiver>& receivers) { receivers.emplace_back(); }
void Change(WatchSettings& watch) { ++watch.every_seconds; }
void Change(QualitySettings& quality) { quality["cost.jump"].off = true; }
void Change(Retention& retention) { retention.keep_runs = 7; }
void Change(std::map<std::string, Decimal>& by_customer) { Change(by_customer["acme"]); }
void Change(AllocationMethod& method) { method = AllocationMethod::kProRata; }
void Change(AllocationWeight&) {}  // there is one only
void Change(UnusedBearer& bearer) { bearer = UnusedBearer::kOwner; }
void Change(LineItemKind& kind) { kind = LineItemKind::kCredit; }
void Change(Treatment& treatment) { treatment = Treatment::kPass; }
void Change(Basis& basis) { basis = Basis::kCost; }

template <typename T>
Field Row(std::string name, T& field, std::string stages) {
  return {std::move(name), std::move(stages), [&field] { Change(field); }};
}

Fields FieldsOf(WorkspaceSettings& record) {
  auto& [folder, data, name, address, tax_id, email, payment, currency, sources, memory, threads,
         receivers, watch, quality, retention] = record;
  return {Row("folder", folder, ""),
          Row("data", data, ""),
          Row("reseller_name", name, "R"),
          Row("reseller_address", address, "R"),
          Row("reseller_tax_id", tax_id, "R"),
          Row("reseller_email", email, "R"),
          Row("payment_details", payment, "R"),
          Row("currency", currency, "HAPR"),
          Row("sources", sources, ""),
          Row("memory_limit", memory, ""),
          Row("threads", threads, ""),
          Row("receivers", receivers, ""),
          Row("watch", watch, ""),
          Row("quality", quality, ""),
          Row("retention", retention, "")};
}

Fields FieldsOf(Customer& record) {
  auto& [id, name, parent, own_statement, price_book, currency, passed, address, email, tax_id,
         order, terms, position] = record;
  return {Row("id", id, "HAPR"),
          Row("name", name, "R"),
          Row("parent", parent, "PR"),
          Row("own_statement", own_statement, "PR"),
          Row("price_book", price_book, "P"),
          Row("currency", currency, "PR"),
          Row("passed", passed, "AR"),
          Row("address", address, "R"),
          Row("email", email, "R"),
          Row("tax_id", tax_id, "R"),
          Row("purchase_order", order, "R"),
          Row("payment_terms", terms, "R"),
          Row("position", position, "")};
}

Fields FieldsOf(AccountAssignment& record) {
  auto& [payer, account, customer, from, to, position] = record;
  return {Row("payer_account_id", payer, "H"),
          Row("account_id", account, "H"),
          Row("customer_id", customer, "H"),
          Row("from", from, "H"),
          Row("to", to, "H"),
          Row("position", position, "")};
}

Fields FieldsOf(AllocationPolicy& record) {
  auto& [id, version, method, weight, divide_cost, passed, by_customer, unused, cap, commitments,
         from, to, position] = record;
  return {Row("id", id, "AR"),
          Row("version", version, "AR"),
          Row("method", method, "AR"),
          Row("weight", weight, ""),
          Row("divide_cost", divide_cost, "AR"),
          Row("passed", passed, "AR"),
          Row("passed_by_customer", by_customer, "AR"),
          Row("unused", unused, "AR"),
          Row("cap_at_list", cap, "AR"),
          Row("commitments", commitments, "AR"),
          Row("from", from, "AR"),
          Row("to", to, "AR"),
          Row("position", position, "")};
}

Fields FieldsOf(TreatmentRule& record) {
  auto& [id, kind, treatment, customers, from, to, position] = record;
  return {Row("id", id, "P"),
          Row("kind", kind, "P"),
          Row("treatment", treatment, "P"),
          Row("customers", customers, "P"),
          Row("from", from, "P"),
          Row("to", to, "P"),
          Row("position", position, "")};
}

Fields FieldsOf(RuleScope& record) {
  auto& [services, regions, usage_types, operations, types, kinds, accounts] = record;
  return {Row("services", services, "P"),       Row("regions", regions, "P"),
          Row("usage_types", usage_types, "P"), Row("operations", operations, "P"),
          Row("line_item_types", types, "P"),   Row("kinds", kinds, "P"),
          Row("accounts", accounts, "P")};
}

Fields FieldsOf(PriceRule& record) {
  auto& [id, scope, basis, percent, rate, unit, from, to, position] = record;
  Fields fields = FieldsOf(scope);
  for (Field& field : fields) field.name = "scope." + field.name;
  for (Field& field :
       Fields{Row("id", id, "P"), Row("basis", basis, "P"), Row("percent", percent, "P"),
              Row("rate_per_unit", rate, "P"), Row("unit", unit, "P"), Row("from", from, "HP"),
              Row("to", to, "HP"), Row("position", position, "")})
    fields.push_back(std::move(field));
  return fields;
}

Fields FieldsOf(PriceBook& record) {
  auto& [id, name, currency, rules, position] = record;
  Fields fields = FieldsOf(rules.front());
  for (Field& field : fields) field.name = "rules." + field.name;
  for (Field& field : Fields{Row("id", id, "P"), Row("name", name, ""),
                             Row("currency", currency, "P"), Row("position", position, "")})
    fields.push_back(std::move(field));
  return fields;
}

Fields FieldsOf(CustomLine& record) {
  auto& [id, customer, description, is_percent, amount, base, from, to, position] = record;
  return {Row("id", id, "P"),
          Row("customer_id", customer, "P"),
          Row("description", description, "P"),
          Row("is_percent", is_percent, "P"),
          Row("amount", amount, "P"),
          Row("base", base, "P"),
          Row("from", from, "P"),
          Row("to", to, "P"),
          Row("position", position, "")};
}

Fields FieldsOf(TaxRule& record) {
  auto& [id, name, percent, customers, from, to, position] = record;
  return {Row("id", id, "R"),           Row("name", name, "R"),
          Row("percent", percent, "R"), Row("customers", customers, "R"),
          Row("from", from, "R"),       Row("to", to, "R"),
          Row("position", position, "")};
}

/// Of the first record of each book.
Fields FieldsOf(Books& books) {
  auto& [workspace, customers, accounts, policies, treatments, price_books, lines, taxes] = books;
  Fields all;
  const auto add = [&all](const std::string& record, Fields fields) {
    for (Field& field : fields) {
      field.name = record + "." + field.name;
      all.push_back(std::move(field));
    }
  };
  add("workspace", FieldsOf(workspace));
  add("customer", FieldsOf(customers.front()));
  add("account", FieldsOf(accounts.front()));
  add("policy", FieldsOf(policies.front()));
  add("treatment", FieldsOf(treatments.front()));
  add("price_book", FieldsOf(price_books.front()));
  add("custom_line", FieldsOf(lines.front()));
  add("tax", FieldsOf(taxes.front()));
  return all;
}

/// One record of each kind. Dates are within time, so that each can move.
Books OneOfEach() {
  const UtcTime from = UtcTime::FromDate(2026, 10, 1);
  const UtcTime to = UtcTime::FromDate(2026, 11, 1);
  const BillingPeriod first{2026, 10};
  const BillingPeriod end{2027, 10};
  Books books;
  books.workspace.currency = "USD";
  books.customers.push_back({.id = "acme"});
  books.accounts.push_back({.account_id = "111111111111", .from = from, .to = to});
  books.policies.push_back({.id = "default", .from = first, .to = end});
  books.treatments.push_back(
      {.id = "treatment:tax", .kind = LineItemKind::kTax, .from = first, .to = end});
  books.price_books.push_back({.id = "standard"});
  books.price_books.back().rules.push_back({.id = "all", .from = from, .to = to});
  books.custom_lines.push_back({.id = "onboarding", .from = first, .to = end});
  books.taxes.push_back({.id = "vat", .from = first, .to = end});
  return books;
}

std::vector<std::string> DigestsOf(const Books& books) {
  return {DigestOfHierarchy(books), DigestOfAllocation(books), DigestOfPricing(books),
          DigestOfReport(books)};
}

TEST(DigestFields, ChangeWhatTheirStagesDependOn) {
  Books unchanged = OneOfEach();
  const std::vector<std::string> before = DigestsOf(unchanged);
  const size_t count = FieldsOf(unchanged).size();
  for (size_t i = 0; i < count; ++i) {
    Books books = OneOfEach();
    const Field field = FieldsOf(books)[i];
    field.change();
    const std::vector<std::string> after = DigestsOf(books);
    std::string changed;
    for (size_t stage = 0; stage < after.size(); ++stage)
      if (after[stage] != before[stage]) changed += "HAPR"[stage];
    EXPECT_EQ(changed, field.stages) << field.name;
  }
}

}  // namespace
}  // namespace billwright::books
