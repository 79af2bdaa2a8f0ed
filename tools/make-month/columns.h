#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "row.h"
#include "world.h"

// The columns of the reports, each named once with how its value comes out of a row.

namespace billwright::make_month {

using TextMap = std::vector<std::pair<std::string_view, std::string_view>>;

/// A row with what is needed to spell it.
struct RowView {
  const World& world;
  const Row& row;
  std::string& scratch;  ///< for texts that are made for the row; read the value before the next

  const Account& account() const { return world.accounts[static_cast<size_t>(row.account)]; }
  const Commitment* commitment() const {
    return row.commitment < 0 ? nullptr : &world.CommitmentAt(row.commitment);
  }
};

struct Column {
  enum class Kind { kText, kNumber, kRate, kTime, kTextMap, kNumberMap };

  std::string_view slash;  ///< legacy: "lineItem/UnblendedCost"
  std::string_view cur2;   ///< CUR 2.0: "line_item_unblended_cost"; empty: the slash name folded
  Kind kind = Kind::kText;
  bool lean = false;  ///< belongs to the narrow report too
  bool kept = true;   ///< a text lives as long as the row's world; else it is in `scratch`
  std::string_view (*text)(const RowView&) = nullptr;
  Amount (*number)(const RowView&) = nullptr;  ///< kNumber, kRate; kAbsent for none
  UtcTime (*time)(const RowView&) = nullptr;
  void (*map)(const RowView&, TextMap&) = nullptr;  ///< kTextMap
};

/// The columns of a report, in its order: those of families that the month does not have left out,
/// as AWS does in the legacy format.
std::vector<Column> ColumnsOf(const World& world);

/// How the report spells the column's name.
std::string NameOf(const Column& column, const Options& options);

}  // namespace billwright::make_month
