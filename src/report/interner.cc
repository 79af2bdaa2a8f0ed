#include "report/interner.h"

#include <algorithm>
#include <numeric>

namespace billwright::report {

uint32_t Interner::IdOf(std::string_view text) {
  if (last_ < texts_.size() && texts_[last_] == text) return last_;
  const auto [found, added] = ids_.try_emplace(text, static_cast<uint32_t>(texts_.size()));
  if (added) texts_.push_back(text);
  return last_ = found->second;
}

std::vector<uint32_t> Interner::Ranks() const {
  std::vector<uint32_t> order(texts_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [this](uint32_t id) { return texts_[id]; });
  std::vector<uint32_t> ranks(texts_.size());
  for (uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

}  // namespace billwright::report
