#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/table.h"

namespace billwright {

/// Commitments whose rows have no ARN (docs/decisions/005): all Savings Plans of a payer are one,
/// and the reservations of each service, whose code follows.
inline constexpr std::string_view kUnnamedSavingsPlan = "unnamed-savings-plan";
inline constexpr std::string_view kUnnamedReservation = "unnamed-reservation/";

/// One Savings Plan or reservation in one payer's month, with small numbers for its windows.
struct Commitment {
  int64_t commitment_id = 0;  ///< position in the run's list, ordered by payer and ARN
  std::string payer_account_id;
  std::string commitment_arn;
  std::string commitment_kind;  ///< "savings_plan" or "reservation"
  std::string offering;         ///< "ComputeSavingsPlans", "EC2InstanceSavingsPlans", …; or service
  std::string owner_account_id;  ///< account on the fee row; without one, the account in the ARN
  std::string currency;
  bool has_total = true;  ///< the report says what it costs beside its used and unused part; FOCUS
                          ///< does not
};

template <>
const Table<Commitment>& TableOf<Commitment>();

/// What covered rows of one slot and customer add up to in one window of a commitment: an hour of a
/// Savings Plan, the month of a reservation. Compact: there are millions.
struct Coverage {
  int64_t commitment_id = 0;
  UtcTime window_start;
  int64_t customer_index = 0;  ///< position in the run's ordered list of customer ids
  int64_t rows = 0;
  Decimal on_demand_value;  ///< Σ O_i
  Decimal effective_cost;   ///< Σ E_i
};

template <>
const Table<Coverage>& TableOf<Coverage>();

/// What Coverage::customer_index means in a run.
struct CoverageCustomer {
  int64_t customer_index = 0;
  std::string customer_id;
};

template <>
const Table<CoverageCustomer>& TableOf<CoverageCustomer>();

/// What AWS bills for a commitment in one window: the fee row's side.
struct CommitmentWindow {
  int64_t commitment_id = 0;
  UtcTime window_start;
  std::string owner_customer_id;  ///< customer of the owner account at the window
  Decimal fee;                    ///< unblended cost of the fee row
  Decimal total_commitment;       ///< Savings Plan: total; reservation: fee + amortised upfront
  Decimal amortised_upfront;
  Decimal unused;  ///< W
};

template <>
const Table<CommitmentWindow>& TableOf<CommitmentWindow>();

/// "savings_plan" or "reservation", from the ARN: arn:aws:savingsplans::<owner>:savingsplan/<id>,
/// arn:aws:ec2:<region>:<owner>:reserved-instances/<id>, arn:aws:rds:…:ri:<id>, …; of another
/// provider from its id: /providers/Microsoft.BillingBenefits/savingsPlanOrders/<id>.
std::string_view CommitmentKindOf(std::string_view arn);
/// The purchasing account: the fifth field of the ARN; empty if the text is not an ARN.
std::string_view AccountOfArn(std::string_view arn);
/// A short name for people: "Savings Plan 3f2a…", "EC2 reservation 9eb6…".
std::string ShortName(std::string_view arn);

}  // namespace billwright
