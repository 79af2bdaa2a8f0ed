#include "quality/anomaly.h"

#include <gtest/gtest.h>

#include <functional>

namespace billwright::quality {
namespace {

constexpr int kHistory = 60;

UtcTime DayAt(int day) {
  return {UtcTime::FromDate(2026, 9, 1).seconds + day * UtcTime::kSecondsPerDay};
}

/// Costs of September, October and November 2026, of which November is judged.
std::optional<Anomaly> Judge(const std::function<int64_t(int)>& cost, int64_t floor = 10,
                             int first = 0) {
  std::vector<DayCost> series;
  for (int day = first; day < 91; ++day)
    if (cost(day) != 0) series.push_back({DayAt(day), Decimal::FromInteger(cost(day))});
  return FindAnomaly(series, {DayAt(first), DayAt(61), DayAt(91), Decimal::FromInteger(floor)});
}

TEST(Anomaly, IsADayFarAboveTheUsual) {
  const auto found = Judge([](int day) { return day == 67 ? 412 : 95 + day % 16; });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->days, 1);
  EXPECT_EQ(found->worst_day, UtcTime::FromDate(2026, 11, 7));
  EXPECT_EQ(found->cost, Decimal::FromInteger(412));
  EXPECT_EQ(found->usual_low, Decimal::FromInteger(96));
  EXPECT_EQ(found->usual_high, Decimal::FromInteger(109));
  EXPECT_EQ(found->excess, Decimal::FromInteger(303));
  EXPECT_EQ(found->history, kHistory);
}

TEST(Anomaly, IsNotWhatAlwaysVaries) {
  EXPECT_FALSE(Judge([](int day) { return 100 + (day * 37) % 200; }));
}

TEST(Anomaly, IsNotBelowTheFloor) {
  EXPECT_FALSE(Judge([](int day) { return day == 70 ? 11 : 2; }));
  EXPECT_TRUE(Judge([](int day) { return day == 70 ? 12 : 2; }));
  EXPECT_FALSE(Judge([](int day) { return day == 70 ? 12 : 2; }, 100));
}

TEST(Anomaly, IsNotMovedByOddDaysInTheHistory) {
  const auto found = Judge([](int day) {
    if (day == 20 || day == 30) return 5000;
    return day == 70 ? 400 : 100;
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->excess, Decimal::FromInteger(300));
}

TEST(Anomaly, KnowsWeekdays) {
  EXPECT_FALSE(Judge([](int day) { return day % 7 == 6 ? 500 : 100; }));
}

TEST(Anomaly, KnowsWhatIsMeteredOnceAMonth) {
  // The first of September, October and November.
  const auto monthly = [](int day) { return day == 0 || day == 30 || day == 61 ? 900 : 0; };
  EXPECT_FALSE(Judge(monthly));
}

TEST(Anomaly, AddsUpTheDaysOfAHigherLevel) {
  const auto found = Judge([](int day) { return day >= 85 ? 200 : 100; });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->days, 6);
  EXPECT_EQ(found->first_day, DayAt(85));
  EXPECT_EQ(found->excess, Decimal::FromInteger(600));
}

TEST(Anomaly, IsWhatComesFromNothing) {
  const auto found = Judge([](int day) { return day == 80 ? 50 : 0; });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->usual_high, Decimal());
  EXPECT_EQ(found->excess, Decimal::FromInteger(50));
}

TEST(Anomaly, NeedsAWeekOfHistory) {
  EXPECT_FALSE(Judge([](int day) { return day == 67 ? 500 : 1; }, 10, 61));
  EXPECT_TRUE(Judge([](int day) { return day == 68 ? 500 : 1; }, 10, 61));
}

TEST(Anomaly, IsOnlyInTheDaysThatAreJudged) {
  EXPECT_FALSE(Judge([](int day) { return day == 50 ? 5000 : 100; }));
}

}  // namespace
}  // namespace billwright::quality
