#pragma once

#include <array>
#include <compare>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright {

/// An ISO 4217 currency: a three-letter code and how many decimals its minor unit has.
class Currency {
 public:
  /// Fails: kInvalidInput unless `code` is three capital letters of a currency that we know the
  ///        minor unit of (the list is in currency.cc: all active ISO 4217 codes).
  static Result<Currency> Parse(std::string_view code);

  static Currency Usd();

  std::string_view code() const { return {code_.data(), 3}; }
  /// 2 for USD, 0 for JPY, 3 for BHD.
  int minor_digits() const { return minor_digits_; }

  friend auto operator<=>(const Currency&, const Currency&) = default;

 private:
  Currency(std::array<char, 3> code, int minor_digits) : code_(code), minor_digits_(minor_digits) {}

  std::array<char, 3> code_;
  int minor_digits_;
};

std::ostream& operator<<(std::ostream& out, const Currency& currency);

}  // namespace billwright
