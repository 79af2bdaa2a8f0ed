#include "store/store.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

#include "base/check.h"
#include "base/embedded.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/sqlite.h"

namespace billwright::store {

namespace fs = std::filesystem;

struct Store::State {
  fs::path folder;
  std::unique_ptr<Database> database;
  int lock = -1;
  int staged = 0;

  ~State() {
    if (lock < 0) return;
    if (const auto left = ListFolder(folder / "staging"))  // what stays, the next writer empties
      for (const fs::path& path : *left) (void)RemoveAll(path);
    close(lock);  // closing gives the lock back
  }
};

namespace {

std::string NowText() { return UtcTime{std::time(nullptr)}.ToString(); }

/// Waits for the one lock of writers.
Result<int> TakeLock(const fs::path& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return Fail(ErrorCode::kIo, path.string() + ": " + ErrnoText(errno));
  while (flock(file, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    const int reason = errno;
    close(file);
    return Fail(ErrorCode::kIo, path.string() + ": " + ErrnoText(reason));
  }
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

/// Removes what a crash left: folders that the catalog does not know.
Result<void> Sweep(Database& database, const fs::path& folder, std::string_view exists_sql) {
  ASSIGN_OR_RETURN(const std::vector<fs::path> paths, ListFolder(folder));
  for (const fs::path& path : paths) {
    const auto statement = database.Prepare(exists_sql);
    statement->Bind(path.filename().string());
    ASSIGN_OR_RETURN(const bool known, statement->Step());
    if (!known) RETURN_IF_ERROR(RemoveAll(path));
  }
  return {};
}

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
    RETURN_IF_ERROR(RemoveAll(data_folder / "staging"));
    RETURN_IF_ERROR(MakeFolders(data_folder / "staging"));
  } else if (!Exists(catalog)) {
    return NothingIngested(catalog);
  }
  ASSIGN_OR_RETURN(state->database, Database::Open(catalog, writes));
  ASSIGN_OR_RETURN(const int64_t version, UserVersion(*state->database));
  if (version > kCatalogVersion) return NewerCatalog(catalog, version);
  if (version == 0 && !writes) return NothingIngested(catalog);  // its first writer is at work
  if (writes) {
    RETURN_IF_ERROR(
        state->database->Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
    RETURN_IF_ERROR(Migrate(*state->database));
    RETURN_IF_ERROR(Sweep(*state->database, data_folder / "deliveries",
                          "SELECT 1 FROM delivery WHERE delivery_id = ?"));
    RETURN_IF_ERROR(
        Sweep(*state->database, data_folder / "runs", "SELECT 1 FROM run WHERE run_id = ?"));
  }
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Result<fs::path> Store::NewStagingFolder() {
  CHECK(state_->lock >= 0, "only a writer stages");
  const fs::path folder = state_->folder / "staging" / std::to_string(++state_->staged);
  RETURN_IF_ERROR(MakeFolders(folder));
  return folder;
}

fs::path Store::FolderOfDelivery(std::string_view delivery_id) const {
  return state_->folder / "deliveries" / delivery_id;
}

fs::path Store::FolderOfRun(std::string_view run_id) const {
  return state_->folder / "runs" / run_id;
}

// ---- Deliveries ---------------------------------------------------------------------------------

namespace {

constexpr std::string_view kDeliveryColumns =
    "delivery_id, payer_account_id, period, version, format, encoding, currency, rows, "
    "quarantined_rows, has_refunds, unblended_cost, quarantined_cost, source, received_at";

Result<DeliveryRecord> ReadDelivery(const Statement& row) {
  DeliveryRecord record;
  Delivery& delivery = record.delivery;
  delivery.delivery_id = row.Text(0);
  delivery.payer_account_id = row.Text(1);
  ASSIGN_OR_RETURN(delivery.period, StoredPeriod(row.Text(2)));
  delivery.version = row.Integer(3);
  delivery.format = row.Text(4);
  delivery.encoding = row.Text(5);
  delivery.currency = row.Text(6);
  delivery.rows = row.Integer(7);
  delivery.quarantined_rows = row.Integer(8);
  delivery.has_refunds = row.Integer(9) != 0;
  ASSIGN_OR_RETURN(delivery.unblended_cost, StoredDecimal(row.Text(10)));
  ASSIGN_OR_RETURN(delivery.quarantined_cost, StoredDecimal(row.Text(11)));
  record.source = row.Text(12);
  record.received_at = row.Text(13);
  return record;
}

Result<void> ReadFiles(Database& database, Delivery& delivery) {
  const auto files = database.Prepare(
      "SELECT name, digest, bytes, kept, stored, rows FROM delivery_file "
      "WHERE delivery_id = ? ORDER BY ordinal");
  files->Bind(delivery.delivery_id);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, files->Step());
    if (!row) break;
    delivery.files.push_back({files->Text(0),
                              files->Text(1),
                              files->Integer(2),
                              files->Text(3),
                              files->Text(4),
                              files->Integer(5),
                              {}});
  }
  const auto columns = database.Prepare(
      "SELECT file_ordinal, name, stored_name, type FROM delivery_column "
      "WHERE delivery_id = ? ORDER BY file_ordinal, ordinal");
  columns->Bind(delivery.delivery_id);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, columns->Step());
    if (!row) return {};
    const auto file = static_cast<size_t>(columns->Integer(0));
    if (file >= delivery.files.size())
      return Fail(ErrorCode::kCorrupt, "catalog: a column of a file that is not there");
    delivery.files[file].columns.push_back({columns->Text(1), columns->Text(2), columns->Text(3)});
  }
}

Result<std::vector<DeliveryRecord>> ReadDeliveries(Database& database, Statement& rows) {
  std::vector<DeliveryRecord> records;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) break;
    ASSIGN_OR_RETURN(DeliveryRecord record, ReadDelivery(rows));
    RETURN_IF_ERROR(ReadFiles(database, record.delivery));
    records.push_back(std::move(record));
  }
  return records;
}

