#include "report/charge_description.h"

#include <array>
#include <string_view>
#include <utility>

#include "model/line_item.h"
#include "report/usage_words.h"

namespace billwright::report {

namespace {

/// Kinds whose rows AWS describes by little more than their type.
constexpr std::array<std::pair<LineItemKind, std::string_view>, 9> kPlainWords = {{
    {LineItemKind::kTax, "Tax billed by AWS"},
    {LineItemKind::kCredit, "Credit"},
    {LineItemKind::kRefund, "Refund"},
    {LineItemKind::kEnterpriseDiscount, "Enterprise discount"},
    {LineItemKind::kPrivateRateDiscount, "Private rate discount"},
    {LineItemKind::kBundledDiscount, "Bundled discount"},
    {LineItemKind::kReservationVolumeDiscount, "Reservation volume discount"},
    {LineItemKind::kSolutionProviderDiscount, "Solution Provider discount"},
    {LineItemKind::kSavingsPlanNegation, "Savings Plan negation"},
}};

/// Kinds that are about a commitment as a whole.
constexpr std::array<std::pair<LineItemKind, std::string_view>, 5> kCommitmentWords = {{
    {LineItemKind::kSavingsPlanRecurringFee, "Fee of "},
    {LineItemKind::kReservationFee, "Fee of "},
    {LineItemKind::kSavingsPlanUpfrontFee, "Upfront payment of "},
    {LineItemKind::kReservationUpfrontFee, "Upfront payment of "},
    {LineItemKind::kPurchaseRefund, "Refund of the upfront payment of "},
}};

template <size_t N>
std::string_view WordsFor(std::string_view kind,
                          const std::array<std::pair<LineItemKind, std::string_view>, N>& table) {
  for (const auto& [known, words] : table)
    if (kind == Name(known)) return words;
  return {};
}

std::string WithCode(std::string words, std::string_view code) {
  return code.empty() ? words : std::move(words) + " · " + std::string(code);
}

std::string_view AppliedWords(const Charge& charge) {
  if (charge.commitment_discount.IsZero()) return {};
  if (charge.kind == Name(LineItemKind::kSavingsPlanCovered)) return "Savings Plan applied";
  if (charge.kind == Name(LineItemKind::kReservationCovered)) return "reserved instance applied";
  return {};
}

}  // namespace

std::string DescriptionOf(const Charge& charge, Ownership ownership) {
  if (charge.kind == kTermKind) return charge.description;
  if (charge.kind == kUnusedKind)
    return "Unused commitment of " + CommitmentName(charge.commitment_arn, ownership);
  if (const std::string_view words = WordsFor(charge.kind, kCommitmentWords); !words.empty()) {
    if (!charge.commitment_arn.empty())
      return std::string(words) + CommitmentName(charge.commitment_arn, ownership);
    return std::string(words) + "a commitment";
  }
  if (const std::string_view words = WordsFor(charge.kind, kPlainWords); !words.empty())
    return WithCode(std::string(words), charge.usage_type);
  if (charge.kind == Name(LineItemKind::kSupport))
    return WithCode("AWS support", charge.usage_type);
  std::string text = UsageDescription(charge.usage_type, charge.operation, AppliedWords(charge));
  if (charge.kind == Name(LineItemKind::kMarketplace) && !charge.legal_entity.empty())
    return (text.empty() ? "Sold by " : text + ", sold by ") + charge.legal_entity;
  if (!text.empty()) return text;
  if (charge.kind == Name(LineItemKind::kFee)) return "Fee";
  return charge.line_item_type.empty() ? charge.kind : charge.line_item_type;
}

}  // namespace billwright::report
