#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace billwright::price {

/// Small numbers for texts that many charges share, so that ordering compares numbers.
class Names {
 public:
  uint32_t Add(std::string_view name) {
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return found->second;
    const auto number = static_cast<uint32_t>(names_.size());
    names_.push_back(&numbers_.emplace(name, number).first->first);
    return number;
  }

  const std::string& operator[](uint32_t number) const { return *names_[number]; }

  /// By number: the position of its name in the order of the texts.
  std::vector<uint32_t> Ranks() const {
    std::vector<uint32_t> ranks(names_.size());
    uint32_t rank = 0;
    for (const auto& [name, number] : numbers_) ranks[number] = rank++;
    return ranks;
  }

 private:
  std::map<std::string, uint32_t, std::less<>> numbers_;
  std::vector<const std::string*> names_;
};

}  // namespace billwright::price
