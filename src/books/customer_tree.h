#pragma once

#include <vector>

#include "books/reading.h"

namespace billwright::books {

/// A customer as written, with the places that checks of the tree point at.
struct CustomerDraft {
  Customer customer;
  Place parent;
  Place own_statement;
};

/// Checks that parents exist and do not go round in a circle, and gives every customer the price
/// book, currency, payment terms and φ of the nearest ancestor that has them. Links that are wrong
/// are reported and cut.
///
/// Findings: customer.unknown_parent, customer.house, customer.no_statement, customer.cycle
void ResolveTree(Reading& reading, const SourceText& source, std::vector<CustomerDraft>& drafts);

}  // namespace billwright::books
