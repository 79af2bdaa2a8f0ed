#include "engine/line_item_view.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <unordered_map>

#include "engine/engine.h"
#include "model/line_item.h"
#include "model/line_item_columns.h"

namespace billwright::engine {

namespace {

bool IsText(std::string_view type) { return type == "VARCHAR"; }

/// The delivered columns of one file by their folded names; the first of a name wins.
class FileColumns {
 public:
  explicit FileColumns(const DeliveryFile& file) {
    for (const DeliveredColumn& column : file.columns)
      by_name_.emplace(FoldColumnName(column.name), &column);
  }
  const DeliveredColumn* Find(std::string_view name) const {
    const auto found = by_name_.find(FoldColumnName(name));
    return found == by_name_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string, const DeliveredColumn*> by_name_;
};

std::string MapValue(const DeliveredColumn& map, std::string_view key) {
  const std::string column = Identifier(map.stored_name);
  if (IsText(map.type)) return fmt::format("json_text({}, {})", column, Literal(key));
  return fmt::format("{}[{}]", column, Literal(key));
}

std::string TextExpression(const LineItemColumn& column, const FileColumns& columns) {
  std::vector<std::string> sources;
  for (const std::string_view name : {column.delivered, column.alternative}) {
    if (name.empty()) continue;
    const DeliveredColumn* found = columns.Find(name);
    if (found == nullptr) continue;
    const std::string source = Identifier(found->stored_name);
    sources.push_back(IsText(found->type) ? source : fmt::format("CAST({} AS VARCHAR)", source));
  }
  const DeliveredColumn* product = columns.Find("product");
  if (!column.product_key.empty() && product != nullptr)
    sources.push_back(MapValue(*product, column.product_key));
  if (sources.empty()) return "''";
  std::string all;
  for (const std::string& source : sources)
    all += (sources.size() == 1 ? source : fmt::format("NULLIF({}, '')", source)) + ", ";
  return fmt::format("COALESCE({}'')", all);
}

std::string TimeExpression(const DeliveredColumn* found) {
  if (found == nullptr) return "CAST(NULL AS TIMESTAMP)";
  const std::string source = Identifier(found->stored_name);
  if (IsText(found->type)) return fmt::format("instant({})", source);
  if (found->type == "TIMESTAMP WITH TIME ZONE")
    return fmt::format("({} AT TIME ZONE 'UTC')", source);
  return fmt::format("CAST({} AS TIMESTAMP)", source);
}

bool IsInteger(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"TINYINT",  "SMALLINT",  "INTEGER",  "BIGINT",
                                                "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

/// Whether every value of "DECIMAL(<digits>,<places>)" is money without being rounded.
bool IsDecimalThatFits(std::string_view type) {
  constexpr int kMostDigits = 38;
  constexpr std::string_view kDecimal = "DECIMAL(";
  if (!type.starts_with(kDecimal)) return false;
  type.remove_prefix(kDecimal.size());
  int digits = 0;
  int places = 0;
  const char* const end = type.data() + type.size();
  const auto comma = std::from_chars(type.data(), end, digits);
  if (comma.ec != std::errc() || comma.ptr == end || *comma.ptr != ',') return false;
  if (std::from_chars(comma.ptr + 1, end, places).ec != std::errc()) return false;
  return places <= Decimal::kScale && digits - places <= kMostDigits - Decimal::kScale;
}

/// Money or a quantity from a column of any number type, and whether a value that is there did not
/// become one.
struct NumberExpression {
  std::string value;
  std::string failed;  ///< empty if it cannot fail
};

NumberExpression Number(const DeliveredColumn* found, bool is_money) {
  if (found == nullptr) return {fmt::format("CAST(NULL AS {})", MoneyType()), {}};
  std::string source = Identifier(found->stored_name);
  if (IsInteger(found->type) || IsDecimalThatFits(found->type))
    return {fmt::format("CAST({} AS {})", source, MoneyType()), {}};
  // A cast of anything wider would round, or end the query: its text is read instead.
  if (found->type != "DOUBLE" && !IsText(found->type))
    source = fmt::format("CAST({} AS VARCHAR)", source);
  const std::string value = fmt::format("{}({})", is_money ? "exact" : "quantity", source);
  const std::string there =
      IsText(found->type) ? fmt::format("{} <> ''", source) : fmt::format("{} IS NOT NULL", source);
  return {value, fmt::format("({} AND {} IS NULL)", there, value)};
}

std::string NotAnAccount(std::string_view column) {
  return fmt::format("(LENGTH({0}) <> 12 OR TRANSLATE({0}, '0123456789', '') <> '')", column);
}

std::string KnownTypes() {
  std::string list;
  for (const LineItemTypeRow& row : KnownLineItemTypes())
    list += (list.empty() ? "" : ", ") + Literal(row.type);
  return list;
}

std::string QuarantineExpression(const std::vector<std::string>& number_failures) {
  std::string reasons = fmt::format(
      "CASE WHEN {} THEN 'bill_payer_account_id is not 12 digits' "
      "WHEN {} THEN 'line_item_usage_account_id is not 12 digits' "
      "WHEN line_item_type NOT IN ({}) THEN 'line item type is not known' "
      "WHEN usage_start IS NULL THEN 'line_item_usage_start_date is not a time' "
      "WHEN LENGTH(currency) <> 3 THEN 'line_item_currency_code is not a currency' "
      "WHEN line_item_type LIKE 'SavingsPlan%' AND savings_plan_arn = '' "
      "THEN 'Savings Plan row without an ARN' ",
      NotAnAccount("payer_account_id"), NotAnAccount("usage_account_id"), KnownTypes());
  for (const std::string& failure : number_failures) reasons += failure + " ";
  return reasons +
         "WHEN unblended_cost IS NULL AND line_item_type = 'Usage' THEN 'line_item_unblended_cost "
         "is empty' ELSE '' END";
}

/// Savings Plan rows name their plan; other rows a reservation, if they do. AWS gives no ARN for
/// some reservations (Dedicated Hosts): those of a service are one.
constexpr std::string_view kCommitmentArn =
    "CASE WHEN line_item_type LIKE 'SavingsPlan%' THEN savings_plan_arn "
    "WHEN reservation_arn <> '' THEN reservation_arn "
    "WHEN line_item_type IN ('DiscountedUsage', 'RIFee') "
    "THEN 'unnamed-reservation/' || service ELSE '' END";

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

std::string StoredCondition(const FileColumns& columns, std::span<const LineItemFilter> filters) {
  std::string condition;
  for (const LineItemFilter& filter : filters)
    for (const LineItemColumn& column : LineItemColumns()) {
      if (column.name != filter.column || column.type != LineItemColumnType::kText ||
          !column.alternative.empty() || filter.value.empty())
        continue;
      const DeliveredColumn* found = columns.Find(column.delivered);
      if (found == nullptr || !IsText(found->type)) continue;
      condition += fmt::format("{} {} = {}", condition.empty() ? " WHERE" : " AND",
                               Identifier(found->stored_name), Literal(filter.value));
    }
  return condition;
}

std::string FileView(const DeliveryFile& file, const std::filesystem::path& folder,
                     bool has_refunds, std::span<const LineItemFilter> filters) {
  const FileColumns columns(file);
  std::string inner;
  std::string outer;
  std::vector<std::string> failures;
  for (const LineItemColumn& column : LineItemColumns()) {
    const DeliveredColumn* found = columns.Find(column.delivered);
    std::string expression;
    switch (column.type) {
      case LineItemColumnType::kText:
        expression = TextExpression(column, columns);
        break;
      case LineItemColumnType::kTime:
        expression = TimeExpression(found);
        break;
      case LineItemColumnType::kMoney:
      case LineItemColumnType::kQuantity: {
        const bool is_money = column.type == LineItemColumnType::kMoney;
        const NumberExpression number = Number(found, is_money);
        expression = number.value;
        if (!number.failed.empty()) {
          inner += fmt::format("{} AS failed_{}, ", number.failed, column.name);
          failures.push_back(fmt::format("WHEN failed_{} THEN '{} is not a number{}'", column.name,
                                         column.delivered,
                                         is_money ? " of at most 12 decimals" : ""));
        }
        break;
      }
    }
    inner += fmt::format("{} AS {}, ", expression, column.name);
    outer += fmt::format("{}, ", column.name);
  }
  const std::string rows = fmt::format(
      "SELECT {}file_row_number + 1 AS row_number FROM read_parquet({}, file_row_number = true){}",
      inner, Literal((folder / file.stored).string()), StoredCondition(columns, filters));
  const std::string told_apart = fmt::format(
      "SELECT *, {} AS commitment_arn, {} AS purchase_refund, {} AS effective_cost, "
      "{} AS unused_cost FROM ({}) AS delivered",
      kCommitmentArn, has_refunds ? kPurchaseRefund : "FALSE", kEffectiveCost, kUnusedCost, rows);
  return fmt::format(
      "SELECT {} AS file, row_number, {}commitment_arn, purchase_refund, "
      "{} AS on_demand_value, effective_cost, unused_cost, {} AS amortised_cost, "
      "{} AS quarantine FROM ({}) AS told_apart",
      Literal(file.name), outer, kOnDemandValue, kAmortisedCost, QuarantineExpression(failures),
      told_apart);
}

}  // namespace

std::string LineItemView(const Delivery& delivery, const std::filesystem::path& folder,
                         bool accepted_only, std::span<const LineItemFilter> filters) {
  std::string view;
  for (const DeliveryFile& file : delivery.files) {
    if (!view.empty()) view += " UNION ALL ";
    view += FileView(file, folder, delivery.has_refunds, filters);
  }
  if (!accepted_only || delivery.quarantined_rows == 0) return view;
  return fmt::format("SELECT * FROM ({}) AS all_rows WHERE quarantine = ''", view);
}

}  // namespace billwright::engine
