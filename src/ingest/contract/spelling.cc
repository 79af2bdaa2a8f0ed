#include "ingest/contract/spelling.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/ascii.h"
#include "model/line_item_columns.h"

namespace billwright::ingest {

namespace {

struct Category {
  std::string_view prefix;
  std::string_view legacy;
  bool starts_small;  ///< "pricing/unit", but "lineItem/UsageType"
};

constexpr std::array kCategories = {
    Category{"bill_", "bill/", false},
    Category{"line_item_", "lineItem/", false},
    Category{"reservation_", "reservation/", false},
    Category{"savings_plan_", "savingsPlan/", false},
    Category{"pricing_", "pricing/", true},
    Category{"product_", "product/", true},
};

/// How many letters must be put in, taken out or changed.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string LegacySpelling(std::string_view delivered) {
  for (const Category& category : kCategories) {
    if (!delivered.starts_with(category.prefix)) continue;
    std::string spelling(category.legacy);
    bool upper = !category.starts_small;
    for (const char letter : delivered.substr(category.prefix.size())) {
      if (letter == '_') {
        upper = true;
        continue;
      }
      spelling += upper ? UpperCase(letter) : letter;
      upper = false;
    }
    return spelling;
  }
  return std::string(delivered);
}

std::vector<std::string> SimilarColumns(const DeliveryFile& file, std::string_view delivered) {
  constexpr size_t kMost = 3;
  const std::string wanted = FoldColumnName(delivered);
  std::vector<std::pair<size_t, std::string>> near;
  for (const DeliveredColumn& column : file.columns) {
    const size_t distance = EditDistance(FoldColumnName(column.name), wanted);
    if (distance <= wanted.size() / 4) near.emplace_back(distance, column.name);
  }
  std::ranges::sort(near);
  if (near.size() > kMost) near.resize(kMost);
  std::vector<std::string> names;
  for (auto& [distance, name] : near) names.push_back(std::move(name));
  return names;
}

}  // namespace billwright::ingest
