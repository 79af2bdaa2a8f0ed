#include <fmt/core.h>

#include "base/check.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/state.h"

namespace billwright::store {

namespace fs = std::filesystem;

Result<std::optional<RunRecord>> Store::FindRun(std::string_view run_id) {
  Database& database = *state_->database;
  const auto run = database.Prepare(
      "SELECT run_id, period, digest, computed_at, pruned_at FROM run WHERE run_id = ?");
  run->Bind(run_id);
  ASSIGN_OR_RETURN(const bool found, run->Step());
  if (!found) return std::nullopt;
  RunRecord record;
  record.run_id = run->Text(0);
  ASSIGN_OR_RETURN(record.period, StoredPeriod(run->Text(1)));
  record.digest = run->Text(2);
  record.computed_at = run->Text(3);
  record.pruned_at = run->Text(4);
  const auto deliveries = database.Prepare(
      "SELECT delivery_id, derivation FROM run_delivery WHERE run_id = ? ORDER BY delivery_id");
  deliveries->Bind(run_id);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, deliveries->Step());
    if (!row) break;
    record.delivery_ids.push_back(deliveries->Text(0));
    record.derivations.push_back(deliveries->Text(1));
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

Result<std::vector<RunRecord>> Store::Runs(const BillingPeriod& period) {
  const auto rows = state_->database->Prepare(
      "SELECT run.run_id, coalesce(max(sequence), 0) AS newest FROM run "
      "LEFT JOIN publication ON publication.run_id = run.run_id WHERE run.period = ? "
      "GROUP BY run.run_id ORDER BY newest");
  rows->Bind(period.ToString());
  std::vector<RunRecord> runs;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return runs;
    ASSIGN_OR_RETURN(std::optional<RunRecord> run, FindRun(rows->Text(0)));
    CHECK(run.has_value(), "a run that was just listed");
    runs.push_back(std::move(*run));
  }
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
  RETURN_IF_ERROR(database.Prepare("INSERT INTO run VALUES (?, ?, ?, ?, '')")
                      ->Bind(run.run_id)
                      .Bind(run.period.ToString())
                      .Bind(run.digest)
                      .Bind(NowText())
                      .Run());
  CHECK(run.derivations.size() == run.delivery_ids.size(), run.run_id);
  for (size_t i = 0; i < run.delivery_ids.size(); ++i)
    RETURN_IF_ERROR(database.Prepare("INSERT INTO run_delivery VALUES (?, ?, ?)")
                        ->Bind(run.run_id)
                        .Bind(run.delivery_ids[i])
                        .Bind(run.derivations[i])
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
  if (!known)
    RETURN_IF_ERROR(InsertRun(database, run));
  else
    RETURN_IF_ERROR(
        database.Prepare("UPDATE run SET pruned_at = '' WHERE run_id = ?")->Bind(run.run_id).Run());
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
