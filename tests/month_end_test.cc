#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/explain.h"
#include "app/morning.h"
#include "app/use_cases.h"
#include "monitor/attention.h"
#include "testing/scratch.h"

// Two real months of a real payer, from the delivered Parquet to statements and margins.

namespace billwright {
namespace {

using ::testing::HasSubstr;

constexpr BillingPeriod kOctober{2018, 10};
constexpr BillingPeriod kNovember{2018, 11};

class MonthEnd : public ::testing::Test {
 protected:
  MonthEnd() { testing::CopyWorkshop(folder()); }

  std::filesystem::path folder() const { return scratch_ / "workshop"; }
  std::unique_ptr<app::Session> Open() {
    auto session = app::Session::Open(folder());
    EXPECT_TRUE(session) << session.error().ToString();
    return std::move(*session);
  }
  std::vector<pipeline::IntakeResult> Ingest() {
    auto intakes = app::Ingest(*Open(), {}, {});
    EXPECT_TRUE(intakes) << intakes.error().ToString();
    EXPECT_EQ(intakes->size(), 1u);
    return std::move(intakes->front().reports);
  }
  pipeline::RunOutcome Run(const BillingPeriod& period, const std::string& from = "") {
    auto outcome = app::Run(*Open(), {period, from, {}});
    EXPECT_TRUE(outcome) << outcome.error().ToString();
    return std::move(*outcome);
  }
  Frame Show(const BillingPeriod& period, const std::string& table,
             const std::vector<std::string>& by = {}) {
    auto frame = app::Show(*Open(), {period, table, "", by, ""});
    EXPECT_TRUE(frame) << frame.error().ToString();
    return std::move(*frame);
  }
  static Decimal Sum(const Frame& frame, std::string_view column) {
    Decimal sum;
    for (const Decimal value : frame.column(column).decimals()) sum += value;
    return sum;
  }
  static std::vector<std::string> Reused(const pipeline::RunOutcome& outcome) {
    std::vector<std::string> names;
    for (const store::StageRecord& stage : outcome.run.stages)
      if (stage.reused) names.push_back(stage.stage);
    return names;
  }

