#pragma once

#include <span>

#include "base/error.h"
#include "tally.h"
#include "world.h"

namespace billwright::make_month {

/// Writes what the report was made from into options.truth: accounts.csv, totals.json,
/// commitments.csv, shares.csv (docs/make-month.md names their columns). Amounts are decimals in
/// full, as texts.
Result<void> WriteTruth(const World& world, std::span<const Tally> tallies);

/// Writes customers.toml and accounts.csv that match, into options.books.
Result<void> WriteBooks(const World& world);

}  // namespace billwright::make_month
