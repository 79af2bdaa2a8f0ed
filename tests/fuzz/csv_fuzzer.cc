// Any text as csv: the fast reader accepts what the one that the rules are written down in accepts,
// whatever the pieces it comes in, and then both see the fields that a third reader sees.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/csv.h"
#include "ingest/format/csv_check.h"
#include "ingest/format/csv_scanner.h"

namespace billwright::ingest {

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// How many records the written-down rules see in the text; -1 if it breaks one.
int64_t RecordsByRule(std::string_view text, size_t fields, size_t piece) {
  CsvCheck check("fuzzed.csv", fields, 1);
  for (size_t at = 0; at < text.size(); at += piece)
    if (!check.Add(text.substr(at, piece))) return -1;
  if (!check.Finish()) return -1;
  return check.records();
}

/// The rows that the fast reader sees; false if it says that the text breaks a rule.
bool Scan(std::string_view text, size_t fields, Rows& rows) {
  CsvScanner scanner(fields);
  scanner.Start(text, /*is_last=*/true);
  while (scanner.Next())
    for (size_t record = 0; record < scanner.records(); ++record) {
      std::vector<std::string>& row = rows.emplace_back();
      for (size_t field = 0; field < fields; ++field) {
        const std::string_view delivered = scanner.Delivered(record, field);
        std::string unescaped;
        row.emplace_back(delivered.starts_with('"') ? Unquoted(delivered, unescaped) : delivered);
      }
    }
  return !scanner.is_wrong();
}

Rows ReadByBase(std::string_view text) {
  // A byte order mark is skipped there, and would be text here, after a header.
  const Result<std::vector<CsvRecord>> records = ReadCsv("header\n" + std::string(text), "fuzzed");
  CHECK(records.has_value(), "what two readers accept, the third does");
  Rows rows;
  for (size_t i = 1; i < records->size(); ++i) {
    std::vector<std::string>& row = rows.emplace_back();
    for (const CsvField& field : (*records)[i].fields) row.push_back(field.text);
  }
  return rows;
}

void ReadInThreeWays(std::string_view text, size_t fields, size_t piece) {
  const int64_t records = RecordsByRule(text, fields, std::max<size_t>(text.size(), 1));
  CHECK(RecordsByRule(text, fields, piece) == records, "the pieces do not matter");
  Rows rows;
  const bool accepted = Scan(text, fields, rows);
  CHECK(accepted == (records >= 0), "both readers accept the same");
  if (!accepted) return;
  CHECK(static_cast<int64_t>(rows.size()) == records, "both readers see as many records");
  if (fields > 1) CHECK(rows == ReadByBase(text), "both readers see the same fields");
}

}  // namespace

}  // namespace billwright::ingest

/// The first two bytes say how many fields the header has, and how large the pieces are.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  billwright::ingest::ReadInThreeWays(text.substr(2), data[0] % 4 + 1, data[1] % 100 + 1);
  return 0;
}
