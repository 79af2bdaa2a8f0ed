#include "ingest/format/csv_header.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/csv.h"
#include "engine/engine.h"
#include "ingest/format/csv_check.h"

namespace billwright::ingest {

namespace {

constexpr size_t kLongestHeader = size_t{4} << 20;
constexpr size_t kPiece = size_t{64} << 10;

std::unexpected<Error> Wrong(std::string_view file, int line, std::string message) {
  return Fail(Error(ErrorCode::kInvalidInput, std::move(message), {std::string(file), line, 0}));
}

}  // namespace

size_t EndOfHeader(std::string_view text) {
  bool quoted = false;
  bool blank = true;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '\n' && !quoted) {
      if (!blank) return at + 1;
    } else if (text[at] != ' ' && text[at] != '\t' && text[at] != '\r') {
      blank = false;
    }
  }
  return std::string_view::npos;
}

Result<CsvHeader> ReadHeader(ByteSource& source, std::string_view file) {
  std::string text;
  size_t end = std::string_view::npos;
  while (end == std::string_view::npos) {
    const size_t before = text.size();
    text.resize(before + kPiece);
    ASSIGN_OR_RETURN(const size_t size, source.Read({text.data() + before, kPiece}));
    text.resize(before + size);
    if (text.starts_with("\x1f\x8b")) return Wrong(file, 0, "this is a gzip file; name it .csv.gz");
    if (text.starts_with("PAR1")) return Wrong(file, 0, "this is a Parquet file; name it .parquet");
    end = size == 0 ? text.size() : EndOfHeader(text);
    const bool is_too_long = end == std::string_view::npos && text.size() > kLongestHeader;
    if ((is_too_long || size == 0) && text.find('\r') != std::string::npos &&
        text.find('\n') == std::string::npos)
      return Wrong(file, 0, "its lines end with CR alone; expected LF or CRLF");
    if (is_too_long)
      return Wrong(file, 1, "the first line never ends; expected a line of column names");
  }
  const std::string_view header = std::string_view(text).substr(0, end);
  Utf8Check utf8;
  if (utf8.FirstWrong(header) != std::string_view::npos || !utf8.Complete())
    return Wrong(file, 1, "the first line is not UTF-8 text; expected a line of column names");
  ASSIGN_OR_RETURN(const CsvRecord record, ReadCsvHeader(header, file));
  CsvHeader result;
  for (const CsvField& field : record.fields) result.names.push_back(field.text);
  result.line = 1 + std::count(header.begin(), header.end(), '\n');
  result.rest = text.substr(end);
  return result;
}

std::vector<DeliveredColumn> StoredColumns(const std::vector<std::string>& names) {
  std::set<std::string> taken;
  for (const std::string& name : names) taken.insert(LowerCase(name));
  std::set<std::string> used{std::string(engine::kFileRowNumber)};
  std::vector<DeliveredColumn> columns;
  for (size_t i = 0; i < names.size(); ++i) {
    std::string stored = names[i];
    if (stored.empty() || !used.insert(LowerCase(stored)).second) {
      stored += '#' + std::to_string(i + 1);
      while (taken.contains(LowerCase(stored))) stored += '#';
      taken.insert(LowerCase(stored));
      used.insert(LowerCase(stored));
    }
    columns.push_back({names[i], std::move(stored), "VARCHAR"});
  }
  return columns;
}

}  // namespace billwright::ingest
