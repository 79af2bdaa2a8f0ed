#include <gmock/gmock.h>

#include "ingest/ingest.h"
#include "ingest/testing/place.h"

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
namespace fs = std::filesystem;

class DiscoverTest : public testing::Place {
 protected:
  /// "name: file file …" of every candidate.
  std::vector<std::string> Found() {
    const auto candidates = Discover(in());
    if (!candidates) return {candidates.error().message()};
    std::vector<std::string> lines;
    for (const Candidate& candidate : *candidates) {
      std::string line = candidate.name + ":";
      for (const fs::path& file : candidate.files)
        line += " " + fs::relative(file, in()).generic_string();
      lines.push_back(line);
    }
    return lines;
  }
};

TEST_F(DiscoverTest, GathersThePartsOfOneReport) {
  Put("cur-00002.csv.gz", "");
  Put("cur-00001.csv.gz", "");
  Put("other-00001.csv.gz", "");
  EXPECT_THAT(Found(),
              ElementsAre("cur: cur-00001.csv.gz cur-00002.csv.gz", "other: other-00001.csv.gz"));
}

TEST_F(DiscoverTest, KeepsFoldersAndEncodingsApart) {
  Put("a/cur-1.csv", "");
  Put("b/cur-1.csv", "");
  Put("b/cur-1.parquet", "");
  EXPECT_THAT(Found(), ElementsAre("cur: a/cur-1.csv", "cur: b/cur-1.csv", "cur: b/cur-1.parquet"));
}

TEST_F(DiscoverTest, PassesOverWhatIsNoReport) {
  Put("cur-Manifest.json", "{}");
  Put(".hidden/cur.csv", "");
  Put("_temporary/0/cur.csv", "");
  Put("cost_and_usage_data_status/status.parquet", "");
  Put("cur.csv", "");
  EXPECT_THAT(Found(), ElementsAre("cur: cur.csv"));
}

TEST_F(DiscoverTest, DoesNotFollowLinks) {
  Put("real/cur.csv", "");
  fs::create_symlink(in() / "real/cur.csv", in() / "again.csv");
  fs::create_directory_symlink("/", in() / "everything");
  EXPECT_THAT(Found(), ElementsAre("cur: real/cur.csv"));
}

TEST_F(DiscoverTest, TakesOneFile) {
  Put("cur-00001.csv", "");
  Put("cur-00002.csv", "");
  const auto candidates = Discover(in() / "cur-00002.csv");
  ASSERT_TRUE(candidates.has_value());
  EXPECT_THAT(candidates->front().files, ElementsAre(in() / "cur-00002.csv"));
}

TEST_F(DiscoverTest, SaysWhatItLookedFor) {
  EXPECT_THAT(Found(), ElementsAre("no report in " + in().string() +
                                   ": looked for files that end with .csv, .csv.gz, .csv.zip or "
                                   ".parquet"));
  fs::create_symlink("/etc/hosts.csv", in() / "a.csv");
  EXPECT_THAT(Found(), ElementsAre("no report in " + in().string() +
                                   ": looked for files that end with .csv, .csv.gz, .csv.zip or "
                                   ".parquet (1 "
                                   "symbolic link was not followed)"));
}

TEST_F(DiscoverTest, NamesWhatItPassedOver) {
  Put("unload/20261101_0001_abcde", "PAR1");
  Put("unload/20261101_0002_abcde", "PAR1");
  EXPECT_THAT(Found(), ElementsAre("no report in " + in().string() +
                                   ": looked for files that end with .csv, .csv.gz, .csv.zip or "
                                   ".parquet; passed over: unload/20261101_0001_abcde, "
                                   "unload/20261101_0002_abcde"));
}

TEST_F(DiscoverTest, SaysThatThereIsNoSuchPlace) {
  const auto missing = Discover(in() / "nowhere");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code(), ErrorCode::kNotFound);
  EXPECT_EQ(missing.error().message(), "there is no file or folder " + (in() / "nowhere").string());
}

TEST_F(DiscoverTest, SaysThatAFileIsNoReport) {
  Put("cur.zip", "");
  const auto zip = Discover(in() / "cur.zip");
  ASSERT_FALSE(zip.has_value());
  EXPECT_EQ(
      zip.error().message(),
      (in() / "cur.zip").string() +
          " is not a report: expected a name that ends with .csv, .csv.gz, .csv.zip or .parquet");
}

TEST_F(DiscoverTest, IdentityIsOfTheBytesNotOfTheNames) {
  Put("a-1.csv", "one");
  Put("a-2.csv", "two");
  Put("b-1.csv", "two");
  Put("b-2.csv", "one");
  Put("c-1.csv", "one");
  const auto candidates = Discover(in());
  ASSERT_EQ(candidates->size(), 3u);
  const std::string a = DeliveryIdOf((*candidates)[0]).value();
  EXPECT_EQ(a.size(), 16u);
  EXPECT_EQ(a, DeliveryIdOf((*candidates)[1]).value());
  EXPECT_NE(a, DeliveryIdOf((*candidates)[2]).value());
}

}  // namespace
}  // namespace billwright::ingest
