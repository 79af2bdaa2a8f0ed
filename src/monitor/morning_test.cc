#include "monitor/morning.h"

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;

TEST(PayerMonth, IsCompleteToTheEndOfTheNewestHourWithUsage) {
  PayerMonth payer = GoodPayer("111111111111");
  EXPECT_EQ(payer.CompleteTo(), At("2026-11-24T00:00:00Z"));
  payer.days.back().hours = 0x3FFFFF;
  EXPECT_EQ(payer.CompleteTo(), At("2026-11-23T22:00:00Z"));
  payer.days.push_back(Day(30, 24, "5", 0));  // fees for hours to come are no usage
  EXPECT_EQ(payer.CompleteTo(), At("2026-11-23T22:00:00Z"));
  payer.days.clear();
  EXPECT_EQ(payer.CompleteTo(), std::nullopt);
}

TEST(PayerMonth, KnowsTheVersionInUse) {
  PayerMonth payer = GoodPayer("111111111111");
  EXPECT_EQ(payer.InUse()->number, 22);
  EXPECT_EQ(payer.BeforeInUse()->number, 21);
  payer.versions.back().out_of_use = true;
  EXPECT_EQ(payer.InUse()->number, 21);
  EXPECT_EQ(payer.BeforeInUse(), nullptr);
  payer.versions.front().out_of_use = true;
  EXPECT_EQ(payer.InUse(), nullptr);
  EXPECT_EQ(payer.BeforeInUse(), nullptr);
}

DeliveryDay RowsOf(const std::string& account, UtcTime day, int64_t rows, int64_t hours,
                   std::string_view cost) {
  DeliveryDay record;
  record.usage_account_id = account;
  record.day = day;
  record.rows = rows;
  record.hours = hours;
  record.unblended_cost = Of(cost);
  return record;
}

TEST(TotalsByDay, AddsUpAccountsAndServices) {
  const UtcTime day = At("2026-11-02");
  const std::vector<DayTotal> totals =
      TotalsByDay({RowsOf("a", At("2026-11-03"), 1, 1, "0.5"), RowsOf("a", day, 2, 0b01, "1.25"),
                   RowsOf("b", day, 3, 0b10, "-0.25")});
  ASSERT_EQ(totals.size(), 2u);
  EXPECT_EQ(totals[0].day, day);
  EXPECT_EQ(totals[0].rows, 5);
  EXPECT_EQ(totals[0].hours, 0b11);
  EXPECT_EQ(totals[0].unblended_cost, Of("1"));
}

TEST(AgeOf, AMonthSettlesForTwoWeeks) {
  EXPECT_EQ(AgeOf(kNovember, At("2026-11-30T23:59:59Z")), Age::kOpen);
  EXPECT_EQ(AgeOf(kNovember, At("2026-12-01T00:00:00Z")), Age::kSettling);
  EXPECT_EQ(AgeOf(kNovember, At("2026-12-14T23:59:59Z")), Age::kSettling);
  EXPECT_EQ(AgeOf(kNovember, At("2026-12-15T00:00:00Z")), Age::kEnded);
}

TEST(SentenceOf, NamesTheSubjectOnce) {
  Observation observation = Error("111111111111", "5");
  EXPECT_EQ(SentenceOf(observation), "file.csv: 3 rows are rejected. Look at them.");
  observation.finding.message = "3 rows of file.csv are rejected.";
  EXPECT_EQ(SentenceOf(observation), "3 rows of file.csv are rejected.");
  observation.finding.message = "/in/file.csv/x does not read.";
  EXPECT_EQ(SentenceOf(observation), "file.csv: /in/file.csv/x does not read.");
  observation.finding.message = "3 rows of file.csv are rejected.";
  observation.finding.subject = "111111111111";
  EXPECT_EQ(SentenceOf(observation), "3 rows of file.csv are rejected.");
}

TEST(Rank, PutsTheMostMoneyOfTheWorstKindFirst) {
  Observations observations{Warning("1", "900"), Error("2", "5"), Error("3", "-40"),
                            Error("1", "5")};
  Rank(observations);
  std::vector<std::string> order;
  for (const Observation& observation : observations) order.push_back(observation.payer_account_id);
  EXPECT_EQ(order, (std::vector<std::string>{"3", "1", "2", "1"}));
}

TEST(WouldKnow, WhatTheRulesOfQualitySayWhereTheyLooked) {
  Morning morning = MorningOf({GoodPayer("1")});
  const Observation shrunk = Warning("1", "5");
  EXPECT_TRUE(WouldKnow(morning, shrunk));
  morning.assessed.bills.clear();  // too old, or a table does not read
  EXPECT_FALSE(WouldKnow(morning, shrunk));
  EXPECT_FALSE(WouldKnow(morning, Error("1", "0", "delivery.unchecked")));
  EXPECT_TRUE(WouldKnow(morning, Error("1", "5")));  // ingest's own
  morning.months[0].payers.clear();                  // withdrawn
  EXPECT_TRUE(WouldKnow(morning, shrunk));
}

TEST(WouldKnow, WhatIsMissingOfTheMonthThatRunsOrCame) {
  Morning morning = MorningOf({GoodPayer("1")});
  EXPECT_TRUE(WouldKnow(morning, Missing("1")));
  morning.now = At("2026-12-02T08:00:00Z");
  EXPECT_TRUE(WouldKnow(morning, Missing("1")));   // it came
  EXPECT_FALSE(WouldKnow(morning, Missing("2")));  // nobody asks any more
  morning.assessed.arrivals = false;
  EXPECT_FALSE(WouldKnow(morning, Missing("1")));
}

TEST(WouldKnow, NothingOfWhatIsLost) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.months[0].payers[0].data = DataState::kLost;
  EXPECT_FALSE(WouldKnow(morning, Error("1", "5")));
  EXPECT_TRUE(WouldKnow(morning, Error("", "5", "account.unassigned")));
  morning.months[0].run = Standing::kLost;
  EXPECT_FALSE(WouldKnow(morning, Error("", "5", "account.unassigned")));
}

}  // namespace
}  // namespace billwright::monitor
