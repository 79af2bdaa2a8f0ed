#include "books/toml_reader.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>
#include <variant>

// The only file that sees toml++. Two things it does not do are done here: it reads decimals as
// doubles, so numbers are taken from the text at the value's place; and it stops at the first
// mistake.
#define TOML_HEADER_ONLY 0
#include <fmt/core.h>
#include <toml++/toml.h>

namespace billwright::books {
namespace {

constexpr int kMostSyntaxMistakes = 20;

struct SyntaxMistake {
  std::string description;
  Place place;
};

Place PlaceOf(const toml::source_position& position) {
  return {static_cast<int>(position.line), static_cast<int>(position.column)};
}

/// What was written at `place`, up to the end of the number or date: digits, letters, + - . : _
std::string Token(const SourceText& source, Place place, bool with_blank) {
  const std::string_view rest = source.from(place);
  size_t length = 0;
  const auto belongs = [&](char c) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) return true;
    if (c == ' ')  // between a date and its time
      return with_blank && length == 10 && length + 1 < rest.size() &&
             std::isdigit(static_cast<unsigned char>(rest[length + 1])) != 0;
    return std::string_view("+-.:_").find(c) != std::string_view::npos;
  };
  while (length < rest.size() && belongs(rest[length])) ++length;
  return std::string(rest.substr(0, length));
}

std::string WithoutSeparators(std::string digits) {
  std::erase(digits, '_');
  return digits;
}

class TreeBuilder {
 public:
  explicit TreeBuilder(const SourceText& source) : source_(source) {}

  Value Build(const toml::node& node) const {
    Value value;
    value.place = PlaceOf(node.source().begin);
    if (const toml::table* table = node.as_table()) {
      AddEntries(*table, value);
    } else if (const toml::array* array = node.as_array()) {
      value.kind = Value::Kind::kList;
      for (const toml::node& item : *array) value.items.push_back(Build(item));
    } else if (const auto* text = node.as_string()) {
      value.kind = Value::Kind::kText;
      value.text = text->get();
    } else if (const auto* boolean = node.as_boolean()) {
      value.kind = Value::Kind::kBoolean;
      value.text = boolean->get() ? "true" : "false";
    } else if (node.is_number()) {
      value.kind = Value::Kind::kNumber;
      value.text = WithoutSeparators(Token(source_, value.place, false));
    } else {
      value.kind = Value::Kind::kDate;
      value.text = Token(source_, value.place, true);
    }
    return value;
  }

 private:
  void AddEntries(const toml::table& table, Value& value) const {
    for (auto&& [key, node] : table)
      value.entries.push_back({std::string(key.str()), PlaceOf(key.source().begin), Build(node)});
    std::stable_sort(value.entries.begin(), value.entries.end(),  // toml++ orders by name
                     [](const KeyedValue& a, const KeyedValue& b) { return a.place < b.place; });
  }

  const SourceText& source_;
};

std::variant<Value, SyntaxMistake> Parse(const SourceText& source, const std::string& text) {
  try {
    const toml::table table = toml::parse(std::string_view(text));
    return TreeBuilder(source).Build(table);
  } catch (const toml::parse_error& error) {
    return SyntaxMistake{std::string(error.description()), PlaceOf(error.source().begin)};
  }
}

/// `from = 2018-10`: a month without quotes is the mistake that everybody makes once.
bool HoldsBareMonth(std::string_view line) {
  const size_t equals = line.find('=');
  if (equals == std::string_view::npos) return false;
  line.remove_prefix(equals + 1);
  while (line.starts_with(' ')) line.remove_prefix(1);
  const std::string_view shape = "dddd-dd";
  if (line.size() < shape.size()) return false;
  for (size_t i = 0; i < shape.size(); ++i) {
    const bool digit = std::isdigit(static_cast<unsigned char>(line[i])) != 0;
    if (shape[i] == 'd' ? !digit : line[i] != shape[i]) return false;
  }
  return line.size() == shape.size() || line[shape.size()] != '-';
}

std::string Explain(const SyntaxMistake& mistake, std::string_view line) {
  std::string_view text = mistake.description;
  const auto says = [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  const auto holds = [&](std::string_view part) {
    return line.find(part) != std::string_view::npos;
  };
  if (says("parsing string") && (says("control characters") || says("end-of-file")))
    return "The closing quote of this text is missing.";
  if (says("cannot redefine existing table") && line.starts_with('[') && !line.starts_with("[["))
    return "This table is there already. An entry of which there may be many is written in double "
           "brackets: [[name]].";
  if (HoldsBareMonth(line)) return "A month is written in quotes: \"2018-10\".";
  if (text.starts_with("Error while parsing ")) text.remove_prefix(text.find(": ") + 2);
  std::string explained = fmt::format("This is not TOML: {}.", text);
  if (line.starts_with("[["))
    return explained + " Is a list above this line not closed, or this line not by \"]]\"?";
  if (says("saw '%'")) return explained + " Leave the per cent sign out.";
  if (holds("“") || holds("”") || holds("„"))
    return explained + " Quotes must be the plain ones: \"text\".";
  if (holds("−") || holds("–")) return explained + " The minus sign must be the plain one: -5.";
  if (says("could not determine value type"))
    return explained + " A text is written in quotes, a number as 12 or -7.25.";
  return explained;
}

/// Empties a line in place, so that all others keep their numbers. False if it is no such line.
bool BlankLine(std::string& text, int64_t line) {
  size_t start = 0;
  for (int64_t i = 1; i < line; ++i) {
    start = text.find('\n', start);
    if (start == std::string::npos) return false;
    ++start;
  }
  const size_t end = std::min(text.find('\n', start), text.size());
  // A broken header decides whose the lines below it are: behind it nothing can be trusted.
  const size_t first = text.find_first_not_of(" \t", start);
  if (first < end && text[first] == '[') return false;
  text.replace(start, end - start, "");
  return true;
}

}  // namespace

Value ReadToml(SourceText& source, Mistakes& mistakes) {
  std::string text(source.text());
  int64_t last_line = 0;
  for (int count = 0; count < kMostSyntaxMistakes; ++count) {
    std::variant<Value, SyntaxMistake> parsed = Parse(source, text);
    if (Value* value = std::get_if<Value>(&parsed)) return std::move(*value);
    const SyntaxMistake& mistake = std::get<SyntaxMistake>(parsed);
    source.MarkIncomplete();
    if (mistake.place.line <= last_line) break;  // the echo of a line that was left out
    mistakes.Add(Severity::kError, source, mistake.place, "book.syntax", source.file(),
                 Explain(mistake, source.line(mistake.place.line)));
    last_line = mistake.place.line;
    if (!BlankLine(text, mistake.place.line)) break;
  }
  source.MarkCutShort();
  Value nothing;
  nothing.place = {1, 1};
  return nothing;
}

}  // namespace billwright::books
