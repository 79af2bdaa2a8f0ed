#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "money/decimal.h"

// Which days of a series of costs are far above what is usual, by the median and the median
// deviation from it: a few odd days in the history move neither. There is nothing to tune but the
// amount below which nobody wants to hear of it.

namespace billwright::quality {

/// What one day of a series cost. Days without usage are left out, and cost nothing.
struct DayCost {
  UtcTime day;
  Decimal cost;
};

/// The stretch of days that deliveries cover, and of them those that are judged.
struct Judged {
  UtcTime history_start;  ///< the first covered day
  UtcTime start;          ///< the first judged day
  UtcTime end;            ///< exclusive
  Decimal floor;          ///< how much more than usual a day must cost
};

/// The days of a series that cost too much.
struct Anomaly {
  int64_t days = 0;  ///< how many
  UtcTime first_day;
  UtcTime worst_day;  ///< with the largest excess
  Decimal cost;       ///< on the worst day
  Decimal usual_low;  ///< on the days before the worst, the dearest and cheapest tenth left out
  Decimal usual_high;
  int64_t history = 0;  ///< how many days those are
  Decimal excess;       ///< of all days: what is above usual_high
};

/// A day is too dear if it costs at least `floor` more than the usual high, and
///   * more than median + 5 × median absolute deviation of the up to 60 days before it (at least
///   7),
///   * a quarter more than the usual high,
///   * with 28 days or more: a quarter more than on any of the same weekdays before,
///   * a quarter more than on the same day of the month before: some things are metered once a
///   month.
/// nullopt if no day is.
std::optional<Anomaly> FindAnomaly(std::span<const DayCost> series, const Judged& judged);

}  // namespace billwright::quality
