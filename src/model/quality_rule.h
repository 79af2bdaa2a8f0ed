#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/finding.h"

// The named rules that deliveries are held against. Each is one file, sql/quality/<code>.sql, whose
// leading comment names severity, threshold and meaning; this reads those comments. What a rule
// finds is made in quality/; what a workspace changes of it is read in books/.

namespace billwright {

/// What a rule's threshold counts.
enum class ThresholdUnit {
  kNone,     ///< the rule has no threshold
  kHours,    ///< "36 h"; whole
  kDays,     ///< "10 d"; whole
  kPercent,  ///< "30 %"
  kMoney,    ///< "10": units of the delivery's currency
};

struct QualityRule {
  std::string code;          ///< "delivery.stale": of its findings and of its file
  bool of_arrivals = false;  ///< about what has come and what not; else about what is in it
  Severity severity = Severity::kWarning;
  ThresholdUnit unit = ThresholdUnit::kNone;
  Decimal threshold;         ///< by default, in the unit
  std::string threshold_is;  ///< what it means: "how old the newest delivery may be"
  std::string meaning;       ///< what the rule finds, in a sentence
};

/// All of them, by code. CHECKs that every file of sql/quality says what it must.
std::span<const QualityRule> QualityRules();
/// nullptr if there is none.
const QualityRule* FindQualityRule(std::string_view code);

/// The codes of findings that ingest makes by rules of its own, which have no threshold: they may
/// be switched off or made more or less grave too.
std::span<const std::string_view> IngestRules();

/// "36 h", "30 %", "10"; empty without a threshold.
std::string ThresholdText(ThresholdUnit unit, Decimal threshold);
/// Reads what ThresholdText writes; blanks may be left out. nullopt if the text is none of the
/// unit, negative, or not whole where it must be.
std::optional<Decimal> ParseThreshold(ThresholdUnit unit, std::string_view text);

/// What a workspace says of one rule: [quality] of billwright.toml.
struct QualityRuleSetting {
  bool off = false;
  std::optional<Severity> severity;  ///< nullopt: the rule's own, as the next
  std::optional<Decimal> threshold;
};

/// By the rule's code. Rules that are not in it are as their files say.
using QualitySettings = std::map<std::string, QualityRuleSetting, std::less<>>;

/// A rule as a workspace wants it; nullopt if it is off. CHECKs that there is such a rule.
std::optional<QualityRule> InForce(const QualitySettings& settings, std::string_view code);

}  // namespace billwright
