#include "quality/assess.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

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
    const std::optional<QualityRule> in_force = InForce(settings_, words.code);
    if (!in_force) return {};
    const RuleInForce rule{*in_force, {}, {}};
    ASSIGN_OR_RETURN(const Frame rows, engine_.Query(Statement(rule)));
    std::map<std::string, std::vector<Told>> told;  // by current_id, or payer
    const std::string_view key = payers.empty() ? "payer_account_id" : "current_id";
    for (const Piece& piece : words.say(rows, key, rule, payers))
      told[piece.key].push_back(piece.told);
    for (auto& [id, all] : told) Report(rule, id, all, payers);
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

  std::string Statement(const RuleInForce& rule) const {
    const BillingPeriod month = BillingPeriod::Containing(now_);
    return engine::Fill(EmbeddedText(fmt::format("sql/quality/{}.sql", rule.code)),
                        {{"threshold", rule.threshold.ToString()},
                         {"now", Timestamp(now_)},
                         {"month", Timestamp(month.start())},
                         {"month_before", Timestamp(month.Previous().start())}});
  }

  void Report(const RuleInForce& rule, const std::string& id, std::vector<Told>& all,
              std::span<const PayerMonth> payers) {
    const auto payer = std::ranges::find_if(
        payers, [&](const PayerMonth& month) { return month.current.delivery.delivery_id == id; });
    const Delivery* const delivery = payer == payers.end() ? nullptr : &payer->current.delivery;
    for (Told& told : all)
      if (delivery != nullptr && told.currency.empty()) told.currency = delivery->currency;
    const auto weight = [](const Told& told) { return told.amount.value_or(Decimal()).Abs(); };
    std::ranges::stable_sort(all,
                             [&](const Told& a, const Told& b) { return weight(a) > weight(b); });
    // A line that adds up the rest comes behind what it is the rest of.
    if (all.size() > kMostTold + 1) Shorten(all);
    Decimal least = weight(all.front());
    for (Told& told : all) {
      least = std::min(least, weight(told));
      Add(rule, id, delivery, least, std::move(told));
    }
  }

  /// Puts one line for all behind the first ten, of each currency. Its subject stays the same,
  /// however many there are: it is the same finding tomorrow.
  static void Shorten(std::vector<Told>& all) {
    struct Rest {
      int64_t count = 0;
      Decimal amount;
    };
    std::map<std::string, Rest> rests;
    for (size_t i = kMostTold; i < all.size(); ++i) {
      Rest& rest = rests[all[i].currency];
      ++rest.count;
      rest.amount += all[i].amount.value_or(Decimal());
    }
    all.resize(kMostTold);
    for (const auto& [currency, rest] : rests) {
      const std::string together =
          currency.empty() ? "" : fmt::format(": {} together", Amount(currency, rest.amount));
      Told& told = all.emplace_back();
      told.subject = "others";
      told.message = fmt::format("And {} of the same kind, smaller than these{}.",
                                 Counted(rest.count, "other", "others"), together);
      told.amount = rest.amount;
      told.currency = currency;
    }
  }

  void Add(const RuleInForce& rule, const std::string& id, const Delivery* delivery, Decimal weight,
           Told told) {
    Observation observation;
    const std::string& code = rule.code;
    observation.finding =
        Finding::Make(rule.severity, code, std::move(told.subject), std::move(told.message));
    observation.finding.At(std::move(told.where));
    if (told.amount && !told.currency.empty())
      observation.finding.Worth(*told.amount, std::move(told.currency));
    observation.payer_account_id = delivery == nullptr ? id : delivery->payer_account_id;
    observation.period = told.period;
    if (delivery != nullptr) {
      observation.period = delivery->period;
      observation.delivery_id = delivery->delivery_id;
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
