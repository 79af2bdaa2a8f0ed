#include <gmock/gmock.h>

#include <algorithm>

#include "app/morning.h"
#include "base/digest.h"
#include "testing/october_versions.h"

// Versions of a month: taken out of use, put in order, pruned; what was rejected of them, and
// drift.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using ingest::testing::Gzip;
using ingest::testing::Report;
using pipeline::IntakeResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kMonth;
using testing::kOctober;

using Versions = testing::OctoberVersions;

// --- versions, withdraw

TEST_F(Versions, AVersionTakenOutOfUseMakesRoomForTheOneBefore) {
  const std::string first = Id("v1.csv", kMonth.AsCsv());
  const std::string run = Run();
  const std::string second = Id("v2.csv", kMonth.With("invoice_id", "A").AsCsv());
  EXPECT_EQ(InForce().delivery_id, second);
  const auto in_force = app::Withdraw(*Open(), second.substr(0, 8), false);
  ASSERT_TRUE(in_force) << in_force.error().ToString();
  EXPECT_EQ(in_force->changed.delivery_id, second);
  EXPECT_EQ(in_force->in_force->delivery_id, first);
  EXPECT_EQ(app::Withdraw(*Open(), second.substr(0, 3), true).error().ToString(),
            "\"" + second.substr(0, 3) +
                "\" is too short to withdraw by: give at least 4 characters of the id");
  std::vector<std::string> lines;
  const auto versions = *app::Versions(*Open(), {kOctober, ""});
  for (const app::VersionLine& line : versions)
    lines.push_back(std::to_string(line.record.delivery.version) + " " + line.state + " " +
                    (line.runs.empty() ? "unused" : line.runs.front()));
  EXPECT_THAT(lines, ElementsAre("1 in force " + run, "2 withdrawn unused"));
  EXPECT_EQ(Run(), run);
  EXPECT_EQ(app::Withdraw(*Open(), first, true).error().ToString(),
            "delivery " + first + " is not withdrawn");
  EXPECT_EQ(app::Withdraw(*Open(), second, true)->in_force->delivery_id, second);
}

// --- quarantine

TEST_F(Versions, RejectedRowsAreListedAndExportedWithEveryColumn) {
  Ingest("cur-1.csv", Report(R"(
    type     cost   usage_account_id
    Usage    1      111111111111
    Mystery  2.5    111111111111
    Usage    1_000  222222222222
  )")
                          .With("tag", "=HYPERLINK(1)")
                          .AsCsv());
  std::vector<std::string> lines;
  const auto rows = *app::Quarantined(*Open(), {kOctober, ""});
  for (const QuarantinedRow& row : rows)
    lines.push_back(row.file + " " + std::to_string(row.row_number) + " " + row.usage_account_id +
                    " " + row.line_item_type + " " + row.unblended_cost.ToString());
  EXPECT_THAT(lines, ElementsAre("cur-1.csv 2 111111111111 Mystery 2.5",
                                 "cur-1.csv 3 222222222222 Usage 0"));
  EXPECT_EQ(*app::ExportQuarantined(*Open(), {}, scratch_ / "rows.csv"), 2);
  const std::string text = testing::Read(scratch_ / "rows.csv");
  EXPECT_THAT(text, HasSubstr("lineItem/UnblendedCost"));
  EXPECT_THAT(text, HasSubstr("1_000"));
  EXPECT_THAT(text, HasSubstr("'=HYPERLINK(1)")) << "no spreadsheet takes it for a formula";
  EXPECT_EQ(std::ranges::count(text, '\n'), 3);
  EXPECT_EQ(*app::ExportQuarantined(*Open(), {}, scratch_ / "rows.parquet"), 2);
  EXPECT_EQ(app::ExportQuarantined(*Open(), {}, scratch_ / "rows.xlsx").error().code(),
            ErrorCode::kInvalidInput);
  fs::create_directories(scratch_ / "full/folder.csv/inside");
  EXPECT_EQ(app::ExportQuarantined(*Open(), {}, scratch_ / "full/folder.csv").error().code(),
            ErrorCode::kIo);
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch_ / "full"), {}), 1)
      << "nothing is left beside";
}

