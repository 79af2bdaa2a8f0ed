#include "money/finer.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/check.h"

namespace billwright {

namespace {

/// The same number times 10¹², as a text.
std::optional<std::string> TimesUnits(std::string_view number) {
  const size_t mark = std::min(number.find_first_of("eE"), number.size());
  int exponent = 0;
  if (mark < number.size()) {
    std::string_view written = number.substr(mark + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), exponent);
    if (error != std::errc() || end != written.data() + written.size()) return std::nullopt;
  }
  return std::string(number.substr(0, mark)) + "e" + std::to_string(exponent + Decimal::kScale);
}

}  // namespace

std::optional<Decimal> FinerRest(std::string_view number) {
  constexpr Int128 kMostUnits = static_cast<Int128>(100'000'000'000'000) * Decimal::kUnitsPerOne;
  const std::optional<Decimal> rounded = Decimal::TryParseRounded(number);
  if (!rounded || rounded->units() >= kMostUnits || rounded->units() <= -kMostUnits)
    return std::nullopt;
  const std::optional<std::string> shifted = TimesUnits(number);
  const std::optional<Decimal> whole = shifted ? Decimal::TryParseRounded(*shifted) : std::nullopt;
  if (!whole) return std::nullopt;
  return *whole - Decimal::FromUnits(rounded->units() * Decimal::kUnitsPerOne);
}

std::optional<Decimal> FinerRest(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  std::array<char, 32> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  CHECK(error == std::errc());
  return FinerRest(std::string_view(text.data(), static_cast<size_t>(end - text.data())));
}

std::string FinerSum(Decimal sum, Decimal rest) {
  // The rest may be of the other sign, or more than a unit: both are made one number of two halves.
  constexpr Int128 kOne = Decimal::kUnitsPerOne;
  Int128 coarse = sum.units() + rest.units() / kOne;
  Int128 fine = rest.units() % kOne;
  if (coarse > 0 && fine < 0) {
    --coarse;
    fine += kOne;
  } else if (coarse < 0 && fine > 0) {
    ++coarse;
    fine -= kOne;
  }
  if (fine == 0) return Decimal::FromUnits(coarse).ToString();
  std::string text = Decimal::FromUnits(coarse < 0 ? -coarse : coarse).ToString(Decimal::kScale);
  const std::string digits =
      Decimal::FromUnits(fine < 0 ? -fine : fine).ToString(Decimal::kScale).substr(2);
  text += digits.substr(0, digits.find_last_not_of('0') + 1);
  return (coarse < 0 || fine < 0 ? "-" : "") + text;
}

}  // namespace billwright
