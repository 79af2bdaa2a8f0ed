#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

// All randomness: pure functions of the seed and of what is asked about, so that any hour of any
// account can be made by any thread at any time and comes out the same.

namespace billwright::make_month {

constexpr uint64_t Mix(uint64_t x) {  // splitmix64
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// What the dice are thrown for; keeps throws for different purposes independent.
enum class About : uint64_t {
  kAccountId = 1,
  kAccountPlace,
  kCustomerOfAccount,
  kPayerOfAccount,
  kSlot,
  kSlotSku,
  kResource,
  kHourAmount,
  kCommitment,
  kMove,
  kInvoice,
  kLineItem,
  kClosing,
  kRank,
  kSkuCode,
  kTag,
};

class Chance {
 public:
  explicit Chance(uint64_t seed) : seed_(seed) {}

  uint64_t Throw(About about, uint64_t a, uint64_t b = 0, uint64_t c = 0) const {
    uint64_t x = Mix(seed_ ^ (static_cast<uint64_t>(about) << 56));
    for (const uint64_t part : {a, b, c}) x = Mix(x ^ part);
    return x;
  }
  /// A number in [low, high].
  int64_t Between(int64_t low, int64_t high, About about, uint64_t a, uint64_t b = 0,
                  uint64_t c = 0) const {
    return low +
           static_cast<int64_t>(Throw(about, a, b, c) % static_cast<uint64_t>(high - low + 1));
  }

 private:
  uint64_t seed_;
};

/// `count` characters of `alphabet`, drawn from `number` and what follows from it.
inline std::string Letters(uint64_t number, int count, std::string_view alphabet) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (i % 8 == 0) number = Mix(number);
    text += alphabet[(number >> (i % 8 * 8)) % alphabet.size()];
  }
  return text;
}
inline std::string Hex(uint64_t number, int count) {
  return Letters(number, count, "0123456789abcdef");
}
inline std::string Digits(uint64_t number, int count) {
  return Letters(number, count, "0123456789");
}
/// 8-4-4-4-12 hexadecimal digits.
inline std::string Uuid(uint64_t number) {
  std::string text = Hex(number, 32);
  for (const size_t at : {20u, 16u, 12u, 8u}) text.insert(at, 1, '-');
  return text;
}

}  // namespace billwright::make_month
