#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/billing_period.h"
#include "model/delivery.h"

// Billwright's own data of a workspace: the catalog (SQLite), the deliveries and the runs. What is
// published is written aside, fsynced, renamed, then committed in the catalog; that commit is the
// publication. A folder without a row is rubbish and swept; a row without a folder is kCorrupt.
//
//   data/catalog.db
//   data/lock                       held by the one writer
//   data/deliveries/<delivery id>/  kept/ as delivered, stored/ as Parquet, tables of its checks;
//                                   2/, 3/ …: stored/ and tables as they were derived again
//   data/runs/<run id>/<stage>/     Parquet per table
//   data/staging/                   what is being written; emptied when a writer starts

namespace billwright::store {

/// What the catalog says of one stage of a run.
struct StageRecord {
  std::string stage;
  std::string key;     ///< digest of inputs, books and the stage's version
  std::string digest;  ///< of the output's tables
  int64_t rows = 0;    ///< of its main table
  Decimal amount;      ///< the sum that people look at
  int64_t milliseconds = 0;
  bool reused = false;  ///< taken from an earlier run of the same key
};

/// A computation of all stages.
struct RunRecord {
  std::string run_id;
  BillingPeriod period;
  std::string digest;  ///< of all stages' digests
  std::vector<std::string> delivery_ids;
  std::vector<std::string> derivations;  ///< of these deliveries: the ones that it read
  std::vector<StageRecord> stages;       ///< in order
  std::string computed_at;
  std::string pruned_at;  ///< UTC: its tables were deleted; or empty
};

/// A delivery, by one of its derivations, with what only the catalog knows of it.
struct DeliveryRecord {
  Delivery delivery;
  std::string source;                ///< where it was found
  std::string received_at;           ///< UTC
  std::string derived_at;            ///< UTC: this derivation
  std::string derivation_pruned_at;  ///< UTC: its folder was deleted; or empty
};

/// A delivery whose folder was made in `staging`.
struct NewDelivery {
  Delivery delivery;
  std::filesystem::path staging;
};

/// What is to be deleted: the folder of a delivery, of one derivation, or of a run.
struct Prunable {
  enum class Kind { kDelivery, kDerivation, kRun } kind = Kind::kDelivery;
  std::string id;       ///< delivery or run
  std::string derived;  ///< of a derivation
};

/// The newest look at a source.
struct PollRecord {
  std::string source_id;
  std::string polled_at;     ///< UTC
  std::string succeeded_at;  ///< UTC, the newest that worked; empty: none has
  std::string message;       ///< why the newest failed; empty: it did not
};

/// A report that the newest look at a source refused.
struct Refusal {
  std::string source_id;
  std::string report;            ///< where its manifest or first file is
  std::string code;              ///< of the finding that says why
  std::string message;           ///< why
  std::string payer_account_id;  ///< empty: not known
  std::string period;            ///< "2026-11"; empty: not known
};

/// What a receiver was told, or could not be told yet.
struct NotificationRecord {
  std::string fingerprint;
  std::string receiver;
  std::string notified_at;  ///< UTC; empty: not delivered yet
  int64_t attempts = 0;
};

/// Of records by period, payer and version: those in force, in the same order.
std::vector<DeliveryRecord> InForce(const std::vector<DeliveryRecord>& records);
/// Whether a run read exactly these deliveries, as they are derived now.
bool HasRead(const RunRecord& run, const std::vector<DeliveryRecord>& deliveries);

enum class Access {
  kRead,   ///< sees the last published state; waits only if an older catalog is to be migrated
  kWrite,  ///< takes the lock; waits for another writer
};

class Store {
 public:
  /// Opens the data folder. For kWrite it is created if missing, staging is emptied and rubbish
  /// swept.
  /// Says on standard error whom it waits for, if that is long. Staging and rubbish of a newer
  /// program are left alone.
  /// Fails: kNotFound (kRead, nothing there), kUnsupported (a catalog newer than this program),
  ///        kIo, kStore, kCorrupt.
  static Result<std::unique_ptr<Store>> Open(const std::filesystem::path& data_folder,
                                             Access access);
  ~Store();

  /// A new empty folder in staging.
  Result<std::filesystem::path> NewStagingFolder();

  std::filesystem::path FolderOfDelivery(std::string_view delivery_id) const;
  /// Where the tables of its checks are: what was derived from it last.
  std::filesystem::path DerivedFolder(const Delivery& delivery) const;
  std::filesystem::path FolderOfRun(std::string_view run_id) const;

