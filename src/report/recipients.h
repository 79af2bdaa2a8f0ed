#pragma once

#include <span>
#include <string_view>
#include <unordered_map>

#include "model/customer.h"
#include "model/finding.h"
#include "model/statement_recipients.h"

namespace billwright::report {

/// Who gets a statement, and on whose statement each customer's charges are, looked up once for all
/// (model/statement_recipients.h); and who gets one although the books say otherwise.
///
/// Findings: statement.no_recipient
class Recipients {
 public:
  /// The customers must outlive this.
  static Recipients Of(std::span<const Customer> customers, Findings& findings);

  /// Id of the customer whose statement holds the charges of `customer_id`; empty for the house,
  /// unassigned, and customers that are in no book.
  std::string_view RecipientOf(std::string_view customer_id) const;

  const Customer* Find(std::string_view customer_id) const { return customers_.Find(customer_id); }

 private:
  explicit Recipients(std::span<const Customer> customers) : customers_(customers) {}

  StatementRecipients customers_;
  std::unordered_map<std::string_view, std::string_view> recipient_of_;
};

}  // namespace billwright::report
