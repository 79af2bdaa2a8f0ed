#include "ingest/format/read_columns.h"

#include <fmt/core.h>

#include <memory>
#include <string>

#include "base/ascii.h"
#include "base/embedded.h"
#include "ingest/format/csv_header.h"
#include "ingest/format/csv_to_parquet.h"
#include "ingest/format/parquet_damage.h"
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

/// Each column as it is called in the file: DuckDB gives those of one name others.
Result<std::vector<std::string>> NamesInParquet(const fs::path& path, engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame schema,
                   engine.Query(engine::Fill(EmbeddedText("sql/ingest/parquet_schema.sql"),
                                             {{"file", engine::ParquetFile(path)}})));
  const std::vector<std::string>& names = schema.column("name").text();
  const std::vector<int64_t>& parts = schema.column("part_count").integers();
  std::vector<std::string> columns;
  // An element comes before its parts; the first stands for the whole row.
  int64_t inside = 0;
  for (size_t i = 1; i < names.size(); ++i) {
    if (inside == 0) columns.push_back(names[i]);
    inside += parts[i] - (inside > 0 ? 1 : 0);
  }
  return columns;
}

Result<void> ReadParquetColumns(const fs::path& path, engine::Engine& engine, DeliveryFile& file) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesInParquet(path, engine));
  ASSIGN_OR_RETURN(const Frame columns,
                   engine.Query(engine::Fill(EmbeddedText("sql/ingest/describe_parquet.sql"),
                                             {{"rows", engine::ParquetRows(path)}})));
  if (names.size() != columns.row_count())
    return Fail(ErrorCode::kStore, "its columns and its schema do not agree");
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string& stored = columns.column("column_name").text()[i];
    if (LowerCase(stored) == engine::kFileRowNumber)
      return Fail(Error(ErrorCode::kInvalidInput,
                        fmt::format("has a column {}, a name that reading Parquet needs for "
                                    "itself; have the column left out or renamed",
                                    names[i]),
                        {file.name, 0, 0}));
    file.columns.push_back({names[i], stored, columns.column("column_type").text()[i]});
  }
  ASSIGN_OR_RETURN(file.rows, engine.CountParquetRows(path));
  return {};
}

}  // namespace

std::string StoredPath(const DeliveryFile& file) {
  constexpr size_t kLongestName = 200;  // of 255 bytes; some are added while writing
  const bool is_long = fs::path(file.name).filename().string().size() > kLongestName;
  return (fs::path(kStored) / ((is_long ? file.digest : file.name) + ".parquet")).string();
}

Result<void> ReadColumns(const fs::path& folder, engine::Engine& engine, Delivery& delivery) {
  for (DeliveryFile& file : delivery.files) {
    if (delivery.encoding == kParquet) {
      file.stored = file.kept;
      const Result<void> read = ReadParquetColumns(folder / file.kept, engine, file);
      if (!read) return Fail(AboutParquet(read.error(), file, folder / file.kept));
    } else {
      file.stored = StoredPath(file);
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
