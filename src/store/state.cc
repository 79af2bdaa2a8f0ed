#include "store/state.h"

#include <system_error>

#include "base/fault.h"
#include "base/file.h"

namespace billwright::store {

namespace fs = std::filesystem;

Store::State::~State() {
  if (staged == 0) return;
  if (const auto left = ListFolder(folder / "staging"))  // what stays, the next writer empties
    for (const fs::path& path : *left) (void)RemoveAll(path);
}

std::string NowText() { return UtcTime::Now().ToString(); }

Result<Decimal> StoredDecimal(const std::string& text) {
  Result<Decimal> value = Decimal::Parse(text);
  if (!value) return Fail(ErrorCode::kCorrupt, "catalog: " + value.error().message());
  return value;
}

Result<BillingPeriod> StoredPeriod(const std::string& text) {
  Result<BillingPeriod> period = BillingPeriod::Parse(text);
  if (!period) return Fail(ErrorCode::kCorrupt, "catalog: " + period.error().message());
  return period;
}

Result<void> Audit(Database& database, std::string_view what, std::string_view subject) {
  return database.Prepare("INSERT INTO audit (at, what, subject) VALUES (?, ?, ?)")
      ->Bind(NowText())
      .Bind(what)
      .Bind(subject)
      .Run();
}

Result<void> MoveIntoPlace(const fs::path& staging, const fs::path& target) {
  RETURN_IF_ERROR(FsyncTree(staging));
  FAULT_POINT("publish.synced");
  RETURN_IF_ERROR(RemoveAll(target));  // rubbish of a crash: the catalog does not know it
  std::error_code error;
  fs::rename(staging, target, error);
  if (error) return Fail(ErrorCode::kIo, target.string() + ": " + error.message());
  FAULT_POINT("publish.renamed");
  return FsyncFile(target.parent_path());
}

}  // namespace billwright::store
