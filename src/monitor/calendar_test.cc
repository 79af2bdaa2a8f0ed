#include "monitor/calendar.h"

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;

/// What a rule says of a payer whose deliveries stopped.
Observation Stale() {
  return {Finding::Make(Severity::kError, "delivery.stale", "111111111111", "It is old."),
          "111111111111", kNovember};
}

/// The last cells of the only payer: "2" versions, "1!" late, "!" nothing and the next was late,
/// "x" missing, "." due, "-" outside.
std::string LastDays(const std::vector<std::string>& deliveries, std::string_view now, size_t days,
                     const Observations& observations = {}) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.clear();
  for (const std::string& delivered : deliveries)
    payer.versions.push_back(
        VersionOf(static_cast<int64_t>(payer.versions.size()) + 1, delivered, 1, "1"));
  Morning morning = MorningOf({payer});
  morning.now = At(now);
  morning.observations = observations;
  const std::vector<CalendarRow> rows = CalendarOf(morning);
  EXPECT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].cells.size(), 35u);
  std::string text;
  for (size_t i = rows[0].cells.size() - days; i < rows[0].cells.size(); ++i) {
    const CalendarCell& cell = rows[0].cells[i];
    text += text.empty() ? "" : " ";
    if (cell.state == CalendarState::kDelivered) text += std::to_string(cell.versions);
    if (cell.state == CalendarState::kLate)
      text += (cell.versions == 0 ? "" : std::to_string(cell.versions)) + "!";
    if (cell.state == CalendarState::kMissing) text += "x";
    if (cell.state == CalendarState::kDue) text += ".";
    if (cell.state == CalendarState::kOutside) text += "-";
  }
  return text;
}

TEST(Calendar, CountsVersionsAndShowsWhatDidNotCome) {
  EXPECT_EQ(LastDays({"2026-11-19T06:00:00Z", "2026-11-20T06:00:00Z", "2026-11-20T18:00:00Z",
                      "2026-11-22T09:00:00Z", "2026-11-23T06:00:00Z"},
                     "2026-11-24T08:00:00Z", 7),
            "- 1 2 ! 1! 1 .");
}

TEST(Calendar, TodayIsMissingWhenItIsLate) {
  EXPECT_EQ(LastDays({"2026-11-22T06:00:00Z"}, "2026-11-24T08:00:00Z", 3, {Stale()}), "1 x x");
}

TEST(Calendar, HasNoCrossWhereNoFindingSaysThatSomethingIsMissing) {
  EXPECT_EQ(LastDays({"2026-11-22T23:00:00Z"}, "2026-11-24T08:00:00Z", 3), "1 . .");
  EXPECT_EQ(LastDays({"2026-11-20T06:00:00Z", "2026-11-23T06:00:00Z"}, "2026-11-24T08:00:00Z", 5),
            "1 ! ! 1! .");  // it is over
}

TEST(Calendar, WhatIsLateIsTheRulesToSay) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.months[0].payers[0].versions = {VersionOf(1, "2026-11-20T06:00:00Z", 1, "1"),
                                          VersionOf(2, "2026-11-22T06:00:00Z", 1, "1")};
  const auto states = [&] {
    std::vector<std::string_view> names;
    const std::vector<CalendarCell> cells = CalendarOf(morning).front().cells;
    for (size_t i = cells.size() - 4; i < cells.size(); ++i) names.push_back(Name(cells[i].state));
    return names;
  };
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(states(), (Names{"late", "late", "due", "due"}));
  morning.late_after = 72 * UtcTime::kSecondsPerHour;
  EXPECT_EQ(states(), (Names{"due", "delivered", "due", "due"}));
  morning.late_after = {};  // the rule is off
  EXPECT_EQ(states(), (Names{"outside", "delivered", "outside", "outside"}));
}

TEST(Calendar, NothingIsExpectedLongAfterTheNewestMonth) {
  EXPECT_EQ(LastDays({"2026-12-13T06:00:00Z"}, "2026-12-16T08:00:00Z", 4), "1 . - -");
}

TEST(Calendar, APayerThatIsMissedGoesOnMissing) {
  PayerMonth october = GoodPayer("111111111111", kOctober);
  october.versions = {VersionOf(31, "2026-11-05T06:30:00Z", 1, "1")};
  PayerMonth november = GoodPayer("111111111111");
  november.versions.clear();
  november.data = DataState::kMissing;
  Morning morning = MorningOf({november});
  Month month;
  month.period = kOctober;
  month.payers = {october};
  morning.months.push_back(month);
  morning.observations = {Missing("111111111111")};
  EXPECT_EQ(CalendarOf(morning).front().cells.back().state, CalendarState::kMissing);
}

TEST(Calendar, APayerThatNeverDeliveredIsMissingFromTheMonthThatIsAskedFor) {
  EXPECT_EQ(LastDays({}, "2026-11-03T08:00:00Z", 4), "- . . .");
  EXPECT_EQ(LastDays({}, "2026-11-03T08:00:00Z", 4, {Missing("111111111111")}), "- x x x");
}

TEST(Calendar, SaysWhichVersionsCame) {
  const CalendarRow row = CalendarOf(MorningOf({GoodPayer("111111111111")})).front();
  EXPECT_EQ(row.cells.back().title, "24 Nov: version 22 of 2026-11 at 24 Nov 06:12");
}

}  // namespace
}  // namespace billwright::monitor
