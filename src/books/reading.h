#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.h"
#include "books/books.h"
#include "books/entry.h"
#include "books/mistakes.h"
#include "books/names.h"
#include "books/value.h"

// What the readers of the single books share. Each takes what the earlier ones found, adds its
// records to `books` and what it does not like to `mistakes`; none fails because of what is
// written.

namespace billwright::books {

inline constexpr std::string_view kWorkspaceFile = "billwright.toml";
inline constexpr std::string_view kCustomersFile = "books/customers.toml";
inline constexpr std::string_view kAccountsFile = "books/accounts.csv";
inline constexpr std::string_view kPoliciesFile = "books/policies.toml";
inline constexpr std::string_view kPriceBooksFolder = "books/pricebooks";
inline constexpr std::string_view kChargesFile = "books/charges.csv";
inline constexpr std::string_view kTaxesFile = "books/taxes.toml";

struct Reading {
  std::filesystem::path folder;  ///< absolute
  Books books;
  Mistakes mistakes;
  KnownNames customers{"customer", std::string(kCustomersFile)};
  KnownNames price_books{"price book", std::string(kPriceBooksFolder)};
  std::optional<SourceText> customers_source;
  bool accounts_complete = true;  ///< false: an account that seems missing may only be hidden

  Entry Open(const SourceText& source, const Value& table, const Shape& shape) {
    return Entry(mistakes, source, table, shape);
  }
};

enum class Presence { kRequired, kOptional };

/// The text of a book. nullopt if it is not there or is not text, which has been reported if it is
/// a mistake. Fails: kIo. Findings: book.missing, book.not_utf8
Result<std::optional<SourceText>> Load(Reading& reading, std::string_view file, Presence presence);

/// The names of customers in a list, sorted. Findings: book.unknown_customer, customer.house
std::vector<std::string> CustomersIn(Reading& reading, Entry& entry, std::string_view key);

Result<void> ReadWorkspaceFile(Reading& reading);
/// The [[source]] of billwright.toml, whose entry is `file`.
void ReadSources(Reading& reading, const SourceText& source, Entry& file);
/// The [retention] of billwright.toml, whose entry is `file`.
void ReadRetention(Reading& reading, const SourceText& source, Entry& file);
/// [quality]. Findings: quality.unknown_rule, quality.bad_rule, quality.no_threshold
void ReadQuality(Reading& reading, const SourceText& source, Entry& file);
/// The [[notify]] and [watch] of billwright.toml, whose entry is `file`.
void ReadNotify(Reading& reading, const SourceText& source, Entry& file);
void ReadWatch(Reading& reading, const SourceText& source, Entry& file);
Result<void> ReadPriceBooks(Reading& reading);
Result<void> ReadCustomers(Reading& reading);  ///< after price books
Result<void> ReadAccounts(Reading& reading);   ///< after customers, as the rest
Result<void> ReadPolicies(Reading& reading);
Result<void> ReadCharges(Reading& reading);
Result<void> ReadTaxes(Reading& reading);
/// What can be seen only when customers and accounts are known: after ReadAccounts.
void CheckCustomersAgainstAccounts(Reading& reading);

}  // namespace billwright::books
