#include "books/reading.h"

// What of old data is kept: [retention] of billwright.toml.

namespace billwright::books {

namespace {

const Shape kRetentionShape{
    "[retention]",
    {"keep_versions", "keep_derivations", "keep_runs", "keep_incoming_days"},
    {"currency", "data"}};

constexpr int kMost = 10'000;

}  // namespace

void ReadRetention(Reading& reading, const SourceText& source, Entry& file) {
  const Value* const table = file.Table("retention");
  if (table == nullptr) return;
  Entry entry = reading.Open(source, *table, kRetentionShape);
  Retention& retention = reading.books.workspace.retention;
  retention.keep_versions = entry.WholeNumber("keep_versions", 0, kMost);
  retention.keep_derivations = entry.WholeNumber("keep_derivations", 0, kMost);
  retention.keep_runs = entry.WholeNumber("keep_runs", 0, kMost);
  retention.keep_incoming_days = entry.WholeNumber("keep_incoming_days", 1, kMost);
}

}  // namespace billwright::books
