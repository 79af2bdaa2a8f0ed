#include "monitor/screen.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "base/text.h"
#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Screen, TellsAGoodMorning) {
  EXPECT_EQ(
      ScreenText(MorningOf({GoodPayer("111111111111")}), {}),
      "Payer 111111111111: complete to 24 Nov 2026 00:00 UTC, nothing wrong\n"
      "\n"
      "payer         delivered     complete to     rows       USD  since the delivery before  "
      "                wrong    do\n"
      "November 2026: open, day 24 of 30; run in force\n"
      "111111111111  24 Nov 06:12  24 Nov 00:00  94,300  2,990.00  +1 day, +4,100 rows, "
      "+130.00, as expected  nothing\n");
}

TEST(Screen, TellsWhatIsWrongHowMuchMoneyAndWhatToDo) {
  Morning morning = MorningOf({GoodPayer("111111111111"), GoodPayer("222222222222")});
  morning.months[0].payers[1].versions.back().quarantined_rows = 3;
  morning.observations = {Error("222222222222", "120.5")};
  const std::string screen = ScreenText(morning, {200, 40});
  EXPECT_THAT(screen, HasSubstr("1 of 2 payers needs you: 222222222222 2026-11: 3 rows "
                                "quarantined; 1 error, USD 120.50\n"));
  EXPECT_THAT(screen, HasSubstr("3 rows quarantined; 1 error, USD 120.50  billwright quarantine "
                                "2026-11\n"));
  EXPECT_THAT(screen, HasSubstr("error    2026-11 222222222222  USD 120.50  row.quarantined: "
                                "file.csv: 3 rows are rejected. Look at them.\n"));
}

TEST(Screen, TellsOfALostDeliveryAndGoesOn) {
  Morning morning = MorningOf({GoodPayer("111111111111"), GoodPayer("222222222222")});
  morning.months[0].payers[0].data = DataState::kLost;
  const std::string screen = ScreenText(morning, {});
  EXPECT_THAT(screen, HasSubstr("lost: files are gone"));
  EXPECT_THAT(screen, HasSubstr("222222222222  24 Nov 06:12"));
}

Month MonthOf(BillingPeriod period, int payers) {
  Month month;
  month.period = period;
  month.run = Standing::kInForce;
  for (int i = 0; i < payers; ++i)
    month.payers.push_back(GoodPayer(fmt::format("{:012}", 100 + i), period));
  return month;
}

/// Twenty payers and three months, early in a month: two of them may still change.
Morning BigMorning() {
  Morning morning = MorningOf({});
  morning.now = At("2026-11-08T08:00:00Z");
  morning.months = {MonthOf(kNovember, 20), MonthOf(kOctober, 20), MonthOf(kSeptember, 20)};
  LookInto(morning);
  return morning;
}

TEST(Screen, TwentyPayersAndThreeMonthsFitOneScreen) {
  Morning morning = BigMorning();
  for (int i = 0; i < 20; ++i)
    morning.observations.push_back(Error(fmt::format("{:012}", 100 + i), std::to_string(1000 - i)));
  const std::string screen = ScreenText(morning, {160, 40});
  EXPECT_LE(LinesOf(screen), 40u);
  for (int i = 0; i < 20; ++i)  // every payer of the open month has its line
    EXPECT_THAT(screen, HasSubstr(fmt::format("\n{:012}  24 Nov", 100 + i)));
  EXPECT_THAT(screen, HasSubstr("October 2026: over, AWS may still restate it; run in force\n"));
  EXPECT_THAT(screen, HasSubstr("2026-09  20 payers, 1,886,000 rows, USD 59,800.00, run in force, "
                                "nothing wrong\n"));
  EXPECT_THAT(screen, HasSubstr("USD 1,000.00  row.quarantined: file.csv: 3 rows are rejected."));
  EXPECT_THAT(screen, HasSubstr(" more: billwright findings\n"));
}