Result<void> InsertFiles(Database& database, const Delivery& delivery) {
  for (size_t i = 0; i < delivery.files.size(); ++i) {
    const DeliveryFile& file = delivery.files[i];
    const auto ordinal = static_cast<int64_t>(i);
    RETURN_IF_ERROR(database.Prepare("INSERT INTO delivery_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                        ->Bind(delivery.delivery_id)
                        .Bind(ordinal)
                        .Bind(file.name)
                        .Bind(file.digest)
                        .Bind(file.bytes)
                        .Bind(file.kept)
                        .Bind(file.stored)
                        .Bind(file.rows)
                        .Run());
    for (size_t j = 0; j < file.columns.size(); ++j)
      RETURN_IF_ERROR(database.Prepare("INSERT INTO delivery_column VALUES (?, ?, ?, ?, ?, ?)")
                          ->Bind(delivery.delivery_id)
                          .Bind(ordinal)
                          .Bind(static_cast<int64_t>(j))
                          .Bind(file.columns[j].name)
                          .Bind(file.columns[j].stored_name)
                          .Bind(file.columns[j].type)
                          .Run());
  }
  return {};
}

Result<void> InsertDelivery(Database& database, const Delivery& delivery, std::string_view source) {
  RETURN_IF_ERROR(
      database.Prepare("INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
          ->Bind(delivery.delivery_id)
          .Bind(delivery.payer_account_id)
          .Bind(delivery.period.ToString())
          .Bind(delivery.version)
          .Bind(delivery.format)
          .Bind(delivery.encoding)
          .Bind(delivery.currency)
          .Bind(delivery.rows)
          .Bind(delivery.quarantined_rows)
          .Bind(int64_t{delivery.has_refunds})
          .Bind(delivery.unblended_cost.ToString())
          .Bind(delivery.quarantined_cost.ToString())
          .Bind(source)
          .Bind(NowText())
          .Run());
  return InsertFiles(database, delivery);
}

Result<void> Audit(Database& database, std::string_view what, std::string_view subject) {
  return database.Prepare("INSERT INTO audit (at, what, subject) VALUES (?, ?, ?)")
      ->Bind(NowText())
      .Bind(what)
      .Bind(subject)
      .Run();
}

/// The folder's last step before the catalog's commit: synced, renamed to its place, place synced.
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

}  // namespace

Result<std::optional<DeliveryRecord>> Store::FindDelivery(std::string_view delivery_id) {
  const auto rows = state_->database->Prepare(
      fmt::format("SELECT {} FROM delivery WHERE delivery_id = ?", kDeliveryColumns));
  rows->Bind(delivery_id);
  ASSIGN_OR_RETURN(std::vector<DeliveryRecord> records, ReadDeliveries(*state_->database, *rows));
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

Result<std::vector<DeliveryRecord>> Store::Deliveries(std::optional<BillingPeriod> period) {
  const auto rows =
      state_->database->Prepare(fmt::format("SELECT {} FROM delivery WHERE period = ? OR ? = '' "
                                            "ORDER BY period, payer_account_id, version",
                                            kDeliveryColumns));
  const std::string text = period ? period->ToString() : std::string();
  rows->Bind(text).Bind(text);
  return ReadDeliveries(*state_->database, *rows);
}

Result<std::vector<DeliveryRecord>> Store::CurrentDeliveries(const BillingPeriod& period) {
  ASSIGN_OR_RETURN(std::vector<DeliveryRecord> all, Deliveries(period));
  std::vector<DeliveryRecord> current;
  for (DeliveryRecord& record : all) {
    if (!current.empty() &&
        current.back().delivery.payer_account_id == record.delivery.payer_account_id)
      current.pop_back();
    current.push_back(std::move(record));
  }
  for (const DeliveryRecord& record : current)
    for (const DeliveryFile& file : record.delivery.files) {
      const fs::path path = FolderOfDelivery(record.delivery.delivery_id) / file.stored;
      if (!Exists(path))
        return Fail(ErrorCode::kCorrupt,
                    fmt::format("delivery {} is in the catalog, but its file {} is gone",
                                record.delivery.delivery_id, path.string()));
    }
  return current;
}

Result<Delivery> Store::PublishDelivery(Delivery delivery, const fs::path& staging,
                                        std::string_view source) {
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(const auto known, FindDelivery(delivery.delivery_id));
  if (known)  // its folder must not be touched
    return Fail(ErrorCode::kConflict,
                "delivery " + delivery.delivery_id + " is registered already");
  RETURN_IF_ERROR(MoveIntoPlace(staging, FolderOfDelivery(delivery.delivery_id)));
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  const auto newest = database.Prepare(
      "SELECT coalesce(max(version), 0) FROM delivery WHERE payer_account_id = ? AND period = ?");
  newest->Bind(delivery.payer_account_id).Bind(delivery.period.ToString());
  ASSIGN_OR_RETURN(const bool row, newest->Step());
  CHECK(row, "an aggregate gives a row");
  delivery.version = newest->Integer(0) + 1;
  RETURN_IF_ERROR(InsertDelivery(database, delivery, source));
  RETURN_IF_ERROR(Audit(database, "delivery registered", delivery.delivery_id));
  FAULT_POINT("publish.before_commit");
  RETURN_IF_ERROR(transaction.Commit());
  FAULT_POINT("publish.committed");
  return delivery;
}

// ---- Runs ---------------------------------------------------------------------------------------

Result<std::optional<RunRecord>> Store::FindRun(std::string_view run_id) {
  Database& database = *state_->database;
  const auto run =
      database.Prepare("SELECT run_id, period, digest, computed_at FROM run WHERE run_id = ?");
  run->Bind(run_id);
  ASSIGN_OR_RETURN(const bool found, run->Step());
  if (!found) return std::nullopt;
  RunRecord record;
  record.run_id = run->Text(0);
  ASSIGN_OR_RETURN(record.period, StoredPeriod(run->Text(1)));
  record.digest = run->Text(2);
  record.computed_at = run->Text(3);
  const auto deliveries = database.Prepare(
      "SELECT delivery_id FROM run_delivery WHERE run_id = ? ORDER BY delivery_id");
  deliveries->Bind(run_id);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, deliveries->Step());
    if (!row) break;
    record.delivery_ids.push_back(deliveries->Text(0));
  }
  const auto stages = database.Prepare(
      "SELECT stage, key, digest, rows, amount, milliseconds, reused FROM run_stage "
      "WHERE run_id = ? ORDER BY ordinal");
  stages->Bind(run_id);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, stages->Step());
    if (!row) break;
    ASSIGN_OR_RETURN(const Decimal amount, StoredDecimal(stages->Text(4)));
    record.stages.push_back({stages->Text(0), stages->Text(1), stages->Text(2), stages->Integer(3),
                             amount, stages->Integer(5), stages->Integer(6) != 0});
  }
  return record;
}

