#include "price/explain.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "model/commitment.h"
#include "price/pricer.h"
#include "price/shared_key.h"
#include "price/term.h"
#include "price/unused_lines.h"

namespace billwright::price {

namespace {

constexpr std::string_view kRounded = "rounded once, half to even, to 12 decimals";

struct Found {
  const PriceRule* rule = nullptr;
  const PriceBook* book = nullptr;
};

/// The rule of the customer's book that the charge names.
Found RuleOf(const Charge& charge, const Input& input) {
  const PriceBook* book = PriceBookOf(charge.cell_customer_id, input);
  if (book == nullptr) return {};
  for (const PriceRule& rule : book->rules)
    if (charge.rule_id == book->id + "/" + rule.id) return {&rule, book};
  return {};
}

const CustomLine* LineOf(const Charge& charge, const Input& input) {
  for (const CustomLine& line : input.custom_lines)
    if (charge.kind == kTermKind && line.customer_id == charge.customer_id &&
        charge.rule_id == TermRuleId(line) && line.description == charge.description)
      return &line;
  return nullptr;
}

std::string WithPlace(std::string key, const SourcePosition& position) {
  const std::string place = position.ToString();
  return place.empty() ? key : key + " at " + place;
}

template <typename Record>
std::string KeyOf(const Record& record) {
  const Table<Record>& table = TableOf<Record>();
  std::string key;
  for (const Column<Record>& column : table.columns) {
    if (!column.key) continue;
    key += key.empty() ? std::string(table.name) + ":" : "|";
    std::visit(
        [&](auto member) {
          using Value = std::remove_cvref_t<decltype(record.*member)>;
          if constexpr (std::is_same_v<Value, std::string>)
            key += record.*member;
          else if constexpr (std::is_same_v<Value, bool>)
            key += record.*member ? "true" : "false";
          else if constexpr (std::is_same_v<Value, int64_t>)
            key += std::to_string(record.*member);
          else
            key += (record.*member).ToString();
        },
        column.member);
  }
  return key;
}

std::string Amount(Decimal amount) { return amount.ToString(2); }

/// The parts of a basis. Their sum is the basis.
class BasisTerms {
 public:
  BasisTerms(const Charge& charge, const Input& input)
      : cell_(CellBehind(charge, input)),
        share_(CellShareBehind(charge, input)),
        commitment_(charge.commitment_arn.empty() ? "" : ShortName(charge.commitment_arn)) {}

  std::vector<ExplanationTerm> Of(std::string_view basis) const {
    if (cell_ == nullptr)
      return share_ == nullptr ? std::vector<ExplanationTerm>{} : OfUnused(basis);
    if (basis == "rate" || basis == "none") return {};
    if (basis == "public")
      return {{"public on-demand cost", PublicCost(), "AWS's list price, as delivered"}};
    if (share_ == nullptr && basis == "cost")
      return {{"amortised cost", cell_->amortised_cost, "what AWS bills for it"}};
    if (share_ == nullptr)
      return {{"cost as AWS billed it", cell_->unblended_cost, "unblended cost, as delivered"}};
    std::vector<ExplanationTerm> terms = {
        {"on-demand value", cell_->on_demand_value,
         "what the usage would have cost without " + commitment_}};
    if (basis == "allocated") {
      terms.push_back({"benefit passed on", -share_->passed, "of " + commitment_});
      Add(terms, "above list, not charged", -share_->cap_excess,
          "with its part of unused commitment the usage would cost more than without " +
              commitment_);
    } else if (basis == "cost") {
      terms.push_back({"share of the benefit", -share_->benefit_share, "of " + commitment_});
    }
    return terms;
  }

 private:
  static void Add(std::vector<ExplanationTerm>& terms, std::string label, Decimal amount,
                  std::string note) {
    if (!amount.IsZero()) terms.push_back({std::move(label), amount, std::move(note)});
  }

  Decimal PublicCost() const {
    return IsUsage(cell_->kind()) ? cell_->public_on_demand_cost : cell_->unblended_cost;
  }

  std::vector<ExplanationTerm> OfUnused(std::string_view basis) const {
    std::vector<ExplanationTerm> terms;
    if (basis != "allocated" && basis != "cost") return terms;
    terms.push_back({"unused commitment borne", share_->unused_borne, "of " + commitment_});
    if (basis == "allocated") {
      Add(terms, "benefit passed on", -share_->passed, "of " + commitment_);
      Add(terms, "above list, not charged", -share_->cap_excess, "of " + commitment_);
    } else {
      Add(terms, "share of the benefit", -share_->benefit_share, "of " + commitment_);
    }
    return terms;
  }

