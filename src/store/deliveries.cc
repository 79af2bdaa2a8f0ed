#include <fmt/core.h>

#include "base/check.h"
#include "base/fault.h"
#include "base/file.h"
#include "store/state.h"

namespace billwright::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kDeliveryColumns =
    "delivery_id, payer_account_id, period, version, format, encoding, currency, rows, "
    "quarantined_rows, has_refunds, unblended_cost, quarantined_cost, source, received_at, "
    "provider, "
    "divided, source_id, export_name, assembly_id, delivered_at, keep, derived, ingest_version, "
    "withdrawn_at";

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
  delivery.provider = row.Text(14);
  delivery.divided = row.Integer(15) != 0;
  delivery.source_id = row.Text(16);
  delivery.export_name = row.Text(17);
  delivery.assembly_id = row.Text(18);
  delivery.delivered_at = row.Text(19);
  delivery.keep = row.Text(20);
  delivery.derived = row.Text(21);
  delivery.ingest_version = row.Integer(22);
  delivery.withdrawn_at = row.Text(23);
  return record;
}

Result<void> ReadFiles(Database& database, Delivery& delivery) {
  const auto files = database.Prepare(
      "SELECT name, digest, bytes, kept, stored, rows, origin, etag, version_id, modified_at "
      "FROM delivery_file "
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
                              {},
                              files->Text(6),
                              files->Text(7),
                              files->Text(8),
                              files->Text(9)});
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
    RETURN_IF_ERROR(
        database
            .Prepare("INSERT INTO delivery_file (delivery_id, ordinal, name, digest, "
                     "bytes, kept, stored, rows, origin, etag, version_id, modified_at) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            ->Bind(delivery.delivery_id)
            .Bind(ordinal)
            .Bind(file.name)
            .Bind(file.digest)
            .Bind(file.bytes)
            .Bind(file.kept)
            .Bind(file.stored)
            .Bind(file.rows)
            .Bind(file.origin)
            .Bind(file.etag)
            .Bind(file.version_id)
            .Bind(file.modified_at)
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
      database
          .Prepare(fmt::format("INSERT INTO delivery ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                               "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                               kDeliveryColumns))
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
          .Bind(delivery.provider)
          .Bind(int64_t{delivery.divided})
          .Bind(delivery.source_id)
          .Bind(delivery.export_name)
          .Bind(delivery.assembly_id)
          .Bind(delivery.delivered_at)
          .Bind(delivery.keep)
          .Bind(delivery.derived)
          .Bind(delivery.ingest_version)
          .Bind(delivery.withdrawn_at)
          .Run());
  return InsertFiles(database, delivery);
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
    if (!record.delivery.withdrawn_at.empty()) continue;
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

}  // namespace billwright::store
