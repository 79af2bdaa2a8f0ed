#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/frame.h"
#include "quality/assess.h"
#include "quality/rule_row.h"

namespace billwright::quality {

/// A thing that a rule found, and of which delivery or payer.
struct Piece {
  std::string key;
  Told told;
};

/// All that a rule says of its statement's rows. `key`: the column that names whose a row is.
/// `payers`: the current deliveries; none for arrivals.
using SayAll = std::vector<Piece> (*)(const Frame& rows, std::string_view key,
                                      const RuleInForce& rule, std::span<const PayerMonth> payers);

struct RuleWords {
  std::string_view code;
  SayAll say;
};

/// The rules that look into deliveries, and those that look at what has come, in the order in which
/// they are asked. Together they are QualityRules().
std::span<const RuleWords> MonthRules();
std::span<const RuleWords> ArrivalRules();

}  // namespace billwright::quality
