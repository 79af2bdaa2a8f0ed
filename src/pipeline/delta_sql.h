#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "model/delivery.h"

namespace billwright::pipeline {

/// One version as delta reads it.
struct DeltaSource {
  const Delivery* delivery = nullptr;
  std::filesystem::path folder;
};

/// The statements of one comparison (sql/delta).
class DeltaStatements {
 public:
  DeltaStatements(const DeltaSource& old_version, const DeltaSource& new_version);

  /// Makes the table delta_content.
  std::string Content() const;
  /// Gives what is left, added up: of one of `parts` parts. `surplus`: whether there is content
  /// that both versions have, but not equally often.
  std::string Changes(bool surplus, int64_t parts, int64_t part) const;
  /// Names of columns that only one version has.
  const std::vector<std::string>& not_compared() const { return not_compared_; }

 private:
  std::string TagsOfDelivery(const DeltaSource& source) const;
  std::string LineItems(const DeltaSource& source) const;

  std::set<std::string> columns_;  ///< canonical ones that both have
  std::set<std::string> tags_;     ///< as delivered
  std::vector<std::string> not_compared_;
  std::string old_;
  std::string new_;
};

}  // namespace billwright::pipeline
