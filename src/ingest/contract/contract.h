#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/delivery.h"
#include "model/finding.h"

// What a file must have to be taken in: which report it is and whether its columns are there
// (model/line_item_columns.h).

namespace billwright::ingest {

/// kLegacyCur or kCur2, told from the columns of the file.
///
/// Fails: kInvalidInput, naming the file: it is no Cost and Usage Report (FOCUS and Cost Explorer
///        exports are called by their names); a required column is missing (it is named as the file
///        spells, with the columns that look similar); two columns of one name that we read.
Result<std::string> FormatOf(const DeliveryFile& file);

/// Whether the columns are there that rows of these line item types need: AWS leaves the columns of
/// reservations and Savings Plans out of months that have none.
///
/// `types`: the line item types in the file.
/// Fails: kInvalidInput, naming file, column and type.
/// Findings: column.missing_family (info): a family is absent, and nothing needs it.
Result<Findings> CheckFamilies(const DeliveryFile& file, const std::vector<std::string>& types);

/// The column as the file spells it where it has it, else as such a file would:
/// "lineItem/UnblendedCost" or "line_item_unblended_cost".
std::string SpellingIn(const DeliveryFile& file, std::string_view delivered);

/// The file's column of that name, whatever the spelling; nullptr if there is none.
const DeliveredColumn* FindColumn(const DeliveryFile& file, std::string_view delivered);

}  // namespace billwright::ingest
