#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace billwright::report {

/// Gives texts small numbers, so that rows are grouped and sorted by numbers. Keeps views: the
/// texts must outlive it.
class Interner {
 public:
  uint32_t IdOf(std::string_view text);
  std::string_view TextOf(uint32_t id) const { return texts_[id]; }

  /// For every id its position among the sorted texts.
  std::vector<uint32_t> Ranks() const;

 private:
  std::unordered_map<std::string_view, uint32_t> ids_;
  std::vector<std::string_view> texts_;
  uint32_t last_ = 0;  // neighbours are often equal
};

}  // namespace billwright::report
