#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/deliveries.h"
#include "app/morning.h"
#include "app/use_cases.h"
#include "base/check.h"
#include "base/digest.h"
#include "ingest/testing/report.h"
#include "pipeline/arrival.h"
#include "pipeline/delta_sql.h"
#include "testing/scratch.h"

// Versions of a month: derived again, compared, taken out of use, pruned, healed.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using ingest::testing::Gzip;
using ingest::testing::Report;
using pipeline::AgainResult;
using pipeline::IntakeResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr BillingPeriod kOctober{2026, 10};

class Versions : public ::testing::Test {
 protected:
  Versions() {
    EXPECT_TRUE(books::Init(workspace()));
    fs::create_directories(in());
  }
  fs::path workspace() const { return scratch_ / "acme"; }
  fs::path in() const { return scratch_ / "in"; }
  fs::path data() const { return workspace() / "data"; }

  std::unique_ptr<app::Session> Open() {
    auto session = app::Session::Open(workspace());
    EXPECT_TRUE(session) << session.error().ToString();
    return std::move(*session);
  }
  /// Takes one file in, as a person who names it.
  std::vector<IntakeResult> Ingest(const std::string& name, const std::string& text) {
    testing::Write(in() / name, text);
    return IngestAgain(name);
  }
  std::vector<IntakeResult> IngestAgain(const std::string& name) {
    auto session = Open();
    auto intakes = app::Ingest(*session, {in() / name}, {});
    EXPECT_TRUE(intakes) << intakes.error().ToString();
    EXPECT_FALSE(intakes->front().error) << intakes->front().error->ToString();
    for (const IntakeResult& report : intakes->front().reports) {
      EXPECT_FALSE(report.error) << report.error->ToString();
    }
    return std::move(intakes->front().reports);
  }
  std::string Id(const std::string& name, const std::string& text) {
    return Ingest(name, text).front().received.delivery.delivery_id;
  }
  AgainResult Again(const std::vector<std::string>& names = {}) {
    auto results = app::DeriveAgain(*Open(), names, {});
    EXPECT_TRUE(results) << results.error().ToString();
    CHECK(results && results->size() == 1, "one delivery is derived again");
    return std::move(results->front());
  }
  pipeline::Delta Delta(int64_t old_version = 0, int64_t new_version = 0) {
    auto deltas = app::CompareVersions(*Open(), {kOctober, "", old_version, new_version});
    EXPECT_TRUE(deltas) << deltas.error().ToString();
    return std::move(deltas->front());
  }
  /// "class account type invoice +added -removed ~restated change"
  static std::vector<std::string> Lines(const pipeline::Delta& delta) {
    std::vector<std::string> lines;
    for (const DeltaLine& line : delta.lines)
      lines.push_back(line.delta_class + " " + line.service + " " + line.line_item_type + " " +
                      line.invoice_id + " +" + std::to_string(line.rows_added) + " -" +
                      std::to_string(line.rows_removed) + " ~" +
                      std::to_string(line.rows_restated) + " " + line.cost_change.ToString());
    return lines;
  }
  /// Every file of the data but the catalog's own.
  std::vector<std::string> Files() {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(data() / "deliveries"))
      files.push_back(entry.path().lexically_relative(data()).string());
    std::ranges::sort(files);
    return files;
  }
  /// Publishes a report as a program with other rules would have: what it derived is changed first.
  std::string PublishAs(const std::string& name, const std::string& text,
                        const std::function<void(ingest::Received&)>& change) {
    testing::Write(in() / name, text);
    auto session = Open();
    store::Store& store = **session->OpenStore(store::Access::kWrite);
    engine::Engine& engine = **session->OpenEngine();
    const auto candidates = *ingest::Discover(in() / name);
    pipeline::Arrival arrival;
    arrival.candidate = &candidates.front();
    EXPECT_TRUE(pipeline::Receive(arrival, {}, store, engine));
    ingest::Received& received = arrival.received.front();
    change(received);
    EXPECT_TRUE(pipeline::SealDerivation(received, received.folder, engine));
    received.delivery.ingest_version = 1;
    return store.PublishDeliveries({{received.delivery, received.folder}}, name)
        ->front()
        .delivery_id;
  }
  Delivery InForce() {
    auto session = Open();
    store::Store& store = **session->OpenStore(store::Access::kRead);
    return store.CurrentDeliveries(kOctober)->front().delivery;
  }
  std::string Run() {
    auto outcome = app::Run(*Open(), {kOctober, "", {}});
    EXPECT_TRUE(outcome) << outcome.error().ToString();
    return outcome ? outcome->run.run_id : std::string();
  }

  testing::Scratch scratch_;
};

