#pragma once

#include <span>
#include <string>
#include <string_view>

// The columns of a line item that Billwright works with, named once: canonical name (CUR 2.0's word
// where it has one), type, how each format of AWS's spells it, and when it must be there. The view
// of a delivery is generated from this list (engine/line_item_view.h), with typed NULL for what is
// absent; so are the checks of a delivery's header. All other delivered columns are kept in the
// delivery's files and not read.

namespace billwright {

/// What a line item column holds. Delivered as text (csv) or in Parquet's types; both are read.
enum class LineItemColumnType {
  kText,      ///< empty where absent
  kMoney,     ///< exact, scale 12; a value that is none quarantines its row
  kQuantity,  ///< scale 12, rounded half to even beyond
  kTime,      ///< UTC
};

/// When a delivery must have the column.
enum class Presence {
  kRequired,     ///< always; without it the delivery is refused
  kReservation,  ///< if the month has reservations (AWS leaves the family out otherwise)
  kSavingsPlan,  ///< if the month has Savings Plans (likewise)
  kOptional,     ///< AWS leaves it out at times, or it came later
};

struct LineItemColumn {
  std::string_view name;  ///< in the view: "unblended_cost"
  LineItemColumnType type;
  Presence presence;
  /// As AWS spells it in CUR 2.0 and Parquet: "line_item_unblended_cost". Legacy csv writes
  /// "lineItem/UnblendedCost"; both fold to the same word (FoldColumnName).
  std::string_view delivered;
  /// Another column to take it from where `delivered` is absent; or empty.
  std::string_view alternative;
  /// For CUR 2.0: key of it in the map column `product`, where neither is there; or empty.
  std::string_view product_key;
  std::string_view comment;
};

std::span<const LineItemColumn> LineItemColumns();

/// Lower case without separators: "lineItem/UnblendedCost" and "line_item_unblended_cost" both give
/// "lineitemunblendedcost". Two columns are the same if their folded names agree.
std::string FoldColumnName(std::string_view name);

}  // namespace billwright
