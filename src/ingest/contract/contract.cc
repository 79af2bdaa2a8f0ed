#include "ingest/contract/contract.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

#include "ingest/contract/spelling.h"
#include "model/line_item_columns.h"

namespace billwright::ingest {

namespace {

std::unexpected<Error> Wrong(const DeliveryFile& file, std::string message) {
  return Fail(Error(ErrorCode::kInvalidInput, std::move(message), {file.name, 0, 0}));
}

/// Legacy csv writes "lineItem/UsageType"; CUR 2.0 and every Parquet "line_item_usage_type".
bool WritesSlashes(const DeliveryFile& file) {
  return std::ranges::any_of(file.columns, [](const DeliveredColumn& column) {
    return column.name.find('/') != std::string::npos;
  });
}

/// Columns that CUR 2.0 has and legacy reports never had.
bool IsCur2(const DeliveryFile& file) {
  static constexpr std::array<std::string_view, 7> kOnlyCur2 = {"bill_payer_account_name",
                                                                "line_item_usage_account_name",
                                                                "product",
                                                                "resource_tags",
                                                                "cost_category",
                                                                "discount",
                                                                "tags"};
  return std::ranges::any_of(
      kOnlyCur2, [&](std::string_view name) { return FindColumn(file, name) != nullptr; });
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string MissingColumns(const DeliveryFile& file, const std::vector<std::string_view>& missing) {
  std::string text = missing.size() == 1
                         ? "the required column "
                         : fmt::format("{} required columns are missing: ", missing.size());
  for (const std::string_view name : missing) {
    if (name != missing.front()) text += ", ";
    text += SpellingIn(file, name);
    if (missing.size() == 1) text += " is missing";
    const std::vector<std::string> similar = SimilarColumns(file, name);
    if (!similar.empty()) text += fmt::format(" (similar columns: {})", Joined(similar));
  }
  return text;
}

std::string NoReport(const DeliveryFile& file) {
  if (FindColumn(file, "BilledCost") != nullptr && FindColumn(file, "ChargeCategory") != nullptr)
    return "this is a FOCUS export; Billwright reads the Cost and Usage Report, legacy or CUR 2.0";
  return fmt::format("not a Cost and Usage Report: none of its {} columns is one of a line item",
                     file.columns.size());
}

Result<void> CheckRequired(const DeliveryFile& file) {
  std::vector<std::string_view> missing;
  size_t required = 0;
  for (const LineItemColumn& column : LineItemColumns()) {
    if (column.presence != Presence::kRequired) continue;
    ++required;
    if (FindColumn(file, column.delivered) == nullptr) missing.push_back(column.delivered);
  }
  if (missing.size() == required) return Wrong(file, NoReport(file));
  if (!missing.empty()) return Wrong(file, MissingColumns(file, missing));
  return {};
}

/// Two columns of one name that we read: which of them would be the money?
Result<void> CheckTwins(const DeliveryFile& file) {
  std::set<std::string> read;
  for (const LineItemColumn& column : LineItemColumns())
    read.insert(FoldColumnName(column.delivered));
  std::set<std::string> seen;
  for (const DeliveredColumn& column : file.columns) {
    const std::string name = FoldColumnName(column.name);
    if (read.contains(name) && !seen.insert(name).second)
      return Wrong(file, fmt::format("the column {} is there twice", column.name));
  }
  return {};
}

/// Line item types and the columns without which their rows say nothing.
struct Need {
  std::string_view type;
  std::string_view column;  ///< canonical name
};

constexpr std::array kNeeds = {
    Need{"DiscountedUsage", "reservation_arn"},
    Need{"DiscountedUsage", "reservation_effective_cost"},
    Need{"RIFee", "reservation_arn"},
    Need{"RIFee", "reservation_amortized_upfront"},
    Need{"RIFee", "reservation_unused_amortized_upfront"},
    Need{"RIFee", "reservation_unused_recurring"},
    Need{"SavingsPlanCoveredUsage", "savings_plan_arn"},
    Need{"SavingsPlanCoveredUsage", "savings_plan_effective_cost"},
    Need{"SavingsPlanNegation", "savings_plan_arn"},
    Need{"SavingsPlanRecurringFee", "savings_plan_arn"},
    Need{"SavingsPlanRecurringFee", "savings_plan_total_commitment"},
    Need{"SavingsPlanRecurringFee", "savings_plan_used_commitment"},
    Need{"SavingsPlanRecurringFee", "savings_plan_recurring_commitment"},
    Need{"SavingsPlanRecurringFee", "savings_plan_amortized_upfront"},
    Need{"SavingsPlanUpfrontFee", "savings_plan_arn"},
};

std::string_view DeliveredName(std::string_view canonical) {
  const auto columns = LineItemColumns();
  return std::ranges::find(columns, canonical, &LineItemColumn::name)->delivered;
}

bool HasAnyOf(const DeliveryFile& file, Presence family) {
  return std::ranges::any_of(LineItemColumns(), [&](const LineItemColumn& column) {
    return column.presence == family && FindColumn(file, column.delivered) != nullptr;
  });
}

}  // namespace

const DeliveredColumn* FindColumn(const DeliveryFile& file, std::string_view delivered) {
  const std::string wanted = FoldColumnName(delivered);
  const auto found = std::ranges::find_if(file.columns, [&](const DeliveredColumn& column) {
    return FoldColumnName(column.name) == wanted;
  });
  return found == file.columns.end() ? nullptr : &*found;
}

std::string SpellingIn(const DeliveryFile& file, std::string_view delivered) {
  const DeliveredColumn* const found = FindColumn(file, delivered);
  if (found != nullptr) return found->name;
  return WritesSlashes(file) ? LegacySpelling(delivered) : std::string(delivered);
}

Result<std::string> FormatOf(const DeliveryFile& file) {
  RETURN_IF_ERROR(CheckRequired(file));
  RETURN_IF_ERROR(CheckTwins(file));
  return std::string(IsCur2(file) ? kCur2 : kLegacyCur);
}

Result<Findings> CheckFamilies(const DeliveryFile& file, const std::vector<std::string>& types) {
  for (const Need& need : kNeeds) {
    const std::string_view delivered = DeliveredName(need.column);
    if (std::ranges::find(types, need.type) == types.end()) continue;
    if (FindColumn(file, delivered) != nullptr) continue;
    return Wrong(file, fmt::format("the column {} is missing, which its rows of type {} need",
                                   SpellingIn(file, delivered), need.type));
  }
  Findings findings;
  for (const auto& [family, what] : {std::pair{Presence::kReservation, "reservations"},
                                     std::pair{Presence::kSavingsPlan, "Savings Plans"}}) {
    if (HasAnyOf(file, family)) continue;
    findings.push_back(Finding::Make(
        Severity::kInfo, "column.missing_family", file.name,
        fmt::format(
            "The file has no columns about {0}, and no rows that need them: AWS leaves them "
            "out of a month without {0}. Nothing to do.",
            what)));
  }
  return findings;
}

}  // namespace billwright::ingest
