#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "model/billing_period.h"
#include "money/decimal.h"

namespace billwright {

/// What a rule's per cent is applied to: design, section 4, Price.
enum class Basis {
  kBilled,     ///< unblended cost; covered usage at its on-demand value
  kPublic,     ///< public on-demand cost (AWS fills it from the highest tier of tiered SKUs)
  kAllocated,  ///< on-demand value less what the policy passes on (A)
  kCost,       ///< amortised cost after allocation (K)
};
std::string_view Name(Basis basis);  ///< "billed", "public", "allocated", "cost"
std::optional<Basis> ParseBasis(std::string_view name);

/// Which cells a rule is for. Every list that is not empty must match; `*` and `?` are wildcards.
struct RuleScope {
  std::vector<std::string> services;  ///< line_item_product_code
  std::vector<std::string> regions;
  std::vector<std::string> usage_types;
  std::vector<std::string> operations;
  std::vector<std::string>
      line_item_types;                ///< empty: Usage, DiscountedUsage, SavingsPlanCoveredUsage
  std::vector<std::string> kinds;     ///< Name(LineItemKind); empty as above
  std::vector<std::string> accounts;  ///< usage accounts
};

/// A [[rule]] of books/pricebooks/*.toml. The first rule of the book that matches prices the cell.
struct PriceRule {
  std::string id;
  RuleScope scope;
  /// Either a per cent on (+) or off (−) a basis …
  Basis basis = Basis::kBilled;
  Decimal percent;
  /// … or a fixed rate per unit of usage; then `unit` must be the cell's pricing unit.
  std::optional<Decimal> rate_per_unit;
  std::string unit;
  UtcTime from = UtcTime::Beginning();
  UtcTime to = UtcTime::Open();
  SourcePosition position;
};

struct PriceBook {
  std::string id;
  std::string name;
  std::string currency;
  std::vector<PriceRule> rules;  ///< in order
  SourcePosition position;
};

/// A line of books/charges.csv: a custom line on a customer's statement.
struct CustomLine {
  std::string id;
  std::string customer_id;
  std::string description;
  bool is_percent = false;     ///< kind: "flat" or "percent"
  Decimal amount;              ///< flat: money; percent: per cent of the base
  std::string base;            ///< percent: "all", "usage", or a service's product code
  BillingPeriod from{1, 1};    ///< one-off: from = to − 1
  BillingPeriod to{9999, 12};  ///< exclusive
  SourcePosition position;
};

/// A [[tax]] of books/taxes.toml: what the reseller adds on its statements.
struct TaxRule {
  std::string id;
  std::string name;  ///< "VAT 20 %"
  Decimal percent;
  std::vector<std::string> customers;  ///< empty: all
  BillingPeriod from{1, 1};
  BillingPeriod to{9999, 12};
  SourcePosition position;
};

}  // namespace billwright
