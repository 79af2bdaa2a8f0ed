#include "pipeline/delta_sql.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/embedded.h"
#include "engine/contracts.h"
#include "engine/delivered_columns.h"
#include "engine/engine.h"
#include "engine/line_item_view.h"
#include "model/line_item_columns.h"

namespace billwright::pipeline {

using engine::Fill;
using engine::Identifier;
using engine::Literal;

namespace {

/// What a row is about, beside its line item type and commitment, which tell rows about the same
/// apart (sql/delta/changes.sql). Everything else that it says may be restated.
constexpr std::string_view kAbout[] = {"usage_account_id", "service",        "usage_type",
                                       "operation",        "resource_id",    "usage_start",
                                       "usage_end",        "billing_entity", "currency"};

/// Line item columns that can be compared: of the view's own making, and those that every file of
/// the delivery has.
std::set<std::string> ColumnsOf(const Delivery& delivery) {
  const Contract& contract = engine::ContractOf(delivery.format);
  std::set<std::string> all;
  for (const LineItemColumn& column : LineItemColumns()) all.emplace(column.name);
  if (!contract.view.empty()) return all;  // what it makes of its columns is always there
  for (const DeliveryFile& file : delivery.files) {
    std::set<std::string> there;
    for (const engine::ReadColumn& column :
         engine::ReadColumns(contract, engine::FileColumns(file)))
      if (!column.delivered.empty()) there.insert(column.name);
    std::erase_if(all, [&](const std::string& name) { return !there.contains(name); });
  }
  return all;
}

/// Columns of tags and cost categories by name; with their types, since a map and a text with a map
/// in it say the same in other words.
std::set<std::pair<std::string, std::string>> TagsOf(const DeliveryFile& file,
                                                     const Contract& contract) {
  std::set<std::pair<std::string, std::string>> tags;
  for (const DeliveredColumn& column : file.columns)
    if (contract.TagTypeOf(column.name)) tags.emplace(column.name, column.type);
  return tags;
}

/// What all of these sets have; the rest goes into `rest`, by name.
template <typename Set>
Set Common(const std::vector<Set>& sets, Set& rest) {
  Set common = sets.front();
  for (const Set& each : sets) {
    std::erase_if(common, [&](const auto& item) { return !each.contains(item); });
    rest.insert(each.begin(), each.end());
  }
  std::erase_if(rest, [&](const auto& item) { return common.contains(item); });
  return common;
}

/// "a, b, c", and backwards.
template <typename Names>
std::pair<std::string, std::string> BothWays(const Names& names) {
  std::pair<std::string, std::string> lists;
  for (const auto& name : names) {
    lists.first += fmt::format("{}{}", lists.first.empty() ? "" : ", ", name);
    lists.second = fmt::format("{}{}{}", name, lists.second.empty() ? "" : ", ", lists.second);
  }
  return lists;
}

std::string Changed(const std::string& rows, std::string_view own, std::string_view other,
                    bool surplus, int64_t parts, int64_t part) {
  const auto fill = [&](std::string_view file) {
    return Fill(EmbeddedText(file), {{"line_item", rows},
                                     {"own_rows", std::string(own)},
                                     {"other_rows", std::string(other)},
                                     {"parts", std::to_string(parts)},
                                     {"part", std::to_string(part)}});
  };
  std::string changed = fill("sql/delta/rows.sql");
  if (surplus) changed += " UNION ALL BY NAME " + fill("sql/delta/surplus_rows.sql");
  return changed;
}

}  // namespace

DeltaStatements::DeltaStatements(const DeltaSource& old_version, const DeltaSource& new_version) {
  std::set<std::string> rest;
  columns_ =
      Common(std::vector{ColumnsOf(*old_version.delivery), ColumnsOf(*new_version.delivery)}, rest);
  not_compared_.assign(rest.begin(), rest.end());
  std::vector<std::set<std::pair<std::string, std::string>>> tags;
  for (const DeltaSource* source : {&old_version, &new_version})
    for (const DeliveryFile& file : source->delivery->files)
      tags.push_back(TagsOf(file, engine::ContractOf(source->delivery->format)));
  std::set<std::pair<std::string, std::string>> other_tags;
  for (const auto& [name, type] : Common(tags, other_tags)) tags_.insert(name);
  for (const auto& [name, type] : other_tags)
    if (not_compared_.empty() || not_compared_.back() != name) not_compared_.push_back(name);
  old_ = LineItems(old_version);
  new_ = LineItems(new_version);
}

std::string DeltaStatements::Content() const {
  return Fill(EmbeddedText("sql/delta/content.sql"), {{"old", old_}, {"new", new_}});
}

std::string DeltaStatements::Changes(bool surplus, int64_t parts, int64_t part) const {
  return Fill(EmbeddedText("sql/delta/changes.sql"),
              {{"old", Changed(old_, "old_rows", "new_rows", surplus, parts, part)},
               {"new", Changed(new_, "new_rows", "old_rows", surplus, parts, part)},
               {"zero", fmt::format("CAST(0 AS {})", engine::MoneyType())}});
}

std::string DeltaStatements::TagsOfDelivery(const DeltaSource& source) const {
  std::string all;
  for (const DeliveryFile& file : source.delivery->files) {
    std::string tags;
    for (const std::string& name : tags_) {
      const auto column = std::ranges::find(file.columns, name, &DeliveredColumn::name);
      tags += fmt::format("{}COALESCE(CAST({} AS VARCHAR), '')", tags.empty() ? "" : ", ",
                          Identifier(column->stored_name));
    }
    all += all.empty() ? "" : " UNION ALL ";
    all += Fill(EmbeddedText("sql/delta/tags_of_file.sql"),
                {{"name", Literal(file.name)},
                 {"row_number", engine::RowNumber(*source.delivery, file)},
                 {"tags", tags},
                 {"rows", engine::NumberedParquetRows(source.folder / file.stored)}});
  }
  return all;
}

std::string DeltaStatements::LineItems(const DeltaSource& source) const {
  std::string rows = engine::LineItemView(*source.delivery, source.folder, /*accepted_only=*/true);
  rows = tags_.empty()
             ? fmt::format("SELECT *, CAST(0 AS UBIGINT) AS tags FROM ({}) AS line_item", rows)
             : Fill(EmbeddedText("sql/delta/with_tags.sql"),
                    {{"line_item", rows}, {"tags", TagsOfDelivery(source)}});
  std::vector<std::string> content(columns_.begin(), columns_.end());
  content.insert(content.end(), {"provider", "tags"});
  const auto [forwards, backwards] = BothWays(content);
  std::vector<std::string> about;
  for (const std::string_view name : kAbout)
    if (columns_.contains(std::string(name))) about.emplace_back(name);
  const auto [about_forwards, about_backwards] = BothWays(about);
  return Fill(EmbeddedText("sql/delta/line_items.sql"), {{"content", forwards},
                                                         {"content_backwards", backwards},
                                                         {"about", about_forwards},
                                                         {"about_backwards", about_backwards},
                                                         {"line_item", rows}});
}

}  // namespace billwright::pipeline
