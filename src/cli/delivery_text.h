#pragma once

#include <string>
#include <vector>

#include "app/deliveries.h"

// What the commands about deliveries say to people.

namespace billwright::cli {

std::string AgainText(const std::vector<pipeline::AgainResult>& results);
std::string VersionsText(const std::vector<app::VersionLine>& versions);
/// The classes by money, then the largest lines, then the sum that must come out.
std::string DeltaText(const pipeline::Delta& delta);
/// The reasons with rows and money, then the first rows.
std::string QuarantineText(const std::vector<QuarantinedRow>& rows);
/// A line for each delivery, and below it what changed.
std::string DriftText(const std::vector<pipeline::DriftStep>& steps);
std::string PruneText(const std::vector<pipeline::PruneItem>& plan, bool done);

}  // namespace billwright::cli
