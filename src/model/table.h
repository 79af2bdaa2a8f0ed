#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "base/check.h"
#include "model/frame.h"

// Every record names its columns once, in its TableOf<R>(). Parquet both ways, the order of rows,
// `show`, JSON, the tables' documentation and the digest all come from that list.

namespace billwright {

template <typename R>
using Member = std::variant<std::string R::*, int64_t R::*, Decimal R::*, UtcTime R::*, bool R::*>;

/// One column of record R. `key` columns identify and order the rows, in the order of the list.
template <typename R>
struct Column {
  std::string_view name;
  Member<R> member;
  bool key = false;
  std::string_view comment;

  ColumnType type() const { return static_cast<ColumnType>(member.index()); }
};

/// What a table is: its name and version as stored, and its columns. A version grows when a column
/// changes its name, type or meaning; old runs are read by theirs.
template <typename R>
struct Table {
  std::string_view name;
  int version = 1;
  std::string_view comment;
  std::vector<Column<R>> columns;
};

/// Each record specialises this next to its definition.
template <typename R>
const Table<R>& TableOf();

/// Column list without the record's type, for documentation and `show`.
struct ColumnDescription {
  std::string_view name;
  ColumnType type;
  bool key;
  std::string_view comment;
};
struct TableDescription {
  std::string_view name;
  int version;
  std::string_view comment;
  std::vector<ColumnDescription> columns;
};

template <typename R>
TableDescription Describe() {
  const Table<R>& table = TableOf<R>();
  TableDescription description{table.name, table.version, table.comment, {}};
  for (const Column<R>& column : table.columns)
    description.columns.push_back({column.name, column.type(), column.key, column.comment});
  return description;
}

/// Three-way comparison by the key columns.
template <typename R>
int CompareKeys(const R& a, const R& b) {
  for (const Column<R>& column : TableOf<R>().columns) {
    if (!column.key) continue;
    const int order = std::visit(
        [&](auto member) {
          if (a.*member < b.*member) return -1;
          return b.*member < a.*member ? 1 : 0;
        },
        column.member);
    if (order != 0) return order;
  }
  return 0;
}

/// Puts rows in key order. CHECKs nothing: equal keys keep their order.
template <typename R>
void SortByKey(std::vector<R>& rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const R& a, const R& b) { return CompareKeys(a, b) < 0; });
}

/// One row for each key, in key order: what is no key must be amounts or counts, and is added up.
template <typename R>
std::vector<R> SummedByKey(std::vector<R> rows) {
  SortByKey(rows);
  std::vector<R> sums;
  for (R& row : rows) {
    if (sums.empty() || CompareKeys(sums.back(), row) != 0) {
      sums.push_back(std::move(row));
      continue;
    }
    for (const Column<R>& column : TableOf<R>().columns) {
      if (column.key) continue;
      std::visit(
          [&](auto member) {
            using Value = std::remove_cvref_t<decltype(row.*member)>;
            if constexpr (std::is_same_v<Value, int64_t> || std::is_same_v<Value, Decimal>)
              sums.back().*member += row.*member;
            else
              CHECK(false, "a column that cannot be added up");
          },
          column.member);
    }
  }
  return sums;
}

template <typename R>
Frame ToFrame(std::span<const R> rows) {
  Frame frame;
  for (const Column<R>& column : TableOf<R>().columns) {
    FrameColumn values = FrameColumn::Empty(std::string(column.name), column.type());
    std::visit(
        [&](auto member) {
          using Value = std::remove_cvref_t<decltype(rows[0].*member)>;
          using Stored = std::conditional_t<std::is_same_v<Value, bool>, uint8_t, Value>;
          auto& stored = std::get<std::vector<Stored>>(values.values);
          stored.reserve(rows.size());
          for (const R& row : rows) stored.push_back(static_cast<const Stored&>(row.*member));
        },
        column.member);
    frame.columns.push_back(std::move(values));
  }
  return frame;
}

template <typename R>
Frame ToFrame(const std::vector<R>& rows) {
  return ToFrame(std::span<const R>(rows));
}

/// Columns of the frame that R does not know are ignored; one that R knows and the frame lacks
/// is an error: kCorrupt.
template <typename R>
Result<std::vector<R>> FromFrame(Frame frame) {
  std::vector<R> rows(frame.row_count());
  for (const Column<R>& column : TableOf<R>().columns) {
    FrameColumn* source = frame.Find(column.name);
    if (source == nullptr || source->type() != column.type())
      return Fail(ErrorCode::kCorrupt, "table " + std::string(TableOf<R>().name) +
                                           " has no column " + std::string(column.name) +
                                           " of type " + std::string(Name(column.type())));
    std::visit(
        [&](auto member) {
          using Value = std::remove_cvref_t<decltype(rows[0].*member)>;
          using Stored = std::conditional_t<std::is_same_v<Value, bool>, uint8_t, Value>;
          auto& stored = std::get<std::vector<Stored>>(source->values);
          for (size_t i = 0; i < rows.size(); ++i)
            rows[i].*member = static_cast<Value&&>(std::move(stored[i]));
        },
        column.member);
  }
  return rows;
}

}  // namespace billwright
