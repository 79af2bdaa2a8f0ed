#include "monitor/calendar.h"

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;

/// The last cells of the only payer: "2" versions, "1!" late, "x" missing, "." due, "-" outside.
std::string LastDays(const std::vector<std::string>& deliveries, std::string_view now,
                     size_t days) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.clear();
  for (const std::string& delivered : deliveries)
    payer.versions.push_back(
        VersionOf(static_cast<int64_t>(payer.versions.size()) + 1, delivered, 1, "1"));
  Morning morning = MorningOf({payer});
  morning.now = At(now);
  const std::vector<CalendarRow> rows = CalendarOf(morning);
  EXPECT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].cells.size(), 35u);
  std::string text;
  for (size_t i = rows[0].cells.size() - days; i < rows[0].cells.size(); ++i) {
    const CalendarCell& cell = rows[0].cells[i];
    text += text.empty() ? "" : " ";
    if (cell.state == CalendarState::kDelivered) text += std::to_string(cell.versions);
    if (cell.state == CalendarState::kLate) text += std::to_string(cell.versions) + "!";
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
            "- 1 2 x 1! 1 .");
}

TEST(Calendar, TodayIsMissingWhenItIsLate) {
  EXPECT_EQ(LastDays({"2026-11-22T06:00:00Z"}, "2026-11-24T08:00:00Z", 3), "1 x x");
}

TEST(Calendar, NothingIsExpectedLongAfterTheNewestMonth) {
  EXPECT_EQ(LastDays({"2026-12-13T06:00:00Z"}, "2026-12-16T08:00:00Z", 4), "1 x - -");
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
  EXPECT_EQ(CalendarOf(morning).front().cells.back().state, CalendarState::kMissing);
}

TEST(Calendar, SaysWhichVersionsCame) {
  const CalendarRow row = CalendarOf(MorningOf({GoodPayer("111111111111")})).front();
  EXPECT_EQ(row.cells.back().title, "24 Nov: version 22 of 2026-11 at 24 Nov 06:12");
}

}  // namespace
}  // namespace billwright::monitor
