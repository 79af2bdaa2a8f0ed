#pragma once

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "money/int128.h"
#include "money/rounding.h"

// A decimal number as a 128-bit integer at scale 12. Every amount of money, every rate and every
// quantity in Billwright is one. Adding and subtracting are exact; multiplying rounds once, where
// it is made, with a named mode; dividing does not exist (see money/split.h). Overflow never wraps.

namespace billwright {

/// A number with exactly 12 decimal places: `units()` × 10⁻¹².
///
/// Range: ±99999999999999999999999999.999999999999 (38 digits, as DECIMAL(38,12) of the engine).
/// Operators CHECK against overflow, since a month's sums stay 10 orders of magnitude below the
/// range; input is range-checked by Parse, which reports it.
class Decimal {
 public:
  static constexpr int kScale = 12;
  static constexpr int64_t kUnitsPerOne = 1'000'000'000'000;
  /// Largest magnitude in units: 10³⁸ − 1.
  static constexpr Int128 kMaxUnits =
      static_cast<Int128>(9'999'999'999'999'999'999ull) * 10'000'000'000'000'000'000ull +
      9'999'999'999'999'999'999ull;

  constexpr Decimal() = default;
  static constexpr Decimal FromUnits(Int128 units) { return Decimal(units); }
  static constexpr Decimal FromInteger(int64_t value) {
    return Decimal(static_cast<Int128>(value) * kUnitsPerOne);
  }

  /// Reads "12", "-0.5", ".5", "5.", "+7", "-7.0E-10", "1e3" and nothing else: no blanks, no
  /// thousands separators, no hexadecimal, no "NaN".
  ///
  /// Rounds: never.
  /// Fails:  kInvalidInput if the text is not a number, needs more than 12 decimal places (trailing
  ///         zeros do not count), or is out of range; the message says which and quotes the text.
  static Result<Decimal> Parse(std::string_view text);

  /// As Parse, but further places are rounded instead of refused. For quantities; never for money.
  static Result<Decimal> ParseRounded(std::string_view text, RoundingMode mode);
  /// Parse and ParseRounded (half to even) without a message: nullopt where they fail, and for an
  /// empty text. Fast: made for scans.
  static std::optional<Decimal> TryParse(std::string_view text);
  static std::optional<Decimal> TryParseRounded(std::string_view text);

  /// The decimal that `value` was written as: its shortest round-trip form, then as Parse.
  /// nullopt when 12 places or the range cannot hold it, or it is not finite. Fast: made for scans.
  static std::optional<Decimal> FromDouble(double value);
  /// As FromDouble, but further places are rounded half to even. For quantities; never for money.
  static std::optional<Decimal> FromDoubleRounded(double value);

  constexpr Int128 units() const { return units_; }
  constexpr bool IsZero() const { return units_ == 0; }
  constexpr bool IsNegative() const { return units_ < 0; }
  /// How many decimals the shortest exact form has: 0 for 12, 1 for 0.5, 12 for 0.000000000001.
  int places() const;

  /// Shortest exact form: "12", "-0.5", "0.000000000001". Parse(ToString()) gives the same value.
  std::string ToString() const;
  /// With at least `places` decimals, more if needed to stay exact: "12.00", "0.125".
  std::string ToString(int places) const;

  Decimal Abs() const;
  Decimal operator-() const;
  friend Decimal operator+(Decimal a, Decimal b);
  friend Decimal operator-(Decimal a, Decimal b);
  Decimal& operator+=(Decimal other);
  Decimal& operator-=(Decimal other);
  friend constexpr auto operator<=>(Decimal, Decimal) = default;

 private:
  constexpr explicit Decimal(Int128 units) : units_(units) {}

  Int128 units_ = 0;
};

/// a × b, rounded once to scale 12 with `mode`. The product is formed in 256 bits.
/// CHECKs that the result is in range.
Decimal Multiply(Decimal a, Decimal b, RoundingMode mode);

/// amount × percent / 100, rounded once to scale 12. Percent(200, 7.5) = 15.
Decimal PercentOf(Decimal amount, Decimal percent, RoundingMode mode);

/// Rounds to `places` decimals (0 … 12).
Decimal RoundTo(Decimal value, int places, RoundingMode mode);

/// part / whole as a percentage with one decimal for people ("28.4"); never feeds money again.
/// nullopt when whole is zero, or the ratio is beyond all measure (25 digits).
std::optional<std::string> RatioForDisplay(Decimal part, Decimal whole);

std::ostream& operator<<(std::ostream& out, Decimal value);

}  // namespace billwright
