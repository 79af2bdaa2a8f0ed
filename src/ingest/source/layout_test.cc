#include "ingest/source/layout.h"

#include <gmock/gmock.h>

#include "ingest/ingest.h"
#include "ingest/testing/place.h"

// The layouts in folders of this machine; tests/s3 has them in a server.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;

/// "role group version" of a manifest's place.
std::string At(const std::string& key, const std::string& above = "") {
  const ManifestPlace place = PlaceOfManifest(key, above);
  const char* roles[] = {"pointer", "version", "beside"};
  std::string text = roles[static_cast<int>(place.role)];
  for (const std::string& folder : place.scope) text += " [" + folder + "]";
  return text + (place.version.empty() ? "" : " " + place.version);
}

TEST(PlaceOfManifest, KnowsTheLayoutsOfAws) {
  EXPECT_EQ(At("p/r/20181001-20181101/r-Manifest.json"), "pointer [p/r/20181001-20181101/]");
  EXPECT_EQ(At("p/r/20181001-20181101/9e41/r-Manifest.json"),
            "version [p/r/20181001-20181101/] 9e41");
  EXPECT_EQ(At("x/metadata/BILLING_PERIOD=2026-04/x-Manifest.json"),
            "pointer [x/metadata/BILLING_PERIOD=2026-04/] [x/data/BILLING_PERIOD=2026-04/]");
  EXPECT_EQ(At("metadata/billing_period=2026-04/20260403T01Z-77/x-Manifest.json"),
            "version [metadata/billing_period=2026-04/] [data/billing_period=2026-04/] "
            "20260403T01Z-77");
  EXPECT_EQ(At("some/folder/x-Manifest.json"), "beside");
}

TEST(PlaceOfManifest, KnowsThemFromInside) {
  EXPECT_EQ(At("r-Manifest.json", "p/r/20181001-20181101"), "pointer []");
  EXPECT_EQ(At("9e41/r-Manifest.json", "p/r/20181001-20181101"), "version [] 9e41");
  EXPECT_EQ(At("metadata/BILLING_PERIOD=2026-04/x-Manifest.json", "p/x"),
            "pointer [metadata/BILLING_PERIOD=2026-04/] [data/BILLING_PERIOD=2026-04/]");
}

class LayoutTest : public testing::Place {
 protected:
  /// A manifest in the bucket "origin" that lists these keys.
  void PutManifest(const std::string& name, const std::vector<std::string>& keys,
                   const std::string& assembly = "") {
    std::string list;
    for (const std::string& key : keys) list += (list.empty() ? "\"" : ",\"") + key + "\"";
    Put(name, R"({"reportName":"hourly","assemblyId":")" + (assembly.empty() ? name : assembly) +
                  R"(","bucket":"origin",)" +
                  R"("billingPeriod":{"start":"20181001T000000.000Z"},"reportKeys":[)" + list +
                  "]}");
  }
  /// "name: file file [finding]" of each candidate of in().
  std::vector<std::string> Found() {
    const auto candidates = Discover(in());
    if (!candidates) return {candidates.error().message()};
    std::vector<std::string> lines;
    for (const Candidate& candidate : *candidates) {
      std::string line = candidate.name + ":";
      for (const SourceFile& file : candidate.sources) line += " " + file.found.key;
      for (const Finding& finding : candidate.findings) line += " [" + finding.code + "]";
      lines.push_back(line);
    }
    return lines;
  }
};

TEST_F(LayoutTest, ACopyOfABucketIsReadByItsManifests) {
  PutManifest("copy/r/20181001-20181101/r-Manifest.json",
              {"prefix/r/20181001-20181101/b/r-1.csv", "prefix/r/20181001-20181101/b/r-2.csv"});
  Put("copy/r/20181001-20181101/a/r-1.csv", "");
  Put("copy/r/20181001-20181101/b/r-1.csv", "");
  Put("copy/r/20181001-20181101/b/r-2.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: copy/r/20181001-20181101/b/r-1.csv "
                                   "copy/r/20181001-20181101/b/r-2.csv"));
}

TEST_F(LayoutTest, AManifestMayLieFlatBesideItsFiles) {
  PutManifest("r-Manifest.json", {"prefix/r/20181001-20181101/b/r-1.csv"});
  Put("r-1.csv", "");
  Put("r-2.csv", "");
  Put("other-1.csv", "");
  EXPECT_THAT(Found(), ElementsAre("other: other-1.csv",
                                   "hourly 2018-10: r-1.csv [manifest.unlisted_file]"));
}

TEST_F(LayoutTest, AnotherPeriodsFileOfTheSameNameIsNotTaken) {
  PutManifest("r/20181001-20181101/r-Manifest.json", {"p/r/20181001-20181101/r-1.csv"});
  PutManifest("r/20181101-20181201/r-Manifest.json", {"p/r/20181101-20181201/r-1.csv"});
  Put("r/20181101-20181201/r-1.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: [manifest.file_missing]",
                                   "hourly 2018-10: r/20181101-20181201/r-1.csv"));
}

TEST_F(LayoutTest, AnOlderFileInThePeriodsFolderIsNotTheOneOfTheVersion) {
  const std::string period = "cur/20181001-20181101/";
  PutManifest(period + "cur-Manifest.json",
              {"p/" + period + "b/cur-1.csv", "p/" + period + "b/cur-2.csv"});
  Put(period + "cur-1.csv", "");
  Put(period + "b/cur-2.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: " + period + "b/cur-2.csv " +
                                   "[manifest.file_missing] [manifest.unlisted_file]"));
}