const Report kMonth(R"(
  type   service    cost  start                 product_name
  Usage  AmazonEC2  1.25  2026-10-01T00:00:00Z  Elastic Compute Cloud
  Usage  AmazonEC2  0.75  2026-10-01T01:00:00Z  Elastic Compute Cloud
  Usage  AmazonS3   0.5   2026-10-01T00:00:00Z  Simple Storage Service
)");

// --- ingest --again

TEST_F(Versions, DerivingAgainLeavesNoTraceWhereNothingDiffers) {
  for (const auto& [name, text] : {std::pair<std::string, std::string>{"cur-1.csv", kMonth.AsCsv()},
                                   {"cur-1.csv.gz", Gzip(kMonth.AsCsv())}}) {
    fs::remove_all(data());
    Ingest(name, text);
    const std::vector<std::string> before = Files();
    const AgainResult again = Again();
    EXPECT_EQ(Name(again.outcome), "same") << (again.error ? again.error->ToString() : "");
    EXPECT_THAT(again.differences, IsEmpty());
    EXPECT_EQ(Files(), before);
    EXPECT_EQ(InForce().derived, "");
  }
}

TEST_F(Versions, RowsThatWereRejectedComeBackWhenTheRulesAllowThem) {
  // As a program left it that did not know the type of the last row.
  const Report month(R"(
    type     cost
    Usage    1.5
    Tax      8.25
  )");
  PublishAs("cur-1.csv", month.AsCsv(), [](ingest::Received& received) {
    received.delivery.quarantined_rows = 1;
    received.delivery.quarantined_cost = *Decimal::Parse("8.25");
    received.delivery.unblended_cost = *Decimal::Parse("1.5");
    for (ControlTotal& total : received.totals)
      if (total.line_item_type == "Tax") {
        total.quarantined_rows = 1;
        std::swap(total.quarantined_cost, total.unblended_cost);
      }
  });
  const AgainResult again = Again();
  EXPECT_EQ(Name(again.outcome), "derived");
  ASSERT_GE(again.differences.size(), 5u);
  EXPECT_EQ(again.differences[0], (pipeline::Difference{"rows accepted", "", "1", "2"}));
  EXPECT_EQ(again.differences[1], (pipeline::Difference{"rows quarantined", "", "1", "0"}));
  EXPECT_EQ(again.differences[2],
            (pipeline::Difference{"unblended cost", "", "USD 1.50", "USD 9.75"}));
  const Delivery now = InForce();
  EXPECT_EQ(now.derived, "2");
  EXPECT_EQ(now.unblended_cost, *Decimal::Parse("9.75"));
  EXPECT_EQ(now.ingest_version, kIngestVersion);
  EXPECT_EQ(now.files[0].stored, "2/stored/cur-1.csv.parquet");
  EXPECT_EQ(Name(Again().outcome), "same") << "and then it stays";
  Run();
}

