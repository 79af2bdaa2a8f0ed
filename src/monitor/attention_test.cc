#include "monitor/attention.h"

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;

std::string Headline(const Morning& morning) { return VerdictOf(morning).headline; }

TEST(Verdict, SaysThatAllIsWell) {
  const Morning one = MorningOf({GoodPayer("111111111111")});
  EXPECT_EQ(Headline(one), "Payer 111111111111: complete to 24 Nov 2026 00:00 UTC, nothing wrong");
  Morning two = MorningOf({GoodPayer("111111111111"), GoodPayer("222222222222")});
  two.months[0].payers[1].days.back().hours = 0x3FFFFF;
  EXPECT_EQ(Headline(two), "All 2 payers: complete to 23 Nov 2026 22:00 UTC, nothing wrong");
  EXPECT_TRUE(VerdictOf(two).all_well);
}

TEST(Verdict, NamesWhoNeedsAPersonAndWhy) {
  Morning morning =
      MorningOf({GoodPayer("111111111111"), GoodPayer("222222222222"), GoodPayer("333333333333")});
  Lack(morning.months[0].payers[1]);
  morning.observations = {Missing("222222222222"), Error("333333333333", "-120")};
  EXPECT_EQ(Headline(morning),
            "2 of 3 payers need you: 222222222222 2026-11: no data; 333333333333 2026-11: 1 error, "
            "USD 120.00");
  EXPECT_FALSE(VerdictOf(morning).all_well);
}

TEST(Verdict, NamesThreeAndCountsTheRest) {
  Morning morning;
  for (const char* id : {"1", "2", "3", "4", "5"}) {
    if (morning.months.empty()) morning = MorningOf({});
    morning.months[0].payers.push_back(GoodPayer(id));
    morning.observations.push_back(Error(id, "1"));
  }
  EXPECT_EQ(Headline(morning),
            "5 of 5 payers need you: 1 2026-11: 1 error, USD 1.00; 2 2026-11: 1 error, USD 1.00; "
            "3 2026-11: 1 error, USD 1.00; and 2 more");
}

TEST(Verdict, CountsAPayerOnceByItsNewestMonthInNeed) {
  Morning morning = MorningOf({GoodPayer("1")});
  Month october;
  october.period = kOctober;
  october.run = Standing::kInForce;
  october.payers = {GoodPayer("1", kOctober)};
  morning.months.push_back(october);
  morning.observations = {Error("1", "7", "row.quarantined", kOctober)};
  EXPECT_EQ(Headline(morning), "1 of 1 payer needs you: 1 2026-10: 1 error, USD 7.00");
}

TEST(Verdict, SaysWhatIsWrongWithSourcesBooksAndRuns) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.sources = {{"main", "/in", "2026-11-24T07:00:00Z", "", "no such folder"}};
  morning.observations = {
      {Finding::Make(Severity::kError, "book.bad_value", "x", "y").At("books/a:1:1"), "", {}},
      {Finding::Make(Severity::kError, "source.poll_failed", "main", "It could not be read."),
       "",
       {}},
      {Finding::Make(Severity::kError, "delivery.unchecked", "deliveries", "No memory."), "", {}},
      Error("", "3", "account.unassigned")};
  EXPECT_EQ(
      Headline(morning),
      "Payer 1: complete to 24 Nov 2026 00:00 UTC, but source main failed; delivery.unchecked; "
      "the books have 1 error; and 1 more");
  EXPECT_FALSE(VerdictOf(morning).all_well);
}

TEST(Verdict, AWarningIsNoAlarm) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.observations = {Warning("1", "3")};
  EXPECT_TRUE(VerdictOf(morning).all_well);
  EXPECT_EQ(Headline(morning),
            "Payer 1: complete to 24 Nov 2026 00:00 UTC, nothing wrong, 1 warning");
}

TEST(Verdict, NamesTheMonthsToBeRun) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.months[0].run = Standing::kOlderData;
  EXPECT_TRUE(VerdictOf(morning).all_well);
  EXPECT_EQ(Headline(morning),
            "Payer 1: complete to 24 Nov 2026 00:00 UTC, nothing wrong; to be run: 2026-11");
}

TEST(Verdict, AMonthThatNobodyDeliveredIsNotToBeRun) {
  Morning morning = MorningOf({GoodPayer("1")});
  Lack(morning.months[0].payers[0]);
  morning.observations = {Missing("1")};
  morning.months[0].run = Standing::kNone;
  EXPECT_EQ(Headline(morning), "1 of 1 payer needs you: 1 2026-11: no data");
  EXPECT_EQ(AttentionTo(morning.months[0], morning).next, "");
}

TEST(Verdict, OfAnEmptyWorkspaceSaysWhatIsNext) {
  EXPECT_EQ(Headline({}), "nothing has been ingested yet; next: billwright ingest");
}

