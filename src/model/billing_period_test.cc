#include "model/billing_period.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(BillingPeriod, IsReadAndPrinted) {
  const BillingPeriod period = BillingPeriod::Parse("2018-10").value();
  EXPECT_EQ(period, (BillingPeriod{2018, 10}));
  EXPECT_EQ(period.ToString(), "2018-10");
  EXPECT_EQ(period.ToLongString(), "October 2018");
  EXPECT_EQ(testing::PrintToString(period), "2018-10");
}

TEST(BillingPeriod, RefusesWhatIsNoMonth) {
  for (const std::string_view text :
       {"", "2018", "2018-13", "2018-00", "2018-1", "2018-10-01", "0000-01", "2018/10", "20a8-10"})
    EXPECT_FALSE(BillingPeriod::Parse(text)) << text;
  const Error error = BillingPeriod::Parse("Oct 2018").error();
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_EQ(error.ToString(),
            "\"Oct 2018\" is not a billing period; expected a month such as 2018-10");
}

TEST(BillingPeriod, GoesFromFirstToNextFirst) {
  EXPECT_EQ((BillingPeriod{2018, 12}).start(), UtcTime::FromDate(2018, 12, 1));
  EXPECT_EQ((BillingPeriod{2018, 12}).end(), UtcTime::FromDate(2019, 1, 1));
  EXPECT_EQ((BillingPeriod{9999, 12}).end(), UtcTime::Open());
}

TEST(BillingPeriod, ContainsItsStartAndNotItsEnd) {
  const BillingPeriod february{2024, 2};
  EXPECT_EQ(BillingPeriod::Containing(february.start()), february);
  EXPECT_EQ(BillingPeriod::Containing({february.end().seconds - 1}), february);
  EXPECT_EQ(BillingPeriod::Containing(february.end()), february.Next());
}

TEST(BillingPeriod, HasNeighbours) {
  EXPECT_EQ((BillingPeriod{2018, 12}).Next(), (BillingPeriod{2019, 1}));
  EXPECT_EQ((BillingPeriod{2019, 1}).Previous(), (BillingPeriod{2018, 12}));
  EXPECT_LT((BillingPeriod{2018, 12}), (BillingPeriod{2019, 1}));
}

}  // namespace
}  // namespace billwright
