#include "monitor/month_text.h"

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;

std::string Wrong(const Morning& morning) { return WrongText(morning.months[0], morning).text; }

TEST(WrongText, SaysWhatIsWrongWithAllOfAMonth) {
  Morning morning = MorningOf({GoodPayer("1"), GoodPayer("2")});
  EXPECT_EQ(Wrong(morning), "nothing wrong");
  morning.observations = {Warning("1", "3"), Warning("2", "4")};
  EXPECT_EQ(Wrong(morning), "nothing wrong, 2 warnings");
  EXPECT_EQ(WrongText(morning.months[0], morning).mood, Mood::kWarning);
  morning.observations.push_back(Error("", "5", "account.unassigned"));
  EXPECT_EQ(Wrong(morning), "the run: 1 error, USD 5.00, 2 warnings");
  morning.observations.push_back(Error("2", "5"));
  EXPECT_EQ(Wrong(morning), "1 payer needs you, 2 warnings");
  EXPECT_EQ(WrongText(morning.months[0], morning).mood, Mood::kBad);
}

TEST(WrongText, CallsNothingGoodThatNoRuleLookedInto) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.assessed.bills.clear();
  EXPECT_EQ(Wrong(morning), "nothing wrong at ingest");
  EXPECT_EQ(WrongText(morning.months[0], morning).mood, Mood::kInfo);
}

TEST(IsShownInFull, ANewMonthOneThatMayChangeAndOneInNeed) {
  Morning morning = MorningOf({GoodPayer("1")});
  Month september;
  september.period = kSeptember;
  september.payers = {GoodPayer("1", kSeptember)};
  morning.months.push_back(september);
  EXPECT_TRUE(IsShownInFull(morning.months[0], morning));
  EXPECT_FALSE(IsShownInFull(morning.months[1], morning));
  morning.observations = {Error("1", "5", "row.quarantined", kSeptember)};
  EXPECT_TRUE(IsShownInFull(morning.months[1], morning));
}

}  // namespace
}  // namespace billwright::monitor