TEST(Attention, OneThingToDo) {
  Morning morning = MorningOf({GoodPayer("1")});
  const auto next = [&] {
    return AttentionTo(morning.months[0].payers[0], morning.months[0], morning).next;
  };
  EXPECT_EQ(next(), "");
  morning.months[0].run = Standing::kOlderBooks;
  EXPECT_EQ(next(), "billwright run 2026-11");
  morning.observations = {Error("1", "3")};
  EXPECT_EQ(next(), "billwright findings 2026-11");
  morning.months[0].payers[0].data = DataState::kLost;
  morning.months[0].payers[0].restored_by = "billwright ingest";
  EXPECT_EQ(next(), "billwright ingest");
}

TEST(Attention, QuarantinedRowsAreNamed) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.months[0].payers[0].versions.back().quarantined_rows = 3;
  morning.observations = {Error("1", "12.345")};
  EXPECT_EQ(AttentionTo(morning.months[0].payers[0], morning.months[0], morning).wrong,
            "3 rows quarantined; 1 error, USD 12.34");
}

TEST(Attention, DataThatIsMissingIsAnAlarmWhereTheRuleSaysSo) {
  Morning morning = MorningOf({GoodPayer("1"), GoodPayer("2")});
  Lack(morning.months[0].payers[1]);
  const auto attention = [&] {
    return AttentionTo(morning.months[0].payers[1], morning.months[0], morning);
  };
  EXPECT_FALSE(attention().needed);
  EXPECT_EQ(attention().wrong, "no data yet");
  EXPECT_EQ(attention().next, "");
  EXPECT_EQ(Headline(morning),
            "1 of 2 payers: complete to 24 Nov 2026 00:00 UTC, no data yet of the others, nothing "
            "wrong");
  morning.observations = {Missing("2")};
  EXPECT_TRUE(attention().needed);
  EXPECT_EQ(attention().wrong, "no data");
  EXPECT_EQ(attention().next, "see whether AWS still delivers it");
  morning.observations[0].finding.severity = "warning";  // as [quality] may say
  EXPECT_FALSE(attention().needed);
  EXPECT_TRUE(VerdictOf(morning).all_well);
}

TEST(Attention, AFindingOfAMonthThatIsNotShownIsInTheHeadline) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.observations = {Error("2", "0", "delivery.missing", kOctober)};
  EXPECT_EQ(Headline(morning), "1 of 2 payers needs you: 2 2026-10: delivery.missing");
}

TEST(Verdict, CountsWhoNeverDeliveredAndTellsMissingDataFirst) {
  Morning morning = MorningOf({GoodPayer("1"), GoodPayer("2"), GoodPayer("3")});
  for (size_t at : {1u, 2u}) Lack(morning.months[0].payers[at]);
  morning.months[0].payers[2].provider = "";  // nothing is known of it
  morning.observations = {Error("1", "120"), Missing("2"), Missing("3")};
  EXPECT_EQ(Headline(morning),
            "3 of 3 payers need you: 2 2026-11: no data; 3 2026-11: no data, none ever came; 1 "
            "2026-11: 1 error, USD 120.00");
  Rank(morning.observations);
  EXPECT_EQ(morning.observations.front().payer_account_id, "2");
}

TEST(Verdict, DoesNotCountTheSameGapTwice) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.observations = {Error("1", "5", "commitment.identity"),
                          Error("1", "7", "commitment.identity"),
                          Error("1", "12", "bridge.identity")};
  EXPECT_EQ(Headline(morning), "1 of 1 payer needs you: 1 2026-11: 3 errors, USD 12.00");
  morning.observations.erase(morning.observations.begin(), morning.observations.begin() + 2);
  EXPECT_EQ(Headline(morning), "1 of 1 payer needs you: 1 2026-11: 1 error, USD 12.00");
}

TEST(Verdict, ASourceThatNobodyLookedAtIsNamedBeforeTheFirstIngest) {
  Morning morning;
  morning.sources = {{"main", "/in", "", "", ""}};
  morning.observations = {
      {Finding::Make(Severity::kError, "source.poll_failed", "main", "Nobody has."), "", {}}};
  EXPECT_EQ(Headline(morning), "nothing has been ingested yet; source main was never looked at");
  EXPECT_FALSE(VerdictOf(morning).all_well);
}

TEST(Attention, APayerWhoseDeliveriesStoppedSaysSinceWhen) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.observations = {Error("1", "0", "delivery.stale")};
  morning.observations[0].finding.currency = "";
  const Attention attention = AttentionTo(morning.months[0].payers[0], morning.months[0], morning);
  EXPECT_TRUE(attention.missing);
  EXPECT_EQ(attention.wrong, "nothing came since 24 Nov 06:12; 1 error");
}

TEST(Attention, ARefusedReportIsNamedBesideTheVersionThatStays) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.months[0].payers[0].refused = 1;
  EXPECT_EQ(AttentionTo(morning.months[0].payers[0], morning.months[0], morning).wrong,
            "newest version refused, still on version 22");
}

TEST(Attention, RowsThatMayBeQuarantinedAreCountedAndNothingElse) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.months[0].payers[0].versions.back().quarantined_rows = 3;  // row.quarantined is off
  EXPECT_EQ(AttentionTo(morning.months[0].payers[0], morning.months[0], morning).wrong,
            "3 rows quarantined");
}

}  // namespace
}  // namespace billwright::monitor
