#include "model/contract.h"

#include <algorithm>

#include "base/check.h"
#include "model/enum_name.h"
#include "model/line_item_columns.h"

namespace billwright {

const ContractColumn* Contract::Find(std::string_view name) const {
  const std::string folded = FoldColumnName(name);
  const auto found = std::ranges::find_if(
      columns, [&](const ContractColumn& column) { return FoldColumnName(column.name) == folded; });
  return found == columns.end() ? nullptr : &*found;
}

const ColumnFamily* Contract::FamilyOf(std::string_view name) const {
  const std::string folded = FoldColumnName(name);
  const auto found = std::ranges::find_if(families, [&](const ColumnFamily& family) {
    const std::string prefix = FoldColumnName(family.prefix);
    return folded.size() > prefix.size() && folded.starts_with(prefix);
  });
  return found == families.end() ? nullptr : &*found;
}

bool Contract::Knows(std::string_view name) const {
  return Find(name) != nullptr || FamilyOf(name) != nullptr;
}

std::optional<DeliveredType> Contract::TagTypeOf(std::string_view name) const {
  const auto type_of = [](const auto* known) -> std::optional<DeliveredType> {
    const bool is_tag =
        known->presence == Presence::kTags || known->presence == Presence::kCostCategories;
    return is_tag ? std::optional(known->type) : std::nullopt;
  };
  if (const ContractColumn* const column = Find(name)) return type_of(column);
  if (const ColumnFamily* const family = FamilyOf(name)) return type_of(family);
  return std::nullopt;
}

const ContractColumn* Contract::FindReading(std::string_view read_as) const {
  const auto found = std::ranges::find(columns, read_as, &ContractColumn::reads);
  return found == columns.end() ? nullptr : &*found;
}

const ContractColumn& Contract::Reading(std::string_view read_as) const {
  const ContractColumn* const column = FindReading(read_as);
  CHECK(column != nullptr,
        "the contract of " + format + " reads nothing as " + std::string(read_as));
  return *column;
}

std::string_view Name(DeliveredType type) {
  switch (type) {
    case DeliveredType::kText:
      return "text";
    case DeliveredType::kMoney:
      return "money";
    case DeliveredType::kRate:
      return "rate";
    case DeliveredType::kQuantity:
      return "quantity";
    case DeliveredType::kTime:
      return "time";
    case DeliveredType::kMap:
      return "map";
  }
  CHECK(false, "a type of column without a name");
}

std::string_view Name(Presence presence) {
  switch (presence) {
    case Presence::kRequired:
      return "required";
    case Presence::kOptional:
      return "optional";
    case Presence::kReservations:
      return "reservations";
    case Presence::kSavingsPlans:
      return "savings_plans";
    case Presence::kDiscounts:
      return "discounts";
    case Presence::kResources:
      return "resources";
    case Presence::kSplitCost:
      return "split_cost";
    case Presence::kTags:
      return "tags";
    case Presence::kCostCategories:
      return "cost_categories";
    case Presence::kCapacityReservations:
      return "capacity_reservations";
    case Presence::kPrincipals:
      return "principals";
  }
  CHECK(false, "a presence without a name");
}

std::optional<DeliveredType> ParseDeliveredType(std::string_view name) {
  return ParseEnumName(name, DeliveredType::kMap);
}

std::optional<Presence> ParsePresence(std::string_view name) {
  return ParseEnumName(name, Presence::kPrincipals);
}

}  // namespace billwright
