#pragma once

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright {

/// An instant in UTC, in whole seconds since 1970-01-01T00:00:00Z. There is no local time anywhere.
struct UtcTime {
  int64_t seconds = 0;

  static constexpr int64_t kSecondsPerHour = 3600;
  static constexpr int64_t kSecondsPerDay = 86400;
  static constexpr int64_t kMicrosecondsPerSecond = 1'000'000;
  /// "Never ends": the `to` of an open interval. Prints as an empty text.
  static constexpr UtcTime Open() { return {INT64_C(253402300800)}; }  // 10000-01-01
  /// "Since ever": the `from` of an interval without a start. Prints as an empty text.
  static constexpr UtcTime Beginning() { return {INT64_C(-62135596800)}; }  // 0001-01-01

  /// Reads "2018-10-01", "2018-10-01T14:00:00Z", "2018-10-01 14:00:00", "2018-10-01T14:00Z",
  /// "2018-10-01 14:00:00 UTC", "20181001T000000.000Z" and offsets "+09:00". A date alone is its
  /// midnight; a fraction of a second is cut.
  /// Fails: kInvalidInput, quoting the text.
  static Result<UtcTime> Parse(std::string_view text);
  static std::optional<UtcTime> TryParse(std::string_view text);
  static UtcTime FromDate(int year, int month, int day);
  static UtcTime Now();

  /// "2018-10-01T14:00:00Z"; empty for Open() and Beginning().
  std::string ToString() const;
  /// "2018-10-01"; empty as above.
  std::string ToDateString() const;

  friend auto operator<=>(const UtcTime&, const UtcTime&) = default;
};

std::ostream& operator<<(std::ostream& out, UtcTime time);

}  // namespace billwright
