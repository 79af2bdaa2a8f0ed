#include "model/statement_recipients.h"

namespace billwright {

namespace {

bool IsOurs(std::string_view id) { return id == kHouse || id == kUnassigned; }

}  // namespace

StatementRecipients::StatementRecipients(std::span<const Customer> customers) {
  by_id_.reserve(customers.size());
  for (const Customer& customer : customers) by_id_.emplace(customer.id, &customer);
}

const Customer* StatementRecipients::Find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

std::vector<const Customer*> StatementRecipients::PathOf(std::string_view id) const {
  std::vector<const Customer*> path;
  const Customer* next = IsOurs(id) ? nullptr : Find(id);
  // No path is longer than the list of customers; a circle, which books refuse, ends there too.
  while (next != nullptr && path.size() < by_id_.size()) {
    path.push_back(next);
    if (next->own_statement || IsOurs(next->parent)) break;
    next = Find(next->parent);
  }
  return path;
}

}  // namespace billwright
