#include "ingest/source/report_file.h"

#include <gtest/gtest.h>

namespace billwright::ingest {
namespace {

/// "report encoding", or "" for a name that is none of a report.
std::string Read(std::string_view name) {
  const auto read = ParseReportFileName(name);
  return read ? read->report + " " + std::string(read->encoding) : "";
}

TEST(ReportFileName, KnowsTheEndingsOfAws) {
  EXPECT_EQ(Read("cur.csv"), "cur csv");
  EXPECT_EQ(Read("cur.csv.gz"), "cur csv.gz");
  EXPECT_EQ(Read("cur.parquet"), "cur parquet");
  EXPECT_EQ(Read("cur.snappy.parquet"), "cur parquet");
  EXPECT_EQ(Read("CUR.CSV.GZ"), "CUR csv.gz");
}

TEST(ReportFileName, LeavesThePartNumberOut) {
  EXPECT_EQ(Read("Oct2018-WorkshopCUR-00001.snappy.parquet"), "Oct2018-WorkshopCUR parquet");
  EXPECT_EQ(Read("report-1.csv.gz"), "report csv.gz");
  EXPECT_EQ(Read("report_12.csv"), "report csv");
}

TEST(ReportFileName, KeepsAMonthOrADay) {
  EXPECT_EQ(Read("cur-2018-10.csv"), "cur-2018-10 csv");
  EXPECT_EQ(Read("cur_201810.csv"), "cur_201810 csv");
  EXPECT_EQ(Read("cur-20181001.csv"), "cur-20181001 csv");
  EXPECT_EQ(Read("cur-2018-10-00001.csv"), "cur-2018-10 csv");
  EXPECT_EQ(Read("cur-2018-13.csv"), "cur-2018 csv");
}

TEST(ReportFileName, KeepsDigitsThatAreNoPart) {
  EXPECT_EQ(Read("cur2.csv"), "cur2 csv");
  EXPECT_EQ(Read("00001.csv"), "00001 csv");
  EXPECT_EQ(Read("-00001.csv"), "-00001 csv");
}

TEST(ReportFileName, PassesOthersOver) {
  EXPECT_EQ(Read("cur-Manifest.json"), "");
  EXPECT_EQ(Read(".cur.csv"), "");
  EXPECT_EQ(Read("~$cur.csv"), "");
  EXPECT_EQ(Read("cur.csv~"), "");
  EXPECT_EQ(Read("cur.csv.gz.part"), "");
  EXPECT_EQ(Read(".csv"), "");
}

}  // namespace
}  // namespace billwright::ingest
