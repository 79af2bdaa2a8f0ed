#include "books/entry.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace billwright::books {
namespace {

std::string_view Describe(const Value& value) {
  switch (value.kind) {
    case Value::Kind::kText:
      return "a text";
    case Value::Kind::kNumber:
      return "a number";
    case Value::Kind::kDate:
      return "a date";
    case Value::Kind::kBoolean:
      return value.text;
    case Value::Kind::kList:
      return "a list";
    case Value::Kind::kTable:
      return "a table";
    case Value::Kind::kField:
      break;
  }
  return "a field";
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string WithHint(std::string sentence, std::string_view hint) {
  if (!hint.empty()) sentence.append(" ").append(hint);
  return sentence;
}

}  // namespace

Entry::Entry(Mistakes& mistakes, const SourceText& source, const Value& table, const Shape& shape)
    : mistakes_(mistakes), source_(source), table_(table), what_(shape.what) {
  if (const Value* id = table.Find("id")) subject_ = id->text;
  const std::span<const std::string_view> keys(shape.keys.begin(), shape.keys.size());
  for (const KeyedValue& entry : table.entries) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    std::string hint = DidYouMean(entry.key, keys);
    if (std::find(shape.outer.begin(), shape.outer.end(), entry.key) != shape.outer.end())
      hint = "It belongs above the first line in brackets.";
    if (!hint.empty()) hint += ' ';
    Report(Severity::kError, entry.place, "book.unknown_key",
           fmt::format("{} has no key \"{}\". {}Known keys: {}.", what_, entry.key, hint,
                       Listed(keys)));
  }
}

Place Entry::PlaceOf(std::string_view key) const {
  const Value* value = table_.Find(key);
  return value == nullptr ? table_.place : value->place;
}

bool Entry::Require(std::string_view key) {
  if (Has(key)) return true;
  if (source_.complete())
    Report(Severity::kError, table_.place, "book.missing_key",
           fmt::format("{} needs \"{}\".", what_, key));
  return false;
}

std::string Entry::OwnId(KnownNames& ids, std::string_view others, std::string_view where) {
  std::string id;
  if (Require("id")) id = Get("id", kId).value_or("");
  SetSubject(id);
  if (!id.empty() && !ids.Add(id))
    Error("id", "book.duplicate_id", fmt::format("There are two {} \"{}\"{}.", others, id, where));
  return id;
}

void Entry::Error(std::string_view key, std::string code, std::string_view message) {
  Report(Severity::kError, PlaceOf(key), std::move(code), message);
}

void Entry::Report(Severity severity, Place place, std::string code, std::string_view message) {
  mistakes_.Add(severity, source_, place, std::move(code),
                subject_.empty() ? source_.file() : subject_, message);
}

std::string Entry::Text(std::string_view key) {
  const Value* value = Scalar(key, "a text in quotes");
  return value == nullptr ? std::string() : value->text;
}

bool Entry::Flag(std::string_view key, bool otherwise) {
  const Value* value = table_.Find(key);
  if (value == nullptr) return otherwise;
  if (value->kind == Value::Kind::kBoolean) return value->text == "true";
  RefuseType(key, *value, "true or false, without quotes");
  return otherwise;
}

std::optional<Decimal> Entry::Number(std::string_view key, int64_t least, int64_t most) {
  for (const KeyedValue& written : table_.entries)
    if (written.key == key) return NumberIn(written, least, most);
  return std::nullopt;
}

std::optional<Decimal> Entry::NumberIn(const KeyedValue& written, int64_t least, int64_t most) {
  const std::optional<Decimal> number = Parsed(written.key, written.value, kNumber);
  if (!number) return std::nullopt;
  if (*number >= Decimal::FromInteger(least) && *number <= Decimal::FromInteger(most))
    return number;
  Report(Severity::kError, written.value.place, "book.bad_value",
         fmt::format("\"{}\" must be from {} to {}, not {}.", written.key, least, most,
                     number->ToString()));
  return std::nullopt;
}

std::optional<int> Entry::WholeNumber(std::string_view key, int least, int most) {
  const std::optional<int> number = Get(key, kWholeNumber);
  if (!number || (*number >= least && *number <= most)) return number;
  Error(key, "book.bad_value",
        fmt::format("\"{}\" must be from {} to {}, not {}.", key, least, most, *number));
  return std::nullopt;
}

std::vector<Written> Entry::Items(std::string_view key) {
  const Value* value = table_.Find(key);
  if (value == nullptr) return {};
  if (value->kind == Value::Kind::kText || value->kind == Value::Kind::kField)
    return {{value->text, value->place}};
  constexpr std::string_view kExpected = "a list of texts, such as [\"a\", \"b\"]";
  if (value->kind != Value::Kind::kList) {
    RefuseType(key, *value, kExpected);
    return {};
  }
  std::vector<Written> names;
  for (const Value& item : value->items) {
    if (item.kind == Value::Kind::kText)
      names.push_back({item.text, item.place});
    else
      RefuseType(key, item, kExpected);
  }
  return names;
}

