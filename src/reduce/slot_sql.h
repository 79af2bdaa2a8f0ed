#pragma once

#include <string>

#include "engine/engine.h"
#include "model/slot.h"

// The slots as SQL: how a row finds its span and its customer.

namespace billwright::reduce {

/// The parts of statements that depend on the slots of one payer.
struct SlotSql {
  std::string span;            ///< expression: position of the row's span
  std::string moves;           ///< join with the accounts that move; empty if none does
  std::string slot_condition;  ///< further condition on account_slot; empty if none moves
};

/// Creates the tables account_slot (account, from, to, customer) and, where accounts move,
/// moved_account (account, from, to, span) for one payer, and gives what statements say of them.
Result<SlotSql> PrepareSlots(const SlotMap& slots, const std::string& payer,
                             engine::Engine& engine);

/// A condition that holds for the rows of one account and span: on usage_start.
std::string SpanCondition(const SlotMap& slots, const std::string& payer,
                          const std::string& account, UtcTime span_start);

/// TIMESTAMP '2018-10-01 00:00:00'
std::string TimestampLiteral(UtcTime time);

}  // namespace billwright::reduce
