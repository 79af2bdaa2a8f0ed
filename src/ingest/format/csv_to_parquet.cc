#include "ingest/format/csv_to_parquet.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "base/check.h"
#include "base/log.h"
#include "ingest/format/csv_blocks.h"
#include "ingest/format/csv_check.h"
#include "ingest/format/csv_header.h"
#include "ingest/format/csv_row_group.h"
#include "ingest/format/parquet_file.h"
#include "ingest/format/zip.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

/// One file on its way. Threads take turns twice: to read the next block, which inflates it, and,
/// in the order of the blocks, to write its row group. Between, each turns its block into a row
/// group by itself.
class Conversion {
 public:
  Conversion(ByteSource& source, CsvHeader header, const DeliveryFile& file, ParquetFile& target)
      : file_(file),
        fields_(header.names.size()),
        source_(source),
        blocks_(source, std::move(header.rest)),
        progress_("reading " + file.name, file.bytes),
        line_(header.line),
        target_(target) {}

  /// Reads all. Fails with the first thing in the file that is wrong.
  Result<void> Run(int threads) {
    {
      std::vector<std::jthread> helpers;
      for (int i = 1; i < threads; ++i) helpers.emplace_back([this] { Work(); });
      Work();
    }
    if (error_) return Fail(*error_);
    return {};
  }

 private:
  /// What a thread needs for itself.
  struct Worker {
    explicit Worker(size_t fields) : row_groups(fields) {}
    CsvRowGroups row_groups;
    CsvBlock block;
    int64_t number = 0;  ///< of the block
    RowGroup group;
  };

  void Work() {
    Worker worker(fields_);
    while (true) {
      const Result<bool> read = Read(worker);
      if (read && !*read) return;
      const bool is_right = read && worker.row_groups.Encode(worker.block, worker.group);
      Write(worker, read ? std::nullopt : std::optional(read.error()), is_right);
    }
  }

  /// False if there is nothing more to do.
  Result<bool> Read(Worker& worker) {
    const std::scoped_lock lock(reading_);
    if (is_at_end_ || is_stopped_) return false;
    worker.number = blocks_read_++;
    const Result<bool> read = blocks_.Next(worker.block);
    is_at_end_ = !read || !*read;
    progress_.Update(source_.file_bytes_read());
    return read;
  }

  /// Waits for its turn. The first block with an error ends everything.
  void Write(const Worker& worker, std::optional<Error> error, bool is_right) {
    std::unique_lock lock(writing_);
    its_turn_.wait(lock, [&] { return blocks_written_ == worker.number; });
    if (!is_stopped_) {
      if (!error && !is_right) error = WhatIsWrong(worker.block);
      if (!error) error = Append(worker.group);
      line_ += worker.row_groups.lines();
      is_stopped_ = error.has_value();
      error_ = std::move(error);
    }
    ++blocks_written_;
    its_turn_.notify_all();
  }

  std::optional<Error> Append(const RowGroup& group) {
    if (group.rows == 0) return {};
    const Result<void> appended = target_.Append(group);
    if (appended) return {};
    return appended.error();
  }

  Error WhatIsWrong(const CsvBlock& block) const {
    CsvCheck check(file_.name, fields_, line_);
    Result<void> checked = check.Add(block.text());
    if (checked) checked = check.Finish();
    CHECK(!checked, fmt::format("{}: the block from line {} on is refused by one reader and not by "
                                "the other",
                                file_.name, line_));
    return checked.error();
  }

  const DeliveryFile& file_;
  const size_t fields_;

  std::mutex reading_;  ///< guards these
  ByteSource& source_;
  CsvBlocks blocks_;
  Progress progress_;
  int64_t blocks_read_ = 0;
  bool is_at_end_ = false;

  std::mutex writing_;  ///< guards these
  std::condition_variable its_turn_;
  int64_t blocks_written_ = 0;
  int64_t line_;  ///< that the next block starts in
  ParquetFile& target_;
  std::optional<Error> error_;

  std::atomic<bool> is_stopped_ = false;
};

Result<int64_t> Convert(const fs::path& from, std::string_view encoding, const fs::path& to,
                        engine::Engine& engine, const DeliveryFile& file, int threads) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, OpenCsv(from, encoding, file.name));
  ASSIGN_OR_RETURN(CsvHeader header, ReadHeader(*source, file.name));
  std::vector<std::string> names;
  for (const DeliveredColumn& column : file.columns) names.push_back(column.stored_name);
  if (names.size() != header.names.size())
    return Fail(ErrorCode::kConflict,
                fmt::format("{} has {} columns, and had {} before: it changed while it was read",
                            file.name, header.names.size(), names.size()));
  ASSIGN_OR_RETURN(ParquetFile target, ParquetFile::Create(to, names));
  RETURN_IF_ERROR(Conversion(*source, std::move(header), file, target).Run(threads));
  RETURN_IF_ERROR(target.Finish());
  ASSIGN_OR_RETURN(const int64_t rows, engine.CountParquetRows(to));
  if (rows != target.rows())
    return Fail(ErrorCode::kStore, fmt::format("{}: {} rows were read, but DuckDB finds {} stored",
                                               file.name, target.rows(), rows));
  return rows;
}

}  // namespace

int ConversionThreads() {
  constexpr unsigned kMost = 4;
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, kMost));
}

Result<std::unique_ptr<ByteSource>> OpenCsv(const fs::path& path, std::string_view encoding,
                                            std::string name) {
  if (encoding == kCsvZip) return OpenZip(path, std::move(name));
  return encoding == kCsvGz ? OpenGzip(path, std::move(name)) : OpenPlain(path);
}

Result<void> ConvertCsv(const fs::path& from, std::string_view encoding, const fs::path& to,
                        engine::Engine& engine, DeliveryFile& file, int threads) {
  const Result<int64_t> rows = Convert(from, encoding, to, engine, file, threads);
  if (!rows) {
    std::error_code ignored;  // the reason of the failure matters, not that of the tidying
    fs::remove(to, ignored);
    return Fail(rows.error());
  }
  file.rows = *rows;
  return {};
}

}  // namespace billwright::ingest
