#pragma once

#include <functional>
#include <initializer_list>
#include <string_view>

#include "books/mistakes.h"
#include "books/value.h"

namespace billwright::books {

/// The columns of a csv book. They may come in any order; the header names them.
struct CsvShape {
  std::initializer_list<std::string_view> required;
  std::initializer_list<std::string_view> optional;
};

/// Reads a csv book and calls `take` with a table for each record, keys from the header, which
/// lives until the next one. Blanks around a field and fields that are empty do not count. Records
/// with too few or too many fields are reported and left out.
///
/// Findings: book.syntax, book.unknown_column, book.missing_column, book.wrong_field_count
void ReadCsvTable(SourceText& source, Mistakes& mistakes, const CsvShape& shape,
                  const std::function<void(const Value&)>& take);

}  // namespace billwright::books
