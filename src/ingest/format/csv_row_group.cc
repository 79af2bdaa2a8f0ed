#include "ingest/format/csv_row_group.h"

namespace billwright::ingest {

bool CsvRowGroups::Encode(const CsvBlock& block, RowGroup& group) {
  group.rows = 0;
  group.columns.clear();
  group.bytes.clear();
  scanner_.Start(block.text(), block.is_last);
  while (scanner_.Next()) {
    AddBatch();
    group.rows += static_cast<int64_t>(scanner_.records());
  }
  if (scanner_.is_wrong()) return false;
  for (TextColumn& column : columns_) group.columns.push_back(column.Write(group.bytes));
  return true;
}

void CsvRowGroups::AddBatch() {
  const size_t records = scanner_.records();
  for (size_t field = 0; field < columns_.size(); ++field) {
    TextColumn& column = columns_[field];
    for (size_t record = 0; record < records; ++record) {
      const std::string_view delivered = scanner_.Delivered(record, field);
      if (delivered.empty())
        column.AddNull();
      else if (delivered.front() == '"')
        column.Add(Unquoted(delivered, unescaped_));
      else
        column.Add(delivered);
    }
  }
}

}  // namespace billwright::ingest
