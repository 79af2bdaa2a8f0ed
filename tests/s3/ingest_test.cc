#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "s3/proxy.h"
#include "s3/seaweed.h"

// The program itself takes a real month in from a real S3 server.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using testing::Answers;
using ::testing::HasSubstr;
using testing::Misdeed;
using testing::Proxy;
using testing::SeaweedFs;

constexpr const char* kOctober = "Oct2018-WorkshopCUR-00001.snappy.parquet";

class S3Ingest : public ::testing::Test {
 protected:
  S3Ingest() : bucket_(weed_.MakeBucket()) {
    testing::CopyWorkshop(workshop());
    PutMonth(kOctober, "20181001-20181101", "aaaa");
  }
  fs::path workshop() const { return scratch_ / "workshop"; }

  void PutMonth(const std::string& name, const std::string& period, const std::string& assembly) {
    const std::string folder = "cur/hourly/" + period + "/";
    weed_.Put(bucket_, folder + assembly + "/" + name,
              testing::Read(workshop() / "deliveries" / name));
    const std::string manifest = R"({"assemblyId":")" + assembly +
                                 R"(","reportName":"hourly","account":"836060457634","bucket":")" +
                                 bucket_ + R"(","billingPeriod":{"start":")" + period.substr(0, 8) +
                                 R"(T000000.000Z"},"reportKeys":[")" + folder + assembly + "/" +
                                 name + R"("]})";
    weed_.Put(bucket_, folder + assembly + "/hourly-Manifest.json", manifest);
    weed_.Put(bucket_, folder + "hourly-Manifest.json", manifest);
  }
  /// Makes the bucket the workspace's only source.
  void UseBucket(const std::string& more = "") {
    std::string text = testing::Read(workshop() / "billwright.toml");
    text.resize(text.find("[[source]]"));
    testing::Write(workshop() / "billwright.toml",
                   text + "[[source]]\nid = \"aws\"\npath = \"s3://" + bucket_ +
                       "/cur\"\nendpoint = \"" + endpoint_ + "\"\n" + more);
    fs::remove_all(workshop() / "deliveries");
  }
  testing::Printed Billwright(const std::string& arguments, const std::string& more = "",
                              const testing::Credentials& who = testing::kOwner) {
    return testing::Billwright(scratch_, "-C " + workshop().string() + " " + arguments,
                               "HOME=/nowhere AWS_ACCESS_KEY_ID=" + who.access_key +
                                   " AWS_SECRET_ACCESS_KEY=" + who.secret_key + " " + more);
  }
  size_t Folders(const std::string& name) const {
    size_t count = 0;
    if (fs::exists(workshop() / "data" / name))
      for ([[maybe_unused]] const auto& entry : fs::directory_iterator(workshop() / "data" / name))
        ++count;
    return count;
  }
  std::string Margin() {
    const testing::Printed run = Billwright("run 2018-10");
    EXPECT_EQ(run.status, 0) << run.out << run.err;
    return Billwright("margin 2018-10 --format csv").out;
  }

  SeaweedFs& weed_ = SeaweedFs::Get();
  testing::Scratch scratch_;
  std::string bucket_;
  std::string endpoint_ = weed_.endpoint();
};

TEST_F(S3Ingest, GivesTheSameMonthAsAFolder) {
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string from_folder = Margin();
  fs::remove_all(workshop() / "data");
  UseBucket();
  const testing::Printed ingest = Billwright("ingest");
  ASSERT_EQ(ingest.status, 0) << ingest.out << ingest.err;
  EXPECT_THAT(ingest.out, HasSubstr("119,307 rows"));
  EXPECT_EQ(Margin(), from_folder);
  EXPECT_EQ(Folders("incoming"), 0u);
}

TEST_F(S3Ingest, FetchesNothingThatIsKnown) {
  Proxy proxy(weed_.port());
  endpoint_ = proxy.endpoint();
  UseBucket();
  ASSERT_EQ(Billwright("ingest").status, 0);
  proxy.SetPlan(nullptr);
  const testing::Printed again = Billwright("ingest");
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(proxy.Requests("snappy.parquet").size(), 0u);
  EXPECT_EQ(Folders("deliveries"), 1u);
}

