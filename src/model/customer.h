#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "money/decimal.h"

namespace billwright {

/// The reseller itself as a customer: its own accounts, what it retains, what nobody else bears.
inline constexpr std::string_view kHouse = "house";
/// Accounts that no book names; a period with money here cannot be closed.
inline constexpr std::string_view kUnassigned = "unassigned";

/// An entry of books/customers.toml.
struct Customer {
  std::string id;                    ///< lower-case word; "house" and "unassigned" are ours
  std::string name;                  ///< for people; default: the id
  std::string parent;                ///< id of the customer above; empty at the top
  bool own_statement = true;         ///< false: its lines go on the parent's statement
  std::string price_book;            ///< id of a price book
  std::string currency;              ///< billing currency; default: the workspace's
  std::optional<Decimal> passed;     ///< φ, 0 … 1; absent: the policy's
  std::vector<std::string> address;  ///< lines
  std::string email;
  std::string tax_id;
  std::string purchase_order;
  std::string payment_terms;  ///< "30 days net"
  SourcePosition position;
};

/// A line of books/accounts.csv: whose an account is, and when. Half-open, UTC.
struct AccountAssignment {
  std::string payer_account_id;  ///< empty: under any payer
  std::string account_id;        ///< of AWS 12 digits; of other providers any text
  std::string customer_id;
  UtcTime from = UtcTime::Beginning();
  UtcTime to = UtcTime::Open();
  SourcePosition position;
};

}  // namespace billwright