Result<std::vector<std::string>> Store::PublishedRuns(const BillingPeriod& period) {
  const auto rows = state_->database->Prepare(
      "SELECT run_id, max(sequence) AS newest FROM publication WHERE period = ? "
      "GROUP BY run_id ORDER BY newest");
  rows->Bind(period.ToString());
  std::vector<std::string> runs;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return runs;
    runs.push_back(rows->Text(0));
  }
}

Result<std::optional<RunRecord>> Store::CurrentRun(const BillingPeriod& period) {
  ASSIGN_OR_RETURN(const std::vector<std::string> runs, PublishedRuns(period));
  if (runs.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(std::optional<RunRecord> run, FindRun(runs.back()));
  CHECK(run.has_value(), "a publication refers to a run");
  if (!Exists(FolderOfRun(run->run_id)))
    return Fail(ErrorCode::kCorrupt, fmt::format("run {} is in force, but its folder {} is gone",
                                                 run->run_id, FolderOfRun(run->run_id).string()));
  return run;
}

Result<std::vector<BillingPeriod>> Store::PeriodsWithRuns() {
  const auto rows =
      state_->database->Prepare("SELECT DISTINCT period FROM publication ORDER BY period");
  std::vector<BillingPeriod> periods;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return periods;
    ASSIGN_OR_RETURN(const BillingPeriod period, StoredPeriod(rows->Text(0)));
    periods.push_back(period);
  }
}

