#include "store/store.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "base/check.h"
#include "base/embedded.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "store/state.h"

namespace billwright::store {

namespace fs = std::filesystem;

namespace {

/// What the holder of the lock wrote into it.
std::string HolderOf(const fs::path& path) {
  const Result<std::string> text = ReadFile(path);
  return text && !text->empty() ? CleanText(*text) : "another process";
}

/// Waits for the one lock of writers, and says so if that takes long.
Result<void> WaitForLock(const FileDescriptor& file, const fs::path& path) {
  constexpr auto kSilent = std::chrono::seconds(2);
  constexpr auto kTick = std::chrono::milliseconds(20);
  const auto end_of_silence = std::chrono::steady_clock::now() + kSilent;
  int how = LOCK_EX | LOCK_NB;
  while (flock(file.number(), how) != 0) {
    if (errno == EWOULDBLOCK) {
      std::this_thread::sleep_for(kTick);
      if (std::chrono::steady_clock::now() < end_of_silence) continue;
      Log("waiting for " + HolderOf(path));
      how = LOCK_EX;
    } else if (errno != EINTR) {
      return FileError("lock", path, errno);
    }
  }
  return {};
}

Result<FileDescriptor> TakeLock(const fs::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDWR | O_CREAT, "write"));
  RETURN_IF_ERROR(WaitForLock(file, path));
  // Only for people: on a full disk it may be missing.
  if (ftruncate(file.number(), 0) == 0)
    (void)file.Write(fmt::format("process {}, which has been writing to this workspace since {}",
                                 getpid(), NowText()));
  return file;
}

Result<int64_t> UserVersion(Database& database) {
  const auto statement = database.Prepare("PRAGMA user_version");
  ASSIGN_OR_RETURN(const bool row, statement->Step());
  CHECK(row, "PRAGMA user_version gives a row");
  return statement->Integer(0);
}

/// Brings the catalog to our version: every migration above its own, in order, each in one
/// transaction.
Result<void> Migrate(Database& database) {
  ASSIGN_OR_RETURN(const int64_t found, UserVersion(database));
  int64_t version = 0;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (!file.name.starts_with("sql/catalog/")) continue;
    if (++version <= found) continue;
    ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
    RETURN_IF_ERROR(database.Execute(file.text));
    RETURN_IF_ERROR(database.Execute(fmt::format("PRAGMA user_version = {}", version)));
    RETURN_IF_ERROR(transaction.Commit());
  }
  CHECK(version == kCatalogVersion, "kCatalogVersion counts the files of sql/catalog");
  return {};
}

/// An older catalog that is opened for reading: migrated all the same, as a writer would.
Result<void> BringUpToDate(Database& database, const fs::path& data_folder) {
  const Result<FileDescriptor> lock = TakeLock(data_folder / "lock");
  if (!lock)
    return Fail(
        Error(lock.error()).While("bringing the catalog of an older Billwright up to date"));
  return Migrate(database);
}

std::unexpected<Error> NewerCatalog(const fs::path& path, int64_t found) {
  return Fail(ErrorCode::kUnsupported,
              fmt::format("{} was written by a newer Billwright (catalog version {}, this program "
                          "knows {}); nothing was touched. Use the newer program",
                          path.string(), found, kCatalogVersion));
}

std::unexpected<Error> NothingIngested(const fs::path& path) {
  return Fail(ErrorCode::kNotFound,
              "nothing has been ingested into this workspace yet (no " + path.string() + ")");
}

/// Whether a query gives a row for these values.
Result<bool> IsKnown(Database& database, std::string_view sql,
                     const std::vector<std::string>& values) {
  const auto statement = database.Prepare(sql);
  for (const std::string& value : values) statement->Bind(value);
  return statement->Step();
}

