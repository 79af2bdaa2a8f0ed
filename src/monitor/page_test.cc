#include "monitor/page.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "base/file.h"
#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Page, HasTheVerdictTheCalendarThePlotsAndTheFindings) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.observations = {Error("111111111111", "120.5")};
  const std::string page = PageHtml(morning);
  EXPECT_THAT(page, HasSubstr("<h1>1 of 1 payer needs you: 111111111111 2026-11: 1 error, USD "
                              "120.50</h1>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"delivered\" title=\"24 Nov: version 22 of 2026-11 at 24 "
                              "Nov 06:12\">1</td>"));
  EXPECT_THAT(page, HasSubstr("<svg class=\"plot\""));
  EXPECT_THAT(page, HasSubstr("<td class=\"number\">USD 120.50</td>"));
  EXPECT_THAT(page, HasSubstr("3 rows are rejected. Look at them."));
}

TEST(Page, NeedsNoNetworkAndNoScript) {
  const std::string page = PageHtml(MorningOf({GoodPayer("111111111111")}));
  for (const char* word : {"<script", "src=", "href=", "url(", "@import", "http://", "https://"})
    EXPECT_THAT(page, Not(HasSubstr(word)));
}

TEST(Page, EscapesEverythingFromOutside) {
  const std::string evil = "<img src=x onerror=alert(1)>\"'&";
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.reseller = evil;
  PayerMonth& payer = morning.months[0].payers[0];
  payer.payer_account_id = evil;
  payer.source_id = evil;
  payer.currency = evil;
  payer.versions.back().delivery_id = evil;
  morning.sources = {{evil, evil, "2026-11-24T07:00:00Z", "", evil}};
  Observation observation = Error(evil, "1");
  observation.finding.code = observation.finding.subject = observation.finding.message =
      observation.finding.where = evil;
  observation.finding.currency = evil;
  morning.observations = {observation};
  Month old = morning.months[0];
  old.period = kSeptember;
  old.payers[0].period = kSeptember;
  morning.months.push_back(old);
  EXPECT_THAT(PageHtml(morning), Not(HasSubstr("<img")));
  EXPECT_THAT(PageHtml(morning), Not(HasSubstr("\"'&\"")));
}

TEST(Page, NamesMoneyThatNoBarShows) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.months[0].payers[0].days.push_back({At("2026-12-05"), 1, 0, Of("12")});
  EXPECT_THAT(PageHtml(morning),
              HasSubstr("Not shown: 1 row with a date outside the month, USD 12.00."));
}

/// Twenty payers, all kinds of trouble: tests/monitoring/browser_test.py looks at it in a browser.
Morning BusyMorning() {
  Morning morning = MorningOf({});
  std::vector<PayerMonth>& payers = morning.months[0].payers;
  for (int i = 0; i < 20; ++i) {
    PayerMonth payer = GoodPayer(fmt::format("{:012}", 210987654300 + i));
    payer.versions.clear();
    for (int day = 2; day <= 24; ++day)
      if (i != 3 || (day != 12 && day != 13))
        payer.versions.push_back(VersionOf(day, fmt::format("2026-11-{:02}T06:12:00Z", day),
                                           day * 4100, fmt::format("{}", day * 130 + i)));
    for (std::vector<DayTotal>* days : {&payer.days, &payer.days_before})
      for (size_t day = 0; day < days->size(); ++day) {
        (*days)[day].rows += static_cast<int64_t>((day * 7919 + 31) % 900);
        (*days)[day].unblended_cost +=
            Decimal::FromInteger(static_cast<int64_t>((day * 104729 + 7) % 40));
      }
    payers.push_back(std::move(payer));
  }
  payers[2].days[14].unblended_cost = Of("-220.5");
  payers[4].data = DataState::kMissing;
  payers[4].versions.clear();
  payers[4].days.clear();
  payers[7].data = DataState::kLost;
  payers[9].versions.back().rows = 100;
  payers[11].versions.back().quarantined_rows = 12;
  morning.observations = {Error(payers[11].payer_account_id, "1204.117"),
                          Error(payers[7].payer_account_id, "3120", "delivery.lost"),
                          Warning(payers[9].payer_account_id, "-2511.2")};
  morning.observations[1].finding.message =
      "The newest version does not read any more: delivery d24 is in the catalog, but its file "
      "/srv/billwright/data/deliveries/d24/stored/part-00001.parquet is gone.";
  morning.sources = {
      {"main", "s3://acme-billing/exports", "2026-11-24T07:55:00Z", "2026-11-24T07:55:00Z", ""},
      {"archive", "/srv/reports", "2026-11-24T07:55:00Z", "2026-11-20T07:00:00Z",
       "/srv/reports: Permission denied"}};
  Month october = morning.months[0];
  october.period = kOctober;
  for (PayerMonth& payer : october.payers) {
    payer.period = kOctober;
    payer.data = DataState::kThere;
    payer.days = Days(31, 3900, "120", kOctober);
    payer.versions = {VersionOf(31, "2026-11-05T06:30:00Z", 120900, "3720")};
  }
  morning.months.push_back(october);
  Rank(morning.observations);
  return morning;
}

TEST(Page, WritesASample) {
  const std::string page = PageHtml(BusyMorning());
  ASSERT_TRUE(WriteFileAtomically(BILLWRIGHT_BINARY_DIR "/morning-sample.html", page));
  EXPECT_THAT(page, HasSubstr("<h2>Older months</h2>"));
}

}  // namespace
}  // namespace billwright::monitor