TEST_F(Versions, AnExportThatIsTakenInIsExportedAgain) {
  Ingest("cur-1.csv", Report("type  cost\n Usage  1\n Mystery  2").AsCsv());
  ASSERT_EQ(*app::ExportQuarantined(*Open(), {}, scratch_ / "rows.csv"), 1);
  const std::string exported = testing::Read(scratch_ / "rows.csv");
  const size_t row = exported.find('\n') + 1;
  std::string corrected = exported.substr(row);
  corrected.replace(corrected.find("Mystery"), 7, "Usage");
  Ingest("cur-2.csv", exported + corrected);
  ASSERT_TRUE(app::ExportQuarantined(*Open(), {}, scratch_ / "again.csv"));
  EXPECT_THAT(testing::Read(scratch_ / "again.csv"), ::testing::StartsWith(exported.substr(0, row)))
      << "our columns are there once";
}

// --- drift

TEST_F(Versions, DriftSaysWhatIsNewAndGoneInEachDelivery) {
  Ingest("v1.csv", kMonth.AsCsv());
  Ingest("v2.csv", Report(R"(
    type   service    cost  start                 product_name           billing_entity
    Usage  AmazonEC2  1.25  2026-10-01T00:00:00Z  Elastic Compute Cloud  AWS
    Tax    AWSTax     0.25  2026-10-01T00:00:00Z  Tax                    AWS
  )")
                       .AsCsv());
  const auto steps = app::Drift(*Open(), {});
  ASSERT_TRUE(steps) << steps.error().ToString();
  ASSERT_EQ(steps->size(), 2u);
  EXPECT_EQ((*steps)[0].before, "");
  std::vector<std::string> lines;
  for (const DriftLine& line : (*steps)[1].lines)
    lines.push_back(line.change + " " + line.what + " " + line.name + " " +
                    std::to_string(line.rows) + " " + line.unblended_cost.ToString());
  EXPECT_THAT(
      lines,
      ElementsAre("added column bill/BillingEntity 0 0", "new value billing_entity AWS 2 1.5",
                  "new value line_item_type Tax 1 0.25", "new value service AWSTax 1 0.25",
                  "vanished value service AmazonS3 1 0.5"));
}

// --- prune

TEST_F(Versions, PruneDeletesWhatTheRuleLetsGoAndNothingThatIsNeeded) {
  const auto ingest = [&](int version) {
    return Id("v" + std::to_string(version) + ".csv",
              kMonth.With("invoice_id", std::to_string(version)).AsCsv());
  };
  const std::string used = ingest(1);
  const std::string run = Run();
  const std::string second = ingest(2);
  const std::string third = ingest(3);
  const std::string newest = ingest(4);
  EXPECT_THAT(*app::Prune(*Open(), true), IsEmpty()) << "what is not written is kept for ever";
  testing::Write(workspace() / "billwright.toml", testing::Read(workspace() / "billwright.toml") +
                                                      "\n[retention]\nkeep_versions = 1\n");
  const auto plan = app::Prune(*Open(), false);
  ASSERT_TRUE(plan) << plan.error().ToString();
  ASSERT_EQ(plan->size(), 1u);
  EXPECT_EQ(plan->front().what.id, second);
  EXPECT_GT(plan->front().bytes, 1000);
  EXPECT_EQ(plan->front().why,
            "not in force, no run needs it; [retention] keeps 1 of such versions");
  EXPECT_TRUE(fs::exists(data() / "deliveries" / second)) << "it was only said";
  EXPECT_EQ(app::Prune(*Open(), true)->size(), 1u);
  EXPECT_FALSE(fs::exists(data() / "deliveries" / second));
  for (const std::string& kept : {used, third, newest})
    EXPECT_TRUE(fs::exists(data() / "deliveries" / kept));
  EXPECT_THAT(*app::Prune(*Open(), true), IsEmpty());
  std::vector<std::string> states;
  const auto versions = *app::Versions(*Open(), {});
  for (const app::VersionLine& line : versions) states.push_back(line.state);
  EXPECT_THAT(states, ElementsAre("older", "pruned", "older", "in force"));
  EXPECT_EQ(app::CompareVersions(*Open(), {kOctober, "", 2, 3}).error().code(),
            ErrorCode::kConflict);
  EXPECT_TRUE(Open()->OpenRun(kOctober, run));
  // Named by hand, the same files bring it back; as the version that it was.
  const auto back = IngestAgain("v2.csv");
  EXPECT_EQ(back.front().verdict, IntakeResult::Verdict::kRestored);
  EXPECT_EQ(back.front().received.delivery.version, 2);
  EXPECT_EQ(InForce().delivery_id, newest);
}

