#include <fmt/core.h>

#include <set>
#include <utility>

#include "base/check.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/delivery_rows.h"
#include "store/state.h"

namespace billwright::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kInForce = "derivation.name = delivery.derived";

/// The next version of its payer and period.
Result<int64_t> NextVersion(Database& database, const Delivery& delivery) {
  const auto newest = database.Prepare(
      "SELECT coalesce(max(version), 0) FROM delivery WHERE payer_account_id = ? AND period = ?");
  newest->Bind(delivery.payer_account_id).Bind(delivery.period.ToString());
  ASSIGN_OR_RETURN(const bool row, newest->Step());
  CHECK(row, "an aggregate gives a row");
  return newest->Integer(0) + 1;
}

}  // namespace

Result<std::optional<DeliveryRecord>> Store::FindDelivery(std::string_view delivery_id) {
  ASSIGN_OR_RETURN(
      std::vector<DeliveryRecord> records,
      SelectDeliveries(*state_->database, fmt::format("{} AND delivery.delivery_id = ?", kInForce),
                       {std::string(delivery_id)}));
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

Result<std::vector<DeliveryRecord>> Store::Deliveries(std::optional<BillingPeriod> period) {
  std::string condition(kInForce);
  std::vector<std::string> values;
  if (period) {
    condition += " AND period = ?";
    values.push_back(period->ToString());
  }
  return SelectDeliveries(*state_->database, condition, values);
}

std::vector<DeliveryRecord> InForce(const std::vector<DeliveryRecord>& records) {
  std::vector<DeliveryRecord> in_force;
  for (const DeliveryRecord& record : records) {
    if (!IsInUse(record.delivery)) continue;
    const bool newer =
        !in_force.empty() && in_force.back().delivery.period == record.delivery.period &&
        in_force.back().delivery.payer_account_id == record.delivery.payer_account_id;
    if (newer) in_force.pop_back();
    in_force.push_back(record);
  }
  return in_force;
}

bool HasRead(const RunRecord& run, const std::vector<DeliveryRecord>& deliveries) {
  std::set<std::pair<std::string, std::string>> read;
  for (size_t i = 0; i < run.delivery_ids.size(); ++i)
    read.emplace(run.delivery_ids[i], run.derivations[i]);
  std::set<std::pair<std::string, std::string>> there;
  for (const DeliveryRecord& record : deliveries)
    there.emplace(record.delivery.delivery_id, record.delivery.derived);
  return read == there;
}

Result<std::vector<DeliveryRecord>> Store::CurrentDeliveries(const BillingPeriod& period) {
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all, Deliveries(period));
  return InForce(all);
}

Result<void> Store::CheckFolder(const Delivery& delivery) const {
  for (const DeliveryFile& file : delivery.files) {
    const fs::path path = FolderOfDelivery(delivery.delivery_id) / file.stored;
    if (!Exists(path))
      return Fail(ErrorCode::kCorrupt,
                  fmt::format("delivery {} is in the catalog, but its file {} is gone; `billwright "
                              "ingest --again {}` makes it again from the files as delivered, or "
                              "says what it needs",
                              delivery.delivery_id, path.string(), delivery.delivery_id));
  }
  return {};
}

Result<std::vector<Delivery>> Store::PublishDeliveries(std::vector<NewDelivery> deliveries,
                                                       std::string_view source) {
  Database& database = *state_->database;
  for (const NewDelivery& added : deliveries) {
    ASSIGN_OR_RETURN(const auto known, FindDelivery(added.delivery.delivery_id));
    if (known)  // its folder must not be touched
      return Fail(ErrorCode::kConflict,
                  "delivery " + added.delivery.delivery_id + " is registered already");
  }
  for (const NewDelivery& added : deliveries)
    RETURN_IF_ERROR(MoveIntoPlace(added.staging, FolderOfDelivery(added.delivery.delivery_id)));
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  std::vector<Delivery> published;
  for (NewDelivery& added : deliveries) {
    ASSIGN_OR_RETURN(added.delivery.version, NextVersion(database, added.delivery));
    RETURN_IF_ERROR(InsertDelivery(database, added.delivery, source));
    RETURN_IF_ERROR(Audit(database, "delivery registered", added.delivery.delivery_id));
    // What could not be read back would end every command from now on.
    RETURN_IF_ERROR(FindDelivery(added.delivery.delivery_id));
    published.push_back(std::move(added.delivery));
  }
  FAULT_POINT("publish.before_commit");
  RETURN_IF_ERROR(transaction.Commit());
  FAULT_POINT("publish.committed");
  return published;
}

Result<void> Store::SetEtags(const Delivery& delivery) {
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  for (const DeliveryFile& file : delivery.files)
    RETURN_IF_ERROR(database
                        .Prepare("UPDATE delivery_file SET etag = ?, version_id = ? "
                                 "WHERE delivery_id = ? AND name = ?")
                        ->Bind(file.etag)
                        .Bind(file.version_id)
                        .Bind(delivery.delivery_id)
                        .Bind(file.name)
                        .Run());
  return transaction.Commit();
}

Result<void> Store::SetWithdrawn(std::string_view delivery_id, bool withdrawn) {
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  RETURN_IF_ERROR(database.Prepare("UPDATE delivery SET withdrawn_at = ? WHERE delivery_id = ?")
                      ->Bind(withdrawn ? NowText() : std::string())
                      .Bind(delivery_id)
                      .Run());
  RETURN_IF_ERROR(
      Audit(database, withdrawn ? "delivery withdrawn" : "delivery put to use again", delivery_id));
  FAULT_POINT("withdraw.before_commit");
  return transaction.Commit();
}

}  // namespace billwright::store