TEST_F(Versions, ARunKeepsTheDerivationThatItRead) {
  PublishAs("cur-1.csv", kMonth.AsCsv(), [](ingest::Received& received) {
    for (ServiceName& service : received.services) service.name = "Old " + service.name;
  });
  const std::string old_run = Run();
  EXPECT_EQ(Name(Again().outcome), "derived");
  EXPECT_FALSE(*app::IsUpToDate(*Open(), kOctober));
  const std::string new_run = Run();
  EXPECT_NE(new_run, old_run) << "another result is another input";
  EXPECT_TRUE(*app::IsUpToDate(*Open(), kOctober));
  const auto names = [&](const std::string& run) {
    auto session = Open();
    return app::Show(*session, {kOctober, "service_name", "", {}, run})->column("name").text();
  };
  EXPECT_THAT(names(old_run),
              ElementsAre("Old Elastic Compute Cloud", "Old Simple Storage Service"));
  EXPECT_THAT(names(new_run), ElementsAre("Elastic Compute Cloud", "Simple Storage Service"));
  auto session = Open();
  const auto run = session->OpenRun(kOctober, old_run);
  ASSERT_TRUE(run) << run.error().ToString();
  EXPECT_EQ((*run)->state.sources[0].delivery.derived, "");
  EXPECT_EQ((*run)->state.sources[0].delivery.files[0].stored, "stored/cur-1.csv.parquet");
}

TEST_F(Versions, AResultOfEarlierIsPutInForceAgain) {
  const std::string id = PublishAs("cur-1.csv", kMonth.AsCsv(),
                                   [](ingest::Received& received) { received.services.clear(); });
  EXPECT_EQ(Name(Again().outcome), "derived");
  {
    auto session = Open();
    store::Store& store = **session->OpenStore(store::Access::kWrite);
    ASSERT_TRUE(store.PutDerivationInForce((*store.FindDerivation(id, ""))->delivery));
  }
  const AgainResult again = Again();
  EXPECT_EQ(Name(again.outcome), "earlier");
  EXPECT_EQ(again.after.derived, "2");
  EXPECT_EQ(InForce().derived, "2");
  EXPECT_FALSE(fs::exists(data() / "deliveries" / id / "3"));
}

TEST_F(Versions, StoredRowsThatDifferAreFoundThoughEveryTotalAgrees) {
  const std::string id =
      PublishAs("cur-1.csv", kMonth.With("tag", "right").AsCsv(), {[](auto&) {}});
  const fs::path stored = data() / "deliveries" / id / "stored/cur-1.csv.parquet";
  {  // as another program would have stored it: the catalog agrees with what is there
    auto session = Open();
    engine::Engine& engine = **session->OpenEngine();
    ASSERT_TRUE(engine.Execute("COPY (SELECT * REPLACE ('wrong' AS tag) FROM read_parquet('" +
                               stored.string() + "')) TO '" + stored.string() +
                               ".new' (FORMAT parquet)"));
    fs::rename(stored.string() + ".new", stored);
    store::Store& store = **session->OpenStore(store::Access::kWrite);
    Delivery delivery = (*store.FindDelivery(id))->delivery;
    delivery.files[0].stored_digest = *DigestOfFile(stored);
    ASSERT_TRUE(store.Restore(delivery, *store.NewStagingFolder(), {}));
  }
  const std::string old_digest = InForce().derivation_digest;
  const AgainResult again = Again();
  EXPECT_EQ(Name(again.outcome), "derived");
  ASSERT_EQ(again.differences.size(), 1u);
  EXPECT_EQ(again.differences[0].what, "stored rows");
  EXPECT_NE(InForce().derivation_digest, old_digest) << "runs must not take the one for the other";
}

TEST_F(Versions, OneDeliveryOrMonthIsChosenByName) {
  const std::string october = Id("cur-1.csv", kMonth.AsCsv());
  const std::string november =
      Id("nov-1.csv", kMonth.With("billing_period_start", "2026-11-01T00:00:00Z").AsCsv());
  EXPECT_EQ(Again({"2026-11"}).before.delivery_id, november);
  EXPECT_EQ(Again({october.substr(0, 6)}).before.delivery_id, october);
  EXPECT_EQ(app::DeriveAgain(*Open(), {"2026-12"}, {}).error().ToString(),
            "there is no delivery of 2026-12");
  EXPECT_EQ(app::DeriveAgain(*Open(), {"zz"}, {}).error().ToString(),
            "there is no delivery zz; `billwright versions` lists them");
}

