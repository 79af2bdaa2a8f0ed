#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/time.h"
#include "books/value.h"
#include "model/billing_period.h"
#include "money/decimal.h"

namespace billwright::books {

/// How a written text becomes a value. `expected` completes the sentence `"from" must be …, not
/// "…".`; what `parse` returns on failure is a further hint, often empty.
template <typename T>
struct Parser {
  std::expected<T, std::string> (*parse)(std::string_view text);
  std::string_view expected;
  Value::Kind kind = Value::Kind::kText;  ///< accepted beside a text in quotes
};

/// A word that ids are made of: customers, price books, rules.
extern const Parser<std::string> kId;
/// Of AWS: 12 digits.
extern const Parser<std::string> kAccountId;
/// Of any provider: a text without control characters.
extern const Parser<std::string> kAnyAccountId;
extern const Parser<std::string> kCommitmentArn;
extern const Parser<std::string> kCurrencyCode;
extern const Parser<std::string> kEmail;
extern const Parser<std::string> kMemory;
extern const Parser<Decimal> kNumber;
extern const Parser<int> kWholeNumber;
extern const Parser<BillingPeriod> kMonth;
/// A day or an instant, in whole hours: usage is billed by the hour.
extern const Parser<UtcTime> kHour;

}  // namespace billwright::books
