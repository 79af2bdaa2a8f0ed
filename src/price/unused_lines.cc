#include "price/unused_lines.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "model/commitment.h"

namespace billwright::price {

namespace {

using CommitmentKey = std::pair<std::string_view, std::string_view>;  // payer, ARN

struct KnownService {
  std::string_view service;
  bool is_of_fee = false;
};

bool IsFee(LineItemKind kind) {
  return kind == LineItemKind::kSavingsPlanRecurringFee || kind == LineItemKind::kReservationFee;
}

std::map<CommitmentKey, KnownService> ServicesOfCommitments(std::span<const Cell> cells) {
  std::map<CommitmentKey, KnownService> services;
  for (const Cell& cell : cells) {
    if (cell.commitment_arn.empty()) continue;
    KnownService& known = services[{cell.payer_account_id, cell.commitment_arn}];
    const bool is_fee = IsFee(cell.kind());
    if (known.service.empty() || (is_fee && !known.is_of_fee)) known = {cell.service, is_fee};
  }
  return services;
}

/// "ec2" of arn:aws:ec2:…; the whole text where it is no ARN.
std::string_view ServiceOfArn(std::string_view arn) {
  if (CommitmentKindOf(arn) == "savings_plan") return "SavingsPlans";
  if (!arn.starts_with("arn:")) return arn;
  arn.remove_prefix(4);
  arn.remove_prefix(std::min(arn.size(), arn.find(':') + 1));
  return arn.substr(0, arn.find(':'));
}

}  // namespace

bool IsWithoutCell(const CellShare& line) { return line.line_item_type.empty(); }

std::vector<Cell> CellsOfUnusedLines(std::span<const CellShare> lines, std::span<const Cell> cells,
                                     BillingPeriod period, const std::string& currency) {
  const auto services = ServicesOfCommitments(cells);
  std::vector<Cell> result;
  for (const CellShare& line : lines) {
    if (!IsWithoutCell(line)) continue;
    Cell cell;
    cell.customer_id = line.customer_id;
    cell.span_start = std::max(line.span_start, period.start());
    cell.payer_account_id = line.payer_account_id;
    cell.commitment_arn = line.commitment_arn;
    cell.currency = line.currency.empty() ? currency : line.currency;
    const auto known = services.find({line.payer_account_id, line.commitment_arn});
    cell.service =
        known != services.end() ? known->second.service : ServiceOfArn(line.commitment_arn);
    result.push_back(std::move(cell));
  }
  return result;
}

}  // namespace billwright::price