TEST_F(Versions, ThePartsOfADividedFileAreDerivedAgainEachByItself) {
  const auto parts = Ingest("cur-1.csv", Report(R"(
    type   cost  payer_account_id
    Usage  1     222222222222
    Usage  2     333333333333
    Usage  4     333333333333
  )")
                                             .AsCsv());
  ASSERT_EQ(parts.size(), 2u);
  const auto results = app::DeriveAgain(*Open(), {}, {});
  ASSERT_TRUE(results) << results.error().ToString();
  ASSERT_EQ(results->size(), 2u);
  for (const AgainResult& again : *results) {
    EXPECT_EQ(Name(again.outcome), "same") << (again.error ? again.error->ToString() : "");
    for (const pipeline::Difference& difference : again.differences)
      ADD_FAILURE() << difference.what << " " << difference.subject << ": " << difference.before
                    << " -> " << difference.after;
  }
  fs::remove_all(data() / "deliveries");
  const auto restored = IngestAgain("cur-1.csv");
  ASSERT_EQ(restored.size(), 2u);
  for (const IntakeResult& report : restored)
    EXPECT_EQ(report.verdict, IntakeResult::Verdict::kRestored);
  const auto known = IngestAgain("cur-1.csv");
  for (const IntakeResult& report : known) EXPECT_EQ(report.verdict, IntakeResult::Verdict::kKnown);
}

// --- healing

TEST_F(Versions, WhatIsDerivedAndLostIsMadeAgainInItsPlace) {
  const std::string id = Id("cur-1.csv", kMonth.AsCsv());
  const fs::path folder = data() / "deliveries" / id;
  const std::string digest = InForce().derivation_digest;
  const auto damage = [&](const std::string& name) {
    SCOPED_TRACE(name);
    const AgainResult again = Again();
    EXPECT_EQ(Name(again.outcome), "restored") << (again.error ? again.error->ToString() : "");
    EXPECT_NE(again.damage.derived, "");
    EXPECT_EQ(InForce().derived, "");
    EXPECT_EQ(InForce().derivation_digest, digest);
    EXPECT_EQ(Name(Again().outcome), "same");
  };
  fs::remove_all(folder / "stored");
  damage("stored files are gone");
  testing::Write(folder / "stored/cur-1.csv.parquet", "PAR1 rotten PAR1");
  damage("a stored file is rotten");
  for (const std::string table : {"control_total", "service_name", "delivery_day", "delivery_fee",
                                  "column_use", "finding", "proof"}) {
    ASSERT_TRUE(fs::remove(folder / (table + "-v1.parquet"))) << table;
    damage(table + " is gone");
  }
  testing::Write(folder / "delivery_day-v1.parquet", "PAR1 rotten PAR1");
  damage("a table is rotten");
  Run();
}

TEST_F(Versions, FilesAsDeliveredThatAreLostAreAskedForAndPutBackByIngest) {
  const std::string id = Id("cur-1.csv", kMonth.AsCsv());
  fs::remove_all(data() / "deliveries" / id / "kept");
  const AgainResult again = Again();
  EXPECT_EQ(Name(again.outcome), "refused");
  EXPECT_EQ(again.error->code(), ErrorCode::kCorrupt);
  EXPECT_THAT(
      again.error->ToString(),
      HasSubstr("kept/cur-1.csv is gone; `billwright ingest PLACE` with the same files puts "
                "them back"));
  EXPECT_EQ(IngestAgain("cur-1.csv").front().verdict, IntakeResult::Verdict::kRestored);
  EXPECT_EQ(Name(Again().outcome), "same");
}

TEST_F(Versions, AFolderThatIsLostWholeIsPutBackByIngest) {
  Ingest("cur-1.csv", kMonth.AsCsv());
  const std::string run = Run();
  const std::vector<std::string> files = Files();
  fs::remove_all(data() / "deliveries");
  EXPECT_TRUE(app::IsUpToDate(*Open(), kOctober)) << "a lost folder does not keep others from view";
  EXPECT_TRUE(app::Versions(*Open(), {}));
  // Under another name, since the same files under other names are the same delivery.
  fs::rename(in() / "cur-1.csv", in() / "other-1.csv");
  const auto reports = IngestAgain("other-1.csv");
  EXPECT_EQ(reports.front().verdict, IntakeResult::Verdict::kRestored);
  EXPECT_EQ(reports.front().received.delivery.version, 1);
  EXPECT_EQ(Files(), files);
  EXPECT_EQ(Run(), run);
  EXPECT_EQ(IngestAgain("other-1.csv").front().verdict, IntakeResult::Verdict::kKnown);
}

