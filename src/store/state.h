#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "model/billing_period.h"
#include "money/decimal.h"
#include "store/sqlite.h"
#include "store/store.h"

// What the parts of the store share: not for others.

namespace billwright::store {

struct Store::State {
  std::filesystem::path folder;
  std::unique_ptr<Database> database;
  std::optional<FileDescriptor> lock;  ///< of a writer
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

/// What a delivery's folder holds of each derivation, by its name. The first one lies beside what
/// was kept; the others have folders of their own, which are numbers. Nothing if there is no such
/// folder. Fails: kIo.
Result<std::map<std::string, std::vector<std::filesystem::path>>> DerivedEntries(
    const std::filesystem::path& delivery);

/// The last step of a folder before the catalog's commit: synced, renamed to its place, place
/// synced.
Result<void> MoveIntoPlace(const std::filesystem::path& staging,
                           const std::filesystem::path& target);

}  // namespace billwright::store