TEST(Screen, WhoNeedsAPersonIsNeverLeftOutForOneWhoDoesNot) {
  Morning morning = BigMorning();
  morning.observations = {Error("000000000119", "5", "row.quarantined", kOctober)};
  const std::string screen = ScreenText(morning, {200, 24});
  EXPECT_LE(LinesOf(screen), 24u);
  EXPECT_THAT(screen, HasSubstr("1 error, USD 5.00  billwright findings 2026-10\n"));
  EXPECT_THAT(screen, HasSubstr("  and 19 more\n"));
}

TEST(Screen, NeverIsWiderOrLongerThanItsSize) {
  Morning morning = BigMorning();
  morning.observations = {Error("000000000101", "5")};
  morning.sources = {{"main", "/in", "2026-11-24T07:00:00Z", "", std::string(300, 'x')}};
  for (const size_t columns : {80u, 100u, 120u, 160u, 240u})
    for (const size_t lines : {23u, 40u, 100u}) {
      const std::string screen = ScreenText(morning, {columns, lines});
      EXPECT_LE(LinesOf(screen), lines);
      for (size_t start = 0; start < screen.size();) {
        const size_t end = screen.find('\n', start);
        EXPECT_LE(WidthOf(screen.substr(start, end - start)), columns);
        start = end + 1;
      }
    }
}

TEST(Screen, ANarrowOneKeepsWhatIsWrongAndWhatToDo) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.observations = {Error("111111111111", "120.5")};
  const std::string screen = ScreenText(morning, {100, 40});
  EXPECT_THAT(screen, HasSubstr("1 error, USD 120.50  billwright findings 2026-11\n"));
  EXPECT_THAT(screen, Not(HasSubstr("delivered")));
}

TEST(Screen, TellsFindingsOfOneCodePayerAndMonthTogetherTheNewestMonthFirst) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  for (int i = 0; i < 72; ++i)
    morning.observations.push_back(Error("", "3", "account.unassigned", kSeptember));
  morning.observations.push_back(Error("111111111111", "1"));
  EXPECT_THAT(ScreenText(morning, {}),
              HasSubstr("\n\nerror    2026-11 111111111111  USD 1.00  row.quarantined: file.csv: 3 "
                        "rows are rejected. Look at them.\n"
                        "error    2026-09  USD 216.00  72 of account.unassigned: file.csv: 3 rows "
                        "are rejected. Look at them.\n"));
}

TEST(Screen, BreaksTheLinesOfAFindingSoThatWhatToDoIsRead) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.observations = {Error("111111111111", "1")};
  morning.observations[0].finding.subject = "";
  morning.observations[0].finding.message =
      "The rows of arn:aws:ec2:us-east-1:111111111111:reserved-instances/e5d82234-6933-4412 do not "
      "agree with each other. Look for a file that is missing.";
  EXPECT_THAT(ScreenText(morning, {80, 40}),
              HasSubstr("error    2026-11 111111111111  USD 1.00  row.quarantined: The rows of\n"
                        "         arn:aws:ec2:us-east-1…ces/e5d82234-6933-4412 do not agree with "
                        "each\n"
                        "         other. Look for a file that is missing.\n"));
}

TEST(Screen, ShowsNoControlCharactersFromOutside) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.observations = {Error("111111111111", "1")};
  morning.observations[0].finding.message = "a\x1b[31mred\tz";
  EXPECT_THAT(ScreenText(morning, {}), HasSubstr("a [31mred z"));
}

TEST(Screen, AMonthThatTheRulesDidNotLookIntoIsNotCalledGood) {
  Morning morning = BigMorning();
  for (const PayerMonth& payer : morning.months[2].payers)
    morning.assessed.bills.erase({payer.payer_account_id, kSeptember});
  EXPECT_THAT(ScreenText(morning, {160, 40}), HasSubstr("run in force, nothing wrong at ingest\n"));
}

}  // namespace
}  // namespace billwright::monitor
