#include "model/frame.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/check.h"
#include "base/digest.h"

namespace billwright {

std::string_view Name(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return "text";
    case ColumnType::kInteger:
      return "integer";
    case ColumnType::kDecimal:
      return "decimal";
    case ColumnType::kTime:
      return "time";
    case ColumnType::kBoolean:
      return "boolean";
  }
  CHECK(false, "a column type without a name");
}

FrameColumn FrameColumn::Empty(std::string name, ColumnType type) {
  FrameColumn column;
  column.name = std::move(name);
  switch (type) {
    case ColumnType::kText:
      column.values.emplace<0>();
      break;
    case ColumnType::kInteger:
      column.values.emplace<1>();
      break;
    case ColumnType::kDecimal:
      column.values.emplace<2>();
      break;
    case ColumnType::kTime:
      column.values.emplace<3>();
      break;
    case ColumnType::kBoolean:
      column.values.emplace<4>();
      break;
  }
  return column;
}

size_t Frame::row_count() const {
  if (columns.empty()) return 0;
  return std::visit([](const auto& values) { return values.size(); }, columns.front().values);
}

const FrameColumn* Frame::Find(std::string_view name) const {
  for (const FrameColumn& column : columns)
    if (column.name == name) return &column;
  return nullptr;
}

FrameColumn* Frame::Find(std::string_view name) {
  for (FrameColumn& column : columns)
    if (column.name == name) return &column;
  return nullptr;
}

const FrameColumn& Frame::column(std::string_view name) const {
  const FrameColumn* found = Find(name);
  CHECK(found != nullptr, name);
  return *found;
}

std::string Frame::TextAt(size_t column, size_t row) const {
  const FrameColumn& values = columns[column];
  switch (values.type()) {
    case ColumnType::kText:
      return values.text()[row];
    case ColumnType::kInteger:
      return std::to_string(values.integers()[row]);
    case ColumnType::kDecimal:
      return values.decimals()[row].ToString();
    case ColumnType::kTime:
      return values.times()[row].ToString();
    case ColumnType::kBoolean:
      return values.booleans()[row] != 0 ? "true" : "false";
  }
  CHECK(false, "a column type without a text");
}

namespace {

/// Gathers small pieces, so that the digest is fed by the page and not by the word.
class PagedDigest {
 public:
  void Add(const void* bytes, size_t size) {
    if (page_.size() + size > kPage) Flush();
    if (size > kPage)
      digest_.Add(bytes, size);
    else
      page_.append(static_cast<const char*>(bytes), size);
  }
  /// A text with its length before it.
  void AddField(std::string_view text) {
    const uint64_t size = text.size();
    Add(&size, sizeof(size));
    Add(text.data(), text.size());
  }
  std::string Finish() {
    Flush();
    return digest_.Finish();
  }

 private:
  static constexpr size_t kPage = size_t{1} << 16;

  void Flush() {
    digest_.Add(page_);
    page_.clear();
  }

  Sha256 digest_;
  std::string page_;
};

}  // namespace

std::string DigestOf(const Frame& frame) {
  PagedDigest digest;
  const size_t rows = frame.row_count();
  digest.AddField(std::to_string(rows));
  for (const FrameColumn& column : frame.columns) {
    digest.AddField(column.name);
    digest.AddField(Name(column.type()));
    std::visit(
        [&](const auto& values) {
          using Value = typename std::remove_cvref_t<decltype(values)>::value_type;
          if constexpr (std::is_same_v<Value, std::string>) {
            for (const std::string& value : values) digest.AddField(value);
          } else {
            digest.Add(values.data(), values.size() * sizeof(Value));
          }
        },
        column.values);
  }
  return digest.Finish();
}

namespace {

std::unexpected<Error> NoColumn(const Frame& frame, std::string_view name) {
  std::string known;
  for (const FrameColumn& column : frame.columns)
    known += (known.empty() ? "" : ", ") + column.name;
  return Fail(ErrorCode::kInvalidInput,
              "there is no column \"" + std::string(name) + "\"; the columns are: " + known);
}

/// Appends the rows of `source` that `rows` names to an empty column of the same type.
FrameColumn Pick(const FrameColumn& source, const std::vector<size_t>& rows) {
  FrameColumn picked = FrameColumn::Empty(source.name, source.type());
  std::visit(
      [&](const auto& values) {
        auto& target = std::get<std::remove_cvref_t<decltype(values)>>(picked.values);
        target.reserve(rows.size());
        for (size_t row : rows) target.push_back(values[row]);
      },
      source.values);
  return picked;
}

int CompareRows(const std::vector<const FrameColumn*>& keys, size_t a, size_t b) {
  for (const FrameColumn* key : keys) {
    const int order = std::visit(
        [&](const auto& values) {
          if (values[a] < values[b]) return -1;
          return values[b] < values[a] ? 1 : 0;
        },
        key->values);
    if (order != 0) return order;
  }
  return 0;
}

}  // namespace

Result<Frame> SumBy(const Frame& frame, const std::vector<std::string>& keys) {
  std::vector<const FrameColumn*> key_columns;
  for (const std::string& key : keys) {
    const FrameColumn* column = frame.Find(key);
    if (column == nullptr) return NoColumn(frame, key);
    key_columns.push_back(column);
  }
  std::vector<size_t> order(frame.row_count());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return CompareRows(key_columns, a, b) < 0; });
  std::vector<size_t> group_of(order.size());
  std::vector<size_t> firsts;
  for (size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || CompareRows(key_columns, order[i - 1], order[i]) != 0) firsts.push_back(order[i]);
    group_of[order[i]] = firsts.size() - 1;
  }
  Frame sums;
  for (const FrameColumn* key : key_columns) sums.columns.push_back(Pick(*key, firsts));
  for (const FrameColumn& column : frame.columns) {
    if (std::find(key_columns.begin(), key_columns.end(), &column) != key_columns.end()) continue;
    if (column.type() != ColumnType::kDecimal && column.type() != ColumnType::kInteger) continue;
    FrameColumn summed = FrameColumn::Empty(column.name, column.type());
    std::visit(
        [&](const auto& values) {
          using Value = typename std::remove_cvref_t<decltype(values)>::value_type;
          if constexpr (std::is_same_v<Value, Decimal> || std::is_same_v<Value, int64_t>) {
            std::vector<Value> totals(firsts.size());
            for (size_t row = 0; row < values.size(); ++row) totals[group_of[row]] += values[row];
            summed.values = std::move(totals);
          }
        },
        column.values);
    sums.columns.push_back(std::move(summed));
  }
  return sums;
}

Result<Frame> Where(const Frame& frame, std::string_view column, std::string_view value) {
  const FrameColumn* found = frame.Find(column);
  if (found == nullptr) return NoColumn(frame, column);
  const size_t index = static_cast<size_t>(found - frame.columns.data());
  std::vector<size_t> rows;
  for (size_t row = 0; row < frame.row_count(); ++row)
    if (frame.TextAt(index, row) == value) rows.push_back(row);
  Frame result;
  for (const FrameColumn& source : frame.columns) result.columns.push_back(Pick(source, rows));
  return result;
}

}  // namespace billwright
