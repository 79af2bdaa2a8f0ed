#include "money/finer.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

std::string Rest(std::string_view number) {
  const auto rest = FinerRest(number);
  return rest ? rest->ToString() : "none";
}

TEST(FinerRest, IsWhatRoundingTook) {
  EXPECT_EQ(Rest("1.00000000000134567"), "0.34567");
  EXPECT_EQ(Rest("1.00000000000174567"), "-0.25433");
  EXPECT_EQ(Rest("-1.00000000000134567"), "-0.34567");
  EXPECT_EQ(Rest("7.0E-14"), "0.07");
  EXPECT_EQ(Rest("0.25"), "0");
  EXPECT_EQ(Rest("206.97621731711374"), "-0.26");
}

TEST(FinerRest, OfADoubleIsOfItsShortestText) {
  EXPECT_EQ(FinerRest(0.1 + 0.2)->ToString(), "0.00004");
  EXPECT_EQ(FinerRest(1e300), std::nullopt);
}

TEST(FinerRest, OfNoNumberIsNone) {
  for (const char* text : {"", "abc", "1e", "1e999999999999", "100000000000000.5", "1_000"})
    EXPECT_EQ(Rest(text), "none") << text;
}

TEST(FinerSum, SaysTheLastDigit) {
  const auto sum = [](const char* taken, const char* rest) {
    return FinerSum(*Decimal::TryParse(taken), *Decimal::TryParse(rest));
  };
  EXPECT_EQ(sum("1.000000000001", "0.34567"), "1.00000000000134567");
  EXPECT_EQ(sum("1.000000000002", "-0.25433"), "1.00000000000174567");
  EXPECT_EQ(sum("-1", "0.25"), "-0.99999999999975");
  EXPECT_EQ(sum("0", "-0.25"), "-0.00000000000025");
  EXPECT_EQ(sum("0", "1250.5"), "0.0000000012505");
  EXPECT_EQ(sum("12.5", "0"), "12.5");
  EXPECT_EQ(sum("0.000000000001", "-2"), "-0.000000000001");
}

}  // namespace
}  // namespace billwright
