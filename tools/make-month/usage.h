#pragma once

#include "world.h"

// What a resource uses in an hour, before anything discounts it.

namespace billwright::make_month {

/// Whether the resource runs in that hour of the month.
bool IsOn(const World& world, const Slot& slot, int hour);

/// How much it uses, if it runs. Never negative; zero for a function that nobody calls.
Amount UsageIn(const World& world, const Slot& slot, int hour);

/// What UsageIn is about, for planning commitments.
Amount TypicalUsage(const World& world, const Slot& slot);
/// Hours of a week in which it runs.
int64_t WeeklyHours(const Slot& slot);

}  // namespace billwright::make_month