  Result<std::optional<DeliveryRecord>> FindDelivery(std::string_view delivery_id);
  /// All, by period, payer and version; of one period, if given.
  Result<std::vector<DeliveryRecord>> Deliveries(std::optional<BillingPeriod> period = {});
  /// The newest version of each payer of the period that nobody withdrew or pruned, by payer: what
  /// is in force. Whether their files are there is CheckFolder's to say.
  Result<std::vector<DeliveryRecord>> CurrentDeliveries(const BillingPeriod& period);
  /// Fails: kCorrupt if a file that is to be read is gone.
  Result<void> CheckFolder(const Delivery& delivery) const;
  /// Registers deliveries whose folders were made in staging, all or none; gives each the next
  /// version of its payer and period. Fails: kConflict if one is registered already; kIo, kStore.
  Result<std::vector<Delivery>> PublishDeliveries(std::vector<NewDelivery> deliveries,
                                                  std::string_view source);
  /// Notes the ETags and versions that the source gives the files of a delivery now.
  Result<void> SetEtags(const Delivery& delivery);
  /// Takes a delivery out of use, or puts it to use again.
  Result<void> SetWithdrawn(std::string_view delivery_id, bool withdrawn);

  /// All that was derived from a delivery, oldest first.
  Result<std::vector<DeliveryRecord>> Derivations(std::string_view delivery_id);
  /// A delivery as one derivation has it: what a run of then read.
  Result<std::optional<DeliveryRecord>> FindDerivation(std::string_view delivery_id,
                                                       std::string_view derived);
  /// What the next derivation of a delivery is to be called. Fails: kNotFound.
  Result<std::string> NextDerivation(std::string_view delivery_id);
  /// Registers what was derived again in `staging` as `delivery.derived`, and puts it in force.
  Result<void> PublishDerivation(const Delivery& delivery, const std::filesystem::path& staging);
  /// Puts another derivation of a delivery in force, which is there already.
  Result<void> PutDerivationInForce(const Delivery& delivery);
  /// The rules `ingest_version` give what the derivation is.
  Result<void> ConfirmDerivation(const Delivery& delivery);
  /// Puts what is in `staging` in the place of what was lost or damaged in a delivery's folder,
  /// entry by entry, below `within` of it. The catalog keeps what it knows, but for the digests of
  /// the stored files, and the delivery is not pruned any more. What a crash leaves half done is
  /// lost as before: the next try does it.
  Result<void> Restore(const Delivery& delivery, const std::filesystem::path& staging,
                       const std::filesystem::path& within);
  /// The files and folders that Prune would delete. Fails: kIo.
  Result<std::vector<std::filesystem::path>> PathsOf(const Prunable& what) const;
  /// Deletes them for good. The catalog says so first: what a crash leaves is then rubbish, which
  /// the next writer sweeps.
  Result<void> Prune(const std::vector<Prunable>& what);

  Result<std::optional<RunRecord>> FindRun(std::string_view run_id);
  /// The run in force; nullopt if the period has none. Fails: kCorrupt if its folder is gone.
  Result<std::optional<RunRecord>> CurrentRun(const BillingPeriod& period);
  /// Every published run of a period, oldest publication first, the one in force last.
  Result<std::vector<std::string>> PublishedRuns(const BillingPeriod& period);
  /// Every run of a period, in the same order.
  Result<std::vector<RunRecord>> Runs(const BillingPeriod& period);
  Result<std::vector<BillingPeriod>> PeriodsWithRuns();
  /// A folder with the output of a stage under this key; nullopt if there is none.
  Result<std::optional<std::pair<std::filesystem::path, StageRecord>>> FindStage(
      std::string_view stage, std::string_view key);
  /// Publishes a run whose folder was made in `staging`. A run id that exists is only put in force
  /// again (its folder is the same), and `staging` is removed.
  Result<void> PublishRun(const RunRecord& run, const std::filesystem::path& staging);

  Result<std::vector<PollRecord>> Polls();
  /// A look at a source, now: it worked if `message` is empty. What it refused takes the place of
  /// what the look before refused.
  Result<void> RecordPoll(std::string_view source_id, std::string_view message,
                          const std::vector<Refusal>& refused = {});
  /// By source, in the order in which they were recorded.
  Result<std::vector<Refusal>> Refusals();
  Result<std::vector<NotificationRecord>> Notifications();
  /// An attempt to tell a receiver, now.
  Result<void> RecordNotification(std::string_view fingerprint, std::string_view receiver,
                                  bool delivered);
  Result<void> ForgetNotification(std::string_view fingerprint, std::string_view receiver);

  struct State;  ///< of the store's own parts

 private:
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The catalog's format that this program writes.
inline constexpr int kCatalogVersion = 3;

}  // namespace billwright::store
