#include <gmock/gmock.h>

#include <algorithm>

#include "app/morning.h"
#include "base/digest.h"
#include "testing/october_versions.h"

// `ingest --again`: deliveries are derived again, and healed.

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
using testing::kMonth;
using testing::kOctober;

class Versions : public testing::OctoberVersions {
 protected:
  /// Every file of the data but the catalog's own.
  std::vector<std::string> Files() {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(data() / "deliveries"))
      files.push_back(entry.path().lexically_relative(data()).string());
    std::ranges::sort(files);
    return files;
  }
};

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

}  // namespace
}  // namespace billwright
