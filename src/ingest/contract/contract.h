#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/contract.h"
#include "model/delivery.h"
#include "model/finding.h"

// A file held against the contracts (contracts/*.toml, engine/contracts.h): which format it is of,
// whether its columns are there, and which of them nobody knows.

namespace billwright::ingest {

/// The format of Delivery::format that the file's columns tell.
///
/// Fails: kInvalidInput, naming the file: it is of no format (a Cost Explorer export, another csv);
///        a required column is missing (it is named as the file spells, with the columns that look
///        similar); two columns of one name that we read.
Result<std::string> FormatOf(const DeliveryFile& file);

/// Which columns AWS left out: those of reservations and Savings Plans, in months that have none.
/// Rows that need a column that is missing are quarantined (engine/line_item_view.h).
///
/// `types`: the line item types in the file.
/// Findings: column.missing_family (info): a family is absent, and nothing needs it.
Findings CheckFamilies(const DeliveryFile& file, std::string_view format,
                       const std::vector<std::string>& types);

/// What the contract does not know is kept and reported, never dropped.
///
/// Findings: column.unknown (info), one for all files: the columns that are in no contract;
///        column.folded_names (info): columns that differ in upper and lower case or separators
///        alone, which some tools take for one.
Findings CheckColumns(const Delivery& delivery);

/// The column as the file spells it where it has it, else as such a file would:
/// "lineItem/UnblendedCost" or "line_item_unblended_cost".
std::string SpellingIn(const DeliveryFile& file, std::string_view delivered);

/// The file's column of that name, whatever the spelling; nullptr if there is none.
const DeliveredColumn* FindColumn(const DeliveryFile& file, std::string_view delivered);

/// The file's column that is read under the name; nullptr if there is none.
const DeliveredColumn* FindReading(const DeliveryFile& file, const Contract& contract,
                                   std::string_view read_as);

}  // namespace billwright::ingest
