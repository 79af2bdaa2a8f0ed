#include "books/price_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "model/charge.h"
#include "model/line_item.h"

namespace billwright::books {
namespace {

constexpr std::array kBases{
    Choice<Basis>{"billed", Basis::kBilled}, Choice<Basis>{"public", Basis::kPublic},
    Choice<Basis>{"allocated", Basis::kAllocated}, Choice<Basis>{"cost", Basis::kCost}};
constexpr int64_t kLeastPercent = -100;  // below, the reseller would pay the customer
constexpr int64_t kMostPercent = 1000;
constexpr int64_t kMostRate = 1'000'000'000;

const Shape kRuleShape{"[[rule]]",
                       {"id", "services", "regions", "usage_types", "operations", "line_item_types",
                        "kinds", "accounts", "percent", "basis", "rate", "unit", "from", "to"},
                       {"name", "currency"}};

bool HasWildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

std::vector<std::string_view> LineItemTypes() {
  std::vector<std::string_view> types;
  for (const LineItemTypeRow& row : KnownLineItemTypes()) types.push_back(row.type);
  return types;
}

std::vector<std::string_view> Kinds() {
  std::vector<std::string_view> kinds;
  for (int kind = 0; kind < static_cast<int>(LineItemKind::kUnknown); ++kind)
    kinds.push_back(Name(static_cast<LineItemKind>(kind)));
  kinds.push_back(
      kUnusedKind);  // the unused commitment that a customer bears: no line item, a charge
  return kinds;
}

class RuleReader {
 public:
  RuleReader(Reading& reading, const SourceText& source, const Value& table)
      : entry_(reading.Open(source, table, kRuleShape)) {}

  PriceRule Read(KnownNames& ids) {
    rule_.position = entry_.position();
    rule_.id = entry_.OwnId(ids, "rules", " in this price book");
    ReadScope();
    ReadPrice();
    entry_.Hours(rule_.from, rule_.to);
    return std::move(rule_);
  }

  Entry& entry() { return entry_; }

 private:
  void ReadScope() {
    RuleScope& scope = rule_.scope;
    scope.services = Patterns("services");
    scope.regions = Patterns("regions");
    scope.usage_types = Patterns("usage_types");
    scope.operations = Patterns("operations");
    scope.line_item_types = KnownPatterns("line_item_types", LineItemTypes());
    scope.kinds = KnownPatterns("kinds", Kinds());
    scope.accounts = AccountPatterns();
  }

  std::vector<std::string> Patterns(std::string_view key) {
    std::vector<std::string> patterns;
    for (Written& pattern : entry_.Names(key)) patterns.push_back(std::move(pattern.text));
    return patterns;
  }

  std::vector<std::string> KnownPatterns(std::string_view key,
                                         const std::vector<std::string_view>& known) {
    std::vector<std::string> patterns;
    for (Written& pattern : entry_.Names(key)) {
      const bool is_known = std::find(known.begin(), known.end(), pattern.text) != known.end();
      if (!is_known && !HasWildcard(pattern.text)) RefuseUnknown(key, pattern, known);
      patterns.push_back(std::move(pattern.text));
    }
    return patterns;
  }

  void RefuseUnknown(std::string_view key, const Written& name,
                     const std::vector<std::string_view>& known) {
    std::string hint = DidYouMean(name.text, known);
    if (!hint.empty()) hint += ' ';
    entry_.Report(
        Severity::kError, name.place, "book.bad_value",
        fmt::format("\"{}\" knows no \"{}\". {}Known: {}.", key, name.text, hint, Listed(known)));
  }

