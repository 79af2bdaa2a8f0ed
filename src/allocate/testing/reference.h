#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "money/int128.h"

// The formulas of the design once more, as a person would compute them with paper: names instead of
// numbers, maps instead of sorted spans, whole units in 128 bits instead of Decimal. It shares no
// code with the stage, so that a mistake would have to be made twice.

namespace billwright::allocate::testing {

/// One commitment of one payer, in units of 10⁻¹².
struct PaperCommitment {
  struct Usage {
    Int128 value = 0;
    Int128 cost = 0;
  };
  struct Fee {
    std::string owner;
    Int128 unused = 0;
  };
  std::map<int64_t, std::map<std::string, Usage>> usage;  // by window and customer
  std::map<int64_t, Fee> fees;                            // by window
};

struct PaperPolicy {
  std::string method;  // as in the book
  bool divide_cost = false;
  std::string bearer;
  bool cap = true;
  std::map<std::string, Int128> passed;  // φ in units by customer; others: everything
};

/// What a customer gets in a window.
struct PaperShare {
  Int128 share = 0;
  Int128 passed = 0;
  Int128 unused = 0;
  Int128 excess = 0;
  friend bool operator==(const PaperShare&, const PaperShare&) = default;
};
using PaperShares = std::map<std::string, PaperShare>;

inline Int128 Magnitude(Int128 value) { return value < 0 ? -value : value; }

/// Largest remainder, by handing out one unit after the other.
inline std::map<std::string, Int128> PaperSplit(Int128 whole,
                                                std::map<std::string, Int128> weights) {
  Int128 total = 0;
  for (auto& [name, weight] : weights) total += weight = weight < 0 ? 0 : weight;
  if (total == 0)
    for (auto& [name, weight] : weights) total += weight = 1;
  std::map<std::string, Int128> parts;
  std::map<std::string, Int128> rests;
  Int128 left = Magnitude(whole);
  for (const auto& [name, weight] : weights) {
    parts[name] = Magnitude(whole) * weight / total;
    rests[name] = Magnitude(whole) * weight - parts[name] * total;
    left -= parts[name];
  }
  for (; left > 0; --left) {
    std::string luckiest = rests.begin()->first;
    for (const auto& [name, rest] : rests)
      if (rest > rests[luckiest]) luckiest = name;
    ++parts[luckiest];
    rests[luckiest] = -1;
  }
  if (whole < 0)
    for (auto& [name, part] : parts) part = -part;
  return parts;
}

/// share · φ, to the nearer unit, in the middle to the even one.
inline Int128 PaperPassed(Int128 share, Int128 part) {
  const Int128 one = 1'000'000'000'000;
  const Int128 product = Magnitude(share) * part;
  Int128 passed = 0;
  const Int128 cut = product / one;
  const Int128 twice = 2 * (product - cut * one);
  passed = twice > one || (twice == one && cut % 2 != 0) ? cut + 1 : cut;
  return share < 0 ? -passed : passed;
}

inline std::string PaperOwner(const PaperCommitment& commitment, int64_t at) {
  std::string owner;
  for (const auto& [time, fee] : commitment.fees)
    if (time <= at && !fee.owner.empty()) owner = fee.owner;
  if (!owner.empty()) return owner;
  for (const auto& [time, fee] : commitment.fees)
    if (!fee.owner.empty()) return fee.owner;
  return "house";
}

inline PaperShares PaperWindow(const PaperCommitment& commitment, int64_t at,
                               const PaperPolicy& policy) {
  const auto found = commitment.usage.find(at);
  const std::map<std::string, PaperCommitment::Usage> usage =
      found == commitment.usage.end() ? std::map<std::string, PaperCommitment::Usage>{}
                                      : found->second;
  const Int128 unused = commitment.fees.contains(at) ? commitment.fees.at(at).unused : 0;
  std::map<std::string, Int128> values;
  Int128 value = 0;
  Int128 cost = 0;
  bool weighs = false;
  for (const auto& [customer, used] : usage) {
    values[customer] = used.value;
    value += used.value;
    cost += used.cost;
    weighs = weighs || used.value > 0;
  }
  PaperShares shares;
  const auto costs = PaperSplit(cost, values);
  const auto benefits = PaperSplit(value - cost, values);
  for (const auto& [customer, used] : usage) {
    Int128& share = shares[customer].share;
    share = used.value - used.cost;
    if (policy.method == "pro-rata")
      share = policy.divide_cost ? used.value - costs.at(customer) : benefits.at(customer);
  }
  if (unused != 0) {
    if (policy.bearer == "customers" && weighs) {
      for (const auto& [customer, part] : PaperSplit(unused, values))
        shares[customer].unused = part;
    } else {
      shares[policy.bearer == "reseller" ? "house" : PaperOwner(commitment, at)].unused = unused;
    }
  }
  for (auto& [customer, got] : shares) {
    const auto part = policy.passed.find(customer);
    got.passed = part == policy.passed.end() ? got.share : PaperPassed(got.share, part->second);
    if (policy.method == "reseller-retained") got.passed = 0;
    const Int128 list = values.contains(customer) ? values.at(customer) : 0;
    const Int128 pays = list - got.passed + got.unused;
    if (policy.cap && list > 0 && pays > list) got.excess = pays - list;
  }
  return shares;
}

}  // namespace billwright::allocate::testing
