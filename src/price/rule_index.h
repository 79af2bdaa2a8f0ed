#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/price_book.h"

// Finds the first rule of a book that is for a cell, without trying the rules one by one: for each
// column that a scope looks at, the rules that accept a value are worked out once, as a set of
// bits; a cell's rules are the intersection, and the first is its lowest bit.

namespace billwright::price {

/// What of a cell the scope and the dates of a rule look at.
struct RuleSubject {
  std::string_view service;
  std::string_view region;
  std::string_view usage_type;
  std::string_view operation;
  std::string_view line_item_type;
  std::string_view kind;  ///< LineItemKind's name, or "unused"
  bool is_usage = false;  ///< IsUsage(kind)
  std::string_view account;
  UtcTime span_start;
};

/// True if the rule's scope and dates accept the subject: the definition, which RuleIndex speeds
/// up.
///
/// Every list that is not empty must match. Without `kinds`, a rule is for usage; naming the types
/// Usage, DiscountedUsage and SavingsPlanCoveredUsage does not widen that (support and marketplace
/// also bill rows of type Usage), naming another type, as "Tax", does.
bool Accepts(const PriceRule& rule, const RuleSubject& subject);

/// Threads: one thread (it remembers values it has seen). Lifetime: the book must outlive it.
class RuleIndex {
 public:
  explicit RuleIndex(const PriceBook& book);

  /// Position of the first rule from `first` on that accepts the subject.
  std::optional<size_t> Next(const RuleSubject& subject, size_t first = 0);

 private:
  using RuleSet = std::vector<uint64_t>;

  /// Which rules accept a value in one column.
  class Column {
   public:
    using Accept = std::function<bool(const PriceRule&, std::string_view value)>;
    Column(const std::vector<PriceRule>& rules, Accept accept)
        : rules_(rules), accept_(std::move(accept)) {}
    const RuleSet& RulesFor(std::string_view value);

   private:
    struct Hash {
      using is_transparent = void;
      size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    const std::vector<PriceRule>& rules_;
    Accept accept_;
    std::unordered_map<std::string, RuleSet, Hash, std::equal_to<>> seen_;
    std::string last_value_;
    const RuleSet* last_ =
        nullptr;  // cells are in key order: the next value is mostly the last one
  };

  const RuleSet& RulesInForce(UtcTime time);

  const std::vector<PriceRule>& rules_;
  Column services_;
  Column regions_;
  Column usage_types_;
  Column operations_;
  Column line_item_types_;
  Column kinds_;
  Column accounts_;
  std::map<UtcTime, RuleSet> in_force_;
  RuleSet naming_kinds_;  // rules whose `kinds` is not empty
  RuleSet naming_types_;  // rules whose `line_item_types` is not empty
};

}  // namespace billwright::price
