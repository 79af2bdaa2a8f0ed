#pragma once

#include <span>
#include <string>
#include <string_view>

// The columns of a line item that Billwright works with, named once: canonical name (CUR 2.0's word
// where it has one) and type. How each format spells them, and what it makes them of, is its
// contract's (contracts/, model/contract.h); the view of a delivery is generated from both
// (engine/line_item_view.h), with typed NULL for what is absent. All other delivered columns are
// kept in the delivery's files and not read.

namespace billwright {

/// What a line item column holds. Delivered as text (csv) or in Parquet's types; both are read.
enum class LineItemColumnType {
  kText,      ///< empty where absent
  kMoney,     ///< scale 12; a value that is no number quarantines its row
  kQuantity,  ///< scale 12, rounded half to even beyond
  kTime,      ///< UTC
};

struct LineItemColumn {
  std::string_view name;  ///< in the view: "unblended_cost"
  LineItemColumnType type;
  std::string_view comment;
};

std::span<const LineItemColumn> LineItemColumns();

/// Lower case without separators: "lineItem/UnblendedCost" and "line_item_unblended_cost" both give
/// "lineitemunblendedcost". Two columns are the same if their folded names agree.
std::string FoldColumnName(std::string_view name);

}  // namespace billwright
