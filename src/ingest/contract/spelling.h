#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/delivery.h"

namespace billwright::ingest {

/// "line_item_unblended_cost" as legacy csv spells it: "lineItem/UnblendedCost".
std::string LegacySpelling(std::string_view delivered);

/// Up to three names of the file's columns that a person may have meant by `delivered`: their
/// letters differ in few places. The nearest first.
std::vector<std::string> SimilarColumns(const DeliveryFile& file, std::string_view delivered);

}  // namespace billwright::ingest
