#pragma once

#include <iosfwd>
#include <string>

#include "money/currency.h"
#include "money/decimal.h"

namespace billwright {

/// An amount with its currency. Two currencies never meet in one operation: that is a bug (CHECK).
/// Records of one run hold plain Decimals with one currency column beside them; Money is for the
/// places where currencies could be mixed up: statements, exchange, printing for people.
struct Money {
  Decimal amount;
  Currency currency;

  friend Money operator+(const Money& a, const Money& b);
  friend Money operator-(const Money& a, const Money& b);
  friend bool operator==(const Money&, const Money&) = default;

  /// "USD 1234.50": at least the minor unit's decimals, more if the amount has them.
  std::string ToString() const;
};

/// `money` rounded to its currency's minor unit.
Money RoundToMinorUnit(const Money& money, RoundingMode mode);

/// "1,234.50" for documents: thousands separated, exactly the minor unit's decimals. CHECKs that
/// the amount has no more decimals than that (round first).
std::string FormatForPeople(Decimal amount, const Currency& currency);

std::ostream& operator<<(std::ostream& out, const Money& money);

}  // namespace billwright