TEST_F(Versions, RowsMadeOfCsvThatRotAreSeenBeforeTheyArePriced) {
  const std::string id = Id("cur-1.csv", kMonth.AsCsv());
  const std::string run = Run();
  const fs::path stored = data() / "deliveries" / id / "stored/cur-1.csv.parquet";
  std::string bytes = testing::Read(stored);
  bytes[bytes.size() / 2] ^= 1;
  testing::Write(stored, bytes);
  const auto outcome = app::Run(*Open(), {kOctober, "hierarchy", {}});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), ErrorCode::kCorrupt);
  EXPECT_THAT(outcome.error().message(), HasSubstr("cur-1.csv.parquet is not what was written"));
  EXPECT_THAT(outcome.error().message(), HasSubstr("`billwright ingest --again " + id + "` makes"));
  Again({id});
  EXPECT_EQ(Run(), run);
}

// --- delta

TEST_F(Versions, DeltaSaysWhyAndAddsUp) {
  Ingest("v1.csv", Report(R"(
    type   bill  cost  usage_amount  service             start                 resource_id
    Usage  -     1     1             AmazonEC2           2026-10-01T00:00:00Z  i-same
    Usage  -     2     2             AmazonEC2           2026-10-01T00:00:00Z  i-rate
    Usage  -     3     3             AmazonEC2           2026-10-01T00:00:00Z  i-more
    Usage  -     4     4             AmazonEC2           2026-10-01T00:00:00Z  i-gone
    Usage  -     5     5             AmazonRDS           2026-10-01T00:00:00Z  db-invoice
    Tax    -     0.5   1             AmazonEC2           2026-10-01T00:00:00Z  -
  )")
                       .AsCsv());
  Ingest("v2.csv", Report(R"(
    type    bill  cost   usage_amount  service             start                 resource_id
    Usage   -     1      1             AmazonEC2           2026-10-01T00:00:00Z  i-same
    Usage   -     1.8    2             AmazonEC2           2026-10-01T00:00:00Z  i-rate
    Usage   -     3.3    3.3           AmazonEC2           2026-10-01T00:00:00Z  i-more
    Usage   -     0.1    1             AmazonEC2           2026-10-31T23:00:00Z  i-late
    Usage   A     5      5             AmazonRDS           2026-10-01T00:00:00Z  db-invoice
    Tax     A     0.7    1             AmazonEC2           2026-10-01T00:00:00Z  -
    Fee     A     29     1             AWSSupportBusiness  2026-10-01T00:00:00Z  -
    Credit  A     -10    1             AmazonEC2           2026-10-01T00:00:00Z  -
    Refund  A     -0.25  1             AmazonEC2           2026-10-01T00:00:00Z  -
  )")
                       .AsCsv());
  const pipeline::Delta delta = Delta();
  EXPECT_EQ(delta.old_version.version, 1);
  EXPECT_EQ(delta.new_version.version, 2);
  EXPECT_THAT(Lines(delta), ElementsAre("credit AmazonEC2 Credit A +1 -0 ~0 -10",
                                        "invoice id filled AmazonRDS Usage A +0 -0 ~1 0",
                                        "late usage AmazonEC2 Usage  +1 -0 ~1 0.4",
                                        "refund AmazonEC2 Refund A +1 -0 ~0 -0.25",
                                        "restated rate AmazonEC2 Usage  +0 -0 ~1 -0.2",
                                        "support fee AWSSupportBusiness Fee A +1 -0 ~0 29",
                                        "tax AmazonEC2 Tax A +0 -0 ~1 0.2",
                                        "usage taken back AmazonEC2 Usage  +0 -1 ~0 -4"));
  Decimal sum = delta.old_version.unblended_cost;
  for (const DeltaLine& line : delta.lines) sum += line.cost_change;
  EXPECT_EQ(sum, delta.new_version.unblended_cost);
  EXPECT_THAT(Lines(Delta(2, 1)),
              ::testing::Contains("usage taken back AmazonEC2 Usage  +0 -1 ~1 -0.4"))
      << "and the other way round";
}

