#include "quality/assess.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

// What is said of deliveries whose small tables a test writes itself. Damages of whole reports are
// in tests/seeded_faults_test.cc.

namespace billwright::quality {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr BillingPeriod kSeptember{2026, 9};
constexpr BillingPeriod kOctober{2026, 10};
constexpr BillingPeriod kNovember{2026, 11};
const UtcTime kNow = UtcTime::Parse("2026-11-14T08:00:00Z").value();

class Assess : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("billwright-quality-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    engine_ = *engine::Engine::Open({.threads = 1, .temp_directory = folder_ / "temp"});
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static KnownDelivery Delivered(const std::string& payer, const BillingPeriod& period,
                                 const std::string& written_at) {
    KnownDelivery known;
    known.delivery.delivery_id = payer + period.ToString() + written_at;
    known.delivery.payer_account_id = payer;
    known.delivery.period = period;
    known.delivery.currency = "USD";
    known.received_at = written_at;
    return known;
  }

  /// Days of services of account "1", as (service, day of the month, cost).
  struct Cost {
    std::string service;
    int day;
    int64_t cost;
    std::string currency = "USD";
  };
  /// `metered`: the rows of each day of one more service, from the first on, at 7 a day.
  KnownDelivery WithDays(KnownDelivery known, const std::vector<Cost>& costs,
                         const std::vector<int64_t>& metered = {}) {
    std::vector<DeliveryDay> days;
    for (const Cost& cost : costs) {
      DeliveryDay day;
      day.payer_account_id = known.delivery.payer_account_id;
      day.usage_account_id = "1";
      day.service = cost.service;
      day.currency = cost.currency;
      day.day = {known.delivery.period.start().seconds + (cost.day - 1) * UtcTime::kSecondsPerDay};
      day.rows = day.metered = 24;
      day.hours = (1 << 24) - 1;
      day.metered_cost = day.amortised_cost = day.unblended_cost = Decimal::FromInteger(cost.cost);
      days.push_back(day);
    }
    for (size_t i = 0; i < metered.size(); ++i) {
      DeliveryDay day;
      day.payer_account_id = known.delivery.payer_account_id;
      day.usage_account_id = "1";
      day.service = "AmazonEC2";
      day.currency = "USD";
      day.day = {known.delivery.period.start().seconds +
                 static_cast<int64_t>(i) * UtcTime::kSecondsPerDay};
      day.rows = day.metered = metered[i];
      day.hours = (1 << 24) - 1;
      day.metered_cost = Decimal::FromInteger(7);
      days.push_back(day);
    }
    known.days = Written("days", known, ToFrame(days));
    known.fees = Written("fees", known, ToFrame(std::vector<DeliveryFee>()));
    return known;
  }

  std::filesystem::path Written(const std::string& name, const KnownDelivery& known,
                                const Frame& frame) {
    std::string file = known.delivery.delivery_id + name;
    std::erase(file, ':');
    EXPECT_TRUE(engine_->WriteParquet(frame, folder_ / file));
    return folder_ / file;
  }

  static std::vector<std::string> Lines(const Result<Observations>& observations) {
    CHECK(observations.has_value(), observations ? "" : observations.error().ToString());
    std::vector<std::string> lines;
    for (const Observation& observation : *observations)
      lines.push_back(observation.finding.severity + " " + observation.finding.code + " " +
                      observation.finding.subject + " " + observation.finding.amount.ToString());
    return lines;
  }

  std::vector<std::string> Arrivals(const ArrivalInput& input) {
    return Lines(AssessArrivals(input, settings_, kNow, *engine_));
  }
  std::vector<std::string> Month(const BillingPeriod& period, PayerMonth payer) {
    return Lines(AssessMonth({period, {std::move(payer)}}, settings_, kNow, *engine_));
  }

  QualitySettings settings_;
  std::filesystem::path folder_;
  std::unique_ptr<engine::Engine> engine_;
};

TEST_F(Assess, AFreshDeliveryOfTheRunningMonthIsFine) {
  EXPECT_THAT(Arrivals({{Delivered("P", kOctober, "2026-11-08T06:00:00Z"),
                         Delivered("P", kNovember, "2026-11-13T20:00:00Z")},
                        {},
                        {}}),
              IsEmpty());
}

TEST_F(Assess, AnOldDeliveryOfTheRunningMonthIsStale) {
  const ArrivalInput input{{Delivered("P", kNovember, "2026-11-12T06:00:00Z")}, {}, {}};
  EXPECT_THAT(Arrivals(input), ElementsAre("error delivery.stale P 0"));
  settings_["delivery.stale"].threshold = Decimal::FromInteger(72);
  EXPECT_THAT(Arrivals(input), IsEmpty());
}

TEST_F(Assess, ANewerVersionIsWhatCounts) {
  KnownDelivery newer = Delivered("P", kNovember, "2026-11-13T20:00:00Z");
  newer.delivery.version = 2;
  EXPECT_THAT(Arrivals({{Delivered("P", kNovember, "2026-11-10T06:00:00Z"), newer}, {}, {}}),
              IsEmpty());
}

TEST_F(Assess, AMonthThatIsOverIsNotStale) {
  EXPECT_THAT(Arrivals({{Delivered("P", {2018, 11}, "2018-12-05T06:00:00Z")}, {}, {}}), IsEmpty());
}

TEST_F(Assess, APayerThatDeliveredTheMonthBeforeIsMissed) {
  const auto observations = AssessArrivals(
      {{Delivered("P", kOctober, "2026-11-05T06:00:00Z")}, {}, {}}, {}, kNow, *engine_);
  ASSERT_THAT(Lines(observations), ElementsAre("error delivery.missing P 0"));
  EXPECT_EQ(observations->front().finding.message,
            "There is no delivery for November 2026; none came since that for October 2026. Look "
            "whether the export is still on.");
  EXPECT_EQ(observations->front().payer_account_id, "P");
}

TEST_F(Assess, APayerThatASourceMustBringIsMissed) {
  const auto observations = AssessArrivals({{}, {{"main", "P"}}, {}}, {}, kNow, *engine_);
  ASSERT_THAT(Lines(observations), ElementsAre("error delivery.missing P 0"));
  EXPECT_EQ(observations->front().finding.message,
            "There is no delivery for November 2026, which source \"main\" must bring; none ever "
            "came. Look whether the export is still on.");
}

TEST_F(Assess, AMonthLeftOutIsNamed) {
  const auto observations = AssessArrivals({{Delivered("P", {2026, 7}, "2026-08-05T06:00:00Z"),
                                             Delivered("P", kOctober, "2026-11-05T06:00:00Z"),
                                             Delivered("P", kNovember, "2026-11-14T06:00:00Z")},
                                            {},
                                            {}},
                                           {}, kNow, *engine_);
  ASSERT_THAT(Lines(observations), ElementsAre("warning period.missing P 0"));
  EXPECT_EQ(observations->front().finding.message,
            "There is no delivery for August 2026 to September 2026, and there are some before and "
            "after. Take their report in.");
}

TEST_F(Assess, ASourceThatCannotBeReadIsAnError) {
  const auto observations = AssessArrivals(
      {{}, {}, {{"main", "2026-11-14T07:00:00Z", "", "access denied"}, {"b", "x", "x", ""}}}, {},
      kNow, *engine_);
  ASSERT_THAT(Lines(observations), ElementsAre("error source.poll_failed main 0"));
  EXPECT_EQ(observations->front().finding.message,
            "It could not be read at 2026-11-14T07:00:00Z: access denied. It has never been read.");
}

TEST_F(Assess, ASourceThatNobodyLookedAtIsAnError) {
  const auto observations = AssessArrivals({{}, {}, {{"main", "", "", ""}}}, {}, kNow, *engine_);
  ASSERT_THAT(Lines(observations), ElementsAre("error source.poll_failed main 0"));
  EXPECT_EQ(observations->front().finding.message,
            "Nobody has looked at this source yet: `billwright ingest` does, and `billwright "
            "watch` again and again.");
}

TEST_F(Assess, ADeliveryThatStoppedBeforeTheMonthsEndIsStaleUntilTheNextIsDue) {
  const ArrivalInput input{{Delivered("P", kOctober, "2026-10-24T06:00:00Z")}, {}, {}};
  const auto told = [&](std::string_view now) {
    return Lines(AssessArrivals(input, settings_, UtcTime::Parse(now).value(), *engine_));
  };
  EXPECT_THAT(told("2026-11-02T23:59:59Z"), ElementsAre("error delivery.stale P 0"));
  EXPECT_THAT(told("2026-11-03T00:00:00Z"), ElementsAre("error delivery.missing P 0"));
}

TEST_F(Assess, ARuleThatIsOffIsSilent) {
  settings_["delivery.missing"].off = true;
  EXPECT_THAT(Arrivals({{}, {{"main", "P"}}, {}}), IsEmpty());
}

TEST_F(Assess, ASeverityMayBeSet) {
  settings_["delivery.missing"].severity = Severity::kWarning;
  EXPECT_THAT(Arrivals({{}, {{"main", "P"}}, {}}), ElementsAre("warning delivery.missing P 0"));
}

TEST_F(Assess, ADeliveryWithoutTablesIsSaidOnce) {
  PayerMonth payer;
  payer.current = Delivered("P", kNovember, "2026-11-14T06:00:00Z");
  EXPECT_THAT(Month(kNovember, payer), ElementsAre("info delivery.no_tables P 0"));
}

TEST_F(Assess, RowsWithoutAnInvoiceAreMissedWhereThereAreInvoices) {
  const auto missed = [this](const std::string& format, const std::vector<std::string>& invoices) {
    PayerMonth payer;
    payer.current = WithDays(Delivered("P", kOctober, "2026-11-08T06:00:00Z"), {});
    payer.current.delivery.format = format;
    std::vector<ControlTotal> totals;
    for (const std::string& invoice : invoices) {
      ControlTotal total;
      total.payer_account_id = "P";
      total.invoice_id = invoice;
      total.currency = "USD";
      total.rows = 1;
      total.unblended_cost = Decimal::FromInteger(7);
      totals.push_back(total);
    }
    payer.current.totals = Written("totals", payer.current, ToFrame(totals));
    return Month(kOctober, payer);
  };
  const auto told = ElementsAre("warning invoice.incomplete P 7");
  EXPECT_THAT(missed("legacy_cur", {""}), told);
  EXPECT_THAT(missed("cur_2.0", {"", "INV-1"}), told);
  EXPECT_THAT(missed("focus_1.0", {"", "INV-1"}), told);
  EXPECT_THAT(missed("focus_1.0", {""}), IsEmpty());  // it has no column for invoices
  EXPECT_THAT(missed("legacy_cur", {"INV-1"}), IsEmpty());
}

TEST_F(Assess, WordsNameTheProviderOfTheDelivery) {
  KnownDelivery known = Delivered("P", kNovember, "2026-11-12T06:00:00Z");
  known.delivery.provider = "google";
  const auto observations = AssessArrivals({{known}, {}, {}}, {}, kNow, *engine_);
  ASSERT_THAT(Lines(observations), ElementsAre("error delivery.stale P 0"));
  EXPECT_EQ(observations->front().finding.message,
            "The newest delivery of November 2026 was written on 12 November 2026 06:00 UTC. "
            "Google Cloud writes one at least every day: look whether the export is still on, and "
            "whether `billwright watch` runs.");
}

TEST_F(Assess, AnAnomalyIsToldInWords) {
  std::vector<Cost> october;
  for (int day = 1; day <= 31; ++day) october.push_back({"AmazonEC2", day, 95 + day % 16});
  std::vector<Cost> november;
  for (int day = 1; day <= 12; ++day) november.push_back({"AmazonEC2", day, day == 7 ? 412 : 100});
  PayerMonth payer;
  payer.current = WithDays(Delivered("P", kNovember, "2026-11-13T06:00:00Z"), november);
  payer.months_before = {WithDays(Delivered("P", kOctober, "2026-11-08T06:00:00Z"), october)};
  const auto observations = AssessMonth({kNovember, {payer}}, {}, kNow, *engine_);
  ASSERT_THAT(Lines(observations), ElementsAre("warning cost.anomaly 1 AmazonEC2 304"));
  EXPECT_EQ(observations->front().finding.message,
            "USD 412.00 on 7 November 2026; usually 97.00 to 108.00 on the 37 days before. USD "
            "304.00 more than usual.");
  EXPECT_EQ(observations->front().period, kNovember);
}

TEST_F(Assess, OfManyAlikeTheLargestTenAreToldAndTheRestAddedUp) {
  std::vector<Cost> november;
  for (int service = 1; service <= 14; ++service)
    november.push_back({"Service" + std::to_string(100 + service), 3, service});
  settings_["cost.anomaly"].off = true;
  PayerMonth payer;
  payer.current = WithDays(Delivered("P", kNovember, "2026-11-04T06:00:00Z"), november);
  payer.months_before = {
      WithDays(Delivered("P", kOctober, "2026-11-03T06:00:00Z"), {{"AmazonEC2", 1, 5}})};
  const std::vector<std::string> lines = Month(kNovember, payer);
  ASSERT_EQ(lines.size(), 11u);
  EXPECT_EQ(lines.front(), "info service.new Service114 14");
  EXPECT_EQ(lines[1], "info service.new Service113 13");
  EXPECT_EQ(lines[9], "info service.new Service105 5");
  EXPECT_EQ(lines[10], "info service.new others 10");
}

TEST_F(Assess, TheRestIsTheSameFindingHoweverManyThereAre) {
  const auto rest = [this](int services) {
    std::vector<Cost> november;
    for (int service = 1; service <= services; ++service)
      november.push_back({"Service" + std::to_string(100 + service), 3, 1000 - service});
    PayerMonth payer;
    payer.current = WithDays(Delivered("P", kNovember, "2026-11-04T06:00:00Z"), november);
    payer.months_before = {
        WithDays(Delivered("P", kOctober, "2026-11-03T06:00:00Z"), {{"AmazonEC2", 1, 5}})};
    return AssessMonth({kNovember, {payer}}, settings_, kNow, *engine_)->back();
  };
  const Observation yesterday = rest(14);
  const Observation today = rest(15);
  EXPECT_EQ(yesterday.finding.message,
            "And 4 others of the same kind, smaller than these: USD 3950.00 together.");
  EXPECT_NE(yesterday.finding.message, today.finding.message);
  EXPECT_EQ(IdentityOf(yesterday), IdentityOf(today));
}

TEST_F(Assess, MoneyIsInTheCurrencyOfItsRowsAndAddedUpForEach) {
  settings_["cost.anomaly"].off = true;
  std::vector<Cost> november;
  for (int service = 1; service <= 12; ++service)
    november.push_back({"Service" + std::to_string(100 + service), 3, 100 - service, "USD"});
  november.push_back({"Service113", 3, 5, "EUR"});
  november.push_back({"Service114", 3, 200, "EUR"});
  PayerMonth payer;
  payer.current = WithDays(Delivered("P", kNovember, "2026-11-04T06:00:00Z"), november);
  payer.months_before = {
      WithDays(Delivered("P", kOctober, "2026-11-03T06:00:00Z"), {{"AmazonEC2", 1, 5}})};
  const auto observations = AssessMonth({kNovember, {std::move(payer)}}, settings_, kNow, *engine_);
  ASSERT_EQ(observations->size(), 12u);
  const auto money = [&](size_t at) {
    const Finding& finding = (*observations)[at].finding;
    return finding.subject + " " + finding.currency + " " + finding.amount.ToString();
  };
  EXPECT_EQ(money(0), "Service114 EUR 200");
  EXPECT_EQ(money(1), "Service101 USD 99");
  EXPECT_EQ(money(10), "others EUR 5");
  EXPECT_EQ(money(11), "others USD 267");
}

TEST_F(Assess, UntilAMonthIsDueTheMonthBeforeIsAskedFor) {
  const ArrivalInput input{{Delivered("P", kSeptember, "2026-10-05T06:00:00Z")}, {}, {}};
  const auto missing = [&](std::string_view now) {
    const auto observations =
        AssessArrivals(input, settings_, UtcTime::Parse(now).value(), *engine_);
    return observations->empty() ? "" : observations->front().period->ToString();
  };
  EXPECT_EQ(missing("2026-10-02T23:59:59Z"), "");
  EXPECT_EQ(missing("2026-10-03T00:00:00Z"), "2026-10");
  EXPECT_EQ(missing("2026-11-02T23:59:59Z"), "2026-10");
  EXPECT_EQ(missing("2026-11-03T00:00:00Z"), "");  // it has left
}

TEST_F(Assess, AMonthThatIsOverHasUsageToItsLastDay) {
  const auto october = [this](int first, int last, bool with_september = true) {
    const auto days = [](int from, int to) {
      std::vector<Cost> costs;
      for (int day = from; day <= to; ++day) costs.push_back({"AmazonEC2", day, 100 + day});
      return costs;
    };
    PayerMonth payer;
    payer.current = WithDays(Delivered("P", kOctober, "2026-11-02T06:00:00Z"), days(first, last));
    if (with_september)
      payer.months_before = {
          WithDays(Delivered("P", kSeptember, "2026-10-05T06:00:00Z"), days(1, 30))};
    settings_["cost.jump"].off = settings_["service.vanished"].off = true;
    settings_["account.vanished"].off = settings_["service.new"].off = true;
    settings_["account.new"].off = settings_["cost.anomaly"].off = true;
    return payer;
  };
  const auto told = [this](PayerMonth payer, std::string_view now) {
    return AssessMonth({kOctober, {std::move(payer)}}, settings_, UtcTime::Parse(now).value(),
                       *engine_);
  };
  constexpr std::string_view kDue = "2026-11-03T00:00:00Z";
  EXPECT_THAT(Lines(told(october(1, 31), kDue)), IsEmpty());
  EXPECT_THAT(Lines(told(october(1, 23), "2026-11-02T23:59:59Z")), IsEmpty());
  const auto truncated = told(october(1, 23), kDue);
  ASSERT_THAT(Lines(truncated), ElementsAre("error period.unfinished P 956"));  // 116 to 123
  EXPECT_EQ(truncated->front().finding.message,
            "October 2026 is over, and its usage is from 1 October 2026 to 23 October 2026: the "
            "last 8 days are missing. As many days cost USD 956.00 before. Have AWS deliver the "
            "month again. If there was no usage, \"period.unfinished\" under [quality] says so.");
  EXPECT_THAT(Lines(told(october(3, 31), kDue)),
              ElementsAre("error period.unfinished P 259"));         // 129 and 130
  EXPECT_THAT(Lines(told(october(3, 31, false), kDue)), IsEmpty());  // it may have begun
  EXPECT_THAT(Lines(told(october(1, 0), kDue)), ElementsAre("error period.unfinished P 3465"));
  EXPECT_THAT(Lines(told(october(1, 0, false), kDue)), IsEmpty());
}

TEST_F(Assess, AReportByMonthsHasItsUsageOnTheFirst) {
  DeliveryDay first;
  first.payer_account_id = "P";
  first.usage_account_id = "1";
  first.currency = "USD";
  first.day = kOctober.start();
  first.rows = first.metered = first.hours = 1;
  PayerMonth payer;
  payer.current = WithDays(Delivered("P", kOctober, "2026-11-02T06:00:00Z"), {});
  payer.current.days = Written("by-months", payer.current, ToFrame(std::vector{first}));
  EXPECT_THAT(Month(kOctober, payer), IsEmpty());
}

TEST_F(Assess, ADayOfHalfOrDoubleTheUsualRowsIsOdd) {
  const auto told = [this](int64_t rows) {
    PayerMonth payer;
    payer.current = WithDays(Delivered("P", kNovember, "2026-11-10T06:00:00Z"), {}, [&] {
      std::vector<int64_t> of_days(9, 1000);
      of_days[5] = rows;                     // the sixth
      of_days.front() = of_days.back() = 1;  // may begin and end in the middle of a day
      return of_days;
    }());
    return Month(kNovember, payer);
  };
  EXPECT_THAT(told(500), IsEmpty());
  EXPECT_THAT(told(499), ElementsAre("warning usage.odd_day 6 November 2026 7"));
  EXPECT_THAT(told(2000), IsEmpty());
  EXPECT_THAT(told(2001), ElementsAre("warning usage.odd_day 6 November 2026 7"));
}

TEST_F(Assess, WhatIngestFoundIsAsTheWorkspaceWantsIt) {
  settings_["commitment.identity"].severity = Severity::kInfo;
  settings_["quantity.rounded"].off = true;
  const Findings findings =
      Apply(settings_, {Finding::Make(Severity::kError, "commitment.identity", "a", "b"),
                        Finding::Make(Severity::kInfo, "quantity.rounded", "a", "b"),
                        Finding::Make(Severity::kError, "row.quarantined", "a", "b")});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].severity, "info");
  EXPECT_EQ(findings[1].severity, "error");
}

}  // namespace
}  // namespace billwright::quality
