#include "store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "store/sqlite.h"

namespace billwright::store {
namespace {

namespace fs = std::filesystem;

constexpr BillingPeriod kOctober{2018, 10};

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    std::string pattern = (fs::temp_directory_path() / "billwright-store-XXXXXX").string();
    data_ = mkdtemp(pattern.data());
    data_ /= "data";
  }
  ~StoreTest() override { fs::remove_all(data_.parent_path()); }

  std::unique_ptr<Store> Open(Access access) {
    auto store = Store::Open(data_, access);
    EXPECT_TRUE(store) << store.error().ToString();
    return std::move(*store);
  }
  static fs::path Staged(Store& store, const std::string& file) {
    const fs::path folder = *store.NewStagingFolder();
    std::ofstream(folder / file) << "content";
    return folder;
  }
  static Delivery OfPayer(const std::string& payer, const std::string& id) {
    Delivery delivery;
    delivery.delivery_id = id;
    delivery.payer_account_id = payer;
    delivery.period = kOctober;
    delivery.format = kLegacyCur;
    delivery.encoding = "parquet";
    delivery.currency = "USD";
    delivery.rows = 3;
    delivery.unblended_cost = *Decimal::Parse("12.000000000001");
    delivery.files = {{"a.parquet",
                       "digest",
                       10,
                       "a.parquet",
                       "a.parquet",
                       3,
                       {{"lineItem/UnblendedCost", "lineItem/UnblendedCost", "DOUBLE"}}}};
    return delivery;
  }
  static Delivery Publish(Store& store, const std::string& payer, const std::string& id) {
    return store.PublishDeliveries({{OfPayer(payer, id), Staged(store, "a.parquet")}}, "inbox")
        ->front();
  }
  static RunRecord Run(const std::string& id, const std::string& digest) {
    RunRecord run;
    run.run_id = id;
    run.period = kOctober;
    run.digest = digest;
    run.stages = {{"price", "key-" + id, "out", 5, *Decimal::Parse("1.5"), 12, false}};
    return run;
  }
  static Result<void> PublishRun(Store& store, const RunRecord& run) {
    const fs::path staging = Staged(store, "proof");
    fs::create_directory(staging / "price");
    return store.PublishRun(run, staging);
  }

  fs::path data_;
};

TEST_F(StoreTest, ADeliveryReadsBackAsItWas) {
  Publish(*Open(Access::kWrite), "111111111111", "abc");
  const auto found = *Open(Access::kRead)->FindDelivery("abc");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->delivery.version, 1);
  EXPECT_EQ(found->delivery.unblended_cost, *Decimal::Parse("12.000000000001"));
  EXPECT_EQ(found->source, "inbox");
  ASSERT_EQ(found->delivery.files.size(), 1u);
  EXPECT_EQ(found->delivery.files[0].columns[0].name, "lineItem/UnblendedCost");
}

TEST_F(StoreTest, VersionsCountPerPayerAndTheNewestIsCurrent) {
  auto store = Open(Access::kWrite);
  EXPECT_EQ(Publish(*store, "111111111111", "a").version, 1);
  EXPECT_EQ(Publish(*store, "222222222222", "b").version, 1);
  EXPECT_EQ(Publish(*store, "111111111111", "c").version, 2);
  const auto current = *store->CurrentDeliveries(kOctober);
  ASSERT_EQ(current.size(), 2u);
  EXPECT_EQ(current[0].delivery.delivery_id, "c");
  EXPECT_EQ(current[1].delivery.delivery_id, "b");
  EXPECT_EQ(store->Deliveries(kOctober)->size(), 3u);
}

