#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/billing_period.h"
#include "model/charge.h"
#include "model/customer.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/policy.h"
#include "model/price_book.h"
#include "model/proof.h"
#include "model/share.h"
#include "model/statement.h"

// What does the customer see? Charges become lines, rounded to the cent so that every grouping of a
// statement agrees. A customer never sees another customer's lines or the reseller's cost.

namespace billwright::report {

struct Input {
  BillingPeriod period;
  std::string currency;
  std::span<const Charge> charges;  ///< in key order
  std::span<const Share> shares;
  std::span<const Customer> customers;
  std::span<const AllocationPolicy> policies;
  std::span<const TaxRule> taxes;
  std::span<const ServiceName> service_names;  ///< sorted by service
};

struct Output {
  std::vector<Statement> statements;
  std::vector<StatementLine> lines;
  std::vector<StatementLineCharge> line_charges;
  std::vector<StatementDiscount> discounts;
  Findings findings;
  Proof proof;
};

/// The stage.
///
/// Rounds:  the statement's subtotal half away from zero to the minor unit; then accounts, services
///          and lines by largest remainder against the total above them (money/split.h).
/// Keeps:   Σ statement lines = statement total; Σ statements = Σ charges + rounding + tax.
Result<Output> BuildStatements(const Input& input);

}  // namespace billwright::report