  testing::Scratch scratch_;
};

TEST_F(MonthEnd, TheSumOfAllCustomersIsTheFilesTotalToTheLastDigit) {
  Ingest();
  Run(kOctober);
  Run(kNovember);
  EXPECT_EQ(Sum(Show(kOctober, "cell"), "unblended_cost"), *Decimal::Parse("4064.4831315379"));
  EXPECT_EQ(Sum(Show(kNovember, "cell"), "unblended_cost"), *Decimal::Parse("3505.3269681268"));
}

TEST_F(MonthEnd, TheProofHoldsWithDifferenceZero) {
  Ingest();
  for (const BillingPeriod& period : {kOctober, kNovember}) {
    const pipeline::RunOutcome outcome = Run(period);
    EXPECT_GT(outcome.proof.size(), 100u);
    for (const ProofLine& line : outcome.proof) {
      EXPECT_TRUE(line.holds) << line.stage << ": " << line.identity << " for " << line.subject;
      if (line.tolerance.IsZero()) {
        EXPECT_EQ(line.left, line.right) << line.identity;
      }
    }
  }
}

TEST_F(MonthEnd, EveryReservationsBenefitIsWhatAwsApplied) {
  Ingest();
  Run(kOctober);
  // Known of the file: Σ effective 232.253796…, unused 26.658574… + 22.336986… (data's README).
  const Frame share = Show(kOctober, "share");
  EXPECT_EQ(RoundTo(Sum(share, "effective_cost"), 6, RoundingMode::kHalfEven),
            *Decimal::Parse("232.253796"));
  EXPECT_EQ(RoundTo(Sum(share, "unused_borne"), 6, RoundingMode::kHalfEven),
            *Decimal::Parse("48.995561"));
  EXPECT_EQ(Sum(share, "benefit_share"),
            Sum(share, "on_demand_value") - Sum(share, "effective_cost"));
}

TEST_F(MonthEnd, MarginGoesBackToTheAwsBill) {
  Ingest();
  const pipeline::RunOutcome outcome = Run(kNovember);
  const Frame margin = Show(kNovember, "margin_line");
  const Frame bridge = Show(kNovember, "bridge", {"item"});
  EXPECT_EQ(Sum(margin, "charge") - Sum(margin, "cost"), Sum(margin, "amount"));
  const auto item = [&](std::string_view name) {
    for (size_t row = 0; row < bridge.row_count(); ++row)
      if (bridge.column("item").text()[row] == name) return bridge.column("amount").decimals()[row];
    return Decimal();
  };
  EXPECT_EQ(Sum(margin, "cost"), item("amortised"));
  EXPECT_EQ(item("unblended"), *Decimal::Parse("3505.3269681268"));
  EXPECT_EQ(item("amortised") + item("true-up") + item("upfront") + item("purchase refunds") +
                item("commitment rounding"),
            item("unblended"));
  EXPECT_LT(item("commitment rounding").Abs(), *Decimal::Parse("0.00001"));
}

TEST_F(MonthEnd, AnyGroupingOfAStatementAgreesToTheCent) {
  Ingest();
  Run(kOctober);
  const Decimal total = Show(kOctober, "statement").column("total").decimals()[0];
  for (const char* column : {"section", "usage_account_id", "service", "region", "description"})
    EXPECT_EQ(Sum(Show(kOctober, "statement_line", {column}), "amount"), total) << column;
}

TEST_F(MonthEnd, TheSameDeliveryAgainIsNoNews) {
  Ingest();
  for (const pipeline::IntakeResult& report : Ingest()) {
    EXPECT_EQ(report.verdict, pipeline::IntakeResult::Verdict::kKnown);
    EXPECT_EQ(report.received.delivery.version, 1);
  }
}

TEST_F(MonthEnd, RunningAgainUsesEverythingAgain) {
  Ingest();
  const pipeline::RunOutcome first = Run(kOctober);
  const pipeline::RunOutcome second = Run(kOctober);
  EXPECT_TRUE(second.was_in_force);
  EXPECT_EQ(second.run.run_id, first.run.run_id);
  EXPECT_EQ(Reused(second).size(), pipeline::Stages().size());
}

TEST_F(MonthEnd, AChangedPriceIsComputedFromPriceOn) {
  Ingest();
  const std::string before = Run(kOctober).run.run_id;
  testing::Edit(folder() / "books/pricebooks/standard.toml", "percent = 4", "percent = 5");
  const pipeline::RunOutcome after = Run(kOctober);
  EXPECT_NE(after.run.run_id, before);
  EXPECT_EQ(Reused(after), (std::vector<std::string>{"ingest", "hierarchy", "allocate"}));
}

TEST_F(MonthEnd, AChangedCommentChangesNothing) {
  Ingest();
  const std::string before = Run(kOctober).run.run_id;
  testing::Edit(folder() / "books/policies.toml", "# Nine", "# All nine");
  EXPECT_EQ(Run(kOctober).run.run_id, before);
}

TEST_F(MonthEnd, GoingBackToOldBooksPutsTheOldRunInForce) {
  Ingest();
  const std::string first = Run(kOctober).run.run_id;
  testing::Edit(folder() / "books/pricebooks/standard.toml", "percent = 4", "percent = 5");
  Run(kOctober);
  testing::Edit(folder() / "books/pricebooks/standard.toml", "percent = 5", "percent = 4");
  EXPECT_EQ(Run(kOctober).run.run_id, first);
  auto session = Open();
  EXPECT_EQ((*session->OpenRun(kOctober))->record.run_id, first);
}

TEST_F(MonthEnd, AnyNumberOfThreadsGivesTheSameBytes) {
  Ingest();
  testing::Edit(folder() / "billwright.toml", "[[source]]", "[engine]\nthreads = 1\n\n[[source]]");
  const std::string one = Run(kOctober, "ingest").run.digest;
  testing::Edit(folder() / "billwright.toml", "threads = 1", "threads = 4");
  // Computed anew from the same inputs: a difference would be refused as kCorrupt.
  EXPECT_EQ(Run(kOctober, "ingest").run.digest, one);
}

TEST_F(MonthEnd, AnAccountNobodyNamesIsUnassignedWithItsMoney) {
  testing::Edit(folder() / "books/accounts.csv", "836060457634,011254002932,brightwater,,\n", "");
  Ingest();
  const pipeline::RunOutcome outcome = Run(kOctober);
  const auto finding =
      std::find_if(outcome.findings.begin(), outcome.findings.end(),
                   [](const Finding& each) { return each.code == "account.unassigned"; });
  ASSERT_NE(finding, outcome.findings.end());
  EXPECT_EQ(finding->subject, "011254002932");
  const Frame cells = Show(kOctober, "cell", {"customer_id"});
  EXPECT_EQ(cells.column("customer_id").text(), (std::vector<std::string>{"house", "unassigned"}));
  EXPECT_EQ(cells.column("unblended_cost").decimals()[1], finding->amount);
  EXPECT_EQ(Sum(cells, "unblended_cost"), *Decimal::Parse("4064.4831315379"));
}

TEST_F(MonthEnd, AnAccountThatMovesInTheMonthIsDividedByTheHour) {
  testing::Edit(folder() / "books/accounts.csv", "836060457634,011254002932,brightwater,,\n",
                "836060457634,011254002932,brightwater,,2018-10-11T14:00:00Z\n"
                "836060457634,011254002932,house,2018-10-11T14:00:00Z,\n");
  Ingest();
  Run(kOctober);
  const Frame cells = Show(kOctober, "cell", {"usage_account_id", "customer_id", "span_start"});
  std::vector<std::string> owners;
  for (size_t row = 0; row < cells.row_count(); ++row)
    if (cells.column("usage_account_id").text()[row] == "011254002932")
      owners.push_back(cells.column("customer_id").text()[row] + " " +
                       cells.column("span_start").times()[row].ToString());
  EXPECT_EQ(owners, (std::vector<std::string>{"brightwater 2018-10-01T00:00:00Z",
                                              "house 2018-10-11T14:00:00Z"}));
  EXPECT_EQ(Sum(cells, "unblended_cost"), *Decimal::Parse("4064.4831315379"));
}

TEST_F(MonthEnd, SharesByWindowAddUpToTheMonthsShares) {
  Ingest();
  Run(kOctober);
  const std::vector<std::string> by{"commitment_arn", "customer_id"};
  const Frame month = Show(kOctober, "share", by);
  auto session = Open();
  const Frame windows = *app::Show(
      *session, {kOctober, "share", "", {"commitment_arn", "customer_id", "window_start"}, ""});
  const Frame summed = *SumBy(windows, by);
  for (const char* column : {"benefit_share", "passed", "retained", "unused_borne", "price_basis"})
    EXPECT_EQ(summed.column(column).decimals(), month.column(column).decimals()) << column;
}

TEST_F(MonthEnd, EveryLineIsExplainedDownToRowsThatAddUp) {
  Ingest();
  Run(kOctober);
  auto session = Open();
  const Frame lines = Show(kOctober, "statement_line");
  ASSERT_GT(lines.row_count(), 50u);
  for (size_t row = 0; row < lines.row_count(); row += 7) {
    const std::string& id = lines.column("line_id").text()[row];
    const auto steps = app::Explain(*session, kOctober, id, 3);
    ASSERT_TRUE(steps) << steps.error().ToString();
    for (const pipeline::ExplanationStep& step : *steps) {
      if (!step.explanation) continue;
      Decimal sum;
      for (const ExplanationTerm& term : step.explanation->terms) sum += term.amount;
      EXPECT_EQ(sum, step.explanation->amount) << step.title;
    }
    EXPECT_EQ(steps->front().explanation->amount, lines.column("amount").decimals()[row]);
  }
}

TEST_F(MonthEnd, ANewerDeliveryIsANewVersionAndTheOldOneStays) {
  std::filesystem::rename(folder() / "deliveries/Nov2018-WorkshopCUR-00001.snappy.parquet",
                          scratch_ / "november.parquet");
  Ingest();
  Run(kOctober);
  const auto engine = *engine::Engine::Open({});
  const std::string october =
      (folder() / "deliveries/Oct2018-WorkshopCUR-00001.snappy.parquet").string();
  ASSERT_TRUE(engine->Execute("COPY (SELECT * FROM " + engine::Literal(october) +
                              " LIMIT 100000) TO " + engine::Literal(october + ".new") +
                              " (FORMAT parquet)"));
  std::filesystem::rename(october + ".new", october);
  const auto reports = Ingest();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].received.delivery.version, 2);
  auto session = Open();
  EXPECT_EQ((*session->OpenStore(store::Access::kRead))->Deliveries(kOctober)->size(), 2u);
  const monitor::Morning morning = *app::CollectMorning(*session, UtcTime::FromDate(2018, 11, 5));
  EXPECT_TRUE(std::ranges::any_of(morning.observations, [](const Observation& observation) {
    return observation.finding.code == "delivery.shrunk";
  }));
  EXPECT_EQ(morning.months.back().run, monitor::Standing::kOlderData);
  EXPECT_EQ(monitor::AttentionTo(morning.months.back(), morning).next, "billwright run 2018-10");
}

