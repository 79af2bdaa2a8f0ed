#pragma once

#include "quality/rules.h"

// The rules that look at a series of days together: gaps in usage, anomalies of cost.

namespace billwright::quality {

std::vector<Piece> SayHoles(const Frame& rows, std::string_view key, const RuleInForce& rule,
                            std::span<const PayerMonth> payers);
std::vector<Piece> SaySilences(const Frame& rows, std::string_view key, const RuleInForce& rule,
                               std::span<const PayerMonth> payers);
std::vector<Piece> SayAnomalies(const Frame& rows, std::string_view key, const RuleInForce& rule,
                                std::span<const PayerMonth> payers);

}  // namespace billwright::quality