TEST_F(Versions, DeltaFindsNothingBetweenTheSameRowsWrittenInAnotherWay) {
  const Report month(R"(
    type             bill  cost      usage_amount  ri   ri_effective  public
    Usage            A     0.1       1             -    -             0.1
    Usage            A     7.0E-10   2             -    -             0.2
    DiscountedUsage  A     0         3             arn  0.0612        0.0832
  )");
  Ingest("v1.csv", month.AsCsv());
  const Report other = month.Spelled(ingest::testing::Spelling::kSnake).Turned();
  {
    auto session = Open();
    other.WriteParquet(**session->OpenEngine(), (in() / "v2.parquet").string());
  }
  IngestAgain("v2.parquet");
  const pipeline::Delta delta = Delta();
  EXPECT_EQ(delta.new_version.encoding, "parquet");
  EXPECT_THAT(Lines(delta), IsEmpty());
  EXPECT_THAT(delta.not_compared, IsEmpty());
}

TEST_F(Versions, DeltaSaysThatTheSameUsageIsCoveredOtherwise) {
  const std::string head =
      "type                     cost  usage_amount  sp    effective  resource_id  start\n";
  Ingest("v1.csv", Report(head + R"(
    Usage                    2     2             -     -          i-all        2026-10-01T00:00:00Z
    Usage                    4     4             -     -          i-part       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  1     1             a     0.7        i-plan       2026-10-01T00:00:00Z
    Usage                    8     8             -     -          i-late       2026-10-01T00:00:00Z
  )")
                       .AsCsv());
  Ingest("v2.csv", Report(head + R"(
    SavingsPlanCoveredUsage  2     2             a     1.5        i-all        2026-10-01T00:00:00Z
    SavingsPlanNegation      -2    2             a     -          i-all        2026-10-01T00:00:00Z
    Usage                    1     1             -     -          i-part       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  3     3             a     2          i-part       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  1     1             b     0.6        i-plan       2026-10-01T00:00:00Z
    Usage                    8     8             -     -          i-late       2026-10-01T00:00:00Z
    SavingsPlanCoveredUsage  5     5             a     3          i-late       2026-10-01T00:00:00Z
  )")
                       .AsCsv());
  EXPECT_THAT(Lines(Delta()),
              ElementsAre("coverage changed AmazonEC2 SavingsPlanCoveredUsage  +3 -1 ~0 5",
                          "coverage changed AmazonEC2 SavingsPlanNegation  +1 -0 ~0 -2",
                          "coverage changed AmazonEC2 Usage  +0 -1 ~1 -5",
                          "late usage AmazonEC2 SavingsPlanCoveredUsage  +1 -0 ~0 5"));
}

TEST_F(Versions, DeltaCountsRowsThatSayTheSame) {
  const std::string row = "  Usage  2\n";
  const std::string head = "type   cost\n";
  Ingest("v1.csv", Report(head + row + row + row).AsCsv());
  Ingest("v2.csv", Report(head + row).AsCsv());
  EXPECT_THAT(Lines(Delta()), ElementsAre("usage taken back AmazonEC2 Usage  +0 -2 ~0 -4"));
  Ingest("v3.csv", Report(head + row + row + "  Usage  3\n").AsCsv());
  EXPECT_THAT(Lines(Delta()), ElementsAre("late usage AmazonEC2 Usage  +2 -0 ~0 5"));
}

