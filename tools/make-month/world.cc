#include "world.h"

#include <fmt/core.h>

#include <algorithm>

#include "hour.h"
#include "row.h"

namespace billwright::make_month {

namespace {

/// A month that starts on a Monday; worlds are measured on its first week, whatever the period.
constexpr BillingPeriod kReference{2026, 6};
constexpr int kReferenceHours = 730;

/// The same world for every period, but for its dates.
World Build(const Options& options, BillingPeriod period, int64_t rows_per_hour_milli) {
  Options wanted = options;
  wanted.period = period;
  if (period == kReference) wanted.bought = period;
  World world(wanted);
  AddCustomersAndAccounts(world);
  AddSlots(world, rows_per_hour_milli);
  AddReservations(world);
  AddSavingsPlans(world);
  return world;
}

/// Rows in a thousand hours, from every seventh hour of a week.
int64_t Measure(const World& world) {
  int64_t rows = 0;
  int sampled = 0;
  HourSimulation simulation(world);
  for (int hour = 0; hour < 168; hour += 7, ++sampled)
    for (int payer = 0; payer < static_cast<int>(world.payers.size()); ++payer)
      rows += static_cast<int64_t>(simulation.Run(payer, hour).size());
  return rows * 1000 / sampled;
}

std::vector<std::string> HourTexts(UtcTime start, int hours) {
  std::vector<std::string> texts;
  for (int hour = 0; hour <= hours; ++hour)
    texts.push_back(UtcTime{start.seconds + hour * UtcTime::kSecondsPerHour}.ToString());
  return texts;
}

}  // namespace

std::string_view Name(Payment payment) {
  switch (payment) {
    case Payment::kNoUpfront:
      return "No Upfront";
    case Payment::kPartialUpfront:
      return "Partial Upfront";
    case Payment::kAllUpfront:
      return "All Upfront";
  }
  return "";
}

World::World(const Options& wanted)
    : options(wanted), chance(wanted.seed), catalogue(chance), start(wanted.period.start()) {
  hours =
      static_cast<int>((wanted.period.end().seconds - start.seconds) / UtcTime::kSecondsPerHour);
  constexpr int64_t kThursday = 3;  // 1970-01-01
  first_weekday = static_cast<int>((start.seconds / UtcTime::kSecondsPerDay + kThursday) % 7);
  hour_texts = HourTexts(start, hours);
}

const Commitment& World::CommitmentAt(int index) const {
  const auto at = static_cast<size_t>(index);
  if (at < savings_plans.size()) return savings_plans[at];
  return reservations[at - savings_plans.size()];
}

int World::HourOf(UtcTime time) const {
  const int64_t seconds = time.seconds - start.seconds;
  const int64_t hour = seconds / UtcTime::kSecondsPerHour;
  return static_cast<int>(seconds % UtcTime::kSecondsPerHour < 0 ? hour - 1 : hour);
}

World MakeWorld(const Options& options) {
  const int64_t closing = int64_t{14} * options.accounts;
  const int64_t wanted = std::max<int64_t>(options.rows - closing, 500) * 1000 / kReferenceHours;
  int64_t density = wanted;
  for (int round = 0; round < 4; ++round) {
    const int64_t measured = Measure(Build(options, kReference, density));
    // Fee rows do not shrink with the number of resources; damp what they do to the quotient.
    const int64_t fees = int64_t{1000} * options.savings_plans;
    const int64_t usage = std::max<int64_t>(measured - fees, 1);
    const int64_t usage_wanted = std::max<int64_t>(wanted - fees, 100);
    density = std::max<int64_t>(density * usage_wanted / usage, 10);
  }
  return Build(options, options.period, density);
}

}  // namespace billwright::make_month
