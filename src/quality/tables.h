#pragma once

#include "engine/engine.h"
#include "quality/assess.h"

// What the statements of sql/quality read, as temporary tables.
//
//   quality_delivery    one row for each delivery that is looked at. role: `current`; `before`, the
//                       version before it; `month_before`; `older`, the month before that. All rows
//                       that belong together have the `current_id` of the current delivery.
//                       written_at: when AWS wrote it; else, when it was received.
//                       newest_day: the last day of its period with metered rows; has_days: the
//                       tables of days and fees are there
//   quality_day, quality_fee, quality_column_use, quality_total
//                       delivery_day, delivery_fee, column_use, control_total of each, with
//                       current_id and role
//
//   quality_arrival     one row for each delivery there is, of any period and version
//   quality_expected, quality_poll

namespace billwright::quality {

Result<void> LoadMonth(const MonthInput& month, engine::Engine& engine);
Result<void> LoadArrivals(const ArrivalInput& arrivals, engine::Engine& engine);

/// "2018-11-05T04:11:09Z" as an instant: when AWS wrote the delivery, as far as is known.
UtcTime WrittenAt(const KnownDelivery& delivery);

}  // namespace billwright::quality
