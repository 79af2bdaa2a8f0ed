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
  /// The rules looked into the delivery, and found nothing graver than a note.
  bool as_expected = false;
  std::string why;  ///< if they did: the code of the worst; or empty

  /// "+1 day, +4,121 rows, +131.20"
  std::string ToString() const;
};

/// Compares the version in use with the one before it; nullopt if there is none before.
std::optional<Change> ChangeOf(const PayerMonth& payer, const Morning& morning);

}  // namespace billwright::monitor
