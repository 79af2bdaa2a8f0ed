#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ingest/format/byte_source.h"
#include "model/delivery.h"

namespace billwright::ingest {

/// The header of a csv text and where the text stands after it.
struct CsvHeader {
  std::vector<std::string> names;
  std::string rest;  ///< what was read beyond the header
  int64_t line = 0;  ///< the line that `rest` starts in
};

/// Reads from `source` to the end of the first record. A byte order mark is skipped.
/// Fails: kInvalidInput, naming `file`: an empty file, a gzip or Parquet file that calls itself
///        csv, bad quotes, a header that never ends; and as source.Read.
Result<CsvHeader> ReadHeader(ByteSource& source, std::string_view file);

/// Where the first record that is not blank ends, after its line feed; npos if `text` is too short.
size_t EndOfHeader(std::string_view text);

/// The columns as the stored Parquet calls them: as delivered, but for a name without letters, one
/// that another differs from only by upper and lower case, and the engine's own file_row_number,
/// which get "#" and their ordinal. All texts: nothing of what was delivered is interpreted.
std::vector<DeliveredColumn> StoredColumns(const std::vector<std::string>& names);

}  // namespace billwright::ingest