TEST_F(StoreTest, ARunHasReadWhatIsInForceAsItWasDerived) {
  auto store = Open(Access::kWrite);
  Publish(*store, "111111111111", "a");
  Publish(*store, "222222222222", "b");
  Publish(*store, "111111111111", "c");
  std::vector<DeliveryRecord> in_force = InForce(*store->Deliveries());
  RunRecord run = Run("r", "d");
  run.delivery_ids = {"b", "c"};
  run.derivations = {"", ""};
  EXPECT_TRUE(HasRead(run, in_force));
  in_force[0].delivery.derived = "2";
  EXPECT_FALSE(HasRead(run, in_force));
  EXPECT_FALSE(HasRead(run, {}));
}

TEST_F(StoreTest, ReadingBeforeAnythingWasIngestedSaysSo) {
  const auto store = Store::Open(data_, Access::kRead);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code(), ErrorCode::kNotFound);
}

TEST_F(StoreTest, AReaderWorksWhileAWriterHoldsTheLock) {
  auto writer = Open(Access::kWrite);
  Publish(*writer, "111111111111", "a");
  EXPECT_EQ(Open(Access::kRead)->Deliveries()->size(), 1u);
}

TEST_F(StoreTest, AWriterSaysWhomItWaitsFor) {
  auto first = Open(Access::kWrite);
  testing::internal::CaptureStderr();
  std::thread second([this] { Open(Access::kWrite); });
  std::this_thread::sleep_for(std::chrono::milliseconds(2500));
  first.reset();
  second.join();
  EXPECT_THAT(
      testing::internal::GetCapturedStderr(),
      testing::MatchesRegex("billwright: waiting for process " + std::to_string(getpid()) +
                            ", which has been writing to this workspace since 20[0-9T:-]+Z\n"));
}

