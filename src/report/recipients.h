#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/customer.h"
#include "model/finding.h"

namespace billwright::report {

/// Who gets a statement, and on whose statement each customer's charges are.
///
/// A customer with own_statement = false is on the statement of the nearest one above it that has
/// its own. Where nobody above has one, the topmost gets one after all, so that nothing that was
/// charged goes unbilled.
///
/// Findings: statement.no_recipient
class Recipients {
 public:
  /// The customers must outlive this.
  static Recipients Of(std::span<const Customer> customers, Findings& findings);

  /// Id of the customer whose statement holds the charges of `customer_id`; empty for the house,
  /// unassigned, and customers that are in no book.
  std::string_view RecipientOf(std::string_view customer_id) const;

  const Customer* Find(std::string_view customer_id) const;

 private:
  const Customer& Resolve(const Customer& customer, Findings& findings) const;

  std::unordered_map<std::string_view, const Customer*> by_id_;
  std::unordered_map<std::string_view, std::string_view> recipient_of_;
};

}  // namespace billwright::report
