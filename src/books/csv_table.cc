#include "books/csv_table.h"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "base/csv.h"
#include "books/names.h"

namespace billwright::books {
namespace {

std::string Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

Place PlaceOf(const CsvField& field) { return {field.line, field.column}; }

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The names of the header; a name that is unknown becomes empty, so that its fields are skipped.
class Header {
 public:
  Header(SourceText& source, Mistakes& mistakes, const CsvShape& shape)
      : source_(source), mistakes_(mistakes), required_(shape.required), known_(shape.required) {
    known_.insert(known_.end(), shape.optional.begin(), shape.optional.end());
  }

  /// False if the records cannot be understood with it.
  bool Read(const CsvRecord& record) {
    std::vector<std::string_view> seen;
    for (const CsvField& field : record.fields) {
      const std::string name = Trimmed(field.text);
      const auto known = std::find(known_.begin(), known_.end(), name);
      if (known == known_.end()) {
        ReportUnknown(field, name);
        names_.emplace_back();
      } else if (Contains(seen, name)) {
        Report(PlaceOf(field), "book.unknown_column",
               fmt::format("The column \"{}\" is there twice.", name));
        names_.emplace_back();
      } else {
        seen.push_back(*known);
        names_.push_back(name);
      }
    }
    std::vector<std::string_view> missing;
    for (const std::string_view name : required_)
      if (!Contains(seen, name)) missing.push_back(name);
    if (!missing.empty() && !has_semicolons_)  // one cause, one finding
      Report({record.line, record.line > 0 ? 1 : 0}, "book.missing_column",
             fmt::format("The first line must name the columns; missing: {}. Known columns: {}.",
                         Listed(missing), Listed(known_)));
    return missing.empty();
  }

  const std::vector<std::string>& names() const { return names_; }

 private:
  void Report(Place place, std::string code, std::string_view message) {
    mistakes_.Add(Severity::kError, source_, place, std::move(code), source_.file(), message);
  }

  void ReportUnknown(const CsvField& field, std::string_view name) {
    std::string hint = DidYouMean(name, known_);
    has_semicolons_ = name.find(';') != std::string_view::npos;
    if (has_semicolons_) hint = "Columns are separated by commas, not by semicolons.";
    if (!hint.empty()) hint += ' ';
    Report(
        PlaceOf(field), "book.unknown_column",
        fmt::format("There is no column \"{}\". {}Known columns: {}.", name, hint, Listed(known_)));
  }

  SourceText& source_;
  Mistakes& mistakes_;
  std::vector<std::string_view> required_;
  std::vector<std::string_view> known_;
  std::vector<std::string> names_;
  bool has_semicolons_ = false;
};

/// Fills `table`, which is used again and again: a book may have 100,000 lines.
void FillTable(CsvRecord& record, const std::vector<std::string>& names, Value& table) {
  table.place = {record.line, 1};
  table.entries.clear();
  for (size_t i = 0; i < names.size(); ++i) {
    CsvField& field = record.fields[i];
    std::string text = Trimmed(field.text);
    if (names[i].empty() || text.empty()) continue;
    const Place place = PlaceOf(field);
    table.entries.push_back(
        {names[i], place, {Value::Kind::kField, std::move(text), {}, {}, place}});
  }
}

std::string FieldCount(size_t count) {
  return count == 1 ? "1 field" : fmt::format("{} fields", count);
}

}  // namespace

void ReadCsvTable(SourceText& source, Mistakes& mistakes, const CsvShape& shape,
                  const std::function<void(const Value&)>& take) {
  Result<std::vector<CsvRecord>> records = ReadCsv(source.text(), source.file(), /*comments=*/true);
  if (!records) {
    source.MarkIncomplete();
    const SourcePosition at = records.error().position().value_or(SourcePosition{});
    mistakes.Add(Severity::kError, source, {at.line, at.column}, "book.syntax", source.file(),
                 fmt::format("This is not csv: {}.", records.error().message()));
    return;
  }
  Header header(source, mistakes, shape);
  if (records->empty()) records->emplace_back();
  if (!header.Read(records->front())) {
    source.MarkIncomplete();
    return;
  }
  Value table;
  for (auto record = records->begin() + 1; record != records->end(); ++record) {
    if (record->fields.size() == header.names().size()) {
      FillTable(*record, header.names(), table);
      take(table);
      continue;
    }
    mistakes.Add(Severity::kError, source, {record->line, 1}, "book.wrong_field_count",
                 source.file(),
                 fmt::format("This line has {}, the first line names {}. A text with a comma is "
                             "written in quotes.",
                             FieldCount(record->fields.size()), FieldCount(header.names().size())));
  }
}

}  // namespace billwright::books