TEST_F(S3Ingest, ReadsAPlaceThatIsNamedByHand) {
  const testing::Printed ingest = Billwright("ingest s3://" + bucket_ + "/cur/hourly --endpoint " +
                                             weed_.endpoint() + " --region us-east-1");
  EXPECT_EQ(ingest.status, 0) << ingest.out << ingest.err;
  EXPECT_EQ(Folders("deliveries"), 1u);
}

TEST_F(S3Ingest, RefusesWithoutARightAndSaysWhoAsked) {
  UseBucket();
  const testing::Printed ingest = Billwright("ingest", "", testing::kStranger);
  EXPECT_EQ(ingest.status, 3);
  EXPECT_THAT(ingest.out + ingest.err, HasSubstr("refused to the access key AKIDSTRANGER"));
  EXPECT_EQ(Folders("deliveries"), 0u);
}

TEST_F(S3Ingest, KilledAnywhereIsDoneByTheNextTry) {
  UseBucket();
  const std::string log = (scratch_ / "points.txt").string();
  ASSERT_EQ(Billwright("ingest", "BILLWRIGHT_FAULT_LOG=" + log).status, 0);
  std::set<std::string> points;
  std::istringstream lines(testing::Read(log));
  for (std::string line; std::getline(lines, line);) points.insert(line);
  EXPECT_TRUE(points.contains("download.piece") && points.contains("download.whole") &&
              points.contains("intake.fetched"));
  for (const std::string& point : points) {
    fs::remove_all(workshop() / "data");
    EXPECT_EQ(Billwright("ingest", "BILLWRIGHT_FAULT=" + point).status, -9) << point;
    const testing::Printed next = Billwright("ingest");
    EXPECT_EQ(next.status, 0) << point << next.out << next.err;
    EXPECT_EQ(Folders("deliveries"), 1u) << point;
    EXPECT_EQ(Folders("staging"), 0u) << point;
  }
}

TEST_F(S3Ingest, ABusyServerThatBreaksOffIsNoReasonToFail) {
  Proxy proxy(weed_.port(), [](const std::string& line, int before) {
    if (before == 0) return Answers("503 Slow Down");
    Misdeed misdeed;
    if (line.find(".parquet") != std::string::npos && before < 4) misdeed.close_after = 500'000;
    return misdeed;
  });
  endpoint_ = proxy.endpoint();
  UseBucket();
  const testing::Printed ingest = Billwright("ingest");
  EXPECT_EQ(ingest.status, 0) << ingest.out << ingest.err;
  EXPECT_THAT(ingest.out, HasSubstr("119,307 rows"));
}

TEST_F(S3Ingest, ANewVersionIsTakenAndTheOldOneStays) {
  UseBucket();
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string before = Margin();
  // The server loses a file of the next version: the version before stays in force.
  weed_.Put(bucket_, "cur/hourly/20181001-20181101/hourly-Manifest.json",
            R"({"assemblyId":"bbbb","reportName":"hourly","bucket":")" + bucket_ +
                R"(","reportKeys":["cur/hourly/20181001-20181101/bbbb/hourly-1.csv.gz"]})");
  const testing::Printed refused = Billwright("ingest", "AWS_MAX_ATTEMPTS=2");
  EXPECT_EQ(refused.status, 1) << refused.out << refused.err;
  EXPECT_THAT(refused.out + refused.err,
              HasSubstr("lists 1 file, and 1 of them is not there: "
                        "cur/hourly/20181001-20181101/bbbb/hourly-1.csv.gz"));
  EXPECT_EQ(Margin(), before);
}

TEST_F(S3Ingest, ByReferenceRunsAsByCopy) {
  UseBucket("keep = \"reference\"\n");
  const testing::Printed ingest = Billwright("ingest");
  ASSERT_EQ(ingest.status, 0) << ingest.out << ingest.err;
  EXPECT_NE(Margin(), "");
}

}  // namespace
}  // namespace billwright