Result<std::optional<std::pair<fs::path, StageRecord>>> Store::FindStage(std::string_view stage,
                                                                         std::string_view key) {
  const auto rows = state_->database->Prepare(
      "SELECT run_id, stage, key, digest, rows, amount, milliseconds FROM run_stage "
      "WHERE stage = ? AND key = ? ORDER BY run_id");
  rows->Bind(stage).Bind(key);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return std::nullopt;
    const fs::path folder = FolderOfRun(rows->Text(0)) / stage;
    if (!Exists(folder)) continue;
    ASSIGN_OR_RETURN(const Decimal amount, StoredDecimal(rows->Text(5)));
    return std::pair(folder, StageRecord{rows->Text(1), rows->Text(2), rows->Text(3),
                                         rows->Integer(4), amount, rows->Integer(6), true});
  }
}

namespace {

Result<void> InsertRun(Database& database, const RunRecord& run) {
  RETURN_IF_ERROR(database.Prepare("INSERT INTO run VALUES (?, ?, ?, ?)")
                      ->Bind(run.run_id)
                      .Bind(run.period.ToString())
                      .Bind(run.digest)
                      .Bind(NowText())
                      .Run());
  for (const std::string& delivery_id : run.delivery_ids)
    RETURN_IF_ERROR(database.Prepare("INSERT INTO run_delivery VALUES (?, ?)")
                        ->Bind(run.run_id)
                        .Bind(delivery_id)
                        .Run());
  for (size_t i = 0; i < run.stages.size(); ++i) {
    const StageRecord& stage = run.stages[i];
    RETURN_IF_ERROR(database.Prepare("INSERT INTO run_stage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                        ->Bind(run.run_id)
                        .Bind(static_cast<int64_t>(i))
                        .Bind(stage.stage)
                        .Bind(stage.key)
                        .Bind(stage.digest)
                        .Bind(stage.rows)
                        .Bind(stage.amount.ToString())
                        .Bind(stage.milliseconds)
                        .Bind(int64_t{stage.reused})
                        .Run());
  }
  return {};
}

}  // namespace

Result<void> Store::PublishRun(const RunRecord& run, const fs::path& staging) {
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(const std::optional<RunRecord> known, FindRun(run.run_id));
  const fs::path target = FolderOfRun(run.run_id);
  if (known && known->digest != run.digest)
    return Fail(ErrorCode::kCorrupt,
                fmt::format("run {} was computed again from the same inputs and differs: digest "
                            "{} then, {} now. The published one stays in force",
                            run.run_id, known->digest, run.digest));
  if (known && Exists(target))
    RETURN_IF_ERROR(RemoveAll(staging));
  else  // new, or its folder was lost and is made whole again
    RETURN_IF_ERROR(MoveIntoPlace(staging, target));
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  if (!known) RETURN_IF_ERROR(InsertRun(database, run));
  RETURN_IF_ERROR(
      database.Prepare("INSERT INTO publication (period, run_id, published_at) VALUES (?, ?, ?)")
          ->Bind(run.period.ToString())
          .Bind(run.run_id)
          .Bind(NowText())
          .Run());
  RETURN_IF_ERROR(Audit(database, "run published", run.run_id));
  FAULT_POINT("publish.before_commit");
  RETURN_IF_ERROR(transaction.Commit());
  FAULT_POINT("publish.committed");
  return {};
}

}  // namespace billwright::store
