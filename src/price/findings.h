#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "model/cell.h"
#include "model/finding.h"
#include "model/price_book.h"

namespace billwright::price {

/// Gathers what a person should know, so that a gap in a price book is one finding with all of its
/// money and not one for every cell: by customer and service, by rule and unit, by kind.
class PriceFindings {
 public:
  explicit PriceFindings(std::string currency) : currency_(std::move(currency)) {}

  /// `book` is nullptr where the customer has none.
  void NoRule(const Cell& cell, const PriceBook* book, Decimal billed);
  void NoPublicCost(const Cell& cell, Decimal billed);
  void UnitMismatch(const Cell& cell, const PriceRule& rule, const std::string& rule_id,
                    Decimal billed);
  void Unwritten(LineItemKind kind, Decimal amount);
  void UnknownType(const Cell& cell);

  /// By code, then by subject.
  Findings Report() const;

 private:
  struct Gap {
    Decimal amount;
    int64_t cells = 0;
    bool any_money = false;  // amounts of either sign may cancel
    const PriceBook* book = nullptr;
    const PriceRule* rule = nullptr;
    std::string example;  // a usage type

    void Add(Decimal cell_amount);
  };
  using ByPair = std::map<std::pair<std::string, std::string>, Gap>;

  void ReportNoRule(Findings& findings) const;
  void ReportNoPublicCost(Findings& findings) const;
  void ReportUnitMismatch(Findings& findings) const;
  void ReportUnwritten(Findings& findings) const;
  void ReportUnknownTypes(Findings& findings) const;

  std::string currency_;
  ByPair no_rule_;         // customer, service
  ByPair no_public_cost_;  // customer, service
  ByPair unit_mismatch_;   // rule, unit
  std::map<LineItemKind, Gap> unwritten_;
  std::map<std::string, Gap> unknown_types_;
};

}  // namespace billwright::price
