#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/billing_period.h"
#include "model/frame.h"
#include "model/quality_rule.h"

namespace billwright::quality {

/// One row of a rule's statement, by the names of its columns.
class RuleRow {
 public:
  RuleRow(const Frame& frame, size_t row) : frame_(frame), row_(row) {}

  const std::string& Text(std::string_view name) const { return frame_.column(name).text()[row_]; }
  int64_t Count(std::string_view name) const { return frame_.column(name).integers()[row_]; }
  Decimal Money(std::string_view name) const { return frame_.column(name).decimals()[row_]; }
  UtcTime Time(std::string_view name) const { return frame_.column(name).times()[row_]; }
  bool Has(std::string_view name) const { return frame_.Find(name) != nullptr; }

 private:
  const Frame& frame_;
  size_t row_;
};

/// A rule as it is in force, and for what.
struct RuleInForce : QualityRule {
  std::string currency;  ///< of the delivery that is looked at; empty for arrivals
  std::string provider;  ///< whose delivery it is, for people: "AWS", "Google Cloud"
};

/// What a rule says of one row.
struct Told {
  std::string subject;
  std::string message;
  std::optional<Decimal> amount;
  std::string where;
  std::string currency;                 ///< of the amount; empty: the delivery's
  std::optional<BillingPeriod> period;  ///< of an arrival; that of a delivery is known
};

/// Words for a row; nullopt if the threshold says that it is nothing.
using Say = std::optional<Told> (*)(const RuleRow& row, const RuleInForce& rule);

}  // namespace billwright::quality
