#include "ingest/format/divide.h"

#include <gmock/gmock.h>

#include "ingest/testing/place.h"

// A report that holds the rows of several payers or months is as many deliveries, and they add up
// to it.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

class DivideTest : public testing::Place {
 protected:
  std::vector<Received> TakenApart() {
    const Result<std::vector<Candidate>> candidates = Discover(in());
    CHECK(candidates.has_value() && candidates->size() == 1);
    Result<std::vector<Received>> received = Receive(candidates->front(), Engine(), Out());
    CHECK(received.has_value(), received ? "" : received.error().ToString());
    return *std::move(received);
  }
  /// Derives one of several deliveries again.
  Result<Received> Again(const std::vector<Received>& all, size_t index) {
    std::vector<Delivery> deliveries;
    for (const Received& one : all) deliveries.push_back(one.delivery);
    return ReceiveAgain(deliveries[index], deliveries, all[index].folder, Engine(), Out());
  }
  /// The kept file is another one now: stands for rules that read it otherwise.
  static void Rewrite(const Received& received, const std::string& text) {
    const auto kept = received.folder / received.delivery.files.front().kept;
    std::filesystem::remove(kept);  // parts share it
    std::ofstream(kept) << text;
  }
  /// "payer period rows unblended quarantined"
  static std::vector<std::string> Lines(const std::vector<Received>& all) {
    std::vector<std::string> lines;
    for (const Received& one : all) {
      const Delivery& delivery = one.delivery;
      lines.push_back(delivery.payer_account_id + " " + delivery.period.ToString() + " " +
                      std::to_string(delivery.rows) + " " + delivery.unblended_cost.ToString() +
                      " " + delivery.quarantined_cost.ToString());
      EXPECT_THAT(FailedIdentities(one), IsEmpty());
    }
    return lines;
  }
};

TEST_F(DivideTest, TwoPayersAreTwoDeliveries) {
  Put("cur-1.csv", Report("payer_account_id  cost\n 333333333333  1.5").AsCsv());
  Put("cur-2.csv", Report("payer_account_id  cost\n 222222222222  2\n 333333333333  4").AsCsv());
  const std::vector<Received> all = TakenApart();
  EXPECT_THAT(Lines(all),
              ElementsAre("222222222222 2026-10 1 2 0", "333333333333 2026-10 2 5.5 0"));
  EXPECT_TRUE(all[0].delivery.divided);
  EXPECT_TRUE(all[0].delivery.delivery_id.ends_with("-1"));
  EXPECT_TRUE(all[1].delivery.delivery_id.ends_with("-2"));
  EXPECT_NE(all[0].folder, all[1].folder);
  EXPECT_EQ(FindingOf(all[1], "delivery.divided").message,
            "The report holds rows of 2 payers and months. Each is a delivery of its own; this is "
            "number 2. Nothing to do.");
}

TEST_F(DivideTest, TwoMonthsAreTwoDeliveries) {
  Put("cur-1.csv",
      Report("billing_period_start  cost\n 2026-10-01T00:00:00Z  1\n 2026-11-01T00:00:00Z  2")
          .AsCsv());
  EXPECT_THAT(Lines(TakenApart()),
              ElementsAre("999999999999 2026-10 1 1 0", "999999999999 2026-11 1 2 0"));
}

TEST_F(DivideTest, OneOfEachIsOneDeliveryAsItIs) {
  Put("cur-1.csv", Report("cost\n 1\n 2").AsCsv());
  const std::vector<Received> all = TakenApart();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_FALSE(all[0].delivery.divided);
}

TEST_F(DivideTest, RejectedRowsAreCountedOnce) {
  Put("cur-1.csv", Report(R"(
    payer_account_id  type     cost
    222222222222      Usage    1
    333333333333      Usage    2
    333333333333      Mystery  4
    payer-12          Usage    8
  )")
                       .AsCsv());
  const std::vector<Received> all = TakenApart();
  EXPECT_THAT(Lines(all), ElementsAre("222222222222 2026-10 2 1 8", "333333333333 2026-10 2 2 4"));
  EXPECT_EQ(FindingOf(all[0], "row.quarantined").where, "cur-1.csv row 4");
  EXPECT_EQ(FindingOf(all[1], "row.quarantined").message,
            "1 row is quarantined and not billed, the first is row 3: line item type is not known "
            "('Mystery'). Correct what delivers the report and take it in again.");
}

