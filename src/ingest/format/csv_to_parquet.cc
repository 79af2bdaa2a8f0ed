#include "ingest/format/csv_to_parquet.h"

#include <fmt/core.h>

#include <future>
#include <system_error>

#include "base/embedded.h"
#include "base/log.h"
#include "ingest/format/csv_check.h"
#include "ingest/format/csv_header.h"
#include "ingest/format/fifo.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

/// What became of the feeding thread.
struct Fed {
  int64_t records = 0;
  bool complete = false;  ///< false: the reader went away before the end
};

/// Hands the checked text to the pipe, to its end.
Result<Fed> FeedChecked(const fs::path& from, std::string_view encoding, const DeliveryFile& file,
                        Fifo& fifo) {
  if (!fifo.WaitForReader()) return Fed{};
  ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, OpenCsv(from, encoding, file.name));
  ASSIGN_OR_RETURN(const CsvHeader header, ReadHeader(*source, file.name));
  CsvCheck check(file.name, header.names.size(), header.line);
  Progress progress("reading " + file.name, file.bytes);
  std::string_view piece = header.rest;
  std::string checked;
  for (bool more = true; more;) {
    checked.clear();
    RETURN_IF_ERROR(check.Add(piece, checked));
    ASSIGN_OR_RETURN(piece, source->Next());
    more = !piece.empty();
    if (!more) RETURN_IF_ERROR(check.Finish(checked));
    ASSIGN_OR_RETURN(const bool taken, fifo.Write(checked));
    if (!taken) return Fed{};
    progress.Update(source->file_bytes_read());
  }
  return Fed{check.records(), true};
}

/// As FeedChecked; and whatever happens, the reader sees an end.
Result<Fed> Feed(const fs::path& from, std::string_view encoding, const DeliveryFile& file,
                 Fifo& fifo) {
  Result<Fed> fed = FeedChecked(from, encoding, file, fifo);
  fifo.CloseWriting();
  return fed;
}

std::string Statement(const fs::path& from, const fs::path& to, const DeliveryFile& file) {
  std::string typed;
  std::string named;
  for (size_t i = 0; i < file.columns.size(); ++i) {
    const std::string_view comma = i == 0 ? "" : ", ";
    typed += fmt::format("{}'c{}': 'VARCHAR'", comma, i);
    named += fmt::format("{}c{} AS {}", comma, i, engine::Identifier(file.columns[i].stored_name));
  }
  return engine::Fill(EmbeddedText("sql/ingest/csv_to_parquet.sql"),
                      {{"columns", "{" + typed + "}"},
                       {"named_columns", named},
                       {"from", engine::Literal(from.string())},
                       {"to", engine::Literal(to.string())}});
}

Result<int64_t> RowsStored(const fs::path& path, engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame rows,
                   engine.Query(engine::Fill(EmbeddedText("sql/ingest/parquet_rows.sql"),
                                             {{"file", engine::Literal(path.string())}})));
  return rows.column("row_count").integers().front();
}

Result<int64_t> Convert(const fs::path& from, std::string_view encoding, const fs::path& to,
                        engine::Engine& engine, const DeliveryFile& file) {
  ASSIGN_OR_RETURN(Fifo fifo, Fifo::Make(to.string() + ".fifo"));
  std::future<Result<Fed>> feeding =
      std::async(std::launch::async, [&] { return Feed(from, encoding, file, fifo); });
  const Result<void> stored = engine.Execute(Statement(fifo.path(), to, file));
  fifo.Stop();
  ASSIGN_OR_RETURN(const Fed fed, feeding.get());  // our reason comes before the engine's
  if (!stored)
    return Fail(Error(stored.error()).While(fmt::format("storing {} as Parquet", file.name)));
  ASSIGN_OR_RETURN(const int64_t rows, RowsStored(to, engine));
  if (!fed.complete || rows != fed.records)
    return Fail(ErrorCode::kStore, fmt::format("{}: {} rows were read, but DuckDB stored {}",
                                               file.name, fed.records, rows));
  return fed.records;
}

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenCsv(const fs::path& path, std::string_view encoding,
                                            std::string name) {
  return encoding == kCsvGz ? OpenGzip(path, std::move(name)) : OpenPlain(path);
}

Result<void> ConvertCsv(const fs::path& from, std::string_view encoding, const fs::path& to,
                        engine::Engine& engine, DeliveryFile& file) {
  const Result<int64_t> rows = Convert(from, encoding, to, engine, file);
  if (!rows) {
    std::error_code ignored;  // the reason of the failure matters, not that of the tidying
    fs::remove(to, ignored);
    return Fail(rows.error());
  }
  file.rows = *rows;
  return {};
}

}  // namespace billwright::ingest
