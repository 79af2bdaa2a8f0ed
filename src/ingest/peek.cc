#include "ingest/peek.h"

#include "base/csv.h"
#include "base/embedded.h"
#include "base/file.h"
#include "engine/line_item_view.h"
#include "ingest/contract/contract.h"
#include "ingest/format/csv_header.h"
#include "ingest/format/csv_to_parquet.h"
#include "ingest/format/read_columns.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

constexpr size_t kPiece = size_t{64} << 10;
constexpr size_t kLongestRecord = size_t{4} << 20;

/// The fields of the first record after the header.
Result<std::vector<std::string>> FirstRecord(ByteSource& source, std::string text,
                                             const std::string& file) {
  while (true) {
    const size_t before = text.size();
    text.resize(before + kPiece);
    ASSIGN_OR_RETURN(const size_t size, source.Read({text.data() + before, kPiece}));
    text.resize(before + size);
    Result<CsvRecord> record = ReadCsvHeader(text, file);
    const bool last = size == 0 || text.size() > kLongestRecord;
    if (!record && !last) continue;  // it may go on in the next piece
    if (!record) return Fail(std::move(record.error()));
    std::vector<std::string> fields;
    for (CsvField& field : record->fields) fields.push_back(std::move(field.text));
    return fields;
  }
}

/// The first record of a csv as a table of one row.
Result<DeliveryFile> PeekCsv(const fs::path& path, std::string_view encoding,
                             engine::Engine& engine, const fs::path& scratch) {
  DeliveryFile file;
  file.name = path.filename().string();
  ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, OpenCsv(path, encoding, file.name));
  ASSIGN_OR_RETURN(CsvHeader header, ReadHeader(*source, file.name));
  ASSIGN_OR_RETURN(const std::vector<std::string> fields,
                   FirstRecord(*source, std::move(header.rest), file.name));
  file.columns = StoredColumns(header.names);
  if (fields.size() != file.columns.size())
    return Fail(Error(ErrorCode::kInvalidInput, "the first row has other columns than the header",
                      {file.name, 0, 0}));
  Frame frame;
  for (size_t i = 0; i < fields.size(); ++i)
    frame.columns.push_back({file.columns[i].stored_name, std::vector{fields[i]}});
  file.stored = (scratch / "first_row.parquet").string();
  RETURN_IF_ERROR(engine.WriteParquet(frame, file.stored));
  return file;
}

Result<DeliveryFile> PeekFile(const fs::path& path, engine::Engine& engine,
                              const fs::path& scratch) {
  const std::optional<ReportFileName> name = ParseReportFileName(path.filename().string());
  if (!name) return Fail(ErrorCode::kInvalidInput, path.filename().string() + " is not a report");
  if (name->encoding != kParquet) return PeekCsv(path, name->encoding, engine, scratch);
  Delivery delivery;
  delivery.encoding = name->encoding;
  DeliveryFile& file = delivery.files.emplace_back();
  file.name = path.filename().string();
  file.kept = path.string();
  RETURN_IF_ERROR(ReadColumns(path.parent_path(), engine, delivery));
  return std::move(file);
}

}  // namespace

Result<Bill> PeekBill(const Candidate& candidate, engine::Engine& engine, const fs::path& scratch) {
  RETURN_IF_ERROR(MakeFolders(scratch));
  Delivery delivery;
  ASSIGN_OR_RETURN(DeliveryFile file,
                   PeekFile(fs::absolute(candidate.files.front()), engine, fs::absolute(scratch)));
  ASSIGN_OR_RETURN(delivery.format, FormatOf(file));
  delivery.files.push_back(std::move(file));
  ASSIGN_OR_RETURN(
      const Frame rows,
      engine.Query(engine::Fill(
          EmbeddedText("sql/ingest/first_bill.sql"),
          {{"line_item", engine::LineItemView(delivery, scratch, /*accepted_only=*/false)}})));
  if (rows.row_count() == 0) return Fail(ErrorCode::kInvalidInput, "the report has no rows");
  const UtcTime start = rows.column("billing_period_start").times().front();
  if (start == UtcTime::Beginning())
    return Fail(ErrorCode::kInvalidInput, "the first row does not say its billing period");
  return Bill{rows.column("payer_account_id").text().front(), BillingPeriod::Containing(start)};
}

}  // namespace billwright::ingest
