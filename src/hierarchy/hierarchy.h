#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/billing_period.h"
#include "model/cell.h"
#include "model/customer.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/price_book.h"
#include "model/proof.h"
#include "model/slot.h"

// Whose is it? A bitemporal map of accounts and its reconciliation with what AWS delivered. The
// books are compiled to slots first, the reduction groups rows by them, and afterwards every
// account and every cent is accounted for: somebody's, the house's, or unassigned.

namespace billwright::hierarchy {

struct Input {
  BillingPeriod period;
  std::span<const std::string> payers;  ///< of the period's deliveries
  std::span<const Customer> customers;
  std::span<const AccountAssignment> accounts;
  std::span<const PriceBook> price_books;  ///< the dates of their rules make spans
};

/// The assignment that names the payer goes before one for any payer. Hours in which no entry holds
/// are unassigned. Boundaries count at the hour: usage is cut by its start.
SlotMap CompileSlots(const Input& input);

struct Reconciliation {
  Findings findings;
  Proof proof;
};

/// Compares what was reduced with what was accepted at ingest.
///
/// Keeps:    Σ cells of all customers + Σ unassigned = Σ accepted, per payer, for rows and every
///           money column (unblended, amortised and public on-demand cost, on-demand value).
///           `totals` are ingest's, of all deliveries of the period.
/// Findings: account.unassigned (severity error, with the money), account.moved (info),
///           account.silent (an account of the books without a row in the period; info)
Reconciliation Reconcile(const Input& input, const SlotMap& slots, std::span<const Cell> cells,
                         std::span<const ControlTotal> totals);

}  // namespace billwright::hierarchy
