#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "books/mistakes.h"
#include "books/names.h"
#include "books/parse.h"
#include "books/value.h"

namespace billwright::books {

/// One of the words that a key may hold, and what it stands for.
template <typename E>
struct Choice {
  std::string_view name;
  E value;
};

/// What a table or a csv record may hold.
struct Shape {
  std::string_view what;                            ///< "[[customer]]", for messages
  std::initializer_list<std::string_view> keys;     ///< in the order in which they are documented
  std::initializer_list<std::string_view> outer{};  ///< keys that belong above the first table
};

/// A list item or a key of a table, with its place: a name that may refer to something.
struct Written {
  std::string text;
  Place place;
};

/// Takes the values out of one entry of a book. Every method that cannot give what it is asked for
/// has reported why, and returns nothing; absent keys are nothing too, and no mistake.
///
/// Findings: book.unknown_key, book.missing_key, book.wrong_type, book.bad_value
/// Lifetime: mistakes, source and table must outlive it.
class Entry {
 public:
  /// Reports the keys that `shape` does not know.
  Entry(Mistakes& mistakes, const SourceText& source, const Value& table, const Shape& shape);

  /// What the findings are about from now on: the id of the customer, the account …
  void SetSubject(std::string subject) { subject_ = std::move(subject); }
  const std::string& subject() const { return subject_; }

  bool Has(std::string_view key) const { return table_.Find(key) != nullptr; }
  Place place() const { return table_.place; }
  /// Of the key's value; of the entry if the key is absent.
  Place PlaceOf(std::string_view key) const;
  SourcePosition position() const { return source_.At(table_.place); }
  /// False where a mistake of form may hide what seems to be missing.
  bool is_complete() const { return source_.complete(); }

  /// False, and a finding, if the key is absent.
  bool Require(std::string_view key);
  void Error(std::string_view key, std::string code, std::string_view message);
  void Report(Severity severity, Place place, std::string code, std::string_view message);

  /// The required id of the entry, which becomes its subject; empty if there is none that reads.
  /// Reports one that is in `ids` already: There are two `others` "x"`where`.
  std::string OwnId(KnownNames& ids, std::string_view others, std::string_view where = {});
  /// Free text; empty if absent.
  std::string Text(std::string_view key);
  bool Flag(std::string_view key, bool otherwise);
  std::optional<Decimal> Number(std::string_view key, int64_t least, int64_t most);
  std::optional<int> WholeNumber(std::string_view key, int least, int most);
  /// A list of texts; a single text is a list of one. One that is written must hold something: an
  /// empty list looks like "nothing" and would mean "all".
  std::vector<Written> Names(std::string_view key);
  /// The same as lines for people, which may be none; line breaks inside a text divide it too.
  std::vector<std::string> Lines(std::string_view key);
  /// The keys and values of a table inside this one; nullptr if absent.
  const Value* Table(std::string_view key);
  /// The tables of a [[list]].
  std::vector<const Value*> Tables(std::string_view key);

  template <typename T>
  std::optional<T> Get(std::string_view key, const Parser<T>& parser) {
    const Value* value = table_.Find(key);
    return value == nullptr ? std::nullopt : Parsed(key, *value, parser);
  }

  /// `not_offered`: words of the design that are understood, and not offered yet.
  template <typename E>
  std::optional<E> Choose(std::string_view key, std::span<const Choice<E>> choices,
                          std::initializer_list<std::string_view> not_offered = {}) {
    std::vector<std::string_view> names;
    for (const Choice<E>& choice : choices) names.push_back(choice.name);
    const std::optional<size_t> index = ChooseName(key, names, not_offered);
    return index ? std::optional<E>(choices[*index].value) : std::nullopt;
  }

  /// A value that is not this entry's own: of a table inside it whose keys are names.
  std::optional<Decimal> NumberIn(const KeyedValue& written, int64_t least, int64_t most);

  /// Whether `name` is known, and a finding if it is not.
  bool Refers(const Written& name, KnownNames& known, const std::string& code);

  /// `from` and `to`, half-open. Reports an interval that is empty.
  void Months(BillingPeriod& from, BillingPeriod& to);
  void Hours(UtcTime& from, UtcTime& to);

 private:
  template <typename T>
  std::optional<T> Parsed(std::string_view key, const Value& value, const Parser<T>& parser) {
    if (!IsScalar(key, value, parser.kind, parser.expected)) return std::nullopt;
    std::expected<T, std::string> parsed = parser.parse(value.text);
    if (parsed) return *std::move(parsed);
    RefuseValue(key, value, parser.expected, parsed.error());
    return std::nullopt;
  }

  std::vector<Written> Items(std::string_view key);
  /// Whether the value is a text or of `kind`, and a finding if it is not.
  bool IsScalar(std::string_view key, const Value& value, Value::Kind kind,
                std::string_view expected);
  const Value* Scalar(std::string_view key, std::string_view expected);
  void RefuseValue(std::string_view key, const Value& value, std::string_view expected,
                   std::string_view hint);
  void RefuseType(std::string_view key, const Value& value, std::string_view expected);
  void RefuseEmptyInterval(const std::string& from, const std::string& to);
  std::optional<size_t> ChooseName(std::string_view key, std::span<const std::string_view> names,
                                   std::initializer_list<std::string_view> not_offered);

  Mistakes& mistakes_;
  const SourceText& source_;
  const Value& table_;
  std::string_view what_;
  std::string subject_;
};

}  // namespace billwright::books
