#include "report/recipients.h"

namespace billwright::report {

Recipients Recipients::Of(std::span<const Customer> customers, Findings& findings) {
  Recipients recipients(customers);
  for (const Customer& customer : customers) {
    const std::vector<const Customer*> path = recipients.customers_.PathOf(customer.id);
    if (path.empty()) continue;
    recipients.recipient_of_.emplace(customer.id, path.back()->id);
    if (path.back() == &customer && !customer.own_statement)
      findings.push_back(
          Finding::Make(Severity::kWarning, "statement.no_recipient", customer.id,
                        "customer " + customer.id +
                            " has own_statement = false, but nobody above it has a statement; it "
                            "gets its own. Give it a parent that has one, or remove the setting.")
              .At(customer.position.ToString()));
  }
  return recipients;
}

std::string_view Recipients::RecipientOf(std::string_view customer_id) const {
  const auto found = recipient_of_.find(customer_id);
  return found == recipient_of_.end() ? std::string_view{} : found->second;
}

}  // namespace billwright::report