TEST_F(MonthEnd, TheSamePartTwiceIsRefusedAndAGapIsSaid) {
  const std::filesystem::path october =
      folder() / "deliveries/Oct2018-WorkshopCUR-00001.snappy.parquet";
  std::filesystem::copy_file(october,
                             folder() / "deliveries/Oct2018-WorkshopCUR-00002.snappy.parquet");
  std::filesystem::rename(folder() / "deliveries/Nov2018-WorkshopCUR-00001.snappy.parquet",
                          folder() / "deliveries/Nov2018-WorkshopCUR-00003.snappy.parquet");
  const auto reports = Ingest();
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].received.findings[0].code, "delivery.gap");
  ASSERT_TRUE(reports[1].error);
  EXPECT_THAT(reports[1].error->message(), HasSubstr("are the same file, byte for byte"));
}

TEST_F(MonthEnd, ACopyElsewhereIsNoRival) {
  std::filesystem::create_directories(folder() / "deliveries/copy");
  std::filesystem::copy_file(folder() / "deliveries/Oct2018-WorkshopCUR-00001.snappy.parquet",
                             folder() / "deliveries/copy/Oct2018-WorkshopCUR-00001.snappy.parquet");
  int copies = 0;
  for (const pipeline::IntakeResult& report : Ingest()) {
    EXPECT_FALSE(report.error);
    if (report.verdict == pipeline::IntakeResult::Verdict::kCopy) ++copies;
  }
  EXPECT_EQ(copies, 1);
}