TEST_F(LayoutTest, AFolderThatTheKeyNamesStandsForItWhereverThePlaceBegins) {
  PutManifest("cur/a/cur-Manifest.json", {"p/cur/a/b/cur-1.csv"});
  Put("cur/a/cur-1.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: [manifest.file_missing] "
                                   "[manifest.unlisted_file]"));
  EXPECT_EQ(Discover(in() / "cur/a")->front().sources.size(), 0u);
}

TEST_F(LayoutTest, AFlatCopyBesideTheFolderOfTheVersionIsNotThatVersion) {
  PutManifest("cur-Manifest.json", {"p/b/cur-1.csv", "p/b/cur-2.csv"});
  Put("cur-1.csv", "");
  Put("b/cur-2.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: b/cur-2.csv [manifest.file_missing] "
                                   "[manifest.unlisted_file]"));
}

TEST_F(LayoutTest, OneFileDoesNotStandForTwoKeys) {
  PutManifest("r-Manifest.json", {"p/a/r-1.csv", "p/b/r-1.csv"});
  Put("r-1.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: r-1.csv [manifest.file_missing]"));
  PutManifest("r-Manifest.json", {"p/a/r-1.csv", "p/a/r-1.csv"});
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: r-1.csv"));
}

TEST_F(LayoutTest, ABareNameIsBesideTheManifestOrInTheFolderOfItsAssembly) {
  PutManifest("20181001-20181101/r-Manifest.json", {"r-1.csv"}, "9e41");
  Put("20181001-20181101/9e41/r-1.csv", "");
  Put("20181001-20181101/r-1.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: 20181001-20181101/9e41/r-1.csv"));
  std::filesystem::remove_all(in() / "20181001-20181101/9e41");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: 20181001-20181101/r-1.csv"));
}

TEST_F(LayoutTest, AListedFileMayHaveBeenUnpacked) {
  PutManifest("r-Manifest.json", {"p/b/r-1.csv.gz"});
  Put("r-1.csv", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: r-1.csv [manifest.unpacked_file]"));
  Put("r-1.csv.gz", "");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: r-1.csv.gz [manifest.unlisted_file]"));
}

TEST_F(LayoutTest, AManifestOfTheFutureCountsAsWrittenNow) {
  PutManifest("r-Manifest.json", {"p/b/r-1.csv"});
  Put("r-1.csv", "");
  const auto written = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(in() / "r-Manifest.json", written + std::chrono::hours(24));
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: r-1.csv [manifest.in_future]"));
  EXPECT_LE(Discover(in())->front().delivered_at, UtcTime::Now().ToString());
  std::filesystem::last_write_time(in() / "r-Manifest.json", written + std::chrono::minutes(5));
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: r-1.csv"));
  EXPECT_LE(Discover(in())->front().delivered_at, UtcTime::Now().ToString());
}

TEST_F(LayoutTest, WithoutAPointerTheNewestVersionIsTaken) {
  const std::string id = "-01234567-89ab-cdef-0123-456789abcdef";
  for (const std::string day : {"02", "11", "03"}) {
    const std::string folder = "BILLING_PERIOD=2026-04/202604" + day + "T010203Z" + id;
    Put("x/data/" + folder + "/x-00001.csv", "");
    Put("x/metadata/" + folder + "/x-Manifest.json",
        R"({"executionId":")" + day + R"(","dataFiles":["s3://origin/p/x/data/)" + folder +
            R"(/x-00001.csv"]})");
  }
  EXPECT_THAT(Found(), ElementsAre("x 2026-04: x/data/BILLING_PERIOD=2026-04/20260411T010203Z" +
                                   id + "/x-00001.csv [manifest.older_versions]"));
}

TEST_F(LayoutTest, AnEmptyOrBrokenManifestRefusesItsPeriod) {
  PutManifest("r/20181001-20181101/r-Manifest.json", {});
  Put("r/20181001-20181101/a/r-1.csv", "");
  Put("r/20181101-20181201/r-Manifest.json", "{");
  Put("r/20181101-20181201/a/r-1.csv", "");
  EXPECT_THAT(Found(),
              ElementsAre("hourly 2018-10: [manifest.unreadable]", "r: [manifest.unreadable]"));
}

TEST_F(LayoutTest, SizesThatAManifestGivesAreCompared) {
  Put("run/manifest.json",
      R"({"exportConfig":{"exportName":"focus"},"blobs":[
        {"blobName":"root/run/part_1.csv","byteCount":4,"dataRowCount":1}]})");
  Put("run/part_1.csv", "a\n1\n");
  EXPECT_THAT(Found(), ElementsAre("focus: run/part_1.csv"));
  Put("run/part_1.csv", "a\n");
  EXPECT_THAT(Found(), ElementsAre("focus: run/part_1.csv [manifest.file_size]"));
}

TEST_F(LayoutTest, AReportOfTwoPartsOfOneNameKeepsThemApart) {
  PutManifest("r-Manifest.json", {"p/a/r.csv", "p/b/r.csv"});
  Put("a/r.csv", "1");
  Put("b/r.csv", "2");
  const auto candidates = Discover(in());
  ASSERT_EQ(candidates->size(), 1u);
  EXPECT_EQ(candidates->front().sources[0].name, "a_r.csv");
  EXPECT_EQ(candidates->front().sources[1].name, "b_r.csv");
}

}  // namespace
}  // namespace billwright::ingest
