#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "books/customer_tree.h"
#include "books/reading.h"
#include "books/toml_reader.h"

namespace billwright::books {
namespace {

const Shape kFileShape{"customers.toml", {"customer"}};
const Shape kCustomerShape{
    "[[customer]]",
    {"id", "name", "parent", "own_statement", "price_book", "currency", "passed", "address",
     "email", "tax_id", "purchase_order", "payment_terms"}};

class CustomersReader {
 public:
  CustomersReader(Reading& reading, const SourceText& source)
      : reading_(reading), source_(source) {}

  std::vector<CustomerDraft> Read(Entry& file) {
    for (const Value* table : file.Tables("customer")) ReadCustomer(*table);
    if (!first_lines_.contains(std::string(kHouse))) {
      CustomerDraft house;
      house.customer.id = house.customer.name = kHouse;
      house.customer.own_statement = false;
      drafts_.push_back(std::move(house));
    }
    for (const CustomerDraft& draft : drafts_) reading_.customers.Add(draft.customer.id);
    return std::move(drafts_);
  }

 private:
  void ReadCustomer(const Value& table) {
    Entry entry = reading_.Open(source_, table, kCustomerShape);
    CustomerDraft draft;
    Customer& customer = draft.customer;
    if (!ReadId(entry, customer.id)) return;
    customer.position = entry.position();
    customer.name = entry.Has("name") ? entry.Text("name") : customer.id;
    customer.parent = entry.Text("parent");
    customer.own_statement = entry.Flag("own_statement", customer.id != kHouse);
    draft.parent = entry.PlaceOf("parent");
    draft.own_statement = entry.PlaceOf("own_statement");
    ReadContract(entry, customer);
    customer.address = entry.Lines("address");
    customer.email = entry.Get("email", kEmail).value_or("");
    customer.tax_id = entry.Text("tax_id");
    customer.purchase_order = entry.Text("purchase_order");
    if (customer.id == kHouse) CheckHouse(entry, customer);
    drafts_.push_back(std::move(draft));
  }

  bool ReadId(Entry& entry, std::string& id) {
    entry.Require("id");
    const std::optional<std::string> written = entry.Get("id", kId);
    if (!written) {
      reading_.customers.MarkIncomplete();  // others may name it as it was meant
      return false;
    }
    id = *written;
    entry.SetSubject(id);
    if (id == kUnassigned) {
      entry.Error("id", "customer.reserved",
                  "\"unassigned\" stands for the accounts that no book names: choose another id.");
      return false;
    }
    const auto [first, is_new] = first_lines_.emplace(id, entry.PlaceOf("id").line);
    if (!is_new)
      entry.Error("id", "book.duplicate_id",
                  fmt::format("There are two customers \"{}\": the first is on line {}.", id,
                              first->second));
    return is_new;
  }

  void ReadContract(Entry& entry, Customer& customer) {
    customer.price_book = entry.Text("price_book");
    if (!customer.price_book.empty())
      entry.Refers({customer.price_book, entry.PlaceOf("price_book")}, reading_.price_books,
                   "customer.unknown_price_book");
    customer.currency = entry.Get("currency", kCurrencyCode).value_or("");
    const std::string& ours = reading_.books.workspace.currency;
    if (!customer.currency.empty() && customer.currency != ours && !ours.empty())
      entry.Error(
          "currency", "currency.no_exchange",
          fmt::format("\"{}\" is to be billed in {}, the workspace is in {}: exchange is not "
                      "offered yet. Leave \"currency\" out to bill in {}.",
                      customer.id, customer.currency, ours, ours));
    customer.passed = entry.Number("passed", 0, 1);
    customer.payment_terms = entry.Text("payment_terms");
  }

  void CheckHouse(Entry& entry, const Customer& house) {
    if (entry.Has("parent"))
      entry.Error("parent", "customer.house",
                  "The house is the reseller itself: it has no parent.");
    if (house.own_statement)
      entry.Error("own_statement", "customer.house", "The house gets no statement.");
  }

  Reading& reading_;
  const SourceText& source_;
  std::vector<CustomerDraft> drafts_;
  std::map<std::string, int64_t> first_lines_;
};

}  // namespace

Result<void> ReadCustomers(Reading& reading) {
  ASSIGN_OR_RETURN(std::optional<SourceText> loaded,
                   Load(reading, kCustomersFile, Presence::kRequired));
  if (!loaded) reading.customers.MarkIncomplete();
  if (!loaded) loaded.emplace(std::string(kCustomersFile), "");
  SourceText& source = reading.customers_source.emplace(*std::move(loaded));
  const Value root = ReadToml(source, reading.mistakes);
  if (source.cut_short()) reading.customers.MarkIncomplete();
  Entry file = reading.Open(source, root, kFileShape);
  std::vector<CustomerDraft> drafts = CustomersReader(reading, source).Read(file);
  ResolveTree(reading, source, drafts);
  for (CustomerDraft& draft : drafts) reading.books.customers.push_back(std::move(draft.customer));
  std::sort(reading.books.customers.begin(), reading.books.customers.end(),
            [](const Customer& a, const Customer& b) { return a.id < b.id; });
  return {};
}

void CheckCustomersAgainstAccounts(Reading& reading) {
  const SourceText& source = *reading.customers_source;
  std::set<std::string_view> with_accounts;
  std::set<std::string_view> parents;
  for (const AccountAssignment& account : reading.books.accounts)
    with_accounts.insert(account.customer_id);
  for (const Customer& customer : reading.books.customers) parents.insert(customer.parent);
  for (const Customer& customer : reading.books.customers) {
    if (customer.id == kHouse) continue;
    const Place place{customer.position.line, customer.position.column};
    const bool has_accounts = with_accounts.contains(customer.id);
    const bool is_group = parents.contains(customer.id);
    const auto report = [&](Severity severity, std::string code, std::string_view message) {
      reading.mistakes.Add(severity, source, place, std::move(code), customer.id, message);
    };
    if (customer.price_book.empty() && source.complete() && (has_accounts || !is_group))
      report(Severity::kError, "customer.no_price_book",
             fmt::format("\"{}\" has no price book, and nobody above it has one: name one as "
                         "\"price_book\".",
                         customer.id));
    if (!has_accounts && !is_group && reading.accounts_complete)
      report(Severity::kWarning, "customer.no_accounts",
             fmt::format("\"{}\" has no accounts: name them in {}.", customer.id, kAccountsFile));
    if (has_accounts && is_group)
      report(Severity::kInfo, "customer.group_with_accounts",
             fmt::format("\"{}\" has customers below it and accounts of its own: what these use is "
                         "charged to \"{}\" itself.",
                         customer.id, customer.id));
  }
}

}  // namespace billwright::books
