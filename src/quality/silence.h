#pragma once

#include <span>
#include <vector>

#include "base/time.h"
#include "money/decimal.h"

namespace billwright::quality {

/// A day on which something was metered.
struct MeteredDay {
  UtcTime day;
  int64_t hours = 0;  ///< bit h: in hour h
  Decimal cost;
};

/// Hours without usage between hours with usage.
struct Silence {
  UtcTime from;
  UtcTime to;  ///< exclusive
  int64_t hours = 0;
  bool by_days = false;  ///< the report has days, and no hours
  Decimal at_stake;      ///< what as many hours cost the day before
};

/// The gaps in `days` (ascending), each with usage in every one of the `before` hours before it and
/// the `after` hours after it: what was used now and then is no gap, nor is an end. Where all usage
/// is dated at midnight, as in a daily report, days count instead of hours, and what is asked of
/// hours is asked of the days that they fill; before a gap there must be seven of them.
std::vector<Silence> FindSilences(std::span<const MeteredDay> days, int64_t before, int64_t after);

}  // namespace billwright::quality