Result<void> SweepDerivations(Database& database, const fs::path& delivery) {
  ASSIGN_OR_RETURN(const auto derivations, DerivedEntries(delivery));
  for (const auto& [name, entries] : derivations) {
    ASSIGN_OR_RETURN(
        const bool known,
        IsKnown(database,
                "SELECT 1 FROM derivation WHERE delivery_id = ? AND name = ? AND pruned_at = ''",
                {delivery.filename().string(), name}));
    if (known) continue;
    for (const fs::path& path : entries) RETURN_IF_ERROR(RemoveAll(path));
  }
  return {};
}

/// Removes what a crash left: folders that the catalog does not know, or knows as pruned.
Result<void> SweepRubbish(Database& database, const fs::path& data_folder) {
  ASSIGN_OR_RETURN(const std::vector<fs::path> deliveries, ListFolder(data_folder / "deliveries"));
  for (const fs::path& path : deliveries) {
    ASSIGN_OR_RETURN(
        const bool known,
        IsKnown(database, "SELECT 1 FROM delivery WHERE delivery_id = ? AND pruned_at = ''",
                {path.filename().string()}));
    RETURN_IF_ERROR(known ? SweepDerivations(database, path) : RemoveAll(path));
  }
  ASSIGN_OR_RETURN(const std::vector<fs::path> runs, ListFolder(data_folder / "runs"));
  for (const fs::path& path : runs) {
    ASSIGN_OR_RETURN(const bool known,
                     IsKnown(database, "SELECT 1 FROM run WHERE run_id = ? AND pruned_at = ''",
                             {path.filename().string()}));
    if (!known) RETURN_IF_ERROR(RemoveAll(path));
  }
  return {};
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::Open(const fs::path& data_folder, Access access) {
  auto state = std::make_unique<State>();
  state->folder = data_folder;
  const fs::path catalog = data_folder / "catalog.db";
  const bool writes = access == Access::kWrite;
  if (writes) {
    RETURN_IF_ERROR(MakeFolders(data_folder / "deliveries"));
    RETURN_IF_ERROR(MakeFolders(data_folder / "runs"));
    ASSIGN_OR_RETURN(state->lock, TakeLock(data_folder / "lock"));
    // SQLite needs to write beside the catalog, and does not say where it may not.
    if (::access(data_folder.c_str(), W_OK) != 0) return FileError("write", data_folder, errno);
  } else if (!Exists(catalog)) {
    return NothingIngested(catalog);
  }
  ASSIGN_OR_RETURN(state->database, Database::Open(catalog, writes));
  ASSIGN_OR_RETURN(const int64_t version, UserVersion(*state->database));
  if (version > kCatalogVersion) return NewerCatalog(catalog, version);
  if (version == 0 && !writes) return NothingIngested(catalog);  // its first writer is at work
  if (version < kCatalogVersion && !writes) {
    RETURN_IF_ERROR(BringUpToDate(*state->database, data_folder));
  }
  if (writes) {
    RETURN_IF_ERROR(
        state->database->Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
    RETURN_IF_ERROR(Migrate(*state->database));
    RETURN_IF_ERROR(RemoveAll(data_folder / "staging"));
    RETURN_IF_ERROR(MakeFolders(data_folder / "staging"));
    RETURN_IF_ERROR(SweepRubbish(*state->database, data_folder));
  }
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Result<fs::path> Store::NewStagingFolder() {
  CHECK(state_->lock.has_value(), "only a writer stages");
  const fs::path folder = state_->folder / "staging" / std::to_string(++state_->staged);
  RETURN_IF_ERROR(MakeFolders(folder));
  return folder;
}

fs::path Store::FolderOfDelivery(std::string_view delivery_id) const {
  return state_->folder / "deliveries" / delivery_id;
}

fs::path Store::DerivedFolder(const Delivery& delivery) const {
  const fs::path folder = FolderOfDelivery(delivery.delivery_id);
  return delivery.derived.empty() ? folder : folder / delivery.derived;
}

fs::path Store::FolderOfRun(std::string_view run_id) const {
  return state_->folder / "runs" / run_id;
}

}  // namespace billwright::store
