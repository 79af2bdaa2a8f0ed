#include "price/findings.h"

#include <fmt/core.h>

#include "price/treatment.h"

namespace billwright::price {

namespace {

std::string Cells(int64_t count) { return count == 1 ? "1 cell" : fmt::format("{} cells", count); }

std::string_view Consequence(Treatment treatment) {
  switch (treatment) {
    case Treatment::kPass:
      return "passed on to the customers";
    case Treatment::kRetain:
      return "not charged, and left in the customers' margins";
    case Treatment::kDrop:
      return "not charged, and borne by the house";
  }
  return "";
}

}  // namespace

void PriceFindings::Gap::Add(Decimal cell_amount) {
  amount += cell_amount;
  ++cells;
  any_money = any_money || !cell_amount.IsZero();
}

void PriceFindings::NoRule(const Cell& cell, const PriceBook* book, Decimal billed) {
  Gap& gap = no_rule_[{cell.customer_id, cell.service}];
  gap.Add(billed);
  gap.book = book;
}

void PriceFindings::NoPublicCost(const Cell& cell, Decimal billed) {
  no_public_cost_[{cell.customer_id, cell.service}].Add(billed);
}

void PriceFindings::UnitMismatch(const Cell& cell, const PriceRule& rule,
                                 const std::string& rule_id, Decimal billed) {
  Gap& gap = unit_mismatch_[{rule_id, cell.pricing_unit}];
  if (gap.cells == 0) gap.example = cell.usage_type;
  gap.Add(billed);
  gap.rule = &rule;
}

void PriceFindings::Unwritten(LineItemKind kind, Decimal amount) { unwritten_[kind].Add(amount); }

void PriceFindings::UnknownType(const Cell& cell) {
  unknown_types_[cell.line_item_type].Add(cell.unblended_cost);
}

void PriceFindings::ReportUnknownTypes(Findings& findings) const {
  for (const auto& [type, gap] : unknown_types_)
    findings.push_back(
        Finding::Make(
            Severity::kError, "line_item.unknown_type", type,
            fmt::format("Line items of type \"{}\" are not known to Billwright, so nobody "
                        "is charged for them ({}). Find out what they are before this "
                        "month is billed.",
                        type, Cells(gap.cells)))
            .Worth(gap.amount, currency_));
}

void PriceFindings::ReportNoPublicCost(Findings& findings) const {
  for (const auto& [key, gap] : no_public_cost_)
    findings.push_back(
        Finding::Make(Severity::kWarning, "price.no_public_cost", key.first + "/" + key.second,
                      fmt::format("AWS gives no public cost for {} of {}, so customer {} is "
                                  "charged what AWS billed. Write a rule before it with another "
                                  "basis or a rate.",
                                  Cells(gap.cells), key.second, key.first))
            .Worth(gap.amount, currency_));
}

void PriceFindings::ReportNoRule(Findings& findings) const {
  for (const auto& [key, gap] : no_rule_) {
    const auto& [customer, service] = key;
    const std::string text =
        gap.book == nullptr
            ? fmt::format(
                  "Customer {} has no price book, so {} is charged as AWS billed it ({}). Give "
                  "the customer a price_book in books/customers.toml.",
                  customer, service, Cells(gap.cells))
            : fmt::format(
                  "No rule of price book {} is for {} of {}, so customer {} is charged "
                  "what AWS billed. Add a rule for this service, or a last rule for all.",
                  gap.book->id, Cells(gap.cells), service, customer);
    Finding finding = Finding::Make(gap.any_money ? Severity::kError : Severity::kWarning,
                                    "price.no_rule", customer + "/" + service, text);
    finding.Worth(gap.amount, currency_);
    if (gap.book != nullptr) finding.At(gap.book->position.ToString());
    findings.push_back(std::move(finding));
  }
}

void PriceFindings::ReportUnitMismatch(Findings& findings) const {
  for (const auto& [key, gap] : unit_mismatch_) {
    const auto& [rule_id, unit] = key;
    findings.push_back(
        Finding::Make(Severity::kWarning, "price.unit_mismatch", rule_id,
                      fmt::format("Rule {} has a rate per {}, but AWS measures {} (usage type {}) "
                                  "in {}, so the rule was passed over there. Correct its unit, or "
                                  "narrow it to usage types measured so.",
                                  rule_id, gap.rule->unit, Cells(gap.cells), gap.example,
                                  unit.empty() ? "no unit" : unit))
            .Worth(gap.amount, currency_)
            .At(gap.rule->position.ToString()));
  }
}

void PriceFindings::ReportUnwritten(Findings& findings) const {
  for (const auto& [kind, gap] : unwritten_) {
    const Treatment treatment = DefaultTreatment(kind);
    findings.push_back(
        Finding::Make(Severity::kInfo, "treatment.unwritten", std::string(Name(kind)),
                      fmt::format("No treatment is written for {} ({}); by default the amount is "
                                  "{}. Write it down in books/policies.toml: [[treatment]] kind = "
                                  "\"{}\", treatment = \"{}\".",
                                  Name(kind), Cells(gap.cells), Consequence(treatment), Name(kind),
                                  Name(treatment)))
            .Worth(gap.amount, currency_));
  }
}

Findings PriceFindings::Report() const {
  Findings findings;
  ReportUnknownTypes(findings);
  ReportNoPublicCost(findings);
  ReportNoRule(findings);
  ReportUnitMismatch(findings);
  ReportUnwritten(findings);
  return findings;
}

}  // namespace billwright::price
