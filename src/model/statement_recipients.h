#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/customer.h"

namespace billwright {

/// On whose statement each customer's charges are.
///
/// A customer with own_statement = false is on the statement of the nearest one above it that has
/// its own. Where nobody above has one, the topmost gets one after all, so that nothing that was
/// charged goes unbilled. Takes one look at each customer: a month with thousands of them asks for
/// each several times.
class StatementRecipients {
 public:
  /// The customers must outlive this.
  explicit StatementRecipients(std::span<const Customer> customers);

  /// Null if there is no such customer.
  const Customer* Find(std::string_view id) const;

  /// The customer and those above it up to the one that gets the statement, which is last: what
  /// they are charged is on that statement together. Empty for the house, for unassigned and for
  /// customers that are not there.
  std::vector<const Customer*> PathOf(std::string_view id) const;

 private:
  std::unordered_map<std::string_view, const Customer*> by_id_;
};

}  // namespace billwright
