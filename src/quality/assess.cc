#include "quality/assess.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/embedded.h"
#include "quality/rules.h"
#include "quality/tables.h"
#include "quality/words.h"

namespace billwright::quality {

namespace {

/// Of one rule and delivery so many findings are told one by one.
constexpr size_t kMostTold = 10;

std::string Timestamp(UtcTime time) {
  std::string text = time.ToString();
  std::ranges::replace(text, 'T', ' ');
  text.pop_back();  // the Z
  return fmt::format("TIMESTAMP '{}'", text);
}

class Assessment {
 public:
  Assessment(const QualitySettings& settings, UtcTime now, engine::Engine& engine)
      : settings_(settings), now_(now), engine_(engine) {}

  /// Runs one rule; `deliveries` are the current ones, or none for arrivals.
  Result<void> Run(const RuleWords& words, std::span<const PayerMonth> payers) {
    const auto rule = InForce(words.code);
    if (!rule) return {};
    ASSIGN_OR_RETURN(const Frame rows, engine_.Query(Statement(*rule)));
    std::map<std::string, std::vector<Told>> told;  // by current_id, or payer
    const std::string_view key = payers.empty() ? "payer_account_id" : "current_id";
    for (const Piece& piece : words.say(rows, key, *rule, payers))
      told[piece.key].push_back(piece.told);
    for (auto& [id, all] : told) Report(words.code, *rule, id, all, payers);
    return {};
  }

  /// Errors first, then by money at stake; equal ones as the rules come.
  Observations Take() {
    std::ranges::stable_sort(ranked_, [](const Ranked& a, const Ranked& b) {
      return a.severity == b.severity ? a.weight > b.weight : a.severity > b.severity;
    });
    Observations observations;
    for (Ranked& ranked : ranked_) observations.push_back(std::move(ranked.observation));
    return observations;
  }

 private:
  struct Ranked {
    Severity severity;
    Decimal weight;
    Observation observation;
  };

  std::optional<RuleInForce> InForce(std::string_view code) const {
    const QualityRule* const rule = FindQualityRule(code);
    CHECK(rule != nullptr, code);
    RuleInForce in_force{rule, rule->severity, rule->threshold, {}, {}};
    const auto found = settings_.find(code);
    if (found == settings_.end()) return in_force;
    if (found->second.off) return std::nullopt;
    in_force.severity = found->second.severity.value_or(rule->severity);
    in_force.threshold = found->second.threshold.value_or(rule->threshold);
    return in_force;
  }

  std::string Statement(const RuleInForce& rule) const {
    const BillingPeriod month = BillingPeriod::Containing(now_);
    return engine::Fill(EmbeddedText(fmt::format("sql/quality/{}.sql", rule.rule->code)),
                        {{"threshold", rule.threshold.ToString()},
                         {"now", Timestamp(now_)},
                         {"month", Timestamp(month.start())},
                         {"month_before", Timestamp(month.Previous().start())}});
  }

  void Report(std::string_view code, const RuleInForce& rule, const std::string& id,
              std::vector<Told>& all, std::span<const PayerMonth> payers) {
    const auto payer = std::ranges::find_if(
        payers, [&](const PayerMonth& month) { return month.current.delivery.delivery_id == id; });
    const Delivery* const delivery = payer == payers.end() ? nullptr : &payer->current.delivery;
    const auto weight = [](const Told& told) { return told.amount.value_or(Decimal()).Abs(); };
    std::ranges::stable_sort(all,
                             [&](const Told& a, const Told& b) { return weight(a) > weight(b); });
    // A line that adds up the rest comes behind what it is the rest of.
    if (all.size() > kMostTold + 1) Shorten(delivery, all);
    Decimal least = weight(all.front());
    for (Told& told : all) {
      least = std::min(least, weight(told));
      Add(std::string(code), rule, id, delivery, least, std::move(told));
    }
  }

  /// Puts one line for all behind the first ten.
  static void Shorten(const Delivery* delivery, std::vector<Told>& all) {
    Decimal rest;
    for (size_t i = kMostTold; i < all.size(); ++i) rest += all[i].amount.value_or(Decimal());
    const auto more = static_cast<int64_t>(all.size() - kMostTold);
    Told last{Counted(more, "more", "more"),
              fmt::format("And {} of the same kind, smaller than these.", more),
              rest,
              {}};
    if (delivery != nullptr)
      last.message = fmt::format("And {} of the same kind, smaller than these: {} together.", more,
                                 Amount(delivery->currency, rest));
    all.resize(kMostTold);
    all.push_back(std::move(last));
  }

  void Add(const std::string& code, const RuleInForce& rule, const std::string& id,
           const Delivery* delivery, Decimal weight, Told told) {
    Observation observation;
    observation.finding =
        Finding::Make(rule.severity, code, std::move(told.subject), std::move(told.message));
    observation.finding.At(std::move(told.where));
    observation.payer_account_id = delivery == nullptr ? id : delivery->payer_account_id;
    if (delivery != nullptr) {
      observation.period = delivery->period;
      observation.delivery_id = delivery->delivery_id;
      if (told.amount) observation.finding.Worth(*told.amount, delivery->currency);
    }
    ranked_.push_back({rule.severity, weight, std::move(observation)});
  }

  const QualitySettings& settings_;
  UtcTime now_;
  engine::Engine& engine_;
  std::vector<Ranked> ranked_;
};

}  // namespace

Result<Observations> AssessMonth(const MonthInput& month, const QualitySettings& settings,
                                 UtcTime now, engine::Engine& engine) {
  if (month.payers.empty()) return Observations();
  RETURN_IF_ERROR(LoadMonth(month, engine));
  Assessment assessment(settings, now, engine);
  for (const RuleWords& words : MonthRules()) RETURN_IF_ERROR(assessment.Run(words, month.payers));
  return assessment.Take();
}

Result<Observations> AssessArrivals(const ArrivalInput& arrivals, const QualitySettings& settings,
                                    UtcTime now, engine::Engine& engine) {
  RETURN_IF_ERROR(LoadArrivals(arrivals, engine));
  Assessment assessment(settings, now, engine);
  for (const RuleWords& words : ArrivalRules()) RETURN_IF_ERROR(assessment.Run(words, {}));
  return assessment.Take();
}

Findings Apply(const QualitySettings& settings, Findings findings) {
  std::erase_if(findings, [&](const Finding& finding) {
    const auto found = settings.find(finding.code);
    return found != settings.end() && found->second.off;
  });
  for (Finding& finding : findings)
    if (const auto found = settings.find(finding.code);
        found != settings.end() && found->second.severity)
      finding.severity = Name(*found->second.severity);
  return findings;
}

}  // namespace billwright::quality
