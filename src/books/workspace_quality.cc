#include <fmt/core.h>

#include <algorithm>

#include "books/reading.h"
#include "model/quality_rule.h"

// How the rules of deliveries are set: [quality] of billwright.toml.
//
//   [quality]
//   "cost.jump" = { severity = "warning", threshold = "50 %" }
//   "service.new" = "off"

namespace billwright::books {

namespace {

constexpr std::string_view kOff = "off";

constexpr Choice<Severity> kSeverities[] = {
    {"info", Severity::kInfo}, {"warning", Severity::kWarning}, {"error", Severity::kError}};

const Shape kRuleShape{"A rule of [quality]", {"severity", "threshold"}, {}};

template <ThresholdUnit kUnit>
std::expected<Decimal, std::string> Parse(std::string_view text) {
  const std::optional<Decimal> threshold = ParseThreshold(kUnit, text);
  if (!threshold) return std::unexpected(std::string());
  return *threshold;
}

const Parser<Decimal> kHours{Parse<ThresholdUnit::kHours>, "whole hours such as \"36 h\""};
const Parser<Decimal> kDays{Parse<ThresholdUnit::kDays>, "whole days such as \"10 d\""};
const Parser<Decimal> kPercent{Parse<ThresholdUnit::kPercent>, "a percentage such as \"30 %\""};
const Parser<Decimal> kMoney{Parse<ThresholdUnit::kMoney>, "an amount such as \"12.50\"",
                             Value::Kind::kNumber};

const Parser<Decimal>* ParserOf(ThresholdUnit unit) {
  switch (unit) {
    case ThresholdUnit::kHours:
      return &kHours;
    case ThresholdUnit::kDays:
      return &kDays;
    case ThresholdUnit::kPercent:
      return &kPercent;
    case ThresholdUnit::kMoney:
      return &kMoney;
    case ThresholdUnit::kNone:
      return nullptr;
  }
  return nullptr;
}

class QualityTable {
 public:
  QualityTable(Reading& reading, const SourceText& source) : reading_(reading), source_(source) {
    for (const QualityRule& rule : QualityRules()) codes_.push_back(rule.code);
    for (const std::string_view code : IngestRules()) codes_.push_back(code);
  }

  void Read(const Value& table) {
    for (const KeyedValue& written : table.entries) {
      if (std::ranges::find(codes_, written.key) == codes_.end()) {
        std::string hint = DidYouMean(written.key, codes_);
        Error(written.place, "quality.unknown_rule", written.key,
              fmt::format("There is no rule \"{}\". {}", written.key,
                          hint.empty() ? "docs/quality.md lists them." : hint));
        continue;
      }
      ReadRule(written);
    }
  }

 private:
  void Error(Place place, std::string code, std::string subject, std::string_view message) {
    reading_.mistakes.Add(Severity::kError, source_, place, std::move(code), std::move(subject),
                          message);
  }

  void ReadRule(const KeyedValue& written) {
    QualityRuleSetting& setting = reading_.books.workspace.quality[written.key];
    if (written.value.kind == Value::Kind::kText && written.value.text == kOff) {
      setting.off = true;
      return;
    }
    if (written.value.kind != Value::Kind::kTable) {
      Error(written.value.place, "quality.bad_rule", written.key,
            fmt::format(
                "A rule is \"off\" or a table such as {{ severity = \"warning\", threshold = "
                "\"30 %\" }}, not {}.",
                written.value.kind == Value::Kind::kText ? fmt::format("\"{}\"", written.value.text)
                                                         : std::string("this")));
      return;
    }
    Entry entry = reading_.Open(source_, written.value, kRuleShape);
    entry.SetSubject(written.key);
    setting.severity = entry.Choose("severity", std::span<const Choice<Severity>>(kSeverities));
    if (!entry.Has("threshold")) return;
    const QualityRule* const rule = FindQualityRule(written.key);
    const Parser<Decimal>* const parser = rule == nullptr ? nullptr : ParserOf(rule->unit);
    if (parser == nullptr) {
      entry.Error("threshold", "quality.no_threshold",
                  fmt::format("Rule \"{}\" has no threshold.", written.key));
      return;
    }
    setting.threshold = entry.Get("threshold", *parser);
  }

  Reading& reading_;
  const SourceText& source_;
  std::vector<std::string_view> codes_;
};

}  // namespace

void ReadQuality(Reading& reading, const SourceText& source, Entry& file) {
  if (const Value* table = file.Table("quality")) QualityTable(reading, source).Read(*table);
}

}  // namespace billwright::books
