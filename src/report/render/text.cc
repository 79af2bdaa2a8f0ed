#include "report/render/text.h"

#include "money/money.h"

namespace billwright::report {

namespace {

constexpr std::string_view kMinus = "\u2212";

}  // namespace

std::string AmountForPeople(Decimal amount, const Currency& currency) {
  if (!amount.IsNegative()) return FormatForPeople(amount, currency);
  return std::string(kMinus) + FormatForPeople(amount.Abs(), currency);
}

std::string QuantityForPeople(Decimal quantity) {
  constexpr int kPlaces = 4;
  const Decimal rounded = RoundTo(quantity.Abs(), kPlaces, RoundingMode::kHalfEven);
  const std::string sign = quantity.IsNegative() ? std::string(kMinus) : std::string();
  if (rounded.IsZero() && !quantity.IsZero()) return sign + "< 0.0001";
  return sign + WithThousands(rounded.ToString());
}

}  // namespace billwright::report
