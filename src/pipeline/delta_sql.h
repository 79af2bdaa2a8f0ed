#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/delivery.h"

namespace billwright::pipeline {

/// One version as delta reads it.
struct DeltaSource {
  const Delivery* delivery = nullptr;
  std::filesystem::path folder;
};

/// The statements of one comparison (sql/delta): over which columns, and over which rows.
struct DeltaStatements {
  std::string content;  ///< makes the table delta_content
  std::string changes;  ///< gives what is left, added up
  std::vector<std::string> not_compared;
};

/// `surplus`: whether there is content that both versions have, but not equally often.
DeltaStatements StatementsOf(const DeltaSource& old_version, const DeltaSource& new_version,
                             bool surplus);

}  // namespace billwright::pipeline