  std::vector<std::string> AccountPatterns() {
    std::vector<std::string> accounts;
    for (Written& account : entry_.Names("accounts")) {
      // Digits alone are AWS's: too few of them are a mistake. Of other texts nobody knows.
      const bool digits = account.text.find_first_not_of("0123456789*?") == std::string::npos;
      const bool good = HasWildcard(account.text) || !digits
                            ? kAnyAccountId.parse(account.text).has_value() || account.text == "*"
                            : kAccountId.parse(account.text).has_value();
      if (!good)
        entry_.Report(Severity::kError, account.place, "book.bad_value",
                      fmt::format("\"accounts\" must list account ids of 12 digits, or patterns of "
                                  "digits with * and ?, not \"{}\".",
                                  account.text));
      accounts.push_back(std::move(account.text));
    }
    return accounts;
  }

  void ReadPrice() {
    const bool has_percent = entry_.Has("percent");
    const bool has_rate = entry_.Has("rate");
    if (has_percent && has_rate)
      entry_.Error("rate", "rule.two_prices",
                   "A rule has either \"percent\" with \"basis\", or \"rate\" with \"unit\", not "
                   "both.");
    else if (has_percent)
      ReadPercent();
    else if (has_rate)
      ReadRate();
    else
      RefuseWithoutPrice();
  }

  void ReadPercent() {
    rule_.percent = entry_.Number("percent", kLeastPercent, kMostPercent).value_or(Decimal());
    if (entry_.Require("basis"))
      rule_.basis = entry_.Choose<Basis>("basis", kBases).value_or(Basis::kBilled);
    RefuseBeside("unit", "percent", "rate");
  }

  void ReadRate() {
    rule_.rate_per_unit = entry_.Number("rate", 0, kMostRate);
    if (entry_.Require("unit")) rule_.unit = entry_.Text("unit");
    RefuseBeside("basis", "rate", "percent");
  }

  void RefuseBeside(std::string_view key, std::string_view price, std::string_view other) {
    if (entry_.Has(key))
      entry_.Error(
          key, "rule.two_prices",
          fmt::format("\"{}\" goes with \"{}\"; this rule has \"{}\".", key, other, price));
  }

  void RefuseWithoutPrice() {
    if (entry_.is_complete())
      entry_.Report(Severity::kError, entry_.place(), "rule.no_price",
                    "This rule says no price: write \"percent\" with \"basis\", or \"rate\" with "
                    "\"unit\". A basis as it is has percent = 0.");
  }

  Entry entry_;
  PriceRule rule_;
};

/// Whether the rule prices usage of every kind and unit, everywhere, always.
bool MatchesAllUsage(const PriceRule& rule) {
  const RuleScope& scope = rule.scope;
  return scope.services.empty() && scope.regions.empty() && scope.usage_types.empty() &&
         scope.operations.empty() && scope.line_item_types.empty() && scope.kinds.empty() &&
         scope.accounts.empty() && !rule.rate_per_unit && rule.from == UtcTime::Beginning() &&
         rule.to == UtcTime::Open();
}

/// A rule that names types or kinds may be for a fee or a tax, which a rule for usage leaves alone.
bool IsOnlyForUsage(const PriceRule& rule) {
  return rule.scope.line_item_types.empty() && rule.scope.kinds.empty();
}

}  // namespace

std::vector<PriceRule> ReadRules(Reading& reading, const SourceText& source, Entry& price_book) {
  std::vector<PriceRule> rules;
  KnownNames ids("rule", source.file());
  std::string catch_all;
  for (const Value* table : price_book.Tables("rule")) {
    const size_t mistakes_before = reading.mistakes.count();
    RuleReader reader(reading, source, *table);
    PriceRule rule = reader.Read(ids);
    const bool sound = source.complete() && reading.mistakes.count() == mistakes_before;
    if (sound && !catch_all.empty() && IsOnlyForUsage(rule))
      reader.entry().Report(
          Severity::kWarning, reader.entry().place(), "rule.unreachable",
          fmt::format("This rule can never match: rule \"{}\" above it is for all "
                      "usage, always. Move this one before it.",
                      catch_all));
    if (sound && catch_all.empty() && MatchesAllUsage(rule)) catch_all = rule.id;
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace billwright::books
