#include "engine/delivered_columns.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>

#include "engine/engine.h"
#include "model/line_item_columns.h"
#include "money/decimal.h"

namespace billwright::engine {

namespace {

std::string Without(const std::string& source, const std::vector<std::string>& texts,
                    const std::vector<std::string>& more) {
  std::string list;
  for (const std::vector<std::string>& some : {texts, more})
    for (const std::string& text : some) list += (list.empty() ? "" : ", ") + Literal(text);
  if (list.empty()) return source;
  return fmt::format("CASE WHEN {0} NOT IN ({1}) THEN {0} END", source, list);
}

/// A column of the file as text, without the texts that mean nothing.
std::string TextSource(const DeliveredColumn& column, const Contract& contract) {
  const std::string name = Identifier(column.stored_name);
  if (!IsTextType(column.type)) return fmt::format("CAST({} AS VARCHAR)", name);
  return WithoutEmptyTexts(name, contract);
}

std::string MapValue(const DeliveredColumn& map, std::string_view key) {
  if (IsMapOfTextKeys(map.type))
    return fmt::format("CAST({}[{}] AS VARCHAR)", Identifier(map.stored_name), Literal(key));
  return fmt::format("json_text({}, {})", JsonOf(map), Literal(key));
}

std::string Text(const Contract& contract, const FileColumns& file, std::string_view read_as) {
  std::vector<std::string> sources;
  for (const ContractColumn& column : contract.columns)
    if (column.reads == read_as)
      if (const DeliveredColumn* const found = file.Find(column.name))
        sources.push_back(TextSource(*found, contract));
  for (const ContractColumn& column : contract.columns)
    for (const auto& [key, reads] : column.keys)
      if (reads == read_as)
        if (const DeliveredColumn* const found = file.Find(column.name))
          sources.push_back(MapValue(*found, key));
  if (sources.empty()) return "''";
  std::string all;
  for (const std::string& source : sources)
    all += (sources.size() == 1 ? source : fmt::format("NULLIF({}, '')", source)) + ", ";
  return fmt::format("COALESCE({}'')", all);
}

bool IsInteger(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"TINYINT",  "SMALLINT",  "INTEGER",  "BIGINT",
                                                "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

/// What instant() takes of a column of times, whatever type it has.
std::string TimeSource(const DeliveredColumn& column) {
  const std::string source = Identifier(column.stored_name);
  if (IsTextType(column.type)) return source;
  if (IsInteger(column.type)) return fmt::format("TRY_CAST({} AS BIGINT)", source);
  if (column.type == "TIMESTAMP WITH TIME ZONE")
    return fmt::format("({} AT TIME ZONE 'UTC')", source);
  const bool is_time = column.type.starts_with("TIMESTAMP") || column.type == "DATE";
  return fmt::format("TRY_CAST({} AS {})", source, is_time ? "TIMESTAMP" : "VARCHAR");
}

/// Whether every value of a type is money without being rounded, and less than exact() takes: of
/// small integers and of "DECIMAL(<digits>,<places>)".
bool IsMoneyAsItIs(std::string_view type) {
  constexpr int kMostWholeDigits = 18;
  if (IsInteger(type)) return !type.ends_with("BIGINT");
  constexpr std::string_view kDecimal = "DECIMAL(";
  if (!type.starts_with(kDecimal)) return false;
  type.remove_prefix(kDecimal.size());
  int digits = 0;
  int places = 0;
  const char* const end = type.data() + type.size();
  const auto comma = std::from_chars(type.data(), end, digits);
  if (comma.ec != std::errc() || comma.ptr == end || *comma.ptr != ',') return false;
  if (std::from_chars(comma.ptr + 1, end, places).ec != std::errc()) return false;
  return places <= Decimal::kScale && digits - places <= kMostWholeDigits;
}

void ReadNumber(const DeliveredColumn& column, const Contract& contract, bool is_money,
                ReadColumn& read) {
  std::string source = Identifier(column.stored_name);
  if (IsMoneyAsItIs(column.type)) {
    read.expression = fmt::format("CAST({} AS {})", source, MoneyType());
    return;
  }
  // A cast of anything wider would round, or end the query: its text is read instead.
  const bool is_text = IsTextType(column.type);
  if (column.type != "DOUBLE" && !is_text) source = fmt::format("CAST({} AS VARCHAR)", source);
  const bool exact = is_money && !contract.rounds_finer_money;
  read.expression = fmt::format("{}({})", exact ? "exact" : "quantity", source);
  // A text that means nothing is no number, and no failure either.
  read.failed = fmt::format("({} {} AND {} IS NULL)",
                            is_text ? WithoutEmptyNumbers(source, contract) : source,
                            is_text ? "<> ''" : "IS NOT NULL", read.expression);
  read.failure =
      fmt::format("{} is not a number{}", read.delivered, exact ? " of at most 12 decimals" : "");
}

ReadColumn Read(const Contract& contract, const FileColumns& file, const ContractColumn& wanted) {
  ReadColumn read{wanted.reads, {}, {}, {}, {}};
  const DeliveredColumn* found = file.Find(wanted.name);
  if (found != nullptr) read.delivered = wanted.name;
  for (const ContractColumn& column : contract.columns) {
    if (found != nullptr || column.reads != wanted.reads) continue;
    found = file.Find(column.name);
    if (found != nullptr) read.delivered = column.name;
  }
  if (wanted.type == DeliveredType::kText) {
    read.expression = Text(contract, file, wanted.reads);
    return read;
  }
  const bool is_time = wanted.type == DeliveredType::kTime;
  if (found == nullptr)
    read.expression = fmt::format("CAST(NULL AS {})", is_time ? "TIMESTAMP" : MoneyType());
  else if (is_time)
    read.expression = fmt::format("instant({})", TimeSource(*found));
  else
    ReadNumber(*found, contract, wanted.type == DeliveredType::kMoney, read);
  return read;
}

}  // namespace

FileColumns::FileColumns(const DeliveryFile& file) {
  for (const DeliveredColumn& column : file.columns)
    by_name_.emplace(FoldColumnName(column.name), &column);
}

const DeliveredColumn* FileColumns::Find(std::string_view name) const {
  const auto found = by_name_.find(FoldColumnName(name));
  return found == by_name_.end() ? nullptr : found->second;
}

std::vector<ReadColumn> ReadColumns(const Contract& contract, const FileColumns& file) {
  std::vector<ReadColumn> columns;
  std::set<std::string> names;
  const auto add = [&](const ContractColumn& column) {
    if (!column.reads.empty() && names.insert(column.reads).second)
      columns.push_back(Read(contract, file, column));
  };
  for (const ContractColumn& column : contract.columns) {
    add(column);
    const size_t before = columns.size();
    for (const auto& [key, reads] : column.keys)
      add({column.name, DeliveredType::kText, Presence::kOptional, reads, {}, {}});
    const DeliveredColumn* const map = file.Find(column.name);
    if (columns.size() == before || map == nullptr || IsMapOfTextKeys(map->type)) continue;
    columns[before].failed = fmt::format("({0} <> '' AND NOT is_json_object({0}))", JsonOf(*map));
    columns[before].failure = column.name + " is not a JSON object";
  }
  return columns;
}

std::string WithoutEmptyTexts(const std::string& source, const Contract& contract) {
  return Without(source, contract.empty_texts, {});
}

std::string WithoutEmptyNumbers(const std::string& source, const Contract& contract) {
  return Without(source, contract.empty_texts, contract.empty_numbers);
}

bool IsMapOfTextKeys(std::string_view type) { return type.starts_with("MAP(VARCHAR, "); }

std::string JsonOf(const DeliveredColumn& map) {
  const std::string column = Identifier(map.stored_name);
  if (IsTextType(map.type)) return column;
  const bool is_nested =
      map.type.starts_with("STRUCT(") || map.type.starts_with("MAP(") || map.type.ends_with(']');
  return fmt::format("CAST({} AS VARCHAR)",
                     is_nested ? fmt::format("to_json({})", column) : column);
}

bool IsTextType(std::string_view type) { return type == "VARCHAR"; }

}  // namespace billwright::engine
