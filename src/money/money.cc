#include "money/money.h"

#include <ostream>

#include "base/check.h"
#include "base/text.h"

namespace billwright {

namespace {

void CheckSameCurrency(const Money& a, const Money& b) {
  CHECK(a.currency == b.currency, a.ToString() + " meets " + b.ToString());
}

}  // namespace

Money operator+(const Money& a, const Money& b) {
  CheckSameCurrency(a, b);
  return {a.amount + b.amount, a.currency};
}

Money operator-(const Money& a, const Money& b) {
  CheckSameCurrency(a, b);
  return {a.amount - b.amount, a.currency};
}

std::string Money::ToString() const {
  return std::string(currency.code()) + " " + amount.ToString(currency.minor_digits());
}

Money RoundToMinorUnit(const Money& money, RoundingMode mode) {
  return {RoundTo(money.amount, money.currency.minor_digits(), mode), money.currency};
}

std::string FormatForPeople(Decimal amount, const Currency& currency) {
  CHECK(
      amount.places() <= currency.minor_digits(),
      amount.ToString() + " was not rounded to the minor unit of " + std::string(currency.code()));
  return WithThousands(amount.ToString(currency.minor_digits()));
}

std::ostream& operator<<(std::ostream& out, const Money& money) { return out << money.ToString(); }

}  // namespace billwright
