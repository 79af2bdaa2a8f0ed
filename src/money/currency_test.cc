#include "money/currency.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

int MinorDigits(std::string_view code) { return Currency::Parse(code).value().minor_digits(); }

TEST(Currency, KnowsItsMinorUnit) {
  EXPECT_EQ(MinorDigits("USD"), 2);
  EXPECT_EQ(MinorDigits("EUR"), 2);
  EXPECT_EQ(MinorDigits("INR"), 2);
  EXPECT_EQ(MinorDigits("CNY"), 2);
  EXPECT_EQ(MinorDigits("JPY"), 0);
  EXPECT_EQ(MinorDigits("KRW"), 0);
  EXPECT_EQ(MinorDigits("BHD"), 3);
  EXPECT_EQ(MinorDigits("CLF"), 4);
}

TEST(Currency, IsItsCode) {
  EXPECT_EQ(Currency::Parse("USD").value(), Currency::Usd());
  EXPECT_EQ(Currency::Parse("EUR").value().code(), "EUR");
  EXPECT_NE(Currency::Parse("EUR").value(), Currency::Usd());
  EXPECT_EQ(testing::PrintToString(Currency::Usd()), "USD");
}

TEST(Currency, RefusesWhatIsNone) {
  for (const std::string_view code :
       {"", "usd", "US", "USDX", "XXX", "XAU", " US", "D A", "AED AFN"})
    EXPECT_FALSE(Currency::Parse(code)) << code;
  const Error error = Currency::Parse("usd").error();
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_EQ(error.ToString(),
            "\"usd\" is not a currency; expected a code of ISO 4217 in capitals, such as USD");
}

}  // namespace
}  // namespace billwright
