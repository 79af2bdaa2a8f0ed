#include "monitor/words.h"

#include <gtest/gtest.h>

namespace billwright::monitor {
namespace {

TEST(Words, RoundHalfToEvenForTheEye) {
  EXPECT_EQ(Amount(*Decimal::Parse("1234567.125")), "1,234,567.12");
  EXPECT_EQ(Amount(*Decimal::Parse("-0.005")), "0.00");
  EXPECT_EQ(Signed(*Decimal::Parse("131.2")), "+131.20");
  EXPECT_EQ(Signed(*Decimal::Parse("-5")), "-5.00");
  EXPECT_EQ(Signed(Decimal()), "0.00");
  EXPECT_EQ(Signed(int64_t{4121}), "+4,121");
}

TEST(Words, NameTimes) {
  const UtcTime time = *UtcTime::Parse("2026-02-03T04:05:06Z");
  EXPECT_EQ(DayName(time), "3 Feb");
  EXPECT_EQ(TimeName(time), "3 Feb 04:05");
  EXPECT_EQ(TimeNameWithYear(time), "3 Feb 2026 04:05");
  EXPECT_EQ(TimeName(std::string("2026-12-31T23:59:59Z")), "31 Dec 23:59");
  EXPECT_EQ(TimeName(std::string()), "");
}

TEST(Words, ClipByCharactersNotBytes) {
  EXPECT_EQ(Clip("Häfen", 5), "Häfen");
  EXPECT_EQ(Clip("Häfen am See", 5), "Häfe…");
  EXPECT_EQ(Clip("ÄÖÜ", 2), "Ä…");
}

}  // namespace
}  // namespace billwright::monitor
