#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "books/mistakes.h"

namespace billwright::books {

struct KeyedValue;

/// What somebody wrote in a book, with its place, whatever the format of the file. Numbers and
/// dates are kept as the characters that were written, so that -7.25 is -7.25.
struct Value {
  enum class Kind {
    kText,  ///< in quotes
    kNumber,
    kDate,     ///< TOML's own dates and times
    kBoolean,  ///< `text` is "true" or "false"
    kList,
    kTable,
    kField,  ///< of a csv record: has no type, may be any of the first four
  };

  Kind kind = Kind::kTable;
  std::string text;
  std::vector<Value> items;         ///< kList
  std::vector<KeyedValue> entries;  ///< kTable, in the order of the file
  Place place;

  /// nullptr if the table has no such key.
  const Value* Find(std::string_view key) const;
};

struct KeyedValue {
  std::string key;
  Place place;  ///< of the key
  Value value;
};

inline const Value* Value::Find(std::string_view key) const {
  for (const KeyedValue& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

}  // namespace billwright::books
