#include "base/time.h"

#include <fmt/core.h>

#include <chrono>
#include <optional>
#include <ostream>

#include "base/check.h"

namespace billwright {

namespace {

/// Reads a text from its beginning; every step says whether it could.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }

  bool Take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly `count` digits.
  bool TakeNumber(size_t count, int& number) {
    if (rest_.size() < count) return false;
    number = 0;
    for (size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }

  void SkipDigits() {
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
  }

 private:
  std::string_view rest_;
};

bool TakeDate(Reader& reader, bool& compact, int64_t& seconds) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!reader.TakeNumber(4, year)) return false;
  compact = !reader.Take('-');
  if (!reader.TakeNumber(2, month)) return false;
  if (!compact && !reader.Take('-')) return false;
  if (!reader.TakeNumber(2, day)) return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !date.ok()) return false;
  seconds = UtcTime::FromDate(year, month, day).seconds;
  return true;
}

/// Seconds of the day; "14:00" is whole minutes. A fraction is cut: times of AWS that matter are
/// whole seconds.
bool TakeTimeOfDay(Reader& reader, bool compact, int64_t& seconds) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!reader.TakeNumber(2, hour)) return false;
  if (!compact && !reader.Take(':')) return false;
  if (!reader.TakeNumber(2, minute)) return false;
  const bool has_seconds = compact || reader.Take(':');
  if (has_seconds && !reader.TakeNumber(2, second)) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  if (has_seconds && reader.Take('.')) {
    int first_digit = 0;
    if (!reader.TakeNumber(1, first_digit)) return false;
    reader.SkipDigits();
  }
  seconds += hour * UtcTime::kSecondsPerHour + minute * 60 + second;
  return true;
}

/// "Z", nothing, "UTC", "+09:00", "+0900", "+09", also after a blank: subtracts the offset.
bool TakeZone(Reader& reader, int64_t& seconds) {
  if (reader.AtEnd() || reader.Take('Z')) return true;
  reader.Take(' ');
  if (reader.Take('U')) return reader.Take('T') && reader.Take('C');
  const bool east = reader.Take('+');
  if (!east && !reader.Take('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!reader.TakeNumber(2, hours)) return false;
  const bool colon = reader.Take(':');
  if ((colon || !reader.AtEnd()) && !reader.TakeNumber(2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  const int64_t offset = hours * UtcTime::kSecondsPerHour + minutes * 60;
  seconds += east ? -offset : offset;
  return true;
}

}  // namespace

std::optional<UtcTime> UtcTime::TryParse(std::string_view text) {
  Reader reader(text);
  bool compact = false;
  UtcTime time;
  if (!TakeDate(reader, compact, time.seconds)) return std::nullopt;
  if (reader.Take('T') || reader.Take(' ')) {
    if (!TakeTimeOfDay(reader, compact, time.seconds)) return std::nullopt;
    if (!TakeZone(reader, time.seconds)) return std::nullopt;
  }
  if (!reader.AtEnd() || time < UtcTime::Beginning() || time >= UtcTime::Open())
    return std::nullopt;
  return time;
}

namespace {

std::chrono::year_month_day DateOf(UtcTime time) {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(time.seconds))));
}

bool HasNoText(UtcTime time) { return time == UtcTime::Open() || time == UtcTime::Beginning(); }

}  // namespace

Result<UtcTime> UtcTime::Parse(std::string_view text) {
  if (const std::optional<UtcTime> time = TryParse(text)) return *time;
  return Fail(ErrorCode::kInvalidInput,
              fmt::format("\"{}\" is not a time; expected a date such as 2018-10-01 or a time such "
                          "as 2018-10-01T14:00:00Z",
                          text));
}

UtcTime UtcTime::Now() {
  return {std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
              .time_since_epoch()
              .count()};
}

UtcTime UtcTime::FromDate(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  CHECK(date.ok(), fmt::format("{}-{}-{} is not a date", year, month, day));
  return {std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay};
}

std::string UtcTime::ToString() const {
  if (HasNoText(*this)) return {};
  const int64_t second = ((seconds % kSecondsPerDay) + kSecondsPerDay) % kSecondsPerDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", ToDateString(), second / kSecondsPerHour,
                     second / 60 % 60, second % 60);
}

std::string UtcTime::ToDateString() const {
  if (HasNoText(*this)) return {};
  const std::chrono::year_month_day date = DateOf(*this);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::ostream& operator<<(std::ostream& out, UtcTime time) {
  if (time == UtcTime::Open()) return out << "open";
  if (time == UtcTime::Beginning()) return out << "beginning";
  return out << time.ToString();
}

}  // namespace billwright
