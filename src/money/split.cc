#include "money/split.h"

#include <algorithm>
#include <functional>

#include "base/check.h"
#include "money/uint256.h"

namespace billwright {

namespace {

/// Calls `give(position, 1)` for the `count` largest remainders, among equal ones for the earlier,
/// and `give(position, 0)` for the others: without a branch that nothing predicts.
template <typename Give>
void GiveToLargest(const std::vector<UInt128>& remainders, size_t count, Give give) {
  CHECK(count <= remainders.size());
  if (count == 0) return;
  std::vector<UInt128> ranked = remainders;
  const auto last = ranked.begin() + static_cast<std::ptrdiff_t>(count - 1);
  std::nth_element(ranked.begin(), last, ranked.end(), std::greater<>());
  const UInt128 smallest = *last;
  const auto larger = std::count_if(remainders.begin(), remainders.end(),
                                    [&](UInt128 remainder) { return remainder > smallest; });
  size_t equal = count - static_cast<size_t>(larger);
  for (size_t i = 0; i < remainders.size(); ++i) {
    const bool is_tied_and_given = remainders[i] == smallest && equal > 0;
    equal -= is_tied_and_given;
    give(i, Int128{remainders[i] > smallest || is_tied_and_given});
  }
}

UInt128 SumOf(std::span<const Decimal> weights) {
  Decimal sum;
  for (const Decimal weight : weights) {
    CHECK(!weight.IsNegative(), "a negative weight: " + weight.ToString());
    sum += weight;
  }
  return static_cast<UInt128>(sum.units());
}

}  // namespace

std::vector<Decimal> Split(Decimal whole, std::span<const Decimal> weights) {
  CHECK(!weights.empty(), "nobody to split " + whole.ToString() + " among");
  const UInt128 sum = SumOf(weights);
  const bool equally = sum == 0;
  const WideDivisor total(equally ? UInt128{weights.size()} : sum);
  const UInt128 magnitude = static_cast<UInt128>(whole.Abs().units());
  const Int128 sign = whole.IsNegative() ? -1 : 1;
  std::vector<Decimal> parts(weights.size());
  std::vector<UInt128> remainders(weights.size());
  UInt128 given = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const UInt128 factor = equally ? 1 : static_cast<UInt128>(weights[i].units());
    const auto [quotient, remainder] = total.Divide(MultiplyWide(magnitude, factor));
    parts[i] = Decimal::FromUnits(sign * static_cast<Int128>(quotient));
    remainders[i] = remainder;
    given += quotient;
  }
  // Fewer units are left than there are remainders above zero, so a zero weight gets none.
  GiveToLargest(remainders, static_cast<size_t>(magnitude - given), [&](size_t i, Int128 unit) {
    parts[i] = Decimal::FromUnits(parts[i].units() + sign * unit);
  });
  return parts;
}

std::vector<Decimal> RoundToTotal(std::span<const Decimal> values, Decimal total, int places) {
  CHECK(places >= 0 && places <= Decimal::kScale);
  CHECK(total.places() <= places,
        total.ToString() + " has more than " + std::to_string(places) + " decimals");
  Int128 step = 1;
  for (int i = places; i < Decimal::kScale; ++i) step *= 10;
  std::vector<Decimal> rounded;
  std::vector<UInt128> remainders;
  rounded.reserve(values.size());
  remainders.reserve(values.size());
  Decimal sum;
  Decimal sum_of_rounded;
  for (const Decimal value : values) {
    const Int128 beyond = (value.units() % step + step) % step;
    rounded.push_back(Decimal::FromUnits(value.units() - beyond));
    remainders.push_back(static_cast<UInt128>(beyond));
    sum += value;
    sum_of_rounded += rounded.back();
  }
  const Int128 count = static_cast<Int128>(values.size());
  CHECK((total - sum).Abs().units() <= count * step,
        "values that add up to " + sum.ToString() + " cannot be rounded to " + total.ToString());
  if (values.empty()) return rounded;
  // Usually 0 ≤ missing ≤ count. Farther from the sum every value moves by `each` first.
  const Int128 missing = (total - sum_of_rounded).units() / step;
  const Int128 left = (missing % count + count) % count;
  const Int128 each = (missing - left) / count;
  for (Decimal& value : rounded) value += Decimal::FromUnits(each * step);
  GiveToLargest(remainders, static_cast<size_t>(left),
                [&](size_t i, Int128 unit) { rounded[i] += Decimal::FromUnits(step * unit); });
  return rounded;
}

}  // namespace billwright
