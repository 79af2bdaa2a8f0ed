#include "store/store.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

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
    return *store.PublishDelivery(OfPayer(payer, id), Staged(store, "a.parquet"), "inbox");
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
  auto store = Open(Access::kWrite);
  EXPECT_EQ(store->Deliveries()->size(), 1u);
  const auto run = *store->CurrentRun(kOctober);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->run_id, "2018-10-0123456789ab");
  EXPECT_EQ(run->delivery_ids, std::vector<std::string>{"0123456789abcdef"});
}

}  // namespace
}  // namespace billwright::store
