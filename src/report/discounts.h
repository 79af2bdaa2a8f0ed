#pragma once

#include <span>
#include <vector>

#include "model/billing_period.h"
#include "model/charge.h"
#include "model/policy.h"
#include "model/share.h"
#include "model/statement.h"
#include "report/commitment_name.h"
#include "report/line_groups.h"
#include "report/recipients.h"

namespace billwright::report {

struct DiscountSources {
  BillingPeriod period;
  std::span<const Charge> charges;
  std::span<const LineGroup> groups;  ///< of the charges
  std::span<const Share> shares;
  std::span<const AllocationPolicy> policies;
  const CommitmentOwners& owners;
  int minor_digits = 2;
};

/// What each commitment saved each customer, for all statements; in key order.
///
/// `saved` is Σ commitment_discount of the customer's charges for the commitment, so it is what the
/// price really gave, and is contained in the lines' discounts. Commitments that gave nothing are
/// not named: a customer does not see what somebody else gets of them.
///
/// Rounds: per statement, what each commitment saved and what is left of the statement's discount
///         (the price book's) by largest remainder against the statement's rounded discount; so
///         Σ saved + price book = Statement::discount. on_demand_value against its rounded sum.
std::vector<StatementDiscount> DiscountsOf(const DiscountSources& sources,
                                           const Recipients& recipients,
                                           std::span<const Statement> statements);

/// The policy in one sentence as `customer` may read it: with the part that is passed on to this
/// customer, and without anybody else's.
std::string SentenceFor(const AllocationPolicy& policy, const Customer* customer);

}  // namespace billwright::report
