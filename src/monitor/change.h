#pragma once

#include <optional>
#include <string>

#include "monitor/morning.h"

namespace billwright::monitor {

/// What a delivery has that the one before it had not.
struct Change {
  int64_t days = 0;  ///< how much later its newest day of usage is; 0 where days are not known
  int64_t rows = 0;
  Decimal cost;
  bool as_expected = true;  ///< the same as before, plus what is new
  std::string why;          ///< if not: what is odd, for people; the first that was found

  /// "+1 day, +4,121 rows, +131.20"
  std::string ToString() const;
};

/// Compares the version in use with the one before it; nullopt if there is none before.
///
/// As expected is: no fewer rows; no day gone; the days that were over when the version before was
/// made cost what they did, within one per cent (AWS still adds late usage and corrects); and each
/// new day that is over has between half and double the rows of the median day.
std::optional<Change> ChangeOf(const PayerMonth& payer);

}  // namespace billwright::monitor
