#pragma once

#include <string>
#include <vector>

#include "monitor/morning.h"

// From records to the answer: is all well, who needs a person, and what is the one next thing to
// do.

namespace billwright::monitor {

/// What one payer and month ask of a person.
struct Attention {
  bool needed = false;   ///< there is a finding of severity error; nothing else is an alarm
  bool missing = false;  ///< because data did not come, or not all of it: told before all else
  std::string wrong;     ///< "no data", "2 errors, 120.00; 1 warning"; empty if nothing is
  std::string next;      ///< the one next thing to do; empty if there is none
};
Attention AttentionTo(const PayerMonth& payer, const Month& month, const Morning& morning);

/// The same for what belongs to a month, and to no payer of it: its run.
Attention AttentionTo(const Month& month, const Morning& morning);

struct Verdict {
  int64_t payers = 0;          ///< that delivered any month that is shown
  int64_t payers_in_need = 0;  ///< of them, with a month that needs attention
  bool all_well = true;        ///< nothing needs a person: no finding of severity error
  std::string headline;        ///< one line, without a line break
};
Verdict VerdictOf(const Morning& morning);

/// The money that findings of severity error are about, by currency: "USD 120.00, EUR 3.00"; empty
/// if none. Two findings may be about the same rows: it is a measure, not a sum to be booked. What
/// `bridge.identity` adds up is not counted where `commitment.identity` says it piece by piece.
std::string MoneyAtStake(const std::vector<const Observation*>& observations);

}  // namespace billwright::monitor
