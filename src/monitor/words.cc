#include "monitor/words.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "base/text.h"

namespace billwright::monitor {

namespace {

constexpr int kPlaces = 2;

std::chrono::year_month_day DateOf(UtcTime time) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(time.seconds)));
}

std::string_view MonthName(UtcTime time) {
  static constexpr std::string_view kNames[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return kNames[static_cast<unsigned>(DateOf(time).month()) - 1];
}

unsigned DayOfMonth(UtcTime time) { return static_cast<unsigned>(DateOf(time).day()); }

std::string ClockTime(UtcTime time) {
  const int64_t minutes = (time.seconds % UtcTime::kSecondsPerDay + UtcTime::kSecondsPerDay) %
                          UtcTime::kSecondsPerDay / 60;
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

}  // namespace

std::string Number(int64_t count) { return WithThousands(std::to_string(count)); }

std::string Amount(Decimal amount) {
  return WithThousands(RoundTo(amount, kPlaces, RoundingMode::kHalfEven).ToString(kPlaces));
}

std::string Signed(int64_t count) { return (count > 0 ? "+" : "") + Number(count); }

std::string Signed(Decimal amount) { return (Decimal() < amount ? "+" : "") + Amount(amount); }

std::string DayName(UtcTime day) { return fmt::format("{} {}", DayOfMonth(day), MonthName(day)); }

std::string TimeName(UtcTime time) { return fmt::format("{} {}", DayName(time), ClockTime(time)); }

std::string TimeNameWithYear(UtcTime time) {
  return fmt::format("{} {} {}", DayName(time), static_cast<int>(DateOf(time).year()),
                     ClockTime(time));
}

std::string TimeName(const std::string& time) {
  const Result<UtcTime> parsed = UtcTime::Parse(time);
  return parsed ? TimeName(*parsed) : std::string();
}

std::string Count(int64_t number, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", Number(number), number == 1 ? singular : plural);
}

std::string Clip(std::string_view text, size_t width) {
  if (WidthOf(text) <= width) return std::string(text);
  size_t shown = 0;
  size_t bytes = 0;
  while (bytes < text.size()) {
    const bool starts = (static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80;
    if (starts && ++shown == width) break;
    ++bytes;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

std::string ShortInTheMiddle(const std::string& text, size_t width) {
  if (WidthOf(text) <= width || WidthOf(text) != text.size()) return Clip(text, width);
  const size_t head = (width - 1) / 2;
  return text.substr(0, head) + "…" + text.substr(text.size() - (width - 1 - head));
}

std::vector<std::string> Wrapped(std::string_view text, size_t width, size_t indent, size_t most) {
  constexpr size_t kLongestWord = 44;
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string word = ShortInTheMiddle(std::string(text.substr(0, end)), kLongestWord);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (WidthOf(lines.back()) + WidthOf(word) > width && lines.size() == most) {
      lines.back() = Clip(lines.back() + word + " ", width);
      if (!lines.back().ends_with("…")) lines.back() += "…";
      break;
    }
    if (WidthOf(lines.back()) + WidthOf(word) > width) lines.emplace_back(indent, ' ');
    lines.back() += word;
    if (!text.empty()) lines.back() += ' ';
  }
  for (std::string& line : lines) line.erase(line.find_last_not_of(' ') + 1);
  return lines;
}

}  // namespace billwright::monitor