TEST_F(Versions, PruneDeletesOldRunsAndDerivations) {
  const std::string id = PublishAs("cur-1.csv", kMonth.AsCsv(),
                                   [](ingest::Received& received) { received.services.clear(); });
  const std::string old_run = Run();
  EXPECT_EQ(Name(Again().outcome), "derived");
  const std::string new_run = Run();
  testing::Write(workspace() / "billwright.toml",
                 testing::Read(workspace() / "billwright.toml") +
                     "\n[retention]\nkeep_runs = 1\nkeep_derivations = 0\n");
  EXPECT_THAT(*app::Prune(*Open(), true), IsEmpty()) << "the run that stays has read the old one";
  testing::Edit(workspace() / "billwright.toml", "keep_runs = 1", "keep_runs = 0");
  const auto plan = *app::Prune(*Open(), true);
  ASSERT_EQ(plan.size(), 2u);
  EXPECT_EQ(plan[0].what.id, old_run);
  EXPECT_EQ(plan[1].what.derived, "");
  EXPECT_FALSE(fs::exists(data() / "runs" / old_run));
  EXPECT_FALSE(fs::exists(data() / "deliveries" / id / "stored"));
  EXPECT_TRUE(fs::exists(data() / "deliveries" / id / "kept"));
  EXPECT_THAT(Open()->OpenRun(kOctober, old_run).error().ToString(),
              HasSubstr("run " + old_run + " was pruned at "));
  EXPECT_EQ(Run(), new_run);
  EXPECT_EQ(Name(Again().outcome), "same");
}

// --- several at once

/// Reports of one month that lie in one place, with the times when they were written.
std::vector<ingest::Candidate> Candidates(const fs::path& place,
                                          const std::vector<std::string>& times) {
  auto candidates = *ingest::Discover(place);
  for (size_t i = 0; i < candidates.size(); ++i) candidates[i].delivered_at = times.at(i);
  return candidates;
}

TEST_F(Versions, ReportsOfOneMonthAreTakenInTheOrderInWhichTheyWereWritten) {
  testing::Write(in() / "a.csv", kMonth.With("invoice_id", "newer").AsCsv());
  testing::Write(in() / "b.csv", kMonth.With("invoice_id", "older").AsCsv());
  auto session = Open();
  store::Store& store = **session->OpenStore(store::Access::kWrite);
  engine::Engine& engine = **session->OpenEngine();
  const auto same_time = Candidates(in(), {"2026-10-09T00:00:00Z", "2026-10-09T00:00:00Z"});
  const auto refused = *pipeline::TakeIn(same_time, {}, store, engine);
  for (const IntakeResult& report : refused) {
    EXPECT_EQ(report.verdict, IntakeResult::Verdict::kRefused);
    EXPECT_THAT(report.error->ToString(),
                HasSubstr("2 reports of payer 999999999999 for 2026-10 are new here"));
  }
  const auto told_apart = Candidates(in(), {"2026-10-09T00:00:00Z", "2026-10-08T00:00:00Z"});
  const auto results = *pipeline::TakeIn(told_apart, {}, store, engine);
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].received.delivery.version, 2) << "a.csv was written last";
  EXPECT_EQ(results[1].received.delivery.version, 1);
}

