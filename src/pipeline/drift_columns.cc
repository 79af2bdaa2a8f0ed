#include <algorithm>
#include <map>
#include <set>

#include "model/line_item_columns.h"
#include "pipeline/drift.h"

namespace billwright::pipeline {

namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

/// For each column of `after` its position in `before`, or kNone.
std::vector<size_t> Matches(const std::vector<DeliveredColumn>& before,
                            const std::vector<DeliveredColumn>& after) {
  std::vector<size_t> matches(after.size(), kNone);
  std::vector<bool> taken(before.size());
  const auto match = [&](auto key) {
    std::multimap<std::string, size_t> by_key;
    for (size_t i = 0; i < before.size(); ++i)
      if (!taken[i]) by_key.emplace(key(before[i].name), i);
    for (size_t i = 0; i < after.size(); ++i) {
      if (matches[i] != kNone) continue;
      const auto found = by_key.find(key(after[i].name));
      if (found == by_key.end()) continue;
      matches[i] = found->second;
      taken[found->second] = true;
      by_key.erase(found);
    }
  };
  match([](const std::string& name) { return name; });
  match([](const std::string& name) { return FoldColumnName(name); });
  return matches;
}

/// The positions in `values` of a longest rising part of it.
std::set<size_t> LongestRise(const std::vector<size_t>& values) {
  std::vector<size_t> ends;  // ends[n]: where the rise of n + 1 values with the lowest end ends
  std::vector<size_t> before(values.size(), kNone);
  for (size_t i = 0; i < values.size(); ++i) {
    const auto place = std::ranges::lower_bound(ends, values[i], {},
                                                [&](size_t position) { return values[position]; });
    if (place != ends.begin()) before[i] = *std::prev(place);
    if (place == ends.end())
      ends.push_back(i);
    else
      *place = i;
  }
  std::set<size_t> rise;
  for (size_t i = ends.empty() ? kNone : ends.back(); i != kNone; i = before[i]) rise.insert(i);
  return rise;
}

}  // namespace

std::vector<ColumnChange> Drift(const std::vector<DeliveredColumn>& before,
                                const std::vector<DeliveredColumn>& after) {
  const std::vector<size_t> matches = Matches(before, after);
  std::vector<ColumnChange> changes;
  const std::set<size_t> matched(matches.begin(), matches.end());
  for (size_t i = 0; i < before.size(); ++i)
    if (!matched.contains(i)) changes.push_back({"gone", before[i].name, before[i].type, ""});
  std::vector<size_t> order;
  std::vector<size_t> places;
  for (size_t i = 0; i < after.size(); ++i) {
    if (matches[i] == kNone) {
      changes.push_back({"added", after[i].name, "", after[i].type});
      continue;
    }
    const DeliveredColumn& old = before[matches[i]];
    if (old.name != after[i].name)
      changes.push_back({"respelled", after[i].name, old.name, after[i].name});
    if (old.type != after[i].type)
      changes.push_back({"retyped", after[i].name, old.type, after[i].type});
    order.push_back(matches[i]);
    places.push_back(i);
  }
  const std::set<size_t> stayed = LongestRise(order);
  for (size_t i = 0; i < order.size(); ++i)
    if (!stayed.contains(i))
      changes.push_back({"moved", after[places[i]].name, std::to_string(order[i] + 1),
                         std::to_string(places[i] + 1)});
  return changes;
}

std::vector<DeliveredColumn> ColumnsOf(const Delivery& delivery) {
  std::vector<DeliveredColumn> columns;
  std::set<std::string> seen;
  for (const DeliveryFile& file : delivery.files)
    for (const DeliveredColumn& column : file.columns)
      if (seen.insert(column.stored_name).second) columns.push_back(column);
  return columns;
}

}  // namespace billwright::pipeline
