#include "quality/compare.h"

#include <fmt/core.h>

#include "quality/words.h"

namespace billwright::quality {

bool DiffersByMoreThan(Decimal before, Decimal now, Decimal percent) {
  return (now - before).Abs() > PercentOf(before.Abs(), percent, RoundingMode::kHalfEven);
}

std::string MoreOrLess(Decimal before, Decimal now, const std::string& currency) {
  const std::string_view way = now < before ? "less" : "more";
  const Decimal difference = (now - before).Abs();
  const auto ratio = RatioForDisplay(difference, before.Abs());
  if (!ratio) return fmt::format("{} {}", Amount(currency, difference), way);
  return fmt::format("{} % {}", *ratio, way);
}

}  // namespace billwright::quality