TEST_F(Versions, AReportFromBeforeTheOneInForceIsKeptAndNotUsed) {
  testing::Write(in() / "a.csv", kMonth.With("invoice_id", "newer").AsCsv());
  auto session = Open();
  store::Store& store = **session->OpenStore(store::Access::kWrite);
  engine::Engine& engine = **session->OpenEngine();
  ASSERT_TRUE(pipeline::TakeIn(Candidates(in(), {"2026-10-09T00:00:00Z"}), {}, store, engine));
  testing::Write(in() / "b.csv", kMonth.With("invoice_id", "older").AsCsv());
  const auto late = *pipeline::TakeIn(
      Candidates(in(), {"2026-10-09T00:00:00Z", "2026-10-02T00:00:00Z"}), {}, store, engine);
  ASSERT_EQ(late.size(), 2u);
  EXPECT_EQ(late[0].verdict, IntakeResult::Verdict::kKnown);
  EXPECT_EQ(late[1].verdict, IntakeResult::Verdict::kRegistered);
  EXPECT_EQ(late[1].received.delivery.version, 2);
  EXPECT_NE(late[1].received.delivery.withdrawn_at, "");
  EXPECT_EQ(late[1].received.findings.back().code, "delivery.outdated");
  EXPECT_EQ((*store.CurrentDeliveries(kOctober))[0].delivery.version, 1);
}

TEST_F(Versions, AReportThatCameTooLateIsNotCalledWithdrawn) {
  testing::Write(in() / "a.csv", kMonth.With("invoice_id", "newer").AsCsv());
  auto session = Open();
  store::Store& store = **session->OpenStore(store::Access::kWrite);
  engine::Engine& engine = **session->OpenEngine();
  ASSERT_TRUE(pipeline::TakeIn(Candidates(in(), {"2026-10-09T00:00:00Z"}), {}, store, engine));
  testing::Write(in() / "b.csv", kMonth.With("invoice_id", "older").AsCsv());
  const auto late = *pipeline::TakeIn(
      Candidates(in(), {"2026-10-09T00:00:00Z", "2026-10-02T00:00:00Z"}), {}, store, engine);
  EXPECT_EQ(late[1].received.findings.back().severity, "warning");
  const auto versions = *app::Versions(*session, {});
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].state, "in force");
  EXPECT_EQ(versions[1].state, "outdated");
}

TEST_F(Versions, ATimeThatIsToComeIsNoOrder) {
  testing::Write(in() / "a.csv", kMonth.With("invoice_id", "first").AsCsv());
  auto session = Open();
  store::Store& store = **session->OpenStore(store::Access::kWrite);
  engine::Engine& engine = **session->OpenEngine();
  ASSERT_TRUE(pipeline::TakeIn(Candidates(in(), {"2096-10-09T00:00:00Z"}), {}, store, engine));
  testing::Write(in() / "b.csv", kMonth.With("invoice_id", "second").AsCsv());
  ASSERT_TRUE(pipeline::TakeIn(Candidates(in(), {"2096-10-09T00:00:00Z", "2026-10-09T00:00:00Z"}),
                               {}, store, engine));
  EXPECT_EQ((*store.CurrentDeliveries(kOctober))[0].delivery.version, 2);
}

/// The month that comes `months` after January 2024.
BillingPeriod MonthAt(int months) { return {2024 + months / 12, 1 + months % 12}; }

class Backfill : public Versions {
 protected:
  Backfill() {
    for (int i = 0; i < 24; ++i) {
      const std::string period = MonthAt(i).ToString();
      const std::string start = period + "-01T00:00:00Z";
      testing::Write(
          workspace() / "deliveries" / period / "cur-00001.csv.gz",
          Gzip(kMonth.With("billing_period_start", start).With("usage_start", start).AsCsv()));
    }
  }
  testing::Printed Billwright(const std::string& arguments, const std::string& environment = "") {
    return testing::Billwright(scratch_, "-C " + workspace().string() + " " + arguments,
                               environment);
  }
  size_t Registered() { return app::Versions(*Open(), {})->size(); }
};

TEST_F(Backfill, OfTwoYearsIsOneCommandThatGoesOnAfterAKill) {
  const testing::Printed killed = Billwright("ingest", "BILLWRIGHT_FAULT=publish.committed@9");
  EXPECT_EQ(killed.status, -9);
  EXPECT_EQ(Registered(), 9u) << "each month is there as soon as it is done";
  const testing::Printed done = Billwright("ingest");
  EXPECT_EQ(done.status, 0) << done.out << done.err;
  EXPECT_EQ(Registered(), 24u);
  const auto versions = *app::Versions(*Open(), {});
  EXPECT_EQ(
      std::ranges::count_if(versions, [](const app::VersionLine& line) { return line.in_force; }),
      24);
  EXPECT_EQ(Billwright("ingest --again").status, 0);
}

}  // namespace
}  // namespace billwright
