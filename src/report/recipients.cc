#include "report/recipients.h"

#include <algorithm>

namespace billwright::report {

namespace {

bool IsOurs(std::string_view customer_id) {
  return customer_id == kHouse || customer_id == kUnassigned;
}

}  // namespace

Recipients Recipients::Of(std::span<const Customer> customers, Findings& findings) {
  Recipients recipients;
  for (const Customer& customer : customers) recipients.by_id_.emplace(customer.id, &customer);
  for (const Customer& customer : customers)
    if (!IsOurs(customer.id))
      recipients.recipient_of_.emplace(customer.id, recipients.Resolve(customer, findings).id);
  return recipients;
}

const Customer& Recipients::Resolve(const Customer& customer, Findings& findings) const {
  const Customer* candidate = &customer;
  // No chain is longer than the list of customers; a circle, which books refuse, ends there too.
  for (size_t step = 0; step < by_id_.size() && !candidate->own_statement; ++step) {
    const Customer* above = Find(candidate->parent);
    if (above == nullptr || IsOurs(above->id)) break;
    candidate = above;
  }
  if (!candidate->own_statement && candidate == &customer) {
    findings.push_back(
        Finding::Make(Severity::kWarning, "statement.no_recipient", customer.id,
                      "customer " + customer.id +
                          " has own_statement = false, but nobody above it has a statement; it "
                          "gets its own. Give it a parent that has one, or remove the setting.")
            .At(customer.position.ToString()));
  }
  return *candidate;
}

std::string_view Recipients::RecipientOf(std::string_view customer_id) const {
  const auto found = recipient_of_.find(customer_id);
  return found == recipient_of_.end() ? std::string_view{} : found->second;
}

const Customer* Recipients::Find(std::string_view customer_id) const {
  const auto found = by_id_.find(customer_id);
  return found == by_id_.end() ? nullptr : found->second;
}

}  // namespace billwright::report
