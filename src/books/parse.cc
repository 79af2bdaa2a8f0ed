#include "books/parse.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "model/commitment.h"
#include "money/currency.h"

namespace billwright::books {
namespace {

using Text = std::expected<std::string, std::string>;

constexpr size_t kLongestId = 64;
constexpr size_t kAccountDigits = 12;

std::unexpected<std::string> Wrong(std::string hint = {}) {
  return std::unexpected(std::move(hint));
}

bool AllDigits(std::string_view text) { return std::all_of(text.begin(), text.end(), IsDigit); }

Text ParseId(std::string_view text) {
  const auto belongs = [](char c) {
    return (c >= 'a' && c <= 'z') || IsDigit(c) || c == '-' || c == '_' || c == '.';
  };
  const bool starts_well = !text.empty() && belongs(text[0]) && text[0] != '-' && text[0] != '.';
  if (!starts_well || text.size() > kLongestId || !std::all_of(text.begin(), text.end(), belongs))
    return Wrong();
  return std::string(text);
}

bool IsVisible(char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7F'; }

/// Longer ones are of generators and samples; what is shorter has lost its zeros.
Text ParseAccountId(std::string_view text) {
  if (text.size() >= kAccountDigits && AllDigits(text)) return std::string(text);
  if (text == "*") return Wrong("Leave the field empty for any payer.");
  std::string digits(text);
  std::erase(digits, '-');
  std::erase(digits, ' ');
  if (!digits.empty() && digits.size() < kAccountDigits && AllDigits(digits))
    return Wrong(fmt::format("Spreadsheets drop leading zeros: is it {:0>12}?", digits));
  if (digits.size() == kAccountDigits && AllDigits(digits))
    return Wrong(fmt::format("Write {}.", digits));
  if (text.find("E+") != std::string_view::npos)
    return Wrong("A spreadsheet has taken it for a number: format the column as text.");
  return Wrong("Of another provider than AWS? Name it in a column \"provider\".");
}

Text ParseAnyAccountId(std::string_view text) {
  if (text.empty() || text == "*" || !std::all_of(text.begin(), text.end(), IsVisible))
    return Wrong();
  return std::string(text);
}

/// AWS's ARNs, our name of what has none, and the paths and ids by which other providers call
/// theirs.
Text ParseArn(std::string_view text) {
  const bool visible = std::all_of(text.begin(), text.end(), IsVisible);
  if (text == kUnnamedSavingsPlan) return std::string(text);
  if (!text.starts_with("arn") && visible && text.find(' ') == std::string_view::npos &&
      (text.find('/') != std::string_view::npos || text.starts_with("ocid1.")))
    return std::string(text);
  const std::string_view owner = AccountOfArn(text);
  if (owner.size() != kAccountDigits || !AllDigits(owner)) return Wrong();
  return std::string(text);
}

Text ParseCurrency(std::string_view text) {
  if (!Currency::Parse(text)) return Wrong();
  return std::string(text);
}

Text ParseEmail(std::string_view text) {
  const size_t at = text.find('@');
  const bool good = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                    text.find('@', at + 1) == std::string_view::npos &&
                    text.find_first_of(" \t,;") == std::string_view::npos;
  if (!good) return Wrong();
  return std::string(text);
}

Text ParseMemory(std::string_view text) {
  const size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::optional<Decimal> number = Decimal::TryParse(text.substr(0, end));
  std::string_view unit = text.substr(end);
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  const bool known = unit == "MB" || unit == "GB" || unit == "TB" || unit == "MiB" ||
                     unit == "GiB" || unit == "TiB";
  if (!number || number->IsZero() || !known) return Wrong();
  return std::string(text);
}

std::expected<Decimal, std::string> ParseNumber(std::string_view text) {
  if (const std::optional<Decimal> number = Decimal::TryParse(text)) return *number;
  if (text.ends_with('%')) return Wrong("Leave the per cent sign out.");
  if (text.find(',') != std::string_view::npos) return Wrong("The decimal sign is a point: 7.25.");
  const Result<Decimal> parsed = Decimal::Parse(text);
  if (!parsed && Decimal::TryParseRounded(text))
    return Wrong("It has more than 12 decimal places, which is finer than money is kept.");
  return Wrong();
}

std::expected<int, std::string> ParseWholeNumber(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return Wrong();
  return number;
}

std::expected<BillingPeriod, std::string> ParseMonth(std::string_view text) {
  if (const Result<BillingPeriod> month = BillingPeriod::Parse(text)) return *month;
  if (UtcTime::Parse(text)) return Wrong("It holds for whole months.");
  return Wrong();
}

std::expected<UtcTime, std::string> ParseHour(std::string_view text) {
  const Result<UtcTime> time = UtcTime::Parse(text);
  if (!time) return Wrong();
  if (time->seconds % UtcTime::kSecondsPerHour != 0)
    return Wrong("AWS bills by the hour: it must be a full hour.");
  return *time;
}

}  // namespace

const Parser<std::string> kId{
    ParseId, "an id of small letters, digits, \"-\", \"_\" and \".\" (at most 64)"};
const Parser<std::string> kAccountId{ParseAccountId, "an account id of 12 digits"};
const Parser<std::string> kAnyAccountId{ParseAnyAccountId, "an account id"};
const Parser<std::string> kCommitmentArn{ParseArn, "the ARN of a Savings Plan or a reservation"};
const Parser<std::string> kCurrencyCode{ParseCurrency, "the code of a currency, such as \"USD\""};
const Parser<std::string> kEmail{ParseEmail, "one e-mail address"};
const Parser<std::string> kMemory{ParseMemory, "an amount of memory, such as \"1GB\""};
const Parser<Decimal> kNumber{ParseNumber, "a number, such as 12 or -7.25", Value::Kind::kNumber};
const Parser<int> kWholeNumber{ParseWholeNumber, "a whole number", Value::Kind::kNumber};
const Parser<BillingPeriod> kMonth{ParseMonth, "a month, such as \"2018-10\"", Value::Kind::kDate};
const Parser<UtcTime> kHour{
    ParseHour, "a day or an hour in UTC, such as \"2018-10-11\" or \"2018-10-11T14:00:00Z\"",
    Value::Kind::kDate};

}  // namespace billwright::books
