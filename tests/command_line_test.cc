#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/scratch.h"

// The program as a person or a script meets it: what it prints, where, and with which exit status.

namespace billwright {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class CommandLine : public ::testing::Test {
 protected:
  testing::Printed Billwright(const std::string& arguments) {
    return testing::Billwright(scratch_, arguments);
  }
  testing::Printed InWorkshop(const std::string& arguments) {
    if (!std::filesystem::exists(workshop())) testing::CopyWorkshop(workshop());
    return Billwright("-C " + workshop().string() + " " + arguments);
  }
  std::filesystem::path workshop() const { return scratch_ / "workshop"; }

  testing::Scratch scratch_;
};

TEST_F(CommandLine, ANewWorkspacePassesItsOwnCheckAndSaysWhatIsNext) {
  const std::string folder = (scratch_ / "acme").string();
  EXPECT_EQ(Billwright("init " + folder).status, 0);
  EXPECT_EQ(Billwright("-C " + folder + " check").status, 0);
  const testing::Printed status = Billwright("-C " + folder + " status");
  EXPECT_EQ(status.status, 1);
  EXPECT_THAT(status.out, HasSubstr("nothing has been ingested yet; source main was never looked "
                                    "at\n"));
  EXPECT_THAT(status.out, HasSubstr("Nobody has looked at this source yet: `billwright ingest` "));
  const testing::Printed again = Billwright("init " + folder);
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.err, HasSubstr("billwright.toml"));
}

TEST_F(CommandLine, WithoutAWorkspaceItSaysWhatIsMissing) {
  const testing::Printed printed = Billwright("-C " + scratch_.folder().string() + " check");
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.err, HasSubstr("billwright.toml"));
}

TEST_F(CommandLine, WrongUsageIsTwo) {
  EXPECT_EQ(Billwright("").status, 2);
  EXPECT_EQ(Billwright("rnu 2018-10").status, 2);
  EXPECT_EQ(Billwright("show 2018-10").status, 2);
  EXPECT_EQ(Billwright("--help").status, 0);
}

TEST_F(CommandLine, RefusalsNameTheReasonAndTheWayOut) {
  EXPECT_EQ(InWorkshop("run 2018-10").status, 1);
  ASSERT_EQ(InWorkshop("ingest").status, 0);
  const testing::Printed early = InWorkshop("margin 2018-10");
  EXPECT_EQ(early.status, 1);
  EXPECT_EQ(early.err, "billwright: 2018-10 has no run yet; `billwright run 2018-10` makes one\n");
  const testing::Printed empty = InWorkshop("run 2019-01");
  EXPECT_EQ(empty.status, 1);
  EXPECT_THAT(empty.err, HasSubstr("there is no delivery of 2019-01"));
  const testing::Printed month = InWorkshop("run 2018-13");
  EXPECT_EQ(month.status, 2);
  EXPECT_THAT(month.err, HasSubstr("2018-13"));
}

TEST_F(CommandLine, TablesComeInEveryFormatWithExactAmounts) {
  ASSERT_EQ(InWorkshop("ingest").status, 0);
  ASSERT_EQ(InWorkshop("run 2018-10").status, 0);
  EXPECT_THAT(InWorkshop("show 2018-10 cell --by currency").out, HasSubstr("4064.4831315379"));
  EXPECT_THAT(InWorkshop("show 2018-10 cell --by currency --format table").out,
              HasSubstr("4,064.4831315379"));
  EXPECT_THAT(InWorkshop("show 2018-10 cell --by currency --format json").out,
              HasSubstr(R"("unblended_cost": "4064.4831315379")"));
  EXPECT_THAT(InWorkshop("show 2018-10 cell --format parquet").out, StartsWith("PAR1"));
  EXPECT_EQ(InWorkshop("proof 2018-10").status, 0);
  const testing::Printed unknown = InWorkshop("show 2018-10 cells");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("there is no table \"cells\"; the tables are: control_total"));
  const testing::Printed column = InWorkshop("show 2018-10 cell --by customer");
  EXPECT_EQ(column.status, 2);
  EXPECT_THAT(column.err,
              HasSubstr("there is no column \"customer\"; the columns are: customer_id"));
}

TEST_F(CommandLine, StatementsAreWrittenInFourFormats) {
  ASSERT_EQ(InWorkshop("ingest").status, 0);
  ASSERT_EQ(InWorkshop("run 2018-11").status, 0);
  const testing::Printed printed =
      InWorkshop("statement 2018-11 brightwater --to " + (scratch_ / "out").string());
  EXPECT_EQ(printed.status, 0) << printed.err;
  for (const char* format : {"html", "pdf", "csv", "json"})
    EXPECT_TRUE(
        std::filesystem::exists(scratch_ / ("out/2018-11-brightwater." + std::string(format))));
  const testing::Printed nobody = InWorkshop("statement 2018-11 acme");
  EXPECT_EQ(nobody.status, 2);
  EXPECT_THAT(nobody.err, HasSubstr("those who have one: brightwater"));
}

TEST_F(CommandLine, ExplainNeedsOneThing) {
  ASSERT_EQ(InWorkshop("ingest").status, 0);
  ASSERT_EQ(InWorkshop("run 2018-11").status, 0);
  EXPECT_EQ(InWorkshop("explain 2018-11 zzzz").status, 1);
  const std::string ids = InWorkshop("show 2018-11 charge").out;
  const size_t line = ids.find('\n') + 1;
  const testing::Printed printed = InWorkshop("explain 2018-11 " + ids.substr(line, 16));
  EXPECT_EQ(printed.status, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("Delivered rows"));
}

TEST_F(CommandLine, UnassignedMoneyIsExitStatusOne) {
  testing::CopyWorkshop(workshop());
  testing::Edit(workshop() / "books/accounts.csv", "836060457634,011254002932,brightwater,,\n", "");
  ASSERT_EQ(InWorkshop("ingest").status, 0);
  EXPECT_EQ(InWorkshop("run 2018-10").status, 1);
  EXPECT_THAT(InWorkshop("findings 2018-10 --severity error --format table").out,
              HasSubstr("Account 011254002932 of payer 836060457634 belongs to nobody"));
}

}  // namespace
}  // namespace billwright
