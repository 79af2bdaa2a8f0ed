#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/billing_period.h"
#include "model/finding.h"

namespace billwright {

/// A finding, and the bill that it is about.
struct Observation {
  Finding finding;
  std::string payer_account_id;         ///< empty: of no single payer
  std::optional<BillingPeriod> period;  ///< absent: of no single month
  std::string delivery_id;              ///< empty: of no delivery that is there
};
using Observations = std::vector<Observation>;

/// What makes two observations the same, in one list and from one morning to the next: code,
/// subject, payer, period ("2026-11" or empty) and place, in this order. Another amount, message or
/// severity is the same observation; so is another delivery of the same month.
using ObservationIdentity = std::array<std::string, 5>;
ObservationIdentity IdentityOf(const Observation& observation);
/// An observation with what its identity says, and nothing else; nullopt if the period is none.
std::optional<Observation> ObservationOf(const ObservationIdentity& identity);

/// What the rules of quality were held against. They look at newer months only, and at nothing that
/// does not read: what they do not say of another month has not gone.
struct Assessed {
  /// Whether all came that should: sources, and every payer's delivery of the month that runs.
  bool arrivals = false;
  std::set<std::pair<std::string, BillingPeriod>> bills;  ///< payer and period
};

}  // namespace billwright
