#include <gmock/gmock.h>

#include <filesystem>

#include "ingest/testing/place.h"
#include "ingest/verdict.h"

// The two real months of examples/workshop against what is known of them.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using testing::FailedIdentities;
using testing::FindingOf;
using ::testing::IsEmpty;

const std::filesystem::path kDeliveries =
    std::filesystem::path(BILLWRIGHT_SOURCE_DIR) / "examples/workshop/deliveries";

class RealMonths : public testing::Place {
 protected:
  Received TakeIn(const std::string& file) {
    const auto candidates = Discover(kDeliveries / file);
    CHECK(candidates.has_value());
    Result<Received> received = OnlyOf(Receive(candidates->front(), Engine(), Out()));
    CHECK(received.has_value(), received ? "" : received.error().ToString());
    return *std::move(received);
  }
};

TEST_F(RealMonths, AreFoundAsTwoReports) {
  const auto candidates = Discover(kDeliveries);
  ASSERT_TRUE(candidates.has_value());
  ASSERT_EQ(candidates->size(), 2u);
  EXPECT_EQ((*candidates)[0].name, "Nov2018-WorkshopCUR");
  EXPECT_EQ((*candidates)[1].name, "Oct2018-WorkshopCUR");
}

TEST_F(RealMonths, OctoberIsExact) {
  const Received october = TakeIn("Oct2018-WorkshopCUR-00001.snappy.parquet");
  EXPECT_EQ(october.delivery.rows, 119307);
  EXPECT_EQ(october.delivery.files.front().columns.size(), 124u);
  EXPECT_EQ(october.delivery.unblended_cost.ToString(), "4064.4831315379");
  EXPECT_EQ(october.delivery.payer_account_id, "836060457634");
  EXPECT_EQ(october.delivery.period.ToString(), "2018-10");
  EXPECT_EQ(october.delivery.format, kLegacyCur);
  EXPECT_EQ(october.delivery.quarantined_rows, 0);
  EXPECT_THAT(FailedIdentities(october), IsEmpty());
}

TEST_F(RealMonths, NovemberIsExact) {
  const Received november = TakeIn("Nov2018-WorkshopCUR-00001.snappy.parquet");
  EXPECT_EQ(november.delivery.rows, 124340);
  EXPECT_EQ(november.delivery.files.front().columns.size(), 126u);
  EXPECT_EQ(november.delivery.unblended_cost.ToString(), "3505.3269681268");
  EXPECT_EQ(november.delivery.period.ToString(), "2018-11");
  EXPECT_EQ(november.delivery.quarantined_rows, 0);
  EXPECT_THAT(FailedIdentities(november), IsEmpty());
}

TEST_F(RealMonths, OctoberCountsItsReservationRows) {
  const Received october = TakeIn("Oct2018-WorkshopCUR-00001.snappy.parquet");
  ASSERT_EQ(october.totals.size(), 3u);
  EXPECT_EQ(october.totals[0].line_item_type, "DiscountedUsage");
  EXPECT_EQ(october.totals[0].rows, 8345);
  EXPECT_EQ(october.totals[1].line_item_type, "RIFee");
  EXPECT_EQ(october.totals[1].rows, 9);
  EXPECT_EQ(october.totals[1].unblended_cost.ToString(), "149.775379");
  EXPECT_EQ(october.totals[2].line_item_type, "Usage");
  EXPECT_EQ(october.totals[2].invoice_id, "156090591");
}

TEST_F(RealMonths, ReservationsOfOctoberAgreeWithinWhatAwsRounds) {
  const Received october = TakeIn("Oct2018-WorkshopCUR-00001.snappy.parquet");
  Decimal left;
  Decimal right;
  int lines = 0;
  for (const ProofLine& line : october.proof) {
    if (!line.subject.starts_with("arn:aws:ec2:")) continue;
    ++lines;
    left += line.left;
    right += line.right;
    EXPECT_LE(line.tolerance.ToString(), "0.00003");
  }
  EXPECT_EQ(lines, 9);
  EXPECT_EQ(left.ToString(), "281.2493516");
  EXPECT_EQ(right.ToString(), "281.24935678");
}

TEST_F(RealMonths, VerdictOfOctober) {
  EXPECT_THAT(
      Verdict(TakeIn("Oct2018-WorkshopCUR-00001.snappy.parquet")),
      ElementsAre("legacy CUR, parquet, 1 file, 119,307 rows, payer 836060457634, October 2018, "
                  "USD 4,064.4831315379",
                  "no row is quarantined", "22 identities hold",
                  "info: column.missing_family: Oct2018-WorkshopCUR-00001.snappy.parquet: The file "
                  "has no columns about Savings Plans, and no rows that need them: AWS leaves them "
                  "out of a month without Savings Plans. Nothing to do."));
}

}  // namespace
}  // namespace billwright::ingest
