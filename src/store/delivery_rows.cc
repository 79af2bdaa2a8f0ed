#include "store/delivery_rows.h"

#include <fmt/core.h>

#include "store/state.h"

namespace billwright::store {

namespace {

/// In the order in which ReadDelivery takes them.
constexpr std::string_view kColumns =
    "delivery.delivery_id, payer_account_id, period, version, encoding, source, received_at, "
    "provider, divided, source_id, export_name, assembly_id, delivered_at, keep, withdrawn_at, "
    "delivery.pruned_at, derivation.name, derivation.digest, ingest_version, format, currency, "
    "rows, quarantined_rows, has_refunds, unblended_cost, quarantined_cost, "
    "derived_at, derivation.pruned_at";

Result<DeliveryRecord> ReadDelivery(const Statement& row) {
  DeliveryRecord record;
  Delivery& delivery = record.delivery;
  int column = 0;
  const auto text = [&] { return row.Text(column++); };
  const auto integer = [&] { return row.Integer(column++); };
  delivery.delivery_id = text();
  delivery.payer_account_id = text();
  ASSIGN_OR_RETURN(delivery.period, StoredPeriod(text()));
  delivery.version = integer();
  delivery.encoding = text();
  record.source = text();
  record.received_at = text();
  delivery.provider = text();
  delivery.divided = integer() != 0;
  delivery.source_id = text();
  delivery.export_name = text();
  delivery.assembly_id = text();
  delivery.delivered_at = text();
  delivery.keep = text();
  delivery.withdrawn_at = text();
  delivery.pruned_at = text();
  delivery.derived = text();
  delivery.derivation_digest = text();
  delivery.ingest_version = integer();
  delivery.format = text();
  delivery.currency = text();
  delivery.rows = integer();
  delivery.quarantined_rows = integer();
  delivery.has_refunds = integer() != 0;
  ASSIGN_OR_RETURN(delivery.unblended_cost, StoredDecimal(text()));
  ASSIGN_OR_RETURN(delivery.quarantined_cost, StoredDecimal(text()));
  record.derived_at = text();
  record.derivation_pruned_at = text();
  return record;
}

Result<void> ReadFiles(Database& database, Delivery& delivery) {
  const auto files = database.Prepare(
      "SELECT name, digest, bytes, kept, origin, etag, version_id, modified_at, stored, "
      "stored_digest, rows FROM delivery_file "
      "JOIN derivation_file ON derivation_file.delivery_id = delivery_file.delivery_id "
      "AND derivation_file.ordinal = delivery_file.ordinal "
      "WHERE delivery_file.delivery_id = ? AND derivation = ? ORDER BY delivery_file.ordinal");
  files->Bind(delivery.delivery_id).Bind(delivery.derived);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, files->Step());
    if (!row) break;
    DeliveryFile& file = delivery.files.emplace_back();
    file.name = files->Text(0);
    file.digest = files->Text(1);
    file.bytes = files->Integer(2);
    file.kept = files->Text(3);
    file.origin = files->Text(4);
    file.etag = files->Text(5);
    file.version_id = files->Text(6);
    file.modified_at = files->Text(7);
    file.stored = files->Text(8);
    file.stored_digest = files->Text(9);
    file.rows = files->Integer(10);
  }
  const auto columns = database.Prepare(
      "SELECT file_ordinal, name, stored_name, type FROM derivation_column "
      "WHERE delivery_id = ? AND derivation = ? ORDER BY file_ordinal, ordinal");
  columns->Bind(delivery.delivery_id).Bind(delivery.derived);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, columns->Step());
    if (!row) return {};
    const auto file = static_cast<size_t>(columns->Integer(0));
    if (file >= delivery.files.size())
      return Fail(ErrorCode::kCorrupt, "catalog: a column of a file that is not there");
    delivery.files[file].columns.push_back({columns->Text(1), columns->Text(2), columns->Text(3)});
  }
}

}  // namespace

Result<std::vector<DeliveryRecord>> SelectDeliveries(Database& database, std::string_view condition,
                                                     const std::vector<std::string>& values) {
  const auto rows = database.Prepare(
      fmt::format("SELECT {} FROM delivery "
                  "JOIN derivation ON derivation.delivery_id = delivery.delivery_id WHERE {} "
                  "ORDER BY period, payer_account_id, version, derived_at, "
                  "length(derivation.name), derivation.name",
                  kColumns, condition));
  for (const std::string& value : values) rows->Bind(value);
  std::vector<DeliveryRecord> records;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) break;
    ASSIGN_OR_RETURN(DeliveryRecord record, ReadDelivery(*rows));
    RETURN_IF_ERROR(ReadFiles(database, record.delivery));
    records.push_back(std::move(record));
  }
  return records;
}

Result<void> InsertDerivation(Database& database, const Delivery& delivery) {
  RETURN_IF_ERROR(
      database.Prepare("INSERT INTO derivation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')")
          ->Bind(delivery.delivery_id)
          .Bind(delivery.derived)
          .Bind(delivery.derivation_digest)
          .Bind(delivery.ingest_version)
          .Bind(delivery.format)
          .Bind(delivery.currency)
          .Bind(delivery.rows)
          .Bind(delivery.quarantined_rows)
          .Bind(int64_t{delivery.has_refunds})
          .Bind(delivery.unblended_cost.ToString())
          .Bind(delivery.quarantined_cost.ToString())
          .Bind(NowText())
          .Run());
  for (size_t i = 0; i < delivery.files.size(); ++i) {
    const DeliveryFile& file = delivery.files[i];
    const auto ordinal = static_cast<int64_t>(i);
    RETURN_IF_ERROR(database.Prepare("INSERT INTO derivation_file VALUES (?, ?, ?, ?, ?, ?)")
                        ->Bind(delivery.delivery_id)
                        .Bind(delivery.derived)
                        .Bind(ordinal)
                        .Bind(file.stored)
                        .Bind(file.stored_digest)
                        .Bind(file.rows)
                        .Run());
    for (size_t j = 0; j < file.columns.size(); ++j)
      RETURN_IF_ERROR(
          database.Prepare("INSERT INTO derivation_column VALUES (?, ?, ?, ?, ?, ?, ?)")
              ->Bind(delivery.delivery_id)
              .Bind(delivery.derived)
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
          .Prepare("INSERT INTO delivery (delivery_id, payer_account_id, period, version, "
                   "encoding, source, received_at, provider, divided, source_id, export_name, "
                   "assembly_id, delivered_at, keep, derived, withdrawn_at) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
          ->Bind(delivery.delivery_id)
          .Bind(delivery.payer_account_id)
          .Bind(delivery.period.ToString())
          .Bind(delivery.version)
          .Bind(delivery.encoding)
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
          .Bind(delivery.withdrawn_at)
          .Run());
  for (size_t i = 0; i < delivery.files.size(); ++i) {
    const DeliveryFile& file = delivery.files[i];
    RETURN_IF_ERROR(
        database
            .Prepare("INSERT INTO delivery_file (delivery_id, ordinal, name, digest, bytes, kept, "
                     "origin, etag, version_id, modified_at) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            ->Bind(delivery.delivery_id)
            .Bind(static_cast<int64_t>(i))
            .Bind(file.name)
            .Bind(file.digest)
            .Bind(file.bytes)
            .Bind(file.kept)
            .Bind(file.origin)
            .Bind(file.etag)
            .Bind(file.version_id)
            .Bind(file.modified_at)
            .Run());
  }
  return InsertDerivation(database, delivery);
}

}  // namespace billwright::store
