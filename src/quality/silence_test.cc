#include "quality/silence.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace billwright::quality {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kAllDay = (1 << 24) - 1;

/// Days of November from the first on, as words: "all", "none", or the hours without usage: "5-7".
std::vector<MeteredDay> Days(const std::vector<std::string_view>& words, Decimal cost) {
  std::vector<MeteredDay> days;
  int date = 0;
  for (const std::string_view word : words) {
    ++date;
    if (word == "none") continue;
    int64_t hours = word == "midnight" ? 1 : kAllDay;
    if (const size_t dash = word.find('-'); dash != std::string_view::npos)
      for (int hour = std::stoi(std::string(word.substr(0, dash)));
           hour <= std::stoi(std::string(word.substr(dash + 1))); ++hour)
        hours &= ~(int64_t{1} << hour);
    days.push_back({UtcTime::FromDate(2026, 11, date), hours, cost});
  }
  return days;
}

std::vector<std::string> Found(const std::vector<MeteredDay>& days) {
  std::vector<std::string> found;
  for (const Silence& silence : FindSilences(days, 24, 24))
    found.push_back(silence.from.ToString() + " " + silence.to.ToString() + " " +
                    silence.at_stake.ToString());
  return found;
}

const Decimal kCost = Decimal::FromInteger(24);

TEST(Silence, IsAGapBetweenFullDays) {
  EXPECT_THAT(Found(Days({"all", "5-7", "all", "all"}, kCost)),
              ElementsAre("2026-11-02T05:00:00Z 2026-11-02T08:00:00Z 3"));
}

TEST(Silence, MayLastForDays) {
  EXPECT_THAT(Found(Days({"all", "20-23", "none", "none", "all", "all"}, kCost)),
              ElementsAre("2026-11-02T20:00:00Z 2026-11-05T00:00:00Z 52"));
}

TEST(Silence, IsWorthItsPartOfTheDayBeforeToTheLastUnit) {
  EXPECT_THAT(Found(Days({"all", "5-5", "all", "all"}, Decimal::FromInteger(1))),
              ElementsAre("2026-11-02T05:00:00Z 2026-11-02T06:00:00Z 0.041666666667"));
}

TEST(Silence, IsNoEnd) { EXPECT_THAT(Found(Days({"all", "all", "5-23"}, kCost)), IsEmpty()); }

TEST(Silence, IsNotWhereUsageComesAndGoes) {
  EXPECT_THAT(Found(Days({"5-7", "5-7", "5-7", "5-7"}, kCost)), IsEmpty());
  EXPECT_THAT(Found(Days({"all", "5-7", "3-3", "all"}, kCost)), IsEmpty());
}

TEST(Silence, CountsDaysInADailyReport) {
  std::vector<std::string_view> days(7, "midnight");
  days.insert(days.end(), {"none", "midnight"});
  EXPECT_THAT(Found(Days(days, kCost)),
              ElementsAre("2026-11-08T00:00:00Z 2026-11-09T00:00:00Z 24"));
  days.erase(days.begin());  // six days before are too few: it may be a weekend
  EXPECT_THAT(Found(Days(days, kCost)), IsEmpty());
}

TEST(Silence, IsNotInNothing) { EXPECT_THAT(Found({}), IsEmpty()); }

}  // namespace
}  // namespace billwright::quality
