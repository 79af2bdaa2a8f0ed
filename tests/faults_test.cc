#include <gtest/gtest.h>

#include <functional>
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

TEST_F(Faults, AFullDiskKeepsADeliveryOutAndChangesNothing) {
  const testing::Printed full = testing::Billwright(
      scratch_, "-C " + workshop().string() + " ingest", "trap '' XFSZ; ulimit -f 64;");
  EXPECT_EQ(full.status, 3) << full.out << full.err;
  EXPECT_EQ(Folders("deliveries"), 0u);
  EXPECT_EQ(Billwright("ingest").status, 0);
  EXPECT_EQ(Folders("deliveries"), 1u);
}

/// One small csv delivery in a workspace of its own, and what becomes of it.
class DeliveryFaults : public Faults {
 protected:
  DeliveryFaults() {
    std::filesystem::remove_all(workshop() / "deliveries");
    testing::Write(Csv("cur"), Rows("A"));
  }
  std::filesystem::path Csv(const std::string& name) const {
    return workshop() / "deliveries" / (name + "-1.csv");
  }
  static std::string Rows(const std::string& invoice) {
    std::string text =
        "bill/PayerAccountId,bill/InvoiceId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"
        "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,"
        "lineItem/Operation,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost\n";
    for (const char* cost : {"1.25", "0.5"})
      text += "836060457634," + invoice +
              ",2018-10-01T00:00:00Z,836060457634,Usage,2018-10-01T00:00:00Z,AmazonEC2,BoxUsage,"
              "RunInstances,1,USD," +
              cost + "\n";
    return text;
  }
  std::filesystem::path Folder() {
    return *std::filesystem::directory_iterator(workshop() / "data/deliveries");
  }
  std::string Catalog(const std::string& sql) {
    const std::string out = (scratch_ / "sqlite.txt").string();
    EXPECT_EQ(std::system(("sqlite3 " + (workshop() / "data/catalog.db").string() + " \"" + sql +
                           "\" >" + out)
                              .c_str()),
              0);
    return testing::Read(out);
  }
  /// The workspace as it is before each kill, put back after it.
  void Save() {
    saved_ = scratch_ / "saved";
    std::filesystem::copy(workshop(), saved_, std::filesystem::copy_options::recursive);
  }
  void PutBack() {
    std::filesystem::remove_all(workshop());
    std::filesystem::copy(saved_, workshop(), std::filesystem::copy_options::recursive);
  }
  /// Kills a command at each of its points; then `check` must hold once it was done again.
  void KillEverywhere(const std::string& arguments, size_t least,
                      const std::function<void(const std::string&)>& check) {
    Save();
    const std::set<std::string> points = PointsOf(arguments);
    EXPECT_GE(points.size(), least);
    for (const std::string& point : points) {
      SCOPED_TRACE(point);
      PutBack();
      EXPECT_EQ(Billwright(arguments, point).status, -9);
      EXPECT_EQ(Billwright("versions").status, 0) << "readers see the last good state";
      const testing::Printed again = Billwright(arguments);
      EXPECT_EQ(again.status, 0) << again.out << again.err;
      EXPECT_EQ(Folders("staging"), 0u);
      check(point);
      const testing::Printed run = Billwright("run 2018-10");
      EXPECT_EQ(run.status, 0) << run.err;
    }
  }

  std::filesystem::path saved_;
};

TEST_F(DeliveryFaults, DerivingAgainKilledAnywhereIsDoneByTheNextTry) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  // As if other rules had given another result: the catalog has one column less.
  Catalog("DELETE FROM derivation_column WHERE name = 'lineItem/Operation'");
  KillEverywhere("ingest --again", 5, [&](const std::string&) {
    EXPECT_EQ(Catalog("SELECT derived FROM delivery"), "2\n");
    EXPECT_EQ(Catalog("SELECT count(*) FROM derivation"), "2\n") << "none twice";
    EXPECT_TRUE(std::filesystem::exists(Folder() / "2/stored/cur-1.csv.parquet"));
    EXPECT_FALSE(std::filesystem::exists(Folder() / "3"));
  });
}

TEST_F(DeliveryFaults, HealingKilledAnywhereIsDoneByTheNextTry) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  std::filesystem::remove_all(Folder() / "kept");
  std::filesystem::remove_all(Folder() / "stored");
  KillEverywhere("ingest", 5, [&](const std::string&) {
    EXPECT_EQ(testing::Read(Folder() / "kept/cur-1.csv"), Rows("A"));
    EXPECT_TRUE(std::filesystem::exists(Folder() / "stored/cur-1.csv.parquet"));
    EXPECT_EQ(Billwright("ingest --again").out.find("nothing differs") == std::string::npos, false);
  });
}

TEST_F(DeliveryFaults, WithdrawingKilledAnywhereIsDoneOrNotDone) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  testing::Write(Csv("cur"), Rows("B"));
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string id = Catalog("SELECT delivery_id FROM delivery WHERE version = 2");
  KillEverywhere("withdraw " + id.substr(0, id.size() - 1), 1, [&](const std::string&) {
    EXPECT_NE(Catalog("SELECT withdrawn_at FROM delivery WHERE version = 2"), "\n");
    EXPECT_EQ(Catalog("SELECT count(*) FROM audit WHERE what = 'delivery withdrawn'"), "1\n");
  });
}

TEST_F(DeliveryFaults, PruningKilledAnywhereIsDoneByTheNextTry) {
  for (const char* invoice : {"A", "B", "C"}) {
    testing::Write(Csv("cur"), Rows(invoice));
    ASSERT_EQ(Billwright("ingest").status, 0);
    ASSERT_EQ(Billwright("run 2018-10").status, 0);
  }
  testing::Write(workshop() / "billwright.toml",
                 testing::Read(workshop() / "billwright.toml") +
                     "\n[retention]\nkeep_versions = 0\nkeep_runs = 0\n");
  KillEverywhere("prune --yes", 3, [&](const std::string&) {
    EXPECT_EQ(Folders("deliveries"), 1u);
    EXPECT_EQ(Folders("runs"), 1u);
    EXPECT_EQ(Catalog("SELECT count(*) FROM delivery WHERE pruned_at <> ''"), "2\n");
    EXPECT_EQ(Catalog("SELECT count(*) FROM run WHERE pruned_at <> ''"), "2\n");
  });
}

TEST_F(Faults, ANewerCatalogIsRefusedUntouched) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string catalog = (workshop() / "data/catalog.db").string();
  ASSERT_EQ(std::system(("sqlite3 " + catalog + " 'PRAGMA user_version = 999'").c_str()), 0);
  testing::Write(workshop() / "data/staging/of_the_newer_program", "");
  const testing::Printed printed = Billwright("ingest");
  EXPECT_EQ(printed.status, 1);
  EXPECT_TRUE(std::filesystem::exists(workshop() / "data/staging/of_the_newer_program"));
  EXPECT_NE(printed.err.find("was written by a newer Billwright (catalog version 999, this program "
                             "knows 3)"),
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