  const Cell* cell_;
  const CellShare* share_;
  std::string commitment_;
};

void AddPercent(Decimal basis_amount, Decimal percent, Explanation& explanation) {
  if (percent.IsZero()) return;
  const Decimal charge = ChargeOf(basis_amount, percent);
  const Decimal whole = Decimal::FromInteger(100) + percent;
  explanation.terms.push_back(
      {percent.Abs().ToString() + (percent.IsNegative() ? " % off" : " % on"),
       charge - basis_amount,
       fmt::format("{} % of {} is {}, {}", whole.ToString(), Amount(basis_amount), Amount(charge),
                   kRounded)});
}

void ExplainRule(const Charge& charge, const Input& input, const Found& found,
                 Explanation& explanation) {
  const PriceRule& rule = *found.rule;
  explanation.sentence =
      fmt::format("Rule {} of price book {}: {}.", rule.id, found.book->id, InWords(rule));
  explanation.sources.push_back(WithPlace("price_rule:" + charge.rule_id, rule.position));
  if (rule.rate_per_unit) {
    explanation.terms.push_back(
        {"rate × quantity", Multiply(*rule.rate_per_unit, charge.quantity, RoundingMode::kHalfEven),
         fmt::format("{} per {} × {} {}, {}", rule.rate_per_unit->ToString(), rule.unit,
                     charge.quantity.ToString(), rule.unit, kRounded)});
    return;
  }
  explanation.terms = BasisTerms(charge, input).Of(charge.basis);
  if (charge.basis == Name(rule.basis))
    AddPercent(charge.basis_amount, rule.percent, explanation);
  else
    explanation.sentence += " AWS gives no public cost here, so it is charged as AWS billed it.";
}

void ExplainTerm(const Charge& charge, const CustomLine& line, Explanation& explanation) {
  explanation.sources.push_back(WithPlace("custom_line:" + line.id, line.position));
  if (!line.is_percent) {
    explanation.sentence = fmt::format("Custom line {}: a flat amount.", line.id);
    explanation.terms.push_back({line.description, line.amount, "as written"});
    return;
  }
  const std::string base = line.base == "all"     ? "all charges but tax and custom lines"
                           : line.base == "usage" ? "the charges for usage"
                                                  : "the charges for " + line.base;
  explanation.sentence =
      fmt::format("Custom line {}: {} % of {}.", line.id, line.amount.ToString(), base);
  explanation.terms.push_back({line.description,
                               PercentOf(charge.basis_amount, line.amount, RoundingMode::kHalfEven),
                               fmt::format("{} % of {}, {}", line.amount.ToString(),
                                           Amount(charge.basis_amount), kRounded)});
}

/// Shown amounts that are not charged: the cost, and its counterpart.
void NotCharged(const Charge& charge, const std::string& label, Explanation& explanation) {
  if (charge.cost.IsZero()) return;
  explanation.terms.push_back({"cost", charge.cost, "what it costs the reseller"});
  explanation.terms.push_back({label, -charge.cost, ""});
}

void ExplainTreatment(const Charge& charge, const Input& input, Explanation& explanation) {
  const std::string verb = charge.rule_id.substr(charge.rule_id.rfind(':') + 1);
  explanation.sources.push_back("treatment:" + charge.kind);
  if (verb == Name(Treatment::kPass)) {
    explanation.sentence = fmt::format("Treatment of {}: passed on as AWS billed it.", charge.kind);
    explanation.terms = BasisTerms(charge, input).Of("billed");
  } else if (verb == Name(Treatment::kRetain)) {
    explanation.sentence =
        fmt::format("Treatment of {}: not charged; it stays in the margin of {}.", charge.kind,
                    charge.customer_id);
    NotCharged(charge, "retained by the reseller", explanation);
  } else {
    explanation.sentence = fmt::format("Treatment of {}: not charged to {}; it is the house's.",
                                       charge.kind, charge.cell_customer_id);
    NotCharged(charge, "borne by the house", explanation);
  }
}

Result<void> ExplainOthers(const Charge& charge, const Input& input, Explanation& explanation) {
  if (charge.rule_id == kNoRuleId) {
    explanation.sentence = charge.customer_id == kHouse
                               ? "The house's own cost: nobody is charged."
                               : "Nobody's yet: no book says whose account it is.";
    NotCharged(charge, "not charged", explanation);
  } else if (charge.rule_id == kNothingFitsId) {
    explanation.sentence =
        fmt::format("No rule of the price book of {} is for it, so it is charged as AWS billed it.",
                    charge.customer_id);
    explanation.terms = BasisTerms(charge, input).Of("billed");
  } else if (charge.rule_id == kUnusedRuleId) {
    explanation.sentence = fmt::format("Unused commitment of {} that {} bears, as it is.",
                                       ShortName(charge.commitment_arn), charge.customer_id);
    explanation.terms = BasisTerms(charge, input).Of("allocated");
  } else if (charge.rule_id.starts_with(kCommitmentPrefix)) {
    explanation.sentence =
        "This row only carries a commitment through AWS's bill; its cost is in the usage that was "
        "covered and in the lines of unused commitment.";
  } else {
    return Fail(ErrorCode::kCorrupt,
                fmt::format("charge {} is by {}, which the books of its run do "
                            "not have",
                            charge.charge_id, charge.rule_id));
  }
  return {};
}

/// The books, cells and shares are the run's own, so a rest means that the run does not hold what
/// it was made of, or a bug of ours: never to be shown as if it were a part of the charge.
Result<void> CheckSum(const Charge& charge, const Explanation& explanation) {
  Decimal sum;
  for (const ExplanationTerm& term : explanation.terms) sum += term.amount;
  if (sum == explanation.amount) return {};
  return Fail(
      ErrorCode::kCorrupt,
      fmt::format("charge {} by {} is {}, but the books, cells and shares of its run give {}",
                  charge.charge_id, charge.rule_id, explanation.amount.ToString(2),
                  sum.ToString(2)));
}

}  // namespace

std::string InWords(const PriceRule& rule) {
  if (rule.rate_per_unit)
    return fmt::format("{} per {}", rule.rate_per_unit->ToString(), rule.unit);
  if (rule.percent.IsZero()) return fmt::format("the {} basis as it is", Name(rule.basis));
  return fmt::format("{} % {} the {} basis", rule.percent.Abs().ToString(),
                     rule.percent.IsNegative() ? "off" : "on", Name(rule.basis));
}

const Cell* CellBehind(const Charge& charge, const Input& input) {
  const auto key = KeyOfCharge(charge);
  const auto [first, last] =
      std::equal_range(input.cells.begin(), input.cells.end(), key, OrderBySharedKey{});
  for (auto cell = first; cell != last; ++cell)  // cells of one key: a purchase refund, or not
    if (Name(cell->kind()) == charge.kind) return &*cell;
  return nullptr;
}

const CellShare* CellShareBehind(const Charge& charge, const Input& input) {
  if (charge.kind == kUnusedKind) {
    for (const CellShare& line : input.cell_shares)
      if (IsWithoutCell(line) && line.customer_id == charge.customer_id &&
          line.payer_account_id == charge.payer_account_id &&
          line.commitment_arn == charge.commitment_arn &&
          std::max(line.span_start, input.period.start()) == charge.span_start)
        return &line;
    return nullptr;
  }
  const auto found = std::lower_bound(input.cell_shares.begin(), input.cell_shares.end(),
                                      KeyOfCharge(charge), OrderBySharedKey{});
  if (found == input.cell_shares.end() || SharedKey(*found) != KeyOfCharge(charge)) return nullptr;
  return &*found;
}

std::vector<const Charge*> ChargesBehind(const Charge& term, const Input& input,
                                         std::span<const Charge> charges) {
  std::vector<const Charge*> behind;
  const CustomLine* line = LineOf(term, input);
  if (line == nullptr || !line->is_percent) return behind;
  const StatementRecipients customers(input.customers);
  for (const Charge& charge : charges)
    if (IsInBase(charge, *line, customers)) behind.push_back(&charge);
  return behind;
}

Result<Explanation> Explain(const Charge& charge, const Input& input) {
  Explanation explanation;
  explanation.amount = charge.charge;
  const Found found = RuleOf(charge, input);
  const CustomLine* line = LineOf(charge, input);
  if (line != nullptr)
    ExplainTerm(charge, *line, explanation);
  else if (found.rule != nullptr)
    ExplainRule(charge, input, found, explanation);
  else if (charge.rule_id.starts_with("treatment:"))
    ExplainTreatment(charge, input, explanation);
  else
    RETURN_IF_ERROR(ExplainOthers(charge, input, explanation));
  if (const Cell* cell = CellBehind(charge, input)) explanation.sources.push_back(KeyOf(*cell));
  if (const CellShare* share = CellShareBehind(charge, input))
    explanation.sources.push_back(KeyOf(*share));
  RETURN_IF_ERROR(CheckSum(charge, explanation));
  return explanation;
}

}  // namespace billwright::price
