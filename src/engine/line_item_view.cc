#include "engine/line_item_view.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/embedded.h"
#include "engine/contracts.h"
#include "engine/delivered_columns.h"
#include "engine/engine.h"
#include "model/commitment.h"
#include "model/line_item_columns.h"

namespace billwright::engine {

namespace {

std::string InList(const ClosedSet& set) {
  std::string list;
  for (const std::string& value : set.values)
    list += (list.empty() ? "" : ", ") + Literal(set.any_case ? UpperCase(value) : value);
  if (set.may_be_empty) list += ", ''";
  return fmt::format("{} NOT IN ({})",
                     set.any_case ? fmt::format("UPPER({})", set.column) : set.column, list);
}

/// Whether the file has nothing to read the contract's column from.
bool IsMissing(std::string_view name, const std::vector<ReadColumn>& columns,
               const Contract& contract) {
  const ContractColumn* const column = contract.Find(name);
  return column != nullptr && std::ranges::any_of(columns, [&](const ReadColumn& read) {
           return read.name == column->reads && read.delivered.empty();
         });
}

/// Why the row is rejected: the first that holds of the contract's rules and closed sets, and of
/// the amounts that are none.
std::string QuarantineExpression(const Contract& contract, const std::vector<ReadColumn>& columns) {
  std::string reasons = "CASE ";
  const auto add = [&](std::string_view when, std::string_view reason) {
    reasons += fmt::format("WHEN {} THEN {} ", when, Literal(reason));
  };
  for (const RowRule& rule : contract.rules)
    if (!rule.after_numbers) add(rule.when, rule.reason);
  for (const ClosedSet& set : contract.sets) add(InList(set), set.reason);
  for (const ReadColumn& column : columns)
    if (!column.failed.empty()) add("failed_" + column.name, column.failure);
  for (const RowRule& rule : contract.rules)
    if (rule.after_numbers) add(rule.when, rule.reason);
  for (const ColumnNeed& need : contract.needs)
    for (const std::string& column : need.columns)
      if (IsMissing(column, columns, contract))
        add("line_item_type = " + Literal(need.line_item_type),
            fmt::format("{} is missing, which rows of type {} need", column, need.line_item_type));
  return reasons + "ELSE '' END";
}

/// Savings Plan rows name their plan; other rows a reservation, if they do. AWS gives no ARN for
/// some reservations (Dedicated Hosts), and other programs for no Savings Plan: the first are one
/// per service, the second one.
const std::string& CommitmentArn() {
  static const std::string arn = fmt::format(
      "CASE WHEN line_item_type LIKE 'SavingsPlan%' "
      "THEN COALESCE(NULLIF(savings_plan_arn, ''), {}) "
      "WHEN reservation_arn <> '' THEN reservation_arn "
      "WHEN line_item_type IN ('DiscountedUsage', 'RIFee') THEN {} || service ELSE '' END",
      Literal(kUnnamedSavingsPlan), Literal(kUnnamedReservation));
  return arn;
}

/// The merged rule of AWS's Cloud Intelligence Dashboards; such rows have no ARN.
constexpr std::string_view kPurchaseRefund =
    "CASE WHEN line_item_type = 'Refund' "
    "THEN description LIKE 'Refund for one-time fee for Savings Plan ID%' ELSE FALSE END";

/// E of covered rows.
constexpr std::string_view kEffectiveCost =
    "CASE line_item_type WHEN 'SavingsPlanCoveredUsage' THEN savings_plan_effective_cost "
    "WHEN 'DiscountedUsage' THEN reservation_effective_cost END";

/// W of fee rows: committed and not used.
constexpr std::string_view kUnusedCost =
    "CASE line_item_type WHEN 'SavingsPlanRecurringFee' "
    "THEN savings_plan_total_commitment - savings_plan_used_commitment "
    "WHEN 'RIFee' THEN COALESCE(reservation_unused_amortized_upfront, 0) "
    "+ COALESCE(reservation_unused_recurring, 0) END";

/// O of covered rows (design 4, Allocate), from E: a reservation without a public price counts as
/// if it saved nothing.
constexpr std::string_view kOnDemandValue =
    "CASE line_item_type WHEN 'SavingsPlanCoveredUsage' THEN unblended_cost "
    "WHEN 'DiscountedUsage' THEN COALESCE(public_on_demand_cost, effective_cost) END";

/// AWS's published formula (domain.md 2.2), from E and W.
constexpr std::string_view kAmortisedCost =
    "CASE WHEN line_item_type IN ('Usage', 'Tax', 'Credit') THEN unblended_cost "
    "WHEN line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage') THEN effective_cost "
    "WHEN line_item_type IN ('SavingsPlanRecurringFee', 'RIFee') THEN unused_cost "
    "WHEN line_item_type IN ('SavingsPlanNegation', 'SavingsPlanUpfrontFee') THEN 0 "
    "WHEN line_item_type = 'Fee' AND reservation_arn <> '' THEN 0 "
    "WHEN purchase_refund THEN 0 ELSE unblended_cost END";

/// Conditions that the engine can look for in the stored file itself, where the column is the
/// line item's as it is.
std::string StoredCondition(const Contract& contract, const FileColumns& file,
                            std::span<const LineItemFilter> filters) {
  std::string condition;
  if (!contract.view.empty()) return condition;
  for (const LineItemFilter& filter : filters) {
    const auto reads = [&](const ContractColumn& column) { return column.reads == filter.column; };
    if (filter.value.empty() || std::ranges::count_if(contract.columns, reads) != 1) continue;
    const ContractColumn& column = contract.Reading(filter.column);
    const DeliveredColumn* const found = file.Find(column.name);
    if (column.type != DeliveredType::kText || found == nullptr || !IsTextType(found->type))
      continue;
    condition += fmt::format("{} {} = {}", condition.empty() ? " WHERE" : " AND",
                             Identifier(found->stored_name), Literal(filter.value));
  }
  return condition;
}

/// The contract's columns of one stored file, typed; with what of them is no number.
std::string DeliveredRows(const Delivery& delivery, const DeliveryFile& file,
                          const std::filesystem::path& folder, const Contract& contract,
                          const std::vector<ReadColumn>& columns,
                          std::span<const LineItemFilter> filters) {
  std::string select;
  for (const ReadColumn& column : columns) {
    if (!column.failed.empty())
      select += fmt::format("{} AS failed_{}, ", column.failed, column.name);
    select += fmt::format("{} AS {}, ", column.expression, column.name);
  }
  return fmt::format("SELECT {}{} AS row_number FROM {}{}", select, RowNumber(delivery, file),
                     NumberedParquetRows(folder / file.stored),
                     StoredCondition(contract, FileColumns(file), filters));
}

/// Line items of the delivered rows: by the contract's view, or as they are, with typed NULL for
/// what the format has no column for.
std::string LineItems(const Contract& contract, const std::vector<ReadColumn>& columns,
                      const std::string& delivered) {
  if (!contract.view.empty())
    return Fill(EmbeddedText(contract.view),
                {{"delivered", delivered}, {"money", std::string(MoneyType())}});
  std::string absent;
  for (const LineItemColumn& column : LineItemColumns()) {
    if (std::ranges::find(columns, column.name, &ReadColumn::name) != columns.end()) continue;
    const std::string_view type = column.type == LineItemColumnType::kText   ? "VARCHAR"
                                  : column.type == LineItemColumnType::kTime ? "TIMESTAMP"
                                                                             : MoneyType();
    absent += column.type == LineItemColumnType::kText
                  ? fmt::format("'' AS {}, ", column.name)
                  : fmt::format("CAST(NULL AS {}) AS {}, ", type, column.name);
  }
  return fmt::format("SELECT *, {}{} AS provider, '' AS delivered_type FROM ({}) AS delivered",
                     absent, Literal(contract.provider), delivered);
}

std::string FileView(const Delivery& delivery, const DeliveryFile& file,
                     const std::filesystem::path& folder, std::span<const LineItemFilter> filters) {
  const Contract& contract = ContractOf(delivery.format);
  const std::vector<ReadColumn> columns = ReadColumns(contract, FileColumns(file));
  const std::string rows = LineItems(
      contract, columns, DeliveredRows(delivery, file, folder, contract, columns, filters));
  const std::string told_apart = fmt::format(
      "SELECT *, {} AS commitment_arn, {} AS purchase_refund, {} AS effective_cost, "
      "{} AS unused_cost FROM ({}) AS delivered",
      CommitmentArn(), delivery.has_refunds ? kPurchaseRefund : "FALSE", kEffectiveCost,
      kUnusedCost, rows);
  std::string names;
  for (const LineItemColumn& column : LineItemColumns()) names += fmt::format("{}, ", column.name);
  return fmt::format(
      "SELECT {} AS file, row_number, {}provider, delivered_type, commitment_arn, purchase_refund, "
      "{} AS on_demand_value, effective_cost, unused_cost, {} AS amortised_cost, "
      "{} AS quarantine FROM ({}) AS told_apart",
      Literal(file.name), names, kOnDemandValue, kAmortisedCost,
      QuarantineExpression(contract, columns), told_apart);
}

}  // namespace

std::string RowColumn(const DeliveryFile& file) {
  std::string name = "#row";
  while (std::ranges::any_of(file.columns, [&](const DeliveredColumn& column) {
    return LowerCase(column.stored_name) == name;
  }))
    name = '#' + name;
  return name;
}

std::string RowNumber(const Delivery& delivery, const DeliveryFile& file) {
  return delivery.divided ? Identifier(RowColumn(file)) : std::string("file_row_number + 1");
}

std::string LineItemView(const Delivery& delivery, const std::filesystem::path& folder,
                         bool accepted_only, std::span<const LineItemFilter> filters) {
  std::string view;
  for (const DeliveryFile& file : delivery.files) {
    if (!view.empty()) view += " UNION ALL ";
    view += FileView(delivery, file, folder, filters);
  }
  if (!accepted_only || delivery.quarantined_rows == 0) return view;
  return fmt::format("SELECT * FROM ({}) AS all_rows WHERE quarantine = ''", view);
}

}  // namespace billwright::engine
