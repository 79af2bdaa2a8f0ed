#include "engine/contracts.h"

#include <algorithm>
#include <set>
#include <vector>

#define TOML_HEADER_ONLY 0
#include <fmt/core.h>
#include <toml++/toml.h>

#include "base/check.h"
#include "base/embedded.h"
#include "model/line_item_columns.h"

namespace billwright::engine {

namespace {

/// Reads one table of a contract file, and remembers the first thing that is wrong with it.
class Reader {
 public:
  Reader(const toml::table& table, std::string_view file, std::initializer_list<const char*> keys)
      : table_(table), file_(file) {
    for (const auto& [key, value] : table)
      if (std::ranges::find(keys, std::string_view(key.str())) == keys.end())
        Wrong(value.source(), fmt::format("\"{}\" is not known here", key.str()));
  }

  std::string Text(std::string_view key, bool required = true) {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) {
      if (required) Wrong(table_.source(), fmt::format("\"{}\" is missing", key));
      return {};
    }
    if (const auto text = node->value<std::string>()) return *text;
    Wrong(node->source(), fmt::format("\"{}\" must be a text", key));
    return {};
  }

  bool Flag(std::string_view key) {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return false;
    if (const auto flag = node->value<bool>()) return *flag;
    Wrong(node->source(), fmt::format("\"{}\" must be true or false", key));
    return false;
  }

  std::vector<std::string> Texts(std::string_view key) {
    std::vector<std::string> texts;
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return texts;
    const toml::array* const list = node->as_array();
    if (list == nullptr) Wrong(node->source(), fmt::format("\"{}\" must be a list", key));
    for (size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto text = (*list)[i].value<std::string>();
      if (!text) Wrong((*list)[i].source(), fmt::format("\"{}\" must list texts", key));
      texts.push_back(text.value_or(""));
    }
    return texts;
  }

  std::vector<std::pair<std::string, std::string>> Pairs(std::string_view key) {
    std::vector<std::pair<std::string, std::string>> pairs;
    if (const toml::table* const map = table_[key].as_table())
      for (const auto& [name, value] : *map)
        pairs.emplace_back(name.str(), value.value_or(std::string()));
    return pairs;
  }

  template <typename Value>
  Value Word(std::string_view key, std::optional<Value> (*parse)(std::string_view)) {
    const std::string word = Text(key);
    if (const auto value = parse(word)) return *value;
    Wrong(table_.source(), fmt::format("\"{}\" is no {}", word, key));
    return {};
  }

