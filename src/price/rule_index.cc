#include "price/rule_index.h"

#include <algorithm>
#include <array>
#include <bit>

#include "price/wildcard.h"

namespace billwright::price {

namespace {

constexpr size_t kBitsPerWord = 64;

bool AnyMatches(const std::vector<std::string>& patterns, std::string_view value) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return MatchesWildcard(pattern, value); });
}

/// An empty list says nothing.
bool ListAccepts(const std::vector<std::string>& patterns, std::string_view value) {
  return patterns.empty() || AnyMatches(patterns, value);
}

bool IsUsageType(std::string_view line_item_type) {
  return line_item_type == "Usage" || line_item_type == "DiscountedUsage" ||
         line_item_type == "SavingsPlanCoveredUsage";
}

bool IsInForce(const PriceRule& rule, UtcTime time) { return rule.from <= time && time < rule.to; }

template <typename Predicate>
std::vector<uint64_t> SetOf(const std::vector<PriceRule>& rules, Predicate contains) {
  std::vector<uint64_t> set((rules.size() + kBitsPerWord - 1) / kBitsPerWord);
  for (size_t i = 0; i < rules.size(); ++i)
    if (contains(rules[i])) set[i / kBitsPerWord] |= uint64_t{1} << (i % kBitsPerWord);
  return set;
}

/// Looks at one list of the scope.
auto By(std::vector<std::string> RuleScope::* list) {
  return [list](const PriceRule& rule, std::string_view value) {
    return ListAccepts(rule.scope.*list, value);
  };
}

}  // namespace

bool Accepts(const PriceRule& rule, const RuleSubject& subject) {
  const RuleScope& scope = rule.scope;
  const bool names_more_than_usage = !scope.kinds.empty() || (!scope.line_item_types.empty() &&
                                                              !IsUsageType(subject.line_item_type));
  return (subject.is_usage || names_more_than_usage) && ListAccepts(scope.kinds, subject.kind) &&
         ListAccepts(scope.line_item_types, subject.line_item_type) &&
         ListAccepts(scope.services, subject.service) &&
         ListAccepts(scope.regions, subject.region) &&
         ListAccepts(scope.usage_types, subject.usage_type) &&
         ListAccepts(scope.operations, subject.operation) &&
         ListAccepts(scope.accounts, subject.account) && IsInForce(rule, subject.span_start);
}

const RuleIndex::RuleSet& RuleIndex::Column::RulesFor(std::string_view value) {
  if (last_ != nullptr && value == last_value_) return *last_;
  auto found = seen_.find(value);
  if (found == seen_.end())
    found = seen_
                .emplace(value,
                         SetOf(rules_, [&](const PriceRule& rule) { return accept_(rule, value); }))
                .first;
  last_value_ = found->first;
  last_ = &found->second;
  return *last_;
}

RuleIndex::RuleIndex(const PriceBook& book)
    : rules_(book.rules),
      services_(rules_, By(&RuleScope::services)),
      regions_(rules_, By(&RuleScope::regions)),
      usage_types_(rules_, By(&RuleScope::usage_types)),
      operations_(rules_, By(&RuleScope::operations)),
      line_item_types_(rules_, By(&RuleScope::line_item_types)),
      kinds_(rules_, By(&RuleScope::kinds)),
      accounts_(rules_, By(&RuleScope::accounts)),
      naming_kinds_(SetOf(rules_, [](const PriceRule& rule) { return !rule.scope.kinds.empty(); })),
      naming_types_(SetOf(
          rules_, [](const PriceRule& rule) { return !rule.scope.line_item_types.empty(); })) {}

const RuleIndex::RuleSet& RuleIndex::RulesInForce(UtcTime time) {
  auto found = in_force_.find(time);
  if (found == in_force_.end())
    found = in_force_
                .emplace(time, SetOf(rules_,
                                     [&](const PriceRule& rule) { return IsInForce(rule, time); }))
                .first;
  return found->second;
}

std::optional<size_t> RuleIndex::Next(const RuleSubject& subject, size_t first) {
  if (first >= rules_.size()) return std::nullopt;
  const std::array<const RuleSet*, 8> sets = {&services_.RulesFor(subject.service),
                                              &regions_.RulesFor(subject.region),
                                              &usage_types_.RulesFor(subject.usage_type),
                                              &operations_.RulesFor(subject.operation),
                                              &kinds_.RulesFor(subject.kind),
                                              &line_item_types_.RulesFor(subject.line_item_type),
                                              &accounts_.RulesFor(subject.account),
                                              &RulesInForce(subject.span_start)};
  for (size_t word = first / kBitsPerWord; word < naming_kinds_.size(); ++word) {
    uint64_t bits = ~uint64_t{0};
    for (const RuleSet* set : sets) bits &= (*set)[word];
    if (!subject.is_usage)
      bits &= naming_kinds_[word] |
              (IsUsageType(subject.line_item_type) ? uint64_t{0} : naming_types_[word]);
    if (word == first / kBitsPerWord) bits &= ~uint64_t{0} << (first % kBitsPerWord);
    if (bits != 0) return word * kBitsPerWord + static_cast<size_t>(std::countr_zero(bits));
  }
  return std::nullopt;
}

}  // namespace billwright::price
