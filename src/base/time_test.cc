#include "base/time.h"

#include <gtest/gtest.h>

#include <sstream>

namespace billwright {
namespace {

std::string Read(std::string_view text) {
  const Result<UtcTime> time = UtcTime::Parse(text);
  return time ? time->ToString() : time.error().ToString();
}

TEST(UtcTime, ReadsWhatAwsAndPeopleWrite) {
  EXPECT_EQ(Read("2018-10-01"), "2018-10-01T00:00:00Z");
  EXPECT_EQ(Read("2018-10-01T14:00:00Z"), "2018-10-01T14:00:00Z");
  EXPECT_EQ(Read("2018-10-01T14:00:00"), "2018-10-01T14:00:00Z");
  EXPECT_EQ(Read("2018-10-01 14:00:59"), "2018-10-01T14:00:59Z");
  EXPECT_EQ(Read("2018-10-01T14:00:00.000Z"), "2018-10-01T14:00:00Z");
  EXPECT_EQ(Read("20181001T000000.000Z"), "2018-10-01T00:00:00Z");
  EXPECT_EQ(Read("20181001"), "2018-10-01T00:00:00Z");
  EXPECT_EQ(Read("2018-10-01T14:30Z"), "2018-10-01T14:30:00Z");
  EXPECT_EQ(Read("2018-10-01 14:00:00 UTC"), "2018-10-01T14:00:00Z");
  EXPECT_EQ(Read("2018-10-01T14:00:00.0000000Z"), "2018-10-01T14:00:00Z");
}

TEST(UtcTime, TurnsOffsetsIntoUtc) {
  EXPECT_EQ(Read("2018-10-01T00:30:00+09:00"), "2018-09-30T15:30:00Z");
  EXPECT_EQ(Read("2018-10-01T00:30:00-0330"), "2018-10-01T04:00:00Z");
  EXPECT_EQ(Read("2018-10-01 00:30:00+00"), "2018-10-01T00:30:00Z");
  EXPECT_EQ(Read("2018-10-01 00:30:00.5 -0800"), "2018-10-01T08:30:00Z");
  EXPECT_EQ(Read("2018-10-01T00:30+02:00"), "2018-09-30T22:30:00Z");
}

TEST(UtcTime, KnowsLeapYears) {
  EXPECT_EQ(Read("2024-02-29"), "2024-02-29T00:00:00Z");
  EXPECT_FALSE(UtcTime::Parse("2023-02-29"));
  EXPECT_FALSE(UtcTime::Parse("2100-02-29"));
}

TEST(UtcTime, RefusesEverythingElse) {
  for (const std::string_view text : {"",
                                      "2018",
                                      "2018-10",
                                      "2018-13-01",
                                      "2018-10-32",
                                      "2018-10-00",
                                      "0000-01-01",
                                      "18-10-01",
                                      "2018-10-01T",
                                      "2018-10-01T14",
                                      "2018-10-01T24:00:00",
                                      "2018-10-01T14:60:00",
                                      "2018-10-01T14:00:60",
                                      "2018-10-01T14:00:00.",
                                      "2018-10-01T14:00.5",
                                      "2018-10-01T14:00:00 ",
                                      "2018-10-01T14:00:00 PST",
                                      "2018-10-01T14:00:00+",
                                      " 2018-10-01",
                                      "2018-10-01 ",
                                      "2018-1001",
                                      "201810-01",
                                      "2018-10-01Z",
                                      "2018-10-01T14:00:00+09:",
                                      "2018-10-01T14:00:00+9",
                                      "0001-01-01T00:00:00+01:00"})
    EXPECT_FALSE(UtcTime::Parse(text)) << text;
}

TEST(UtcTime, QuotesWhatItCannotRead) {
  const Error error = UtcTime::Parse("1.10.2018").error();
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_EQ(error.ToString(),
            "\"1.10.2018\" is not a time; expected a date such as 2018-10-01 or a time such as "
            "2018-10-01T14:00:00Z");
}

TEST(UtcTime, CountsSecondsSince1970) {
  EXPECT_EQ(UtcTime::FromDate(1970, 1, 1).seconds, 0);
  EXPECT_EQ(UtcTime::FromDate(2018, 10, 1).seconds, 1538352000);
  EXPECT_EQ(UtcTime::FromDate(1969, 12, 31).seconds, -UtcTime::kSecondsPerDay);
  EXPECT_EQ(UtcTime{-1}.ToString(), "1969-12-31T23:59:59Z");
}

TEST(UtcTime, PrintsDates) {
  EXPECT_EQ((UtcTime{1538352000 + 14 * UtcTime::kSecondsPerHour}).ToDateString(), "2018-10-01");
}

TEST(UtcTime, HasOpenEnds) {
  EXPECT_EQ(UtcTime::Open(), UtcTime::FromDate(10000, 1, 1));
  EXPECT_EQ(UtcTime::Beginning(), UtcTime::FromDate(1, 1, 1));
  EXPECT_EQ(UtcTime::Open().ToString(), "");
  EXPECT_EQ(UtcTime::Beginning().ToDateString(), "");
  EXPECT_LT(UtcTime::Beginning(), UtcTime{});
  EXPECT_LT(UtcTime{}, UtcTime::Open());
}

TEST(UtcTime, ShowsItselfInFailingTests) {
  EXPECT_EQ(testing::PrintToString(UtcTime::FromDate(2018, 10, 1)), "2018-10-01T00:00:00Z");
  EXPECT_EQ(testing::PrintToString(UtcTime::Open()), "open");
}

TEST(UtcTimeDeathTest, IsNeverMadeOfWrongDate) {
  EXPECT_DEATH(UtcTime::FromDate(2023, 2, 29), "2023-2-29 is not a date");
}

}  // namespace
}  // namespace billwright
