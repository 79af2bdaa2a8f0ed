#include "model/slot.h"

namespace billwright {

int64_t SlotMap::CustomerOf(const std::string& payer, const std::string& account,
                            int64_t span) const {
  const auto found = accounts.find(std::pair(payer, account));
  if (found == accounts.end()) return unassigned;
  int64_t customer = unassigned;
  for (const Stretch& stretch : found->second) {
    if (stretch.span > span) break;
    customer = stretch.customer;
  }
  return customer;
}

}  // namespace billwright