TEST_F(StoreTest, AWriterThatWaitsAMomentSaysNothing) {
  auto first = Open(Access::kWrite);
  testing::internal::CaptureStderr();
  std::thread second([this] { Open(Access::kWrite); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  first.reset();
  second.join();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(StoreTest, RubbishOfACrashIsSweptByTheNextWriter) {
  Publish(*Open(Access::kWrite), "111111111111", "a");
  fs::create_directories(data_ / "deliveries" / "half");
  fs::create_directories(data_ / "runs" / "half");
  fs::create_directories(data_ / "staging" / "half");
  Open(Access::kWrite);
  EXPECT_FALSE(fs::exists(data_ / "deliveries" / "half"));
  EXPECT_FALSE(fs::exists(data_ / "runs" / "half"));
  EXPECT_FALSE(fs::exists(data_ / "staging" / "half"));
  EXPECT_TRUE(fs::exists(data_ / "deliveries" / "a"));
}

TEST_F(StoreTest, TheRunPublishedLastIsInForce) {
  auto store = Open(Access::kWrite);
  ASSERT_TRUE(PublishRun(*store, Run("one", "d1")));
  ASSERT_TRUE(PublishRun(*store, Run("two", "d2")));
  EXPECT_EQ((*store->CurrentRun(kOctober))->run_id, "two");
  ASSERT_TRUE(PublishRun(*store, Run("one", "d1")));
  EXPECT_EQ((*store->CurrentRun(kOctober))->run_id, "one");
  EXPECT_EQ(*store->PublishedRuns(kOctober), (std::vector<std::string>{"two", "one"}));
}

TEST_F(StoreTest, TheSameInputsWithAnotherOutputAreRefused) {
  auto store = Open(Access::kWrite);
  ASSERT_TRUE(PublishRun(*store, Run("one", "d1")));
  const Result<void> again = PublishRun(*store, Run("one", "other"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), ErrorCode::kCorrupt);
  EXPECT_EQ((*store->CurrentRun(kOctober))->digest, "d1");
}

TEST_F(StoreTest, AStageIsFoundByItsKey) {
  auto store = Open(Access::kWrite);
  ASSERT_TRUE(PublishRun(*store, Run("one", "d1")));
  const auto found = *store->FindStage("price", "key-one");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->first, store->FolderOfRun("one") / "price");
  EXPECT_EQ(found->second.amount, *Decimal::Parse("1.5"));
  EXPECT_FALSE(*store->FindStage("price", "another"));
  EXPECT_FALSE(*store->FindStage("report", "key-one"));
}

TEST_F(StoreTest, ARunWhoseFolderIsGoneIsCorrupt) {
  auto store = Open(Access::kWrite);
  ASSERT_TRUE(PublishRun(*store, Run("one", "d1")));
  fs::remove_all(store->FolderOfRun("one"));
  const auto run = store->CurrentRun(kOctober);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code(), ErrorCode::kCorrupt);
}

TEST_F(StoreTest, ACatalogOfEveryOlderVersionOpens) {
  // Saved by the first version of the program, with one delivery and one run.
  fs::create_directories(data_ / "deliveries" / "0123456789abcdef");
  fs::create_directories(data_ / "runs" / "2018-10-0123456789ab");
  fs::copy_file(fs::path(BILLWRIGHT_SOURCE_DIR) / "tests/catalogs/catalog-1.db",
                data_ / "catalog.db");
  for (const Access access : {Access::kRead, Access::kWrite}) {
    auto store = Open(access);
    const auto deliveries = *store->Deliveries();
    ASSERT_EQ(deliveries.size(), 1u);
    const Delivery& delivery = deliveries[0].delivery;
    EXPECT_EQ(delivery.derived, "");
    EXPECT_EQ(delivery.derivation_digest, "");
    EXPECT_EQ(delivery.ingest_version, 1);
    EXPECT_EQ(delivery.provider, "aws");
    EXPECT_EQ(deliveries[0].derived_at, deliveries[0].received_at);
    const auto run = *store->CurrentRun(kOctober);
    ASSERT_TRUE(run);
    EXPECT_EQ(run->run_id, "2018-10-0123456789ab");
    EXPECT_EQ(run->delivery_ids, std::vector<std::string>{"0123456789abcdef"});
    EXPECT_EQ(run->derivations, std::vector<std::string>{""});
  }
}

TEST_F(StoreTest, ACatalogOfTheSecondVersionOpens) {
  // Saved with two versions, the first derived twice and read by a run each time, the second
  // withdrawn.
  for (const char* folder : {"deliveries/13309af3902c08f8/2", "deliveries/10fe23afa67d23ed",
                             "runs/2026-10-93007f83f8c4"})
    fs::create_directories(data_ / folder);
  fs::copy_file(fs::path(BILLWRIGHT_SOURCE_DIR) / "tests/catalogs/catalog-2.db",
                data_ / "catalog.db");
  auto store = Open(Access::kWrite);
  const auto current = *store->CurrentDeliveries({2026, 10});
  ASSERT_EQ(current.size(), 1u);
  EXPECT_EQ(current[0].delivery.delivery_id, "13309af3902c08f8");
  EXPECT_EQ(current[0].delivery.derived, "2");
  EXPECT_EQ(current[0].delivery.files[0].stored, "2/stored/cur-1.csv.parquet");
  EXPECT_EQ(current[0].delivery.unblended_cost, *Decimal::Parse("4.5"));
  EXPECT_EQ(store->Derivations("13309af3902c08f8")->size(), 2u);
  EXPECT_EQ((*store->FindRun("2026-10-93007f83f8c4"))->derivations, std::vector<std::string>{""});
  EXPECT_EQ((*store->FindRun("2026-10-600b87cdfb32"))->derivations, std::vector<std::string>{"2"});
  EXPECT_NE((*store->FindDelivery("10fe23afa67d23ed"))->delivery.withdrawn_at, "");
}

TEST_F(StoreTest, ThePartsOfADividedFileAreRegisteredTogetherOrNotAtAll) {
  auto store = Open(Access::kWrite);
  const auto parts = [&](const std::string& last) {
    std::vector<NewDelivery> deliveries;
    for (const std::string& id : {std::string("x-1"), last})
      deliveries.push_back({OfPayer(id, id), Staged(*store, "a.parquet")});
    return deliveries;
  };
  Publish(*store, "x-2", "x-2");
  EXPECT_EQ(store->PublishDeliveries(parts("x-2"), "inbox").error().ToString(),
            "delivery x-2 is registered already");
  EXPECT_FALSE(*store->FindDelivery("x-1"));
  EXPECT_TRUE(store->PublishDeliveries(parts("x-3"), "inbox"));
  EXPECT_EQ(store->Deliveries()->size(), 3u);
}

TEST_F(StoreTest, WhatTheCatalogCouldNotReadBackIsNotRegistered) {
  auto store = Open(Access::kWrite);
  Delivery delivery = OfPayer("111111111111", "far");
  delivery.period = {32103, 1};
  EXPECT_EQ(store->PublishDeliveries({{delivery, Staged(*store, "a.parquet")}}, "inbox")
                .error()
                .message(),
            "catalog: \"32103-01\" is not a billing period; expected a month such as 2018-10");
  Publish(*store, "111111111111", "good");
  EXPECT_EQ(store->Deliveries()->size(), 1u);
}

TEST_F(StoreTest, TheVersionBeforeAWithdrawnOneIsInForce) {
  auto store = Open(Access::kWrite);
  Publish(*store, "111111111111", "a");
  Publish(*store, "111111111111", "b");
  ASSERT_TRUE(store->SetWithdrawn("b", true));
  EXPECT_EQ((*store->CurrentDeliveries(kOctober))[0].delivery.delivery_id, "a");
  EXPECT_EQ(Publish(*store, "111111111111", "c").version, 3);
  ASSERT_TRUE(store->SetWithdrawn("c", true));
  ASSERT_TRUE(store->SetWithdrawn("b", false));
  EXPECT_EQ((*store->CurrentDeliveries(kOctober))[0].delivery.delivery_id, "b");
}

/// A delivery derived again, with other numbers.
Delivery DerivedAgain(Delivery delivery, const std::string& name) {
  delivery.derived = name;
  delivery.derivation_digest = "digest of " + name;
  delivery.rows = 2;
  delivery.quarantined_rows = 1;
  delivery.files[0].stored = name + "/stored/a.parquet";
  delivery.files[0].columns.push_back({"tag", "tag", "VARCHAR"});
  return delivery;
}

TEST_F(StoreTest, EveryDerivationOfADeliveryStaysAsItWas) {
  auto store = Open(Access::kWrite);
  const Delivery first = Publish(*store, "111111111111", "a");
  EXPECT_EQ(*store->NextDerivation("a"), "2");
  const Delivery second = DerivedAgain(first, "2");
  ASSERT_TRUE(store->PublishDerivation(second, Staged(*store, "control_total.parquet")));
  EXPECT_EQ(*store->NextDerivation("a"), "3");
  const Delivery in_force = (*store->FindDelivery("a"))->delivery;
  EXPECT_EQ(in_force.quarantined_rows, 1);
  EXPECT_EQ(in_force.files[0].columns.size(), 2u);
  EXPECT_EQ(store->DerivedFolder(in_force), data_ / "deliveries/a/2");
  EXPECT_TRUE(fs::exists(data_ / "deliveries/a/2/control_total.parquet"));
  const Delivery before = (*store->FindDerivation("a", ""))->delivery;
  EXPECT_EQ(before.quarantined_rows, 0);
  EXPECT_EQ(before.files[0].stored, "a.parquet");
  ASSERT_TRUE(store->PutDerivationInForce(before));
  EXPECT_EQ((*store->FindDelivery("a"))->delivery.derived, "");
  EXPECT_EQ(store->Derivations("a")->size(), 2u);
}

TEST_F(StoreTest, WhatWasLostIsPutBackInItsPlace) {
  auto store = Open(Access::kWrite);
  const Delivery delivery = Publish(*store, "111111111111", "a");
  fs::remove(data_ / "deliveries/a/a.parquet");
  EXPECT_EQ(store->CheckFolder(delivery).error().code(), ErrorCode::kCorrupt);
  ASSERT_TRUE(store->Restore(delivery, Staged(*store, "a.parquet"), ""));
  EXPECT_TRUE(store->CheckFolder(delivery));
}

TEST_F(StoreTest, WhatIsPrunedIsGoneAndRemembered) {
  auto store = Open(Access::kWrite);
  const Delivery first = Publish(*store, "111111111111", "a");
  Publish(*store, "111111111111", "b");
  ASSERT_TRUE(
      store->PublishDerivation(DerivedAgain(first, "2"), Staged(*store, "control_total.parquet")));
  ASSERT_TRUE(PublishRun(*store, Run("one", "d1")));
  ASSERT_TRUE(store->Prune({{Prunable::Kind::kDelivery, "b", ""},
                            {Prunable::Kind::kDerivation, "a", ""},
                            {Prunable::Kind::kRun, "one", ""}}));
  EXPECT_FALSE(fs::exists(data_ / "deliveries/b"));
  EXPECT_FALSE(fs::exists(data_ / "deliveries/a/a.parquet"));
  EXPECT_TRUE(fs::exists(data_ / "deliveries/a/2"));
  EXPECT_FALSE(fs::exists(data_ / "runs/one"));
  EXPECT_NE((*store->FindDelivery("b"))->delivery.pruned_at, "");
  EXPECT_NE((*store->FindDerivation("a", ""))->derivation_pruned_at, "");
  EXPECT_NE((*store->FindRun("one"))->pruned_at, "");
  EXPECT_EQ((*store->CurrentDeliveries(kOctober))[0].delivery.delivery_id, "a");
}

TEST_F(StoreTest, WhatACrashLeavesOfPruningIsSwept) {
  Publish(*Open(Access::kWrite), "111111111111", "a");
  ASSERT_TRUE(Open(Access::kWrite)->Prune({{Prunable::Kind::kDelivery, "a", ""}}));
  fs::create_directories(data_ / "deliveries/a/kept");
  Open(Access::kWrite);
  EXPECT_FALSE(fs::exists(data_ / "deliveries/a"));
}

TEST_F(StoreTest, ADerivationThatTheCatalogDoesNotKnowIsSwept) {
  Publish(*Open(Access::kWrite), "111111111111", "a");
  fs::create_directories(data_ / "deliveries/a/2/stored");
  Open(Access::kWrite);
  EXPECT_FALSE(fs::exists(data_ / "deliveries/a/2"));
  EXPECT_TRUE(fs::exists(data_ / "deliveries/a/a.parquet"));
}

TEST_F(StoreTest, TheFirstLookAtASourceMayFail) {
  auto store = Open(Access::kWrite);
  ASSERT_TRUE(store->RecordPoll("aws", "no credentials").has_value());
  const std::vector<PollRecord> polls = store->Polls().value();
  ASSERT_EQ(polls.size(), 1u);
  EXPECT_EQ(polls[0].succeeded_at, "");
  EXPECT_EQ(polls[0].message, "no credentials");
}

TEST_F(StoreTest, WhatALookRefusedIsKeptUntilTheNextLook) {
  auto store = Open(Access::kWrite);
  ASSERT_TRUE(store->RecordPoll("aws", "",
                                {{"", "b/m.json", "manifest.rows", "It has 3.", "1", "2026-11"}}));
  ASSERT_TRUE(store->RecordPoll("other", "no credentials"));
  const std::vector<Refusal> refusals = store->Refusals().value();
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_EQ(refusals[0].source_id, "aws");
  EXPECT_EQ(refusals[0].report, "b/m.json");
  EXPECT_EQ(refusals[0].code, "manifest.rows");
  EXPECT_EQ(refusals[0].message, "It has 3.");
  EXPECT_EQ(refusals[0].payer_account_id + " " + refusals[0].period, "1 2026-11");
  ASSERT_TRUE(store->RecordPoll("aws", ""));
  EXPECT_TRUE(store->Refusals()->empty());
}

}  // namespace
}  // namespace billwright::store
