#include "ingest/format/read_columns.h"

#include <memory>
#include <string>

#include "base/embedded.h"
#include "ingest/format/csv_header.h"
#include "ingest/format/csv_to_parquet.h"
#include "ingest/source/keep_files.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

Result<void> ReadCsvColumns(const fs::path& folder, std::string_view encoding, DeliveryFile& file) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source,
                   OpenCsv(folder / file.kept, encoding, file.name));
  ASSIGN_OR_RETURN(const CsvHeader header, ReadHeader(*source, file.name));
  file.columns = StoredColumns(header.names);
  return {};
}

Result<void> ReadParquetColumns(const fs::path& folder, engine::Engine& engine,
                                DeliveryFile& file) {
  const std::string path = engine::Literal((folder / file.kept).string());
  const Result<Frame> columns =
      engine.Query(engine::Fill(EmbeddedText("sql/ingest/describe_parquet.sql"), {{"file", path}}));
  if (!columns)
    return Fail(Error(ErrorCode::kInvalidInput,
                      "cannot be read as Parquet: " + columns.error().message(),
                      {file.name, 0, 0}));
  for (size_t row = 0; row < columns->row_count(); ++row) {
    const std::string& name = columns->column("column_name").text()[row];
    file.columns.push_back({name, name, columns->column("column_type").text()[row]});
  }
  ASSIGN_OR_RETURN(
      const Frame rows,
      engine.Query(engine::Fill(EmbeddedText("sql/ingest/parquet_rows.sql"), {{"file", path}})));
  file.rows = rows.column("row_count").integers().front();
  return {};
}

}  // namespace

Result<void> ReadColumns(const fs::path& folder, engine::Engine& engine, Delivery& delivery) {
  for (DeliveryFile& file : delivery.files) {
    if (delivery.encoding == kParquet) {
      file.stored = file.kept;
      RETURN_IF_ERROR(ReadParquetColumns(folder, engine, file));
    } else {
      file.stored = (fs::path(kStored) / (file.name + ".parquet")).string();
      RETURN_IF_ERROR(ReadCsvColumns(folder, delivery.encoding, file));
    }
  }
  return {};
}

Result<void> StoreFiles(const fs::path& folder, engine::Engine& engine, Delivery& delivery) {
  if (delivery.encoding == kParquet) return {};
  for (DeliveryFile& file : delivery.files)
    RETURN_IF_ERROR(
        ConvertCsv(folder / file.kept, delivery.encoding, folder / file.stored, engine, file));
  return {};
}

}  // namespace billwright::ingest
