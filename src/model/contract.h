#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a format of deliveries promises: its columns, its closed sets of values, the rules of a row.
// The records of the reviewed files in contracts/ (engine/contracts.h reads them). What a row is
// made of, what refuses a file and what quarantines a row is written there and not in code; how the
// line_item view is made from it is engine/line_item_view.h's.

namespace billwright {

/// What the values of a delivered column are.
enum class DeliveredType {
  kText,
  kMoney,     ///< an amount: a double, a decimal, an integer or a text
  kRate,      ///< money per unit; kept and not computed with
  kQuantity,  ///< an amount of usage, a count, a ratio
  kTime,      ///< an instant: a text, a timestamp, a count since 1970
  kMap,       ///< keys and values: a map, or a text with a JSON object
};

/// When a delivery has the column.
enum class Presence {
  kRequired,              ///< always; without it the delivery is refused
  kOptional,              ///< it came late, it may be switched off, or nothing needs it
  kReservations,          ///< in months with reservations
  kSavingsPlans,          ///< in months with Savings Plans
  kDiscounts,             ///< in months with discounts (private pricing, bundles)
  kResources,             ///< if the export includes resources
  kSplitCost,             ///< if the export includes split cost allocation data
  kTags,                  ///< if tags are activated
  kCostCategories,        ///< if there are cost categories
  kCapacityReservations,  ///< if the export includes capacity reservations
  kPrincipals,            ///< if the export includes IAM principals
};

/// One column of the format.
struct ContractColumn {
  std::string name;  ///< "line_item_unblended_cost", "BilledCost"; compared by FoldColumnName
  DeliveredType type = DeliveredType::kText;
  Presence presence = Presence::kOptional;
  /// The name that it is read under: of a line item (model/line_item_columns.h), or of the
  /// contract's view. Empty: kept and not read. Of several columns read under one name the first
  /// that has a value counts.
  std::string reads;
  /// Of a map: its keys that are read, and under which names. They count after columns.
  std::vector<std::pair<std::string, std::string>> keys;
  std::string meaning;
};

/// Columns whose names nobody can list: one per tag key, cost category, product attribute.
struct ColumnFamily {
  std::string prefix;  ///< what their names start with; folded
  DeliveredType type = DeliveredType::kText;
  Presence presence = Presence::kOptional;
  std::string meaning;
};

/// The values that a column may have; another quarantines its row.
struct ClosedSet {
  std::string column;  ///< as read: "line_item_type", "charge_category"
  std::vector<std::string> values;
  bool any_case = false;  ///< "Usage-based" is "Usage-Based"
  bool may_be_empty = false;
  std::string reason;
};

/// A condition that quarantines a row, over the columns as they are read.
struct RowRule {
  std::string reason;  ///< begins with a column's name, where it is about one
  std::string when;    ///< SQL
  /// After what is no number was found: an empty amount and one that is no number are both NULL.
  bool after_numbers = false;
};

/// Columns without which rows of a line item type say nothing.
struct ColumnNeed {
  std::string line_item_type;
  std::vector<std::string> columns;
};

struct Contract {
  std::string format;    ///< "legacy_cur": of Delivery::format
  std::string title;     ///< for people: "legacy CUR"
  std::string provider;  ///< of every row: "aws"; empty: the rows say it
  /// A file is of this format if it has all of the first and one of the second (if there are any).
  std::vector<std::string> told_by_all;
  std::vector<std::string> told_by_any;
  /// A statement of sql/engine that makes line items of the columns as they are read; empty: they
  /// are line items.
  std::string view;
  std::vector<std::string> empty_texts;    ///< that mean "no value", beside the empty one
  std::vector<std::string> empty_numbers;  ///< likewise, in columns of numbers alone
  /// Money with more than twelve decimals is rounded, half to even, with a finding that says the
  /// rest to the last digit. False: its row is quarantined.
  bool rounds_finer_money = false;
  /// Rows say what a commitment costs in a window beside its used and unused part, and what part of
  /// upfront payments that is: the two can be held against each other. FOCUS does not.
  bool tells_commitment_totals = false;
  std::vector<ContractColumn> columns;
  std::vector<ColumnFamily> families;
  std::vector<ClosedSet> sets;
  std::vector<RowRule> rules;
  std::vector<ColumnNeed> needs;

  /// The column of that name, however it is spelled; nullptr if the contract has none.
  const ContractColumn* Find(std::string_view name) const;
  const ColumnFamily* FamilyOf(std::string_view name) const;
  bool Knows(std::string_view name) const;
  /// Of a column of tags or cost categories: kText if it is of one key, kMap if of several; nullopt
  /// of any other.
  std::optional<DeliveredType> TagTypeOf(std::string_view name) const;
  /// The first column that is read under the name; nullptr if there is none, or CHECKed.
  const ContractColumn* FindReading(std::string_view read_as) const;
  const ContractColumn& Reading(std::string_view read_as) const;
};

/// As contract files write it: "money", "savings_plans".
std::string_view Name(DeliveredType type);
std::string_view Name(Presence presence);
std::optional<DeliveredType> ParseDeliveredType(std::string_view name);
std::optional<Presence> ParsePresence(std::string_view name);

}  // namespace billwright
