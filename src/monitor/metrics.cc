#include "monitor/metrics.h"

#include <fmt/core.h>

#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "monitor/attention.h"

namespace billwright::monitor {

namespace {

using Labels = std::vector<std::pair<std::string_view, std::string>>;

/// Inside quotes and in help texts: backslash, quote and line break are escaped.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == '"') escaped += '\\';
    if (c == '\n')
      escaped += "\\n";
    else
      escaped += c;
  }
  return escaped;
}

/// One metric family: its samples stand together, below what describes them.
class Family {
 public:
  /// A unit is the last word of the name.
  Family(std::string name, std::string_view help, std::string_view unit = {})
      : name_("billwright_" + std::move(name)) {
    text_ = fmt::format("# TYPE {} gauge\n", name_);
    if (!unit.empty()) text_ += fmt::format("# UNIT {} {}\n", name_, unit);
    text_ += fmt::format("# HELP {} {}\n", name_, Escaped(help));
  }

  void Add(const Labels& labels, const std::string& value) {
    std::string written;
    for (const auto& [name, label] : labels)
      written +=
          fmt::format("{}{}=\"{}\"", written.empty() ? "" : ",", name, Escaped(ValidUtf8(label)));
    text_ += written.empty() ? fmt::format("{} {}\n", name_, value)
                             : fmt::format("{}{{{}}} {}\n", name_, written, value);
  }
  void Add(const Labels& labels, int64_t value) { Add(labels, std::to_string(value)); }
  void Add(const Labels& labels, Decimal value) { Add(labels, value.ToString()); }
  void Add(const Labels& labels, bool value) { Add(labels, std::string(value ? "1" : "0")); }

  const std::string& text() const { return text_; }

 private:
  /// The format is UTF-8 throughout; line breaks may stay.
  static std::string ValidUtf8(std::string_view text) { return CleanText(text); }

  std::string name_;
  std::string text_;
};

std::optional<int64_t> SecondsOf(const std::string& time) {
  const Result<UtcTime> parsed = UtcTime::Parse(time);
  return parsed ? std::optional(parsed->seconds) : std::nullopt;
}

Labels LabelsOf(const PayerMonth& payer) {
  return {{"payer", payer.payer_account_id},
          {"period", payer.period.ToString()},
          {"provider", payer.provider},
          {"source", payer.source_id}};
}

Labels WithCurrency(Labels labels, const std::string& currency) {
  labels.emplace_back("currency", currency);
  return labels;
}

std::string Overall(const Morning& morning) {
  const Verdict verdict = VerdictOf(morning);
  Family at("status_timestamp_seconds", "When this was written.", "seconds");
  at.Add({}, morning.now.seconds);
  Family well("all_well", "1 if nothing needs a person: no data missing or lost, no error.");
  well.Add({}, verdict.all_well);
  Family payers("payers", "Payers that deliver.");
  payers.Add({}, verdict.payers);
  Family in_need("payers_in_need", "Payers with a month that needs a person.");
  in_need.Add({}, verdict.payers_in_need);
  return at.text() + well.text() + payers.text() + in_need.text();
}

std::string Deliveries(const Morning& morning) {
  Family there("delivery_there", "1 if the data of the month is there, 0 if missing or lost.");
  Family need("delivery_needs_attention", "1 if payer and month need a person.");
  Family version("delivery_version", "The version in use.");
  Family rows("delivery_rows", "Rows of the delivery in use, quarantined ones among them.");
  Family cost("delivery_cost", "Unblended cost of the accepted rows.");
  Family bad_rows("delivery_quarantined_rows", "Rows that were rejected.");
  Family bad_cost("delivery_quarantined_cost", "Unblended cost of the rejected rows.");
  Family age("delivery_age_seconds", "How long ago the delivery in use was written.", "seconds");
  Family usage("delivery_newest_usage_timestamp_seconds", "The end of the newest hour with usage.",
               "seconds");
  for (const Month& month : morning.months)
    for (const PayerMonth& payer : month.payers) {
      const Labels labels = LabelsOf(payer);
      const Labels money = WithCurrency(labels, payer.currency);
      there.Add(labels, payer.data == DataState::kThere);
      need.Add(labels, AttentionTo(payer, month, morning).needed);
      const Version* in_use = payer.InUse();
      if (in_use == nullptr) continue;
      version.Add(labels, in_use->number);
      rows.Add(labels, in_use->rows);
      cost.Add(money, in_use->unblended_cost);
      bad_rows.Add(labels, in_use->quarantined_rows);
      bad_cost.Add(money, in_use->quarantined_cost);
      if (const auto delivered = SecondsOf(in_use->delivered_at))
        age.Add(labels, morning.now.seconds - *delivered);
      if (const auto complete = payer.CompleteTo()) usage.Add(labels, complete->seconds);
    }
  return there.text() + need.text() + version.text() + rows.text() + cost.text() + bad_rows.text() +
         bad_cost.text() + age.text() + usage.text();
}

std::string FindingCounts(const Morning& morning) {
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  std::map<Key, int64_t> counts;
  std::map<std::pair<Key, std::string>, Decimal> amounts;
  for (const Observation& observation : morning.observations) {
    const Key key{observation.payer_account_id,
                  observation.period ? observation.period->ToString() : "",
                  observation.finding.severity, observation.finding.code};
    ++counts[key];
    if (!observation.finding.currency.empty())
      amounts[{key, observation.finding.currency}] += observation.finding.amount.Abs();
  }
  const auto labels = [](const Key& key) {
    return Labels{{"payer", std::get<0>(key)},
                  {"period", std::get<1>(key)},
                  {"severity", std::get<2>(key)},
                  {"code", std::get<3>(key)}};
  };
  Family number("findings", "Findings by severity and code.");
  for (const auto& [key, count] : counts) number.Add(labels(key), count);
  Family money("findings_at_stake", "Money that findings are about, without signs.");
  for (const auto& [key, amount] : amounts)
    money.Add(WithCurrency(labels(key.first), key.second), amount);
  return number.text() + money.text();
}

std::string Sources(const Morning& morning) {
  Family worked("source_poll_success", "1 if the newest look at the source worked.");
  Family polled("source_poll_timestamp_seconds", "The newest look at the source.", "seconds");
  Family succeeded("source_success_timestamp_seconds", "The newest look that worked.", "seconds");
  for (const SourceLook& source : morning.sources) {
    const Labels labels{{"source", source.source_id}};
    const auto at = SecondsOf(source.polled_at);
    if (!at) continue;
    worked.Add(labels, source.message.empty());
    polled.Add(labels, *at);
    if (const auto success = SecondsOf(source.succeeded_at)) succeeded.Add(labels, *success);
  }
  return worked.text() + polled.text() + succeeded.text();
}

std::string Runs(const Morning& morning) {
  Family in_force("run_up_to_date",
                  "1 if the run in force used the newest deliveries and the books of today.");
  Family age("run_age_seconds", "How long ago the run in force was computed.", "seconds");
  for (const Month& month : morning.months) {
    const Labels labels{{"period", month.period.ToString()}};
    in_force.Add(labels, month.run == Standing::kInForce);
    if (const auto computed = SecondsOf(month.computed_at))
      age.Add(labels, morning.now.seconds - *computed);
  }
  return in_force.text() + age.text();
}

}  // namespace

std::string MetricsText(const Morning& morning) {
  return Overall(morning) + Deliveries(morning) + FindingCounts(morning) + Sources(morning) +
         Runs(morning) + "# EOF\n";
}

}  // namespace billwright::monitor
