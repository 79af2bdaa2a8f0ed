#include "report/render/text.h"

#include <gtest/gtest.h>

#include "report/testing/month.h"

namespace billwright::report {
namespace {

using testing::Of;

TEST(AmountForPeople, SeparatesThousandsAndHasAProperMinus) {
  EXPECT_EQ(AmountForPeople(Of("1234567.5"), Currency::Usd()), "1,234,567.50");
  EXPECT_EQ(AmountForPeople(Of("-1234.5"), Currency::Usd()), "−1,234.50");
}

TEST(QuantityForPeople, HasAtMostFourDecimals) {
  EXPECT_EQ(QuantityForPeople(Of("1488")), "1,488");
  EXPECT_EQ(QuantityForPeople(Of("1056.48812")), "1,056.4881");
  EXPECT_EQ(QuantityForPeople(Of("0.00000012")), "< 0.0001");
  EXPECT_EQ(QuantityForPeople(Of("-2.5")), "−2.5");
  EXPECT_EQ(QuantityForPeople(Of("0")), "0");
}

}  // namespace
}  // namespace billwright::report
