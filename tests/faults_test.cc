#include <gtest/gtest.h>

#include <map>
#include <set>

#include "app/use_cases.h"
#include "testing/scratch.h"

// A crash at any instant leaves the last published state in force, and the next try goes on. The
// places where one may happen are enumerated by the program itself, not sampled.

namespace billwright {
namespace {

constexpr BillingPeriod kOctober{2018, 10};

class Faults : public ::testing::Test {
 protected:
  Faults() {
    testing::CopyWorkshop(workshop());
    std::filesystem::remove(workshop() / "deliveries/Nov2018-WorkshopCUR-00001.snappy.parquet");
  }
  std::filesystem::path workshop() const { return scratch_ / "workshop"; }

  testing::Printed Billwright(const std::string& arguments, const std::string& fault = "") {
    return testing::Billwright(scratch_, "-C " + workshop().string() + " " + arguments,
                               fault.empty() ? "" : "BILLWRIGHT_FAULT=" + fault);
  }
  /// The fault points that a command passes.
  std::set<std::string> PointsOf(const std::string& arguments) {
    const std::string log = (scratch_ / "points.txt").string();
    std::filesystem::remove(log);
    const testing::Printed printed = testing::Billwright(
        scratch_, "-C " + workshop().string() + " " + arguments, "BILLWRIGHT_FAULT_LOG=" + log);
    EXPECT_EQ(printed.status, 0) << printed.err;
    std::set<std::string> points;
    std::istringstream lines(testing::Read(log));
    for (std::string line; std::getline(lines, line);) points.insert(line);
    return points;
  }
  /// Folders in a folder of the data, which must each be known to the catalog.
  size_t Folders(const std::string& name) {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator(workshop() / "data" / name))
      ++count;
    return count;
  }

  testing::Scratch scratch_;
};

TEST_F(Faults, IngestKilledAnywhereIsDoneByTheNextTry) {
  const std::set<std::string> points = PointsOf("ingest");
  EXPECT_GE(points.size(), 4u);
  for (const std::string& point : points) {
    std::filesystem::remove_all(workshop() / "data");
    EXPECT_EQ(Billwright("ingest", point).status, -9) << point;
    EXPECT_EQ(Billwright("ingest").status, 0) << point;
    EXPECT_EQ(Folders("deliveries"), 1u) << point;
    EXPECT_EQ(Folders("staging"), 0u) << point;
    const testing::Printed run = Billwright("run 2018-10");
    EXPECT_EQ(run.status, 0) << point << run.err;
  }
}

TEST_F(Faults, ARunKilledAnywhereLeavesTheRunInForce) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  ASSERT_EQ(Billwright("run 2018-10").status, 0);
  std::string before = Billwright("margin 2018-10 --format csv").out;
  const std::set<std::string> points = PointsOf("run 2018-10 --from hierarchy");
  EXPECT_GE(points.size(), 3u);
  int rate = 4;
  for (const std::string& point : points) {
    testing::Edit(workshop() / "books/pricebooks/standard.toml",
                  "percent = " + std::to_string(rate), "percent = " + std::to_string(rate + 1));
    ++rate;
    EXPECT_EQ(Billwright("run 2018-10", point).status, -9) << point;
    const testing::Printed margin = Billwright("margin 2018-10 --format csv");
    EXPECT_EQ(margin.status, 0) << point << margin.err;
    if (point != "publish.committed") {
      EXPECT_EQ(margin.out, before) << point;
    } else {
      EXPECT_NE(margin.out, before) << "the commit is the publication";
      before = margin.out;
    }
    EXPECT_EQ(Billwright("status").status, 0) << point;
  }
  EXPECT_EQ(Billwright("run 2018-10").status, 0);
  EXPECT_NE(Billwright("margin 2018-10 --format csv").out, before);
}

TEST_F(Faults, AFullDiskIsAnErrorThatChangesNothing) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  ASSERT_EQ(Billwright("run 2018-10").status, 0);
  const std::string before = Billwright("margin 2018-10 --format csv").out;
  testing::Edit(workshop() / "books/pricebooks/standard.toml", "percent = 4", "percent = 9");
  // No file may grow beyond 8 kB: the same as a disk that fills up.
  const testing::Printed full = testing::Billwright(
      scratch_, "-C " + workshop().string() + " run 2018-10", "trap '' XFSZ; ulimit -f 8;");
  EXPECT_EQ(full.status, 3) << full.out << full.err;
  EXPECT_EQ(Billwright("margin 2018-10 --format csv").out, before);
}

TEST_F(Faults, ANewerCatalogIsRefusedUntouched) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string catalog = (workshop() / "data/catalog.db").string();
  ASSERT_EQ(std::system(("sqlite3 " + catalog + " 'PRAGMA user_version = 999'").c_str()), 0);
  const testing::Printed printed = Billwright("ingest");
  EXPECT_EQ(printed.status, 1);
  EXPECT_NE(printed.err.find("was written by a newer Billwright (catalog version 999, this program "
                             "knows 1)"),
            std::string::npos)
      << printed.err;
}

TEST_F(Faults, ALostFolderIsSaidAndNotPaperedOver) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  std::filesystem::remove_all(workshop() / "data/deliveries");
  std::filesystem::create_directories(workshop() / "data/deliveries");
  const testing::Printed printed = Billwright("run 2018-10");
  EXPECT_EQ(printed.status, 3);
  EXPECT_NE(printed.err.find("is in the catalog, but its file"), std::string::npos) << printed.err;
}

}  // namespace
}  // namespace billwright
