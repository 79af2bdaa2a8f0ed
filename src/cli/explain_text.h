#pragma once

#include <string>
#include <vector>

#include "pipeline/explain.h"

namespace billwright::cli {

/// The steps for a person, one below the other: what, why, the terms that add up, the rows.
std::string ExplainText(const std::vector<pipeline::ExplanationStep>& steps);

}  // namespace billwright::cli