TEST_F(Versions, DeltaInPartsIsTheSameDelta) {
  const std::string head = "type   cost  resource_id\n";
  std::string old_rows = head;
  std::string new_rows = head;
  for (int i = 0; i < 40; ++i) {
    const std::string cost = "  Usage  " + std::to_string(i + 1) + "  i-" + std::to_string(i % 13);
    old_rows += cost + "\n";
    new_rows += i % 3 == 0 ? cost + "x\n" : cost + "\n";
    if (i % 7 == 0) new_rows += cost + "\n";
  }
  Ingest("v1.csv", Report(old_rows).AsCsv());
  Ingest("v2.csv", Report(new_rows).AsCsv());
  const pipeline::Delta whole = Delta();
  auto session = Open();
  engine::Engine& engine = **session->OpenEngine();
  const auto folder = [&](const Delivery& delivery) {
    return data() / "deliveries" / delivery.delivery_id;
  };
  const pipeline::DeltaStatements statements({&whole.old_version, folder(whole.old_version)},
                                             {&whole.new_version, folder(whole.new_version)});
  ASSERT_TRUE(engine.Execute(statements.Content()));
  Decimal change;
  int64_t added = 0;
  int filled = 0;
  for (int part = 0; part < 3; ++part) {
    const Frame frame = *engine.Query(statements.Changes(/*surplus=*/true, 3, part));
    filled += frame.row_count() > 0 ? 1 : 0;
    for (size_t row = 0; row < frame.row_count(); ++row) {
      change += frame.column("new_cost").decimals()[row] - frame.column("old_cost").decimals()[row];
      added += frame.column("rows_added").integers()[row];
    }
  }
  EXPECT_EQ(filled, 3);
  int64_t added_in_whole = 0;
  for (const DeltaLine& line : whole.lines) added_in_whole += line.rows_added;
  EXPECT_EQ(added, added_in_whole);
  EXPECT_EQ(change, whole.new_version.unblended_cost - whole.old_version.unblended_cost);
}

TEST_F(Versions, DeltaComparesTagsThatBothHave) {
  const Report month("type   cost\n Usage  2\n Usage  2\n");
  Ingest("v1.csv", month.With("resourceTags/user:Owner", "").AsCsv());
  Ingest(
      "v2.csv",
      month.With("resourceTags/user:Owner", "ann").With("resourceTags/user:Team", "blue").AsCsv());
  const pipeline::Delta delta = Delta();
  EXPECT_THAT(Lines(delta), ElementsAre("tag backfill AmazonEC2 Usage  +0 -0 ~2 0"));
  EXPECT_THAT(delta.not_compared, ElementsAre("resourceTags/user:Team"));
}

TEST_F(Versions, DeltaComparesCostCategoriesOfFocus) {
  const auto csv = [](const std::string& unit) {
    return "ProviderName,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargePeriodStart,"
           "ServiceName,ChargeCategory,BilledCost,x_CostCategories\n"
           "AWS,111111111111,USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,Amazon EC2,Usage,2,"
           "\"{\"\"Unit\"\":\"\"" +
           unit + "\"\"}\"\n";
  };
  Ingest("v1.csv", csv("blue"));
  Ingest("v2.csv", csv("green"));
  EXPECT_THAT(Lines(Delta()), ElementsAre("tag backfill Amazon EC2 Usage  +0 -0 ~1 0"));
}

TEST_F(Versions, DeltaComparesNoColumnThatOneVersionLacks) {
  const Report month("type   cost\n Usage  2\n");
  Ingest("v1.csv", month.AsCsv());
  Ingest("v2.csv", month.With("public_on_demand_cost", "3").AsCsv());
  const pipeline::Delta delta = Delta();
  EXPECT_THAT(Lines(delta), IsEmpty());
  EXPECT_THAT(delta.not_compared, ElementsAre("public_on_demand_cost"));
}

TEST_F(Versions, DeltaSaysWhatItCannotCompare) {
  EXPECT_EQ(app::CompareVersions(*Open(), {kOctober, "", 0, 0}).error().code(),
            ErrorCode::kNotFound);
  Ingest("v1.csv", kMonth.AsCsv());
  EXPECT_EQ(app::CompareVersions(*Open(), {kOctober, "", 0, 0}).error().ToString(),
            "there are no two versions of 2026-10 to compare; `billwright versions 2026-10` lists "
            "what there is");
  EXPECT_EQ(app::CompareVersions(*Open(), {kOctober, "", 1, 7}).error().ToString(),
            "there is no version 7 of 2026-10");
}

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