TEST_F(MonthEnd, ChangedBooksMakeTheRunStale) {
  Ingest();
  Run(kOctober);
  EXPECT_TRUE(*app::IsUpToDate(*Open(), kOctober));
  testing::Edit(folder() / "books/pricebooks/standard.toml", "percent = 4", "percent = 5");
  EXPECT_FALSE(*app::IsUpToDate(*Open(), kOctober));
}

TEST_F(MonthEnd, ABitThatRotsInAStoredReportIsSeenBeforeItIsPriced) {
  Ingest();
  Run(kOctober);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder() / "data/deliveries"))
    if (entry.path().filename() == "Oct2018-WorkshopCUR-00001.snappy.parquet") {
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(100'000);
      file.put('x');
    }
  const auto outcome = app::Run(*Open(), {kOctober, "hierarchy", {}});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), ErrorCode::kCorrupt);
}

TEST_F(MonthEnd, ALostRunFolderIsMadeWholeByTheNextRun) {
  Ingest();
  const std::string run = Run(kOctober).run.run_id;
  std::filesystem::remove_all(folder() / "data/runs" / run);
  EXPECT_EQ(Run(kOctober).run.run_id, run);
  EXPECT_EQ(Sum(Show(kOctober, "cell"), "unblended_cost"), *Decimal::Parse("4064.4831315379"));
}

TEST_F(MonthEnd, ARunOfAnotherMonthIsNotShownAsThisOne) {
  Ingest();
  Run(kOctober);
  const std::string november = Run(kNovember).run.run_id;
  const auto frame = app::Show(*Open(), {kOctober, "cell", "", {}, november});
  ASSERT_FALSE(frame);
  EXPECT_THAT(frame.error().message(), HasSubstr("is of 2018-11, not of 2018-10"));
}

TEST_F(MonthEnd, ABadReportIsRefusedAndTheOthersAreTaken) {
  testing::Write(folder() / "deliveries/Broken-00001.csv.gz", "this is not gzip");
  bool refused = false;
  int registered = 0;
  for (const pipeline::IntakeResult& report : Ingest()) {
    if (report.error) {
      refused = true;
      EXPECT_THAT(report.error->ToString(), HasSubstr("Broken-00001.csv.gz"));
    } else {
      ++registered;
    }
  }
  EXPECT_TRUE(refused);
  EXPECT_EQ(registered, 2);
}

TEST_F(MonthEnd, BadBooksComputeNothingAndTheRunInForceStays) {
  Ingest();
  const std::string before = Run(kOctober).run.run_id;
  testing::Edit(folder() / "books/accounts.csv", ",brightwater,", ",brightwatr,");
  const auto outcome = app::Run(*Open(), {kOctober, "", {}});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message(),
            "the books have 1 error; `billwright check` shows it. Nothing was computed");
  auto session = Open();
  EXPECT_EQ((*session->OpenRun(kOctober))->record.run_id, before);
}

TEST_F(MonthEnd, AnOldRunIsReadWithTheBooksOfItsTime) {
  Ingest();
  const std::string before = Run(kOctober).run.run_id;
  testing::Edit(folder() / "books/customers.toml", "Brightwater Analytics Inc.", "Brightwater LLC");
  Run(kOctober);
  auto session = Open();
  EXPECT_EQ((*session->OpenRun(kOctober, before))->books.FindCustomer("brightwater")->name,
            "Brightwater Analytics Inc.");
}

}  // namespace
}  // namespace billwright
