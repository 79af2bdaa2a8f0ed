#pragma once

#include <span>

#include "model/charge.h"
#include "model/proof.h"
#include "model/statement.h"
#include "report/recipients.h"

namespace billwright::report {

/// The identities of the stage, computed anew from its tables: per statement that its lines add up
/// to its total, by account and by service to its subtotal, and to the charges behind them; for the
/// run that nothing that was charged is on no statement.
Proof ProofOf(std::span<const Charge> charges, const Recipients& recipients,
              std::span<const Statement> statements, std::span<const StatementLine> lines);

}  // namespace billwright::report
