#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "ingest/format/text_column.h"

namespace billwright::ingest {

/// A row group, encoded: its columns' pages, one column after another.
struct RowGroup {
  int64_t rows = 0;
  std::vector<ColumnPages> columns;
  std::string bytes;
};

/// Writes a Parquet file whose columns all are texts that may be NULL (github.com/apache/
/// parquet-format). The same row groups give the same bytes.
class ParquetFile {
 public:
  /// Replaces what is there. Fails: kIo.
  static Result<ParquetFile> Create(const std::filesystem::path& path,
                                    const std::vector<std::string>& column_names);

  /// Appends a row group, which has every column. Fails: kIo.
  Result<void> Append(const RowGroup& group);
  /// Writes the footer. Without it nobody can read the file. Fails: kIo.
  Result<void> Finish();

  int64_t rows() const { return rows_; }

 private:
  ParquetFile(FileDescriptor file, const std::vector<std::string>& column_names)
      : file_(std::move(file)), names_(column_names) {}

  Result<void> Write(std::string_view bytes);
  std::string Footer() const;

  FileDescriptor file_;
  std::vector<std::string> names_;
  int64_t size_ = 0;
  int64_t rows_ = 0;
  size_t group_count_ = 0;
  std::string groups_;  ///< as they stand in the footer
};

}  // namespace billwright::ingest
