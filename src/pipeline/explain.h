#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.h"
#include "model/frame.h"
#include "pipeline/runner.h"

namespace billwright::pipeline {

/// One step down from an amount towards the delivered rows. The stage that made the amount explains
/// it; here the keys are only followed.
struct ExplanationStep {
  std::string title;  ///< "Charge 3f2a…", "Delivered rows"
  std::optional<Explanation> explanation;
  std::optional<Frame> table;  ///< charges, windows, rows; cut to what is shown
  std::string note;            ///< below the table: what was cut, what adds up
};

/// Explains a charge or a statement line: statement line → charges → rule and basis → the
/// commitment's policy and windows → the cell → the delivered rows. `id` may be shortened as long
/// as it names one thing.
///
/// Keeps: Σ delivered rows = the cell, which is checked each time (kCorrupt if not).
/// Fails: kNotFound; kInvalidInput for an id that names several things.
Result<std::vector<ExplanationStep>> ExplainId(OpenRun& run, std::string_view id, int rows_shown);

}  // namespace billwright::pipeline