std::vector<Written> Entry::Names(std::string_view key) {
  std::vector<Written> names = Items(key);
  const Value* value = table_.Find(key);
  const bool empty_list =
      value != nullptr && value->kind == Value::Kind::kList && value->items.empty();
  const auto empty = std::find_if(names.begin(), names.end(),
                                  [](const Written& name) { return name.text.empty(); });
  if (empty_list || empty != names.end())
    Report(Severity::kError, empty_list ? value->place : empty->place, "book.bad_value",
           fmt::format("\"{}\" must name something: leave it out where it is for all.", key));
  std::erase_if(names, [](const Written& name) { return name.text.empty(); });
  return names;
}

std::vector<std::string> Entry::Lines(std::string_view key) {
  std::vector<std::string> lines;
  for (const Written& written : Items(key))
    for (std::string& line : LinesOf(written.text)) lines.push_back(std::move(line));
  return lines;
}

const Value* Entry::Table(std::string_view key) {
  const Value* value = table_.Find(key);
  if (value == nullptr || value->kind == Value::Kind::kTable) return value;
  RefuseType(key, *value, fmt::format("a table, [{}]", key));
  return nullptr;
}

std::vector<const Value*> Entry::Tables(std::string_view key) {
  const Value* value = table_.Find(key);
  if (value == nullptr) return {};
  std::vector<const Value*> tables;
  const bool is_list = value->kind == Value::Kind::kList;
  if (is_list)
    for (const Value& item : value->items)
      if (item.kind == Value::Kind::kTable) tables.push_back(&item);
  if (is_list && tables.size() == value->items.size()) return tables;
  Error(key, "book.wrong_type",
        fmt::format("There may be many of \"{}\": write each below a line [[{}]].", key, key));
  return {};
}

bool Entry::Refers(const Written& name, KnownNames& known, const std::string& code) {
  const std::optional<std::string> problem = known.Problem(name.text);
  if (problem) Report(Severity::kError, name.place, code, *problem);
  return !problem;
}

void Entry::Months(BillingPeriod& from, BillingPeriod& to) {
  from = Get("from", kMonth).value_or(from);
  to = Get("to", kMonth).value_or(to);
  if (from >= to) RefuseEmptyInterval(from.ToString(), to.ToString());
}

void Entry::Hours(UtcTime& from, UtcTime& to) {
  from = Get("from", kHour).value_or(from);
  to = Get("to", kHour).value_or(to);
  if (from >= to) RefuseEmptyInterval(from.ToString(), to.ToString());
}

void Entry::RefuseEmptyInterval(const std::string& from, const std::string& to) {
  Error("to", "book.empty_interval",
        fmt::format("\"to\" is the end, and not in it: {} must be later than {}.", to, from));
}

bool Entry::IsScalar(std::string_view key, const Value& value, Value::Kind kind,
                     std::string_view expected) {
  const bool good =
      value.kind == kind || value.kind == Value::Kind::kText || value.kind == Value::Kind::kField;
  if (!good) RefuseType(key, value, expected);
  return good;
}

const Value* Entry::Scalar(std::string_view key, std::string_view expected) {
  const Value* value = table_.Find(key);
  if (value == nullptr || !IsScalar(key, *value, Value::Kind::kText, expected)) return nullptr;
  return value;
}

void Entry::RefuseType(std::string_view key, const Value& value, std::string_view expected) {
  Report(Severity::kError, value.place, "book.wrong_type",
         fmt::format("\"{}\" must be {}, not {}.", key, expected, Describe(value)));
}

void Entry::RefuseValue(std::string_view key, const Value& value, std::string_view expected,
                        std::string_view hint) {
  Report(Severity::kError, value.place, "book.bad_value",
         WithHint(fmt::format("\"{}\" must be {}, not \"{}\".", key, expected, value.text), hint));
}

std::optional<size_t> Entry::ChooseName(std::string_view key,
                                        std::span<const std::string_view> names,
                                        std::initializer_list<std::string_view> not_offered) {
  const std::string expected = Alternatives(names);
  const Value* value = Scalar(key, expected);
  if (value == nullptr) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), value->text);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  if (std::find(not_offered.begin(), not_offered.end(), value->text) != not_offered.end())
    Error(key, "book.not_offered",
          fmt::format("\"{}\" = \"{}\" is not offered yet. Offered: {}.", key, value->text,
                      expected));
  else
    RefuseValue(key, *value, expected, DidYouMean(value->text, names));
  return std::nullopt;
}

}  // namespace billwright::books
