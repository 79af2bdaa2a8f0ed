#include "money/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ostream>

#include "base/ascii.h"
#include "base/check.h"
#include "money/uint256.h"

namespace billwright {

namespace {

constexpr int kMaxDigits = 38;

/// 10⁰ … 10³⁸.
constexpr std::array<UInt128, kMaxDigits + 1> kPowersOfTen = [] {
  std::array<UInt128, kMaxDigits + 1> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

constexpr UInt128 PowerOfTen(int exponent) { return kPowersOfTen[static_cast<size_t>(exponent)]; }

constexpr UInt128 kMaxMagnitude = static_cast<UInt128>(Decimal::kMaxUnits);
static_assert(kMaxMagnitude == kPowersOfTen[kMaxDigits] - 1);

UInt128 Magnitude(Int128 units) {
  return units < 0 ? UInt128{0} - static_cast<UInt128>(units) : static_cast<UInt128>(units);
}

Int128 WithSign(UInt128 magnitude, bool negative) {
  const Int128 units = static_cast<Int128>(magnitude);
  return negative ? -units : units;
}

Decimal InRange(Int128 units) {
  CHECK(Magnitude(units) <= kMaxMagnitude, "a decimal with more than 38 digits");
  return Decimal::FromUnits(units);
}

/// Whether a quotient is rounded up, from what is left of it.
bool RoundsUp(UInt128 quotient, UInt128 remainder, UInt128 divisor, RoundingMode mode) {
  switch (mode) {
    case RoundingMode::kTowardZero:
      return false;
    case RoundingMode::kHalfEven:
      if (remainder == divisor - remainder) return quotient % 2 == 1;
      return remainder > divisor - remainder;
    case RoundingMode::kHalfAwayFromZero:
      return remainder >= divisor - remainder;
  }
  CHECK(false, "a rounding mode without a rule");
}

/// a × b / divisor, rounded once; nullopt if that has more than 128 bits.
std::optional<UInt128> MultiplyAndDivide(UInt128 a, UInt128 b, const WideDivisor& divisor,
                                         RoundingMode mode) {
  const UInt256 product = MultiplyWide(a, b);
  if (product.high >= divisor.value()) return std::nullopt;
  const auto [quotient, remainder] = divisor.Divide(product);
  return quotient + (RoundsUp(quotient, remainder, divisor.value(), mode) ? 1 : 0);
}

Decimal Product(Decimal a, Decimal b, const WideDivisor& divisor, RoundingMode mode) {
  const std::optional<UInt128> magnitude =
      MultiplyAndDivide(Magnitude(a.units()), Magnitude(b.units()), divisor, mode);
  CHECK(magnitude && *magnitude <= kMaxMagnitude,
        a.ToString() + " × " + b.ToString() + " has more than 38 digits");
  return Decimal::FromUnits(WithSign(*magnitude, a.IsNegative() != b.IsNegative()));
}

// ---- Reading ------------------------------------------------------------------------------------

enum class Refusal { kNotANumber, kTooManyPlaces, kOutOfRange };

std::string_view TakeDigits(std::string_view& text) {
  size_t count = 0;
  while (count < text.size() && IsDigit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool TakeSign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

/// A number as it is written: sign, digits before and after the point, exponent.
struct WrittenNumber {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  int64_t exponent = 0;

  size_t digit_count() const { return whole.size() + fraction.size(); }
  unsigned digit(size_t index) const {
    const char letter = index < whole.size() ? whole[index] : fraction[index - whole.size()];
    return static_cast<unsigned>(letter - '0');
  }
};

/// False if `text` is not a number.
bool Scan(std::string_view text, WrittenNumber& number) {
  number.negative = TakeSign(text);
  number.whole = TakeDigits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    number.fraction = TakeDigits(text);
  }
  if (number.digit_count() == 0) return false;
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  const bool negative_exponent = TakeSign(text);
  const std::string_view exponent = TakeDigits(text);
  if (exponent.empty() || !text.empty()) return false;
  constexpr int64_t kBeyondAnyText = int64_t{1} << 56;
  for (const char letter : exponent)
    number.exponent = std::min(number.exponent * 10 + (letter - '0'), kBeyondAnyText);
  if (negative_exponent) number.exponent = -number.exponent;
  return true;
}

/// Up to 19 digits.
uint64_t ShortInteger(const WrittenNumber& number) {
  uint64_t value = 0;
  for (const char letter : number.whole) value = value * 10 + static_cast<unsigned>(letter - '0');
  for (const char letter : number.fraction)
    value = value * 10 + static_cast<unsigned>(letter - '0');
  return value;
}

/// Any number of digits, any exponent. `rounding` absent: further places are refused.
std::expected<Decimal, Refusal> ToDecimal(const WrittenNumber& number,
                                          std::optional<RoundingMode> rounding) {
  size_t first = 0;
  size_t end = number.digit_count();
  while (first < end && number.digit(first) == 0) ++first;
  if (first == end) return Decimal();
  while (number.digit(end - 1) == 0) --end;
  // The value in units is the integer of digits [first, end) × 10^shift.
  const auto dropped_zeros = static_cast<int64_t>(number.digit_count() - end);
  const int64_t shift = number.exponent - static_cast<int64_t>(number.fraction.size()) +
                        dropped_zeros + Decimal::kScale;
  const auto digits = static_cast<int64_t>(end - first);
  if (digits + shift > kMaxDigits) return std::unexpected(Refusal::kOutOfRange);
  if (shift < 0 && !rounding) return std::unexpected(Refusal::kTooManyPlaces);
  const int64_t kept = shift < 0 ? std::max<int64_t>(digits + shift, 0) : digits;
  UInt128 magnitude = 0;
  for (int64_t i = 0; i < kept; ++i)
    magnitude = magnitude * 10 + number.digit(first + static_cast<size_t>(i));
  if (shift >= 0) {
    magnitude *= PowerOfTen(static_cast<int>(shift));
  } else if (digits + shift >= 0) {  // otherwise less than a tenth of a unit is left
    const size_t next = first + static_cast<size_t>(kept);
    const unsigned more = next + 1 < end ? 1 : 0;  // the last digit is not 0
    if (RoundsUp(magnitude, 2 * number.digit(next) + more, 20, *rounding)) ++magnitude;
  }
  if (magnitude > kMaxMagnitude) return std::unexpected(Refusal::kOutOfRange);
  return Decimal::FromUnits(WithSign(magnitude, number.negative));
}

std::expected<Decimal, Refusal> Read(std::string_view text, std::optional<RoundingMode> rounding) {
  WrittenNumber number;
  if (!Scan(text, number)) return std::unexpected(Refusal::kNotANumber);
  constexpr size_t kDigitsOfUint64 = 19;
  if (number.exponent == 0 && number.digit_count() <= kDigitsOfUint64 &&
      number.fraction.size() <= static_cast<size_t>(Decimal::kScale)) {
    const int missing_places = Decimal::kScale - static_cast<int>(number.fraction.size());
    return Decimal::FromUnits(
        WithSign(ShortInteger(number) * PowerOfTen(missing_places), number.negative));
  }
  return ToDecimal(number, rounding);
}

std::string_view Explain(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNotANumber:
      return "is not a decimal number";
    case Refusal::kTooManyPlaces:
      return "needs more than 12 decimal places";
    case Refusal::kOutOfRange:
      return "has more than 26 digits before the point";
  }
  CHECK(false, "a refusal without a text");
}

Result<Decimal> ValueOrError(const std::expected<Decimal, Refusal>& result, std::string_view text) {
  if (result) return *result;
  return Fail(ErrorCode::kInvalidInput,
              "\"" + std::string(text) + "\" " + std::string(Explain(result.error())));
}

std::optional<Decimal> ValueOrNothing(const std::expected<Decimal, Refusal>& result) {
  if (!result) return std::nullopt;
  return *result;
}

/// The 10-place decimal that `value` is the nearest double to, if there is one below 2¹⁹. There is
/// at most one, since doubles are closer together than 10⁻¹⁰ there; from 2¹⁹ on that fails.
std::optional<Decimal> FromTenPlaces(double value) {
  constexpr double kLimit = 524288;
  constexpr double kTenPlaces = 1e10;
  if (!(std::fabs(value) < kLimit)) return std::nullopt;
  const long long rounded = std::llrint(value * kTenPlaces);
  if (static_cast<double>(rounded) / kTenPlaces != value) return std::nullopt;
  return Decimal::FromUnits(static_cast<Int128>(rounded) * 100);
}

std::optional<Decimal> FromShortestText(double value, std::optional<RoundingMode> rounding) {
  std::array<char, 40> text;
  // Scientific, for the plain form of a large integer has more digits than are known of it.
  const std::to_chars_result end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  return ValueOrNothing(Read({text.data(), end.ptr}, rounding));
}

}  // namespace

Result<Decimal> Decimal::Parse(std::string_view text) {
  return ValueOrError(Read(text, std::nullopt), text);
}

Result<Decimal> Decimal::ParseRounded(std::string_view text, RoundingMode mode) {
  return ValueOrError(Read(text, mode), text);
}

std::optional<Decimal> Decimal::TryParse(std::string_view text) {
  return ValueOrNothing(Read(text, std::nullopt));
}

std::optional<Decimal> Decimal::TryParseRounded(std::string_view text) {
  return ValueOrNothing(Read(text, RoundingMode::kHalfEven));
}

std::optional<Decimal> Decimal::FromDouble(double value) {
  if (const std::optional<Decimal> decimal = FromTenPlaces(value)) return decimal;
  return FromShortestText(value, std::nullopt);
}

std::optional<Decimal> Decimal::FromDoubleRounded(double value) {
  if (const std::optional<Decimal> decimal = FromTenPlaces(value)) return decimal;
  return FromShortestText(value, RoundingMode::kHalfEven);
}

// ---- Writing ------------------------------------------------------------------------------------

int Decimal::places() const {
  int places = kScale;
  uint64_t fraction = static_cast<uint64_t>(Magnitude(units_) % PowerOfTen(kScale));
  if (fraction == 0) return 0;
  for (; fraction % 10 == 0; fraction /= 10) --places;
  return places;
}

std::string Decimal::ToString() const { return ToString(0); }

std::string Decimal::ToString(int places) const {
  CHECK(places >= 0);
  std::array<char, 48> buffer;
  char* const end = buffer.data() + buffer.size();
  char* start = end;
  const UInt128 magnitude = Magnitude(units_);
  uint64_t fraction = static_cast<uint64_t>(magnitude % PowerOfTen(kScale));
  UInt128 whole = magnitude / PowerOfTen(kScale);
  const int exact_places = this->places();
  const int printed_places = std::max(exact_places, std::min(places, kScale));
  for (int i = kScale; i > 0; --i, fraction /= 10)
    if (i <= printed_places) *--start = static_cast<char>('0' + fraction % 10);
  if (printed_places > 0) *--start = '.';
  do {
    *--start = static_cast<char>('0' + static_cast<int>(whole % 10));
    whole /= 10;
  } while (whole != 0);
  if (IsNegative()) *--start = '-';
  std::string text(start, end);
  if (places > kScale) text.append(static_cast<size_t>(places - kScale), '0');
  return text;
}

std::ostream& operator<<(std::ostream& out, Decimal value) { return out << value.ToString(); }

// ---- Arithmetic ---------------------------------------------------------------------------------

Decimal Decimal::Abs() const { return IsNegative() ? -*this : *this; }

Decimal Decimal::operator-() const {
  CHECK(Magnitude(units_) <= kMaxMagnitude, "a decimal with more than 38 digits");
  return FromUnits(-units_);
}

Decimal operator+(Decimal a, Decimal b) {
  Int128 sum = 0;
  CHECK(!__builtin_add_overflow(a.units_, b.units_, &sum), "a sum with more than 38 digits");
  return InRange(sum);
}

Decimal operator-(Decimal a, Decimal b) {
  Int128 difference = 0;
  CHECK(!__builtin_sub_overflow(a.units_, b.units_, &difference),
        "a difference with more than 38 digits");
  return InRange(difference);
}

Decimal& Decimal::operator+=(Decimal other) { return *this = *this + other; }
Decimal& Decimal::operator-=(Decimal other) { return *this = *this - other; }

Decimal Multiply(Decimal a, Decimal b, RoundingMode mode) {
  static constexpr WideDivisor kOne(kPowersOfTen[Decimal::kScale]);
  return Product(a, b, kOne, mode);
}

Decimal PercentOf(Decimal amount, Decimal percent, RoundingMode mode) {
  static constexpr WideDivisor kOneHundred(kPowersOfTen[Decimal::kScale + 2]);
  return Product(amount, percent, kOneHundred, mode);
}

Decimal RoundTo(Decimal value, int places, RoundingMode mode) {
  CHECK(places >= 0 && places <= Decimal::kScale);
  const UInt128 step = PowerOfTen(Decimal::kScale - places);
  const UInt128 magnitude = Magnitude(value.units());
  UInt128 quotient = magnitude / step;
  if (RoundsUp(quotient, magnitude % step, step, mode)) ++quotient;
  return InRange(WithSign(quotient * step, value.IsNegative()));
}

std::optional<std::string> RatioForDisplay(Decimal part, Decimal whole) {
  if (whole.IsZero()) return std::nullopt;
  constexpr int kTenthsOfAPercent = 1000;
  const std::optional<UInt128> tenths =
      MultiplyAndDivide(Magnitude(part.units()), kTenthsOfAPercent,
                        WideDivisor(Magnitude(whole.units())), RoundingMode::kHalfAwayFromZero);
  const UInt128 units_per_tenth = PowerOfTen(Decimal::kScale - 1);
  if (!tenths || *tenths > kMaxMagnitude / units_per_tenth) return std::nullopt;
  const bool negative = part.IsNegative() != whole.IsNegative();
  return Decimal::FromUnits(WithSign(*tenths * units_per_tenth, negative)).ToString(1);
}

}  // namespace billwright
