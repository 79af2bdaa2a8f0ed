#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "model/billing_period.h"
#include "money/decimal.h"
#include "store/sqlite.h"
#include "store/store.h"

// What the parts of the store share: not for others.

namespace billwright::store {

struct Store::State {
  std::filesystem::path folder;
  std::unique_ptr<Database> database;
  int lock = -1;
  int staged = 0;

  ~State();
};

/// Now, UTC, as the catalog writes it.
std::string NowText();

/// Values of the catalog. Fail: kCorrupt.
Result<Decimal> StoredDecimal(const std::string& text);
Result<BillingPeriod> StoredPeriod(const std::string& text);

/// One line more in the audit: what was done to what.
Result<void> Audit(Database& database, std::string_view what, std::string_view subject);

/// The last step of a folder before the catalog's commit: synced, renamed to its place, place
/// synced.
Result<void> MoveIntoPlace(const std::filesystem::path& staging,
                           const std::filesystem::path& target);

}  // namespace billwright::store
