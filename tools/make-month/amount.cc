#include "amount.h"

#include <charconv>
#include <system_error>

#include "base/check.h"

namespace billwright::make_month {

namespace {

/// numerator / denominator, half to even; denominator > 0.
Int128 DivideHalfEven(Int128 numerator, Int128 denominator) {
  const bool negative = numerator < 0;
  if (negative) numerator = -numerator;
  Int128 quotient = numerator / denominator;
  const Int128 twice = (numerator - quotient * denominator) * 2;
  if (twice > denominator || (twice == denominator && quotient % 2 != 0)) ++quotient;
  return negative ? -quotient : quotient;
}

Int128 PowerOfTen(int exponent) {
  Int128 power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

constexpr int64_t kLargestExactInteger = int64_t{1} << 53;
/// From here on neighbours among doubles are further apart than 10⁻¹⁰.
constexpr int64_t kTenPlacesEnd = (int64_t{1} << 19) * kOne;

}  // namespace

Amount Fraction(int64_t value, int places) {
  return value * static_cast<Amount>(PowerOfTen(10 - places));
}

Amount Times(Amount a, Amount b) {
  return static_cast<Amount>(DivideHalfEven(static_cast<Int128>(a) * b, kOne));
}

Amount Portion(Int128 amount, int64_t part, int64_t whole) {
  return static_cast<Amount>(DivideHalfEven(amount * part, whole));
}

Amount FloorRatio(Amount a, Amount b) {
  return static_cast<Amount>(static_cast<Int128>(a) * kOne / b);
}

Amount RoundedTo(Int128 amount, int places) {
  const Int128 step = PowerOfTen(10 - places);
  return static_cast<Amount>(DivideHalfEven(amount, step) * step);
}

void AppendPlain(std::string& out, Int128 amount) {
  if (amount < 0) {
    out += '-';
    amount = -amount;
  }
  char digits[40];
  const auto whole = static_cast<uint64_t>(amount / kOne);
  auto fraction = static_cast<uint64_t>(amount % kOne);
  out.append(digits, std::to_chars(digits, digits + sizeof digits, whole).ptr);
  if (fraction == 0) return;
  int places = 10;
  while (fraction % 10 == 0) {
    fraction /= 10;
    --places;
  }
  const auto end = std::to_chars(digits, digits + sizeof digits, fraction).ptr;
  out += '.';
  out.append(static_cast<size_t>(places - (end - digits)), '0');
  out.append(digits, end);
}

void AppendJava(std::string& out, Amount amount) {
  const Amount magnitude = amount < 0 ? -amount : amount;
  if (magnitude >= kOne / 1000 || magnitude == 0) {
    AppendPlain(out, amount);
    if (amount % kOne == 0) out += ".0";
    return;
  }
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, magnitude).ptr;
  const auto count = static_cast<int>(end - digits);
  auto last = end;
  while (last > digits + 1 && last[-1] == '0') --last;
  if (amount < 0) out += '-';
  out += digits[0];
  out += '.';
  if (last == digits + 1)
    out += '0';
  else
    out.append(digits + 1, last);
  out += "E-";
  out += std::to_string(11 - count);
}

std::string ToText(Int128 amount) {
  std::string text;
  AppendPlain(text, amount);
  return text;
}

double ToDouble(Amount amount) {
  const Amount magnitude = amount < 0 ? -amount : amount;
  // Both operands exact: one correctly rounded division is the nearest double.
  if (magnitude < kLargestExactInteger && magnitude < kTenPlacesEnd)
    return static_cast<double>(amount) / static_cast<double>(kOne);
  const std::string text = ToText(amount);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  char shortest[40];
  const auto end =
      std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::fixed).ptr;
  CHECK(std::string_view(shortest, end) == text, "an amount that a double cannot hold");
  return value;
}

}  // namespace billwright::make_month
