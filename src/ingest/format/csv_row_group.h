#pragma once

#include <string>
#include <vector>

#include "ingest/format/csv_blocks.h"
#include "ingest/format/csv_scanner.h"
#include "ingest/format/parquet_file.h"
#include "ingest/format/text_column.h"

namespace billwright::ingest {

/// Turns blocks of csv into row groups: every field as text, as delivered. An empty field is NULL;
/// quotes around nothing are an empty text. One per thread.
class CsvRowGroups {
 public:
  explicit CsvRowGroups(size_t fields) : scanner_(fields), columns_(fields) {}

  /// False if the block breaks a rule of csv.
  bool Encode(const CsvBlock& block, RowGroup& group);

  /// Line feeds of the last block.
  int64_t lines() const { return scanner_.lines(); }

 private:
  void AddBatch();

  CsvScanner scanner_;
  std::vector<TextColumn> columns_;
  std::string unescaped_;
};

}  // namespace billwright::ingest
