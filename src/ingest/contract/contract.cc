#include "ingest/contract/contract.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "engine/contracts.h"
#include "ingest/contract/spelling.h"
#include "model/line_item_columns.h"

namespace billwright::ingest {

namespace {

std::unexpected<Error> Wrong(const DeliveryFile& file, std::string message) {
  return Fail(Error(ErrorCode::kInvalidInput, std::move(message), {file.name, 0, 0}));
}

std::unexpected<Error> NoBill(const DeliveryFile& file, std::string message) {
  return Fail(Error(ErrorCode::kUnsupported, std::move(message), {file.name, 0, 0}));
}

/// Legacy csv writes "lineItem/UsageType"; CUR 2.0 and every Parquet "line_item_usage_type".
bool WritesSlashes(const DeliveryFile& file) {
  return std::ranges::any_of(file.columns, [](const DeliveredColumn& column) {
    return column.name.find('/') != std::string::npos;
  });
}

bool HasAll(const DeliveryFile& file, const std::vector<std::string>& names) {
  return std::ranges::all_of(
      names, [&](const std::string& name) { return FindColumn(file, name) != nullptr; });
}

bool HasAny(const DeliveryFile& file, const std::vector<std::string>& names) {
  return names.empty() || std::ranges::any_of(names, [&](const std::string& name) {
           return FindColumn(file, name) != nullptr;
         });
}

/// The contract that the columns tell: of several the one that asks most of them.
const Contract* ToldBy(const DeliveryFile& file) {
  const Contract* told = nullptr;
  for (const Contract& contract : engine::Contracts()) {
    if (!HasAll(file, contract.told_by_all) || !HasAny(file, contract.told_by_any)) continue;
    if (told == nullptr || told->told_by_any.empty()) told = &contract;
  }
  return told;
}

/// The contract that most of whose required columns the file has: what it was meant to be. Of two,
/// the one that asks less.
const Contract* NearestTo(const DeliveryFile& file) {
  const Contract* nearest = nullptr;
  int64_t most = 0;
  for (const Contract& contract : engine::Contracts()) {
    const int64_t there =
        std::ranges::count_if(contract.columns, [&](const ContractColumn& column) {
          return column.presence == Presence::kRequired && FindColumn(file, column.name) != nullptr;
        });
    const bool plainer = nearest != nullptr && there == most && contract.told_by_any.empty();
    if (there > most || (there > 0 && plainer)) nearest = &contract;
    most = std::max(most, there);
  }
  return nearest;
}

/// Of many names so many are told.
constexpr size_t kNamed = 8;

/// A delivered name in a sentence.
std::string Shown(const std::string& name) {
  constexpr size_t kLongest = 100;
  return ShortText(name, kLongest);
}

std::vector<std::string> Shown(std::vector<std::string> names) {
  for (std::string& name : names) name = Shown(name);
  return names;
}

std::string Joined(const std::vector<std::string>& names) {
  return SomeOf(Shown(names), names.size());
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

Result<void> CheckRequired(const DeliveryFile& file, const Contract& contract) {
  std::vector<std::string_view> missing;
  for (const ContractColumn& column : contract.columns)
    if (column.presence == Presence::kRequired && FindColumn(file, column.name) == nullptr)
      missing.push_back(column.name);
  if (!missing.empty()) return Wrong(file, MissingColumns(file, missing));
  return {};
}

/// Whether a file has any column of money that a contract knows: else it is no bill.
bool HasMoney(const DeliveryFile& file) {
  return std::ranges::any_of(LineItemColumns(), [&](const LineItemColumn& column) {
    return column.type == LineItemColumnType::kMoney &&
           std::ranges::any_of(engine::Contracts(), [&](const Contract& contract) {
             return FindReading(file, contract, column.name) != nullptr;
           });
  });
}

/// Two columns of one name that we read: which of them would be the money?
Result<void> CheckTwins(const DeliveryFile& file, const Contract& contract) {
  std::set<std::string> read;
  for (const ContractColumn& column : contract.columns)
    if (!column.reads.empty()) read.insert(FoldColumnName(column.name));
  std::set<std::string> seen;
  for (const DeliveredColumn& column : file.columns) {
    const std::string name = FoldColumnName(column.name);
    if (read.contains(name) && !seen.insert(name).second)
      return Wrong(file, fmt::format("the column {} is there twice", Shown(column.name)));
  }
  return {};
}

bool HasAnyOf(const DeliveryFile& file, const Contract& contract, Presence family) {
  return std::ranges::any_of(contract.columns, [&](const ContractColumn& column) {
    return column.presence == family && FindColumn(file, column.name) != nullptr;
  });
}

bool HasFamily(const Contract& contract, Presence family) {
  return std::ranges::find(contract.columns, family, &ContractColumn::presence) !=
         contract.columns.end();
}

void AddOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
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

const DeliveredColumn* FindReading(const DeliveryFile& file, const Contract& contract,
                                   std::string_view read_as) {
  for (const ContractColumn& column : contract.columns)
    if (column.reads == read_as)
      if (const DeliveredColumn* const found = FindColumn(file, column.name)) return found;
  return nullptr;
}

Result<std::string> FormatOf(const DeliveryFile& file) {
  const Contract* contract = ToldBy(file);
  if (contract == nullptr) contract = NearestTo(file);
  if (contract == nullptr)
    return NoBill(file, fmt::format("not a Cost and Usage Report: none of its {} columns is one of "
                                    "a line item",
                                    file.columns.size()));
  if (const Result<void> required = CheckRequired(file, *contract); !required)
    return HasMoney(file) ? std::unexpected(required.error())
                          : NoBill(file, required.error().message());
  RETURN_IF_ERROR(CheckTwins(file, *contract));
  return contract->format;
}

Findings CheckFamilies(const DeliveryFile& file, std::string_view format,
                       const std::vector<std::string>& types) {
  const Contract& contract = engine::ContractOf(format);
  std::set<Presence> needed;
  for (const ColumnNeed& need : contract.needs)
    if (std::ranges::find(types, need.line_item_type) != types.end())
      for (const std::string& column : need.columns)
        if (const ContractColumn* const known = contract.Find(column))
          needed.insert(known->presence);
  Findings findings;
  for (const auto& [family, what] : {std::pair{Presence::kReservations, "reservations"},
                                     std::pair{Presence::kSavingsPlans, "Savings Plans"}}) {
    if (!HasFamily(contract, family) || HasAnyOf(file, contract, family)) continue;
    if (needed.contains(family)) continue;  // its rows are quarantined, each with its reason
    findings.push_back(Finding::Make(
        Severity::kInfo, "column.missing_family", file.name,
        fmt::format(
            "The file has no columns about {0}, and no rows that need them: AWS leaves them "
            "out of a month without {0}. Nothing to do.",
            what)));
  }
  return findings;
}

Findings CheckColumns(const Delivery& delivery) {
  const Contract& contract = engine::ContractOf(delivery.format);
  std::vector<std::string> unknown;
  std::map<std::string, std::vector<std::string>> by_folded;
  for (const DeliveryFile& file : delivery.files)
    for (const DeliveredColumn& column : file.columns) {
      if (!contract.Knows(column.name)) AddOnce(unknown, column.name);
      AddOnce(by_folded[FoldColumnName(column.name)], column.name);
    }
  Findings findings;
  if (!unknown.empty())
    findings.push_back(Finding::Make(
        Severity::kInfo, "column.unknown", Shown(unknown.front()),
        fmt::format("{} {} {} in no contract of {}: {}. {} kept as delivered and not read.",
                    unknown.size(), unknown.size() == 1 ? "column" : "columns",
                    unknown.size() == 1 ? "is" : "are", contract.title,
                    SomeOf(Shown(unknown), kNamed), unknown.size() == 1 ? "It is" : "They are")));
  for (const auto& [folded, names] : by_folded)
    if (names.size() > 1)
      findings.push_back(Finding::Make(
          Severity::kInfo, "column.folded_names", Shown(names.front()),
          fmt::format("{} differ in case or separators alone. All are kept; tools that fold names "
                      "(Athena, Redshift) show one of them. Agree on one spelling of the tag key.",
                      Joined(names))));
  return findings;
}

}  // namespace billwright::ingest
