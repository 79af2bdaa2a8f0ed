#include "model/quality_rule.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "base/embedded.h"

namespace billwright {

namespace {

constexpr std::string_view kFolder = "sql/quality/";
constexpr std::string_view kEnding = ".sql";

/// The values of "-- key: value", which may go on in lines that are indented further.
class RuleComment {
 public:
  explicit RuleComment(std::string_view text) {
    while (text.starts_with("-- ")) {
      std::string_view line = text.substr(3, text.find('\n') - 3);
      text.remove_prefix(std::min(line.size() + 4, text.size()));
      if (line.starts_with(' ')) {
        CHECK(!fields_.empty(), line);
        line.remove_prefix(line.find_first_not_of(' '));
        fields_.back().second += fmt::format(" {}", line);
        continue;
      }
      const size_t colon = line.find(": ");
      CHECK(colon != std::string_view::npos, line);
      fields_.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
  }

  std::string Get(std::string_view key) const {
    for (const auto& [name, value] : fields_)
      if (name == key) return value;
    return {};
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

Severity SeverityOf(const std::string& name) {
  for (const Severity severity : {Severity::kInfo, Severity::kWarning, Severity::kError})
    if (name == Name(severity)) return severity;
  CHECK(false, name);
}

/// The unit that a threshold is written with.
ThresholdUnit UnitOf(std::string_view text) {
  if (text.ends_with('h')) return ThresholdUnit::kHours;
  if (text.ends_with('d')) return ThresholdUnit::kDays;
  return text.ends_with('%') ? ThresholdUnit::kPercent : ThresholdUnit::kMoney;
}

std::string_view Sign(ThresholdUnit unit) {
  switch (unit) {
    case ThresholdUnit::kHours:
      return "h";
    case ThresholdUnit::kDays:
      return "d";
    case ThresholdUnit::kPercent:
      return "%";
    case ThresholdUnit::kNone:
    case ThresholdUnit::kMoney:
      return "";
  }
  CHECK(false, "a unit without a sign");
}

QualityRule RuleIn(const EmbeddedFile& file) {
  const RuleComment comment(file.text);
  QualityRule rule;
  rule.code = comment.Get("code");
  CHECK(file.name == fmt::format("{}{}{}", kFolder, rule.code, kEnding), file.name);
  rule.of_arrivals = comment.Get("about") == "arrivals";
  rule.severity = SeverityOf(comment.Get("severity"));
  rule.meaning = comment.Get("meaning");
  CHECK(!rule.meaning.empty(), file.name);
  const std::string threshold = comment.Get("threshold");
  if (threshold.empty()) return rule;
  const size_t comma = threshold.find(", ");
  CHECK(comma != std::string::npos, file.name);
  const std::string value = threshold.substr(0, comma);
  rule.unit = UnitOf(value);
  const std::optional<Decimal> parsed = ParseThreshold(rule.unit, value);
  CHECK(parsed.has_value(), file.name);
  rule.threshold = *parsed;
  rule.threshold_is = threshold.substr(comma + 2);
  return rule;
}

}  // namespace

std::span<const QualityRule> QualityRules() {
  static const std::vector<QualityRule> rules = [] {
    std::vector<QualityRule> all;
    for (const EmbeddedFile& file : EmbeddedFiles())
      if (file.name.starts_with(kFolder)) all.push_back(RuleIn(file));
    std::ranges::sort(all, {}, &QualityRule::code);
    return all;
  }();
  return rules;
}

const QualityRule* FindQualityRule(std::string_view code) {
  for (const QualityRule& rule : QualityRules())
    if (rule.code == code) return &rule;
  return nullptr;
}

std::optional<QualityRule> InForce(const QualitySettings& settings, std::string_view code) {
  const QualityRule* const rule = FindQualityRule(code);
  CHECK(rule != nullptr, code);
  QualityRule in_force = *rule;
  const auto found = settings.find(code);
  if (found == settings.end()) return in_force;
  if (found->second.off) return std::nullopt;
  in_force.severity = found->second.severity.value_or(rule->severity);
  in_force.threshold = found->second.threshold.value_or(rule->threshold);
  return in_force;
}

std::span<const std::string_view> IngestRules() {
  static const std::vector<std::string_view> codes = [] {
    std::vector<std::string_view> lines;
    std::string_view text = EmbeddedText("assets/quality/ingest_rules.txt");
    for (; !text.empty(); text.remove_prefix(lines.back().size() + 1))
      lines.push_back(text.substr(0, text.find('\n')));
    return lines;
  }();
  return codes;
}

std::string ThresholdText(ThresholdUnit unit, Decimal threshold) {
  if (unit == ThresholdUnit::kNone) return {};
  const std::string_view sign = Sign(unit);
  return fmt::format("{}{}{}", threshold.ToString(), sign.empty() ? "" : " ", sign);
}

std::optional<Decimal> ParseThreshold(ThresholdUnit unit, std::string_view text) {
  const std::string_view sign = Sign(unit);
  if (unit == ThresholdUnit::kNone || !text.ends_with(sign)) return std::nullopt;
  text.remove_suffix(sign.size());
  while (text.ends_with(' ')) text.remove_suffix(1);
  const std::optional<Decimal> value = Decimal::TryParse(text);
  if (!value || value->IsNegative()) return std::nullopt;
  const bool whole = unit == ThresholdUnit::kHours || unit == ThresholdUnit::kDays;
  constexpr int64_t kMostHours = 100'000;  // further than any clock of deliveries goes
  if (whole && (value->places() > 0 || *value > Decimal::FromInteger(kMostHours)))
    return std::nullopt;
  return value;
}

}  // namespace billwright
