#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "amount.h"
#include "catalogue.h"
#include "chance.h"
#include "options.h"

// The small world that a month is made of: customers and their accounts under payers, what each
// account runs, and the commitments that were bought. It depends on the seed and the sizes only, so
// that months of one seed belong together; the period decides its hours and what is bought in it.

namespace billwright::make_month {

struct Customer {
  std::string id, name;
  int parent = -1;
};

struct Account {
  std::string id, name;
  int customer = 0;
  int payer = 0;
  bool management = false;  ///< the payer's own
  bool european = false;    ///< billed by AWS's European company
  int rank = 0;             ///< among equals, who is covered first
  /// In the hour `switch_hour` it leaves `payer` for `other_payer`; -1: stays.
  int other_payer = -1;
  int switch_hour = 0;
  /// In the hour `move_hour` it becomes `moved_to`'s; -1: stays its customer's.
  int moved_to = -1;
  int move_hour = 0;

  int CustomerAt(int hour) const {
    return moved_to >= 0 && hour >= move_hour ? moved_to : customer;
  }
  bool IsUnder(int wanted_payer, int hour) const {
    return (other_payer >= 0 && hour >= switch_hour ? other_payer : payer) == wanted_payer;
  }
};

/// One resource that runs: a machine, a bucket, a function.
struct Slot {
  int account = 0;
  int sku = 0;
  std::string resource, zone;
  std::string_view owner_tag, environment;
  int start_hour = 0;  ///< of its daily window
  int hours = 24;      ///< length of the window
  int every_days = 1;
  int day_phase = 0;
  bool weekdays = false;
  int64_t size = 1;  ///< how much of it
};

enum class Payment { kNoUpfront, kPartialUpfront, kAllUpfront };
std::string_view Name(Payment payment);

/// Whose usage a Savings Plan may cover (AWS: sharing preferences).
enum class Sharing { kOrganisation, kCustomer, kOwner };

struct Commitment {
  std::string arn, uuid;
  int index = 0;  ///< among all commitments
  int payer = 0, owner = 0;
  Payment payment = Payment::kNoUpfront;
  int years = 1;
  UtcTime start, end;
  std::string start_text, end_text;
  int first_hour = 0, end_hour = 0;  ///< active hours of this month
  bool newest = false;  ///< bought within the month `options.bought`; others on a first
  bool bought_this_month = false;
  Amount upfront = 0;                ///< for the whole term
  const Product* product = nullptr;  ///< of its fee rows

  bool IsActive() const { return first_hour < end_hour; }
};

struct SavingsPlan : Commitment {
  bool compute = true;  ///< else an EC2 Instance Savings Plan of a family in a region
  std::string family;
  int region = 0;
  Sharing sharing = Sharing::kOrganisation;
  Amount total = 0, recurring = 0, amortised = 0;  ///< per hour; total = recurring + amortised
  std::vector<int> sku_order;   ///< what it covers, highest savings per cent first
  std::vector<Amount> rate_of;  ///< by SKU; 0: not covered
};

struct Reservation : Commitment {
  int sku = 0;
  int64_t count = 1;
  Amount recurring = 0, amortised = 0;  ///< per unit and hour
};

/// A Savings Plan that was bought and given back within the month.
struct ReturnedPlan {
  int payer = 0, owner = 0;
  std::string arn, uuid;
  Amount upfront = 0;
  const Product* product = nullptr;
};

enum class InvoiceKind { kInc, kEurope, kMarketplace, kPurchase, kRefund };
inline constexpr int kInvoiceKinds = 5;

struct Payer {
  int account = 0;
  std::vector<int> slots;  ///< in order of their accounts' ranks
  std::vector<int> savings_plans, reservations;
  std::vector<std::string> invoices;  ///< by InvoiceKind
};

struct World {
  explicit World(const Options& wanted);
  World(World&&) = default;

  Options options;
  Chance chance;
  Catalogue catalogue;
  std::vector<Customer> customers;  ///< 0 is the house
  std::vector<Account> accounts;
  std::vector<Slot> slots;
  std::vector<Payer> payers;
  std::vector<SavingsPlan> savings_plans;
  std::vector<Reservation> reservations;
  std::vector<ReturnedPlan> returned_plans;

  UtcTime start;
  int hours = 0;
  int first_weekday = 0;                ///< of the month; 0 is Monday
  std::vector<std::string> hour_texts;  ///< "2026-10-01T00:00:00Z", one more than hours

  int commitment_count() const {
    return static_cast<int>(savings_plans.size() + reservations.size());
  }
  const Commitment& CommitmentAt(int index) const;
  int HourOf(UtcTime time) const;  ///< may lie outside the month
  const std::string& InvoiceOf(int payer, InvoiceKind kind) const {
    return payers[static_cast<size_t>(payer)].invoices[static_cast<size_t>(kind)];
  }
};

/// The world whose month has about `options.rows` rows: built, measured on sample hours, and built
/// again with more or fewer resources.
World MakeWorld(const Options& options);

/// The parts of a world, in the order in which they are made.
void AddCustomersAndAccounts(World& world);
void AddSlots(World& world, int64_t rows_per_hour_milli);
void AddReservations(World& world);
void AddSavingsPlans(World& world);

}  // namespace billwright::make_month
