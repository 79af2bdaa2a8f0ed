#include "model/delivered_digits.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(DeliveredDigits, GiveOneUnitOfTheLastDigitSeenPerRow) {
  DeliveredDigits digits;
  digits.See(8);
  digits.See(7);
  EXPECT_EQ(digits.Tolerance(744).ToString(), "0.00000744");
}

TEST(DeliveredDigits, AreSeenOnValues) {
  DeliveredDigits digits;
  digits.See(*Decimal::Parse("12.5"));
  EXPECT_EQ(digits.Tolerance(1).ToString(), "0.000001");
  digits.See(*Decimal::Parse("-0.00000012"));
  digits.See(*Decimal::Parse("3"));
  EXPECT_EQ(digits.Tolerance(1).ToString(), "0.00000001");
  digits.See(*Decimal::Parse("0.000000000001"));
  EXPECT_EQ(digits.Tolerance(1).ToString(), "0.000000000001");
}

TEST(DeliveredDigits, AreNeverFewerThanSix) {
  DeliveredDigits digits;
  digits.See(2);
  EXPECT_EQ(digits.Tolerance(3).ToString(), "0.000003");
  EXPECT_EQ(digits.Tolerance(0).ToString(), "0");
}

}  // namespace
}  // namespace billwright
