#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "model/proof.h"
#include "pipeline/run_state.h"

// The six stages as the runner sees them: what each depends on, and how it is computed.

namespace billwright::pipeline {

struct StageOutput {
  std::vector<StageTable> tables;
  Findings findings;
  Proof proof;
  int64_t rows = 0;  ///< of the main table
  Decimal amount;    ///< the sum that people look at
};

struct Stage {
  std::string_view name;
  /// A number that changes when the stage's results may.
  int version;
  /// Whether it reads delivered rows: then the deliveries are part of its key.
  bool reads_rows;
  /// The stages whose output it reads.
  std::vector<std::string_view> inputs;
  std::string_view amount_means;  ///< "unblended cost", "charges", …
  /// Digest of the parts of the books that it reads; empty if none.
  std::function<std::string(const books::Books&)> books_digest;
  std::function<Result<StageOutput>(RunState&)> compute;
};

/// In the order of the path of the money.
std::span<const Stage> Stages();

/// nullptr if there is no such stage.
const Stage* FindStage(std::string_view name);

}  // namespace billwright::pipeline