TEST_F(DivideTest, ThePartsAddUpToTheWhole) {
  PutParquet("cur-1.parquet", Report(R"(
    payer_account_id  cost
    222222222222      0.1
    333333333333      -7.0E-10
    444444444444      3
  )")
                                  .Spelled(Spelling::kSnake));
  const std::vector<Received> all = TakenApart();
  std::vector<std::string> lines;
  for (const ProofLine& line : all.front().proof)
    if (line.identity.find("their deliveries") != std::string::npos)
      lines.push_back(line.left.ToString() + " " + line.right.ToString());
  EXPECT_THAT(lines, ElementsAre("3 3", "3.0999999993 3.0999999993"));
}

TEST_F(DivideTest, APartIsDerivedAgainFromTheKeptFiles) {
  Put("cur-1.csv", Report("payer_account_id  cost\n 222222222222  1\n 333333333333  2").AsCsv());
  const std::vector<Received> all = TakenApart();
  const auto again = Again(all, 1);
  ASSERT_TRUE(again.has_value()) << again.error().ToString();
  EXPECT_EQ(again->delivery.delivery_id, all[1].delivery.delivery_id);
  EXPECT_EQ(again->delivery.unblended_cost.ToString(), "2");
  EXPECT_TRUE(again->delivery.divided);
}

TEST_F(DivideTest, APartWhoseRowsAreAllRejectedNowIsNotTheOther) {
  Put("cur-1.csv", Report("payer_account_id  cost\n 222222222222  1\n 333333333333  2").AsCsv());
  const std::vector<Received> all = TakenApart();
  const std::string other_rules =
      Report("payer_account_id  type  cost\n 222222222222  Usage  1\n 333333333333  Mystery  2")
          .AsCsv();
  for (const Received& one : all) Rewrite(one, other_rules);
  EXPECT_EQ(Again(all, 1).error().message(),
            "the files hold no rows of payer 333333333333 for 2026-10 any more that can be used");
  // The other stays what it is: a part, whose rows have the numbers of the delivered file.
  const auto again = Again(all, 0);
  ASSERT_TRUE(again.has_value()) << again.error().ToString();
  EXPECT_TRUE(again->delivery.divided);
  EXPECT_THAT(Lines({*again}), ElementsAre("222222222222 2026-10 2 1 2"));
}

TEST_F(DivideTest, RowsOfAnotherPayerThatCanBeUsedNowAreNotLost) {
  Put("cur-1.csv",
      Report("payer_account_id  type  cost\n 222222222222  Usage  1\n 333333333333  Mystery  2")
          .AsCsv());
  const std::vector<Received> all = TakenApart();
  ASSERT_EQ(all.size(), 1u);
  Rewrite(all[0], Report("payer_account_id  cost\n 222222222222  1\n 333333333333  2").AsCsv());
  const auto again = Again(all, 0);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code(), ErrorCode::kConflict);
  EXPECT_EQ(again.error().message(),
            "under today's rules the files hold rows of payer 333333333333 for 2026-10 too, which "
            "no delivery was made of when they came in; they would be billed nowhere. Take the "
            "report in under other bytes: exported once more, or the same file compressed");
}

TEST_F(DivideTest, ADeliveryDoesNotBecomeThatOfAnotherPayer) {
  Put("cur-1.csv", Report("payer_account_id  cost\n 222222222222  1").AsCsv());
  const std::vector<Received> all = TakenApart();
  Rewrite(all[0], Report("payer_account_id  cost\n 333333333333  1").AsCsv());
  EXPECT_EQ(Again(all, 0).error().message(),
            "under today's rules the files are of payer 333333333333 for 2026-10, and no more of "
            "payer 222222222222 for 2026-10");
}

}  // namespace
}  // namespace billwright::ingest