  void Wrong(const toml::source_region& place, std::string message) {
    if (!error_)
      error_ = Error(ErrorCode::kInvalidInput, std::move(message),
                     {std::string(file_), static_cast<int>(place.begin.line),
                      static_cast<int>(place.begin.column)});
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const toml::table& table_;
  std::string_view file_;
  std::optional<Error> error_;
};

/// Calls `read` with every table of the list `key`.
template <typename Read>
Result<void> ForEachTable(const toml::table& table, std::string_view key, std::string_view file,
                          std::initializer_list<const char*> keys, Read read) {
  const toml::array* const list = table[key].as_array();
  if (list == nullptr) return {};
  for (const toml::node& node : *list) {
    const toml::table* const entry = node.as_table();
    if (entry == nullptr)
      return Fail(Error(ErrorCode::kInvalidInput, fmt::format("\"{}\" must list tables", key),
                        {std::string(file), static_cast<int>(node.source().begin.line), 0}));
    Reader reader(*entry, file, keys);
    read(reader);
    if (reader.error()) return Fail(*reader.error());
  }
  return {};
}

Result<void> ReadColumns(const toml::table& table, std::string_view file, Contract& contract) {
  RETURN_IF_ERROR(ForEachTable(
      table, "columns", file, {"name", "type", "presence", "reads", "keys", "meaning"},
      [&](Reader& entry) {
        contract.columns.push_back({entry.Text("name"), entry.Word("type", ParseDeliveredType),
                                    entry.Word("presence", ParsePresence),
                                    entry.Text("reads", /*required=*/false), entry.Pairs("keys"),
                                    entry.Text("meaning")});
      }));
  RETURN_IF_ERROR(ForEachTable(
      table, "families", file, {"prefix", "type", "presence", "meaning"}, [&](Reader& entry) {
        contract.families.push_back({entry.Text("prefix"), entry.Word("type", ParseDeliveredType),
                                     entry.Word("presence", ParsePresence), entry.Text("meaning")});
      }));
  std::set<std::string> names;
  for (const ContractColumn& column : contract.columns)
    if (!names.insert(FoldColumnName(column.name)).second)
      return Fail(Error(ErrorCode::kInvalidInput, column.name + " is there twice",
                        {std::string(file), 0, 0}));
  return {};
}

Result<void> ReadRules(const toml::table& table, std::string_view file, Contract& contract) {
  RETURN_IF_ERROR(
      ForEachTable(table, "sets", file, {"column", "values", "any_case", "may_be_empty", "reason"},
                   [&](Reader& entry) {
                     contract.sets.push_back({entry.Text("column"), entry.Texts("values"),
                                              entry.Flag("any_case"), entry.Flag("may_be_empty"),
                                              entry.Text("reason")});
                   }));
  RETURN_IF_ERROR(
      ForEachTable(table, "rules", file, {"reason", "when", "after_numbers"}, [&](Reader& entry) {
        contract.rules.push_back(
            {entry.Text("reason"), entry.Text("when"), entry.Flag("after_numbers")});
      }));
  return ForEachTable(table, "needs", file, {"line_item_type", "columns"}, [&](Reader& entry) {
    contract.needs.push_back({entry.Text("line_item_type"), entry.Texts("columns")});
  });
}

Result<Contract> FromTable(const toml::table& table, std::string_view file) {
  Reader reader(table, file,
                {"format", "title", "provider", "told_by_all", "told_by_any", "view", "empty_texts",
                 "empty_numbers", "rounds_finer_money", "tells_commitment_totals", "columns",
                 "families", "sets", "rules", "needs"});
  Contract contract;
  contract.format = reader.Text("format");
  contract.title = reader.Text("title");
  contract.provider = reader.Text("provider", /*required=*/false);
  contract.told_by_all = reader.Texts("told_by_all");
  contract.told_by_any = reader.Texts("told_by_any");
  contract.view = reader.Text("view", /*required=*/false);
  contract.empty_texts = reader.Texts("empty_texts");
  contract.empty_numbers = reader.Texts("empty_numbers");
  contract.rounds_finer_money = reader.Flag("rounds_finer_money");
  contract.tells_commitment_totals = reader.Flag("tells_commitment_totals");
  if (reader.error()) return Fail(*reader.error());
  RETURN_IF_ERROR(ReadColumns(table, file, contract));
  RETURN_IF_ERROR(ReadRules(table, file, contract));
  return contract;
}

std::vector<Contract> ReadAll() {
  std::vector<Contract> contracts;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (!file.name.starts_with("contracts/")) continue;
    Result<Contract> contract = ReadContract(file.text, file.name);
    CHECK(contract.has_value(), contract ? "" : contract.error().ToString());
    contracts.push_back(*std::move(contract));
  }
  return contracts;
}

}  // namespace

Result<Contract> ReadContract(std::string_view text, std::string_view file) {
  try {
    return FromTable(toml::parse(text, file), file);
  } catch (const toml::parse_error& error) {
    return Fail(Error(ErrorCode::kInvalidInput, std::string(error.description()),
                      {std::string(file), static_cast<int>(error.source().begin.line),
                       static_cast<int>(error.source().begin.column)}));
  }
}

std::span<const Contract> Contracts() {
  static const std::vector<Contract> contracts = ReadAll();
  return contracts;
}

const Contract& ContractOf(std::string_view format) {
  const std::span<const Contract> all = Contracts();
  const auto found = std::ranges::find(all, format, &Contract::format);
  CHECK(found != all.end(), "no contract for the format " + std::string(format));
  return *found;
}

}  // namespace billwright::engine
