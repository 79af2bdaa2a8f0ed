#include <gmock/gmock.h>

#include <cstdlib>

#include "base/digest.h"
#include "base/file.h"
#include "ingest/source/candidate.h"
#include "ingest/source/keep_files.h"
#include "s3/proxy.h"
#include "s3/seaweed.h"

// The layouts of AWS in a real S3 server: found, fetched, kept by copy and by reference, while the
// server misbehaves, reports change, and the process is killed.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using ingest::Candidate;
using ingest::SourceSettings;
using testing::Answers;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Misdeed;
using testing::Proxy;
using testing::SeaweedFs;

class S3Place : public ::testing::Test {
 protected:
  S3Place() {
    settings_.id = "main";
    settings_.incoming = scratch_ / "incoming";
    settings_.server.endpoint = weed_.endpoint();
    settings_.server.environment = [](const std::string& name) -> std::string {
      if (name == "AWS_ACCESS_KEY_ID") return testing::kOwner.access_key;
      if (name == "AWS_SECRET_ACCESS_KEY") return testing::kOwner.secret_key;
      return "";
    };
    settings_.server.patience.attempts = 4;
    settings_.server.patience.first_wait = std::chrono::milliseconds(5);
    settings_.server.patience.longest_wait = std::chrono::milliseconds(20);
    settings_.server.patience.stall_seconds = 1;
    UseBucket(/*has_versions=*/false);
  }

  void UseBucket(bool has_versions) {
    bucket_ = weed_.MakeBucket(has_versions);
    settings_.place = "s3://" + bucket_ + "/cur";
  }
  void Put(const std::string& key, const std::string& text) {
    weed_.Put(bucket_, "cur/" + key, text);
  }
  /// A manifest of the Cost and Usage Report that lists these keys below cur/.
  std::string Manifest(const std::string& assembly, const std::vector<std::string>& keys) const {
    std::string list;
    for (const std::string& key : keys) list += (list.empty() ? "" : ",") + Quoted("cur/" + key);
    return R"({"assemblyId":")" + assembly +
           R"(","account":"123456789012","reportName":"hourly","bucket":")" + bucket_ +
           R"(","billingPeriod":{"start":"20181001T000000.000Z","end":"20181101T000000.000Z"},)" +
           R"("columns":[],"reportKeys":[)" + list + "]}";
  }
  static std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

  /// "name: key key" of each candidate, with its problem and findings.
  std::vector<std::string> Found() {
    const auto candidates = ingest::Discover(settings_);
    if (!candidates) return {candidates.error().message()};
    std::vector<std::string> lines;
    for (const Candidate& candidate : *candidates) {
      std::string line = candidate.name + ":";
      for (const ingest::SourceFile& file : candidate.sources) line += " " + file.found.key;
      for (const Finding& finding : candidate.findings) line += " [" + finding.code + "]";
      lines.push_back(line);
    }
    return lines;
  }
  Candidate OnlyCandidate() {
    auto candidates = ingest::Discover(settings_);
    CHECK(candidates.has_value() && candidates->size() == 1,
          candidates ? std::to_string(candidates->size()) : candidates.error().ToString());
    return std::move(candidates->front());
  }
  /// The texts of the files that were fetched, or what went wrong.
  std::vector<std::string> Fetched(Candidate& candidate) {
    const Result<void> fetched = ingest::Fetch(candidate);
    if (!fetched) return {fetched.error().message()};
    std::vector<std::string> texts;
    for (const fs::path& path : candidate.files) texts.push_back(testing::Read(path));
    return texts;
  }
  /// A delivery of what was fetched, in `delivery`.
  Delivery Keep(const Candidate& candidate) {
    fs::create_directories(scratch_ / "delivery/kept");
    Delivery delivery;
    Findings findings;
    const auto kept = ingest::KeepFiles(candidate, scratch_ / "delivery", delivery, findings);
    EXPECT_TRUE(kept.has_value()) << kept.error().ToString();
    return delivery;
  }
  void PutCreateNew() {
    Put("hourly/20181001-20181101/aaa/hourly-1.csv.gz", "old");
    Put("hourly/20181001-20181101/aaa/hourly-Manifest.json",
        Manifest("aaa", {"hourly/20181001-20181101/aaa/hourly-1.csv.gz"}));
    // Times in S3 are whole seconds: the versions shall differ.
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    Put("hourly/20181001-20181101/bbb/hourly-1.csv.gz", "new one");
    Put("hourly/20181001-20181101/bbb/hourly-2.csv.gz", "new two");
    const std::string manifest = Manifest("bbb", {"hourly/20181001-20181101/bbb/hourly-1.csv.gz",
                                                  "hourly/20181001-20181101/bbb/hourly-2.csv.gz"});
    Put("hourly/20181001-20181101/bbb/hourly-Manifest.json", manifest);
    Put("hourly/20181001-20181101/hourly-Manifest.json", manifest);
  }

  SeaweedFs& weed_ = SeaweedFs::Get();
  testing::Scratch scratch_;
  std::string bucket_;
  SourceSettings settings_;
};

TEST_F(S3Place, LegacyVersionsInFoldersOfTheirOwn) {
  PutCreateNew();
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: "
                                   "hourly/20181001-20181101/bbb/hourly-1.csv.gz "
                                   "hourly/20181001-20181101/bbb/hourly-2.csv.gz "
                                   "[manifest.older_versions]"));
  Candidate candidate = OnlyCandidate();
  EXPECT_EQ(candidate.assembly_id, "bbb");
  EXPECT_EQ(candidate.export_name, "hourly");
  EXPECT_FALSE(candidate.delivered_at.empty());
  EXPECT_THAT(Fetched(candidate), ElementsAre("new one", "new two"));
  settings_.all_versions = true;
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: hourly/20181001-20181101/aaa/hourly-1.csv.gz",
                                   "hourly 2018-10: hourly/20181001-20181101/bbb/hourly-1.csv.gz "
                                   "hourly/20181001-20181101/bbb/hourly-2.csv.gz"));
}

TEST_F(S3Place, LegacyOverwrittenWithAPartLeftOver) {
  Put("hourly/20181001-20181101/hourly-1.csv.gz", "one");
  Put("hourly/20181001-20181101/hourly-2.csv.gz", "of yesterday");
  Put("hourly/20181001-20181101/hourly-Manifest.json",
      Manifest("aaa", {"hourly/20181001-20181101/hourly-1.csv.gz"}));
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: hourly/20181001-20181101/hourly-1.csv.gz "
                                   "[manifest.unlisted_file]"));
}

TEST_F(S3Place, LegacyForAthena) {
  Put("hourly/hourly/year=2018/month=10/hourly-00001.snappy.parquet", "one");
  Put("hourly/hourly/cost_and_usage_data_status/cost_and_usage_data_status.parquet", "status");
  Put("hourly/20181001-20181101/hourly-Manifest.json",
      Manifest("aaa", {"hourly/hourly/year=2018/month=10/hourly-00001.snappy.parquet"}));
  EXPECT_THAT(
      Found(),
      ElementsAre("hourly 2018-10: hourly/hourly/year=2018/month=10/hourly-00001.snappy.parquet"));
}

TEST_F(S3Place, DataExportsOfBothKinds) {
  const auto manifest = [&](const std::string& name, const std::string& execution,
                            const std::string& key) {
    return R"({"executionId":")" + execution +
           R"(","exportArn":"arn:aws:bcm-data-exports:us-east-1:123456789012:export/)" + name +
           R"(-01234567-89ab-cdef-0123-456789abcdef","columns":[],"dataFiles":["s3://)" + bucket_ +
           "/cur/" + key + R"("]})";
  };
  const std::string id = "-01234567-89ab-cdef-0123-456789abcdef";
  Put("over/data/BILLING_PERIOD=2026-04/over-00001.csv.gz", "one");
  Put("over/metadata/BILLING_PERIOD=2026-04/over-Manifest.json",
      manifest("over", "e1", "over/data/BILLING_PERIOD=2026-04/over-00001.csv.gz"));
  for (const std::string time : {"20260402T010203Z", "20260403T010203Z"}) {
    const std::string key =
        "new/data/BILLING_PERIOD=2026-04/" + time + id + "/new-00001.snappy.parquet";
    Put(key, time);
    Put("new/metadata/BILLING_PERIOD=2026-04/" + time + id + "/new-Manifest.json",
        manifest("new", time, key));
  }
  EXPECT_THAT(Found(),
              ElementsAre("new 2026-04: new/data/BILLING_PERIOD=2026-04/20260403T010203Z" + id +
                              "/new-00001.snappy.parquet [manifest.older_versions]",
                          "over 2026-04: over/data/BILLING_PERIOD=2026-04/over-00001.csv.gz"));
  EXPECT_EQ(ingest::Discover(settings_)->front().delivered_at, "2026-04-03T01:02:03Z");
  settings_.exports = {"over"};
  EXPECT_THAT(Found(), ElementsAre("over 2026-04: "
                                   "over/data/BILLING_PERIOD=2026-04/over-00001.csv.gz"));
  settings_.exports = {"hourly"};
  EXPECT_THAT(Found(), ElementsAre("none of the exports that source main names is in s3://" +
                                   bucket_ + "/cur: there are new, over"));
}

TEST_F(S3Place, ACopyInAnotherBucketIsFoundBelowThePlace) {
  PutCreateNew();
  const std::string original = bucket_;
  UseBucket(false);
  Put("backup/hourly/20181001-20181101/bbb/hourly-1.csv.gz", "copy one");
  Put("backup/hourly/20181001-20181101/bbb/hourly-2.csv.gz", "copy two");
  bucket_.swap(const_cast<std::string&>(original));
  const std::string manifest = Manifest("bbb", {"hourly/20181001-20181101/bbb/hourly-1.csv.gz",
                                                "hourly/20181001-20181101/bbb/hourly-2.csv.gz"});
  bucket_.swap(const_cast<std::string&>(original));
  Put("backup/hourly/20181001-20181101/hourly-Manifest.json", manifest);
  Candidate candidate = OnlyCandidate();
  EXPECT_THAT(Fetched(candidate), ElementsAre("copy one", "copy two"));
}

TEST_F(S3Place, FilesWithoutAManifestAndASingleObject) {
  Put("some/cur-1.csv", "one");
  Put("some/cur-2.csv", "two");
  Put("some/readme.txt", "");
  EXPECT_THAT(Found(), ElementsAre("cur: some/cur-1.csv some/cur-2.csv"));
  settings_.place += "/some/cur-2.csv";
  EXPECT_THAT(Found(), ElementsAre("cur: cur-2.csv"));
  Candidate candidate = OnlyCandidate();
  EXPECT_EQ(candidate.Origin(), "s3://" + bucket_ + "/cur/some/cur-2.csv");
  EXPECT_THAT(Fetched(candidate), ElementsAre("two"));
}

TEST_F(S3Place, AMissingFileIsARefusal) {
  PutCreateNew();
  weed_.Delete(bucket_, "cur/hourly/20181001-20181101/bbb/hourly-2.csv.gz");
  EXPECT_THAT(Found(), ElementsAre("hourly 2018-10: "
                                   "hourly/20181001-20181101/bbb/hourly-1.csv.gz "
                                   "[manifest.file_missing] [manifest.older_versions]"));
  Candidate candidate = OnlyCandidate();
  EXPECT_THAT(
      Fetched(candidate),
      ElementsAre("s3://" + bucket_ +
                  "/cur/hourly/20181001-20181101/hourly-Manifest.json lists 2 files, and 1 of them "
                  "is not there: cur/hourly/20181001-20181101/bbb/hourly-2.csv.gz. AWS writes the "
                  "manifest last, so it was deleted or not copied; nothing is taken in by halves"));
}

TEST_F(S3Place, AStaleListingIsSeenThrough) {
  Put("hourly/20181001-20181101/aaa/hourly-1.csv.gz", "old");
  Put("hourly/20181001-20181101/hourly-Manifest.json",
      Manifest("aaa", {"hourly/20181001-20181101/aaa/hourly-1.csv.gz"}));
  Proxy proxy(weed_.port());
  settings_.server.endpoint = proxy.endpoint();
  // The listing of before the new version, once and for all.
  std::string stale;
  net::HttpClient http{{}};
  ASSERT_THAT(Found(), ElementsAre("hourly 2018-10: "
                                   "hourly/20181001-20181101/aaa/hourly-1.csv.gz"));
  const std::string head = proxy.Heads().front();
  {
    const testing::Socket server = testing::Connect(weed_.port());
    ASSERT_TRUE(server.Send("GET" + head.substr(3)));
    std::string answer;
    while (answer.find("</ListBucketResult>") == std::string::npos) answer += server.Receive();
    stale = answer;
  }
  PutCreateNew();
  proxy.SetPlan([&](const std::string& line, int) {
    Misdeed misdeed;
    if (line.find("list-type=2") != std::string::npos) misdeed.answer = stale;
    return misdeed;
  });
  Candidate candidate = OnlyCandidate();
  EXPECT_THAT(Fetched(candidate), ElementsAre("new one", "new two"));
}

TEST_F(S3Place, AFileThatComesLateIsWaitedFor) {
  PutCreateNew();
  weed_.Delete(bucket_, "cur/hourly/20181001-20181101/bbb/hourly-2.csv.gz");
  Proxy proxy(weed_.port(), [&](const std::string& line, int before) {
    if (line.find("list-type=2") != std::string::npos && before == 2)
      Put("hourly/20181001-20181101/bbb/hourly-2.csv.gz", "late");
    return Misdeed{};
  });
  settings_.server.endpoint = proxy.endpoint();
  Candidate candidate = OnlyCandidate();
  EXPECT_THAT(Fetched(candidate), ElementsAre("new one", "late"));
}

TEST_F(S3Place, AManifestThatChangesMeanwhileThrowsTheAttemptAway) {
  PutCreateNew();
  Candidate candidate = OnlyCandidate();
  Put("hourly/20181001-20181101/hourly-Manifest.json", Manifest("ccc", {"other.csv.gz"}));
  EXPECT_THAT(Fetched(candidate),
              ElementsAre("s3://" + bucket_ +
                          "/cur/hourly/20181001-20181101/hourly-Manifest.json changed while its "
                          "files were read: a newer version is being delivered. Nothing of this "
                          "one was taken in; try again"));
}

TEST_F(S3Place, AnOverwrittenFileThrowsTheAttemptAway) {
  PutCreateNew();
  Candidate candidate = OnlyCandidate();
  Put("hourly/20181001-20181101/bbb/hourly-1.csv.gz", "another");
  EXPECT_THAT(Fetched(candidate),
              ElementsAre(HasSubstr("/bbb/hourly-1.csv.gz is another object now than the one that "
                                    "was found (ETag ")));
}

TEST_F(S3Place, AnUnreadableManifestLeavesItsPeriodAlone) {
  PutCreateNew();
  Put("hourly/20181001-20181101/hourly-Manifest.json", R"({"reportKeys": ["a)");
  EXPECT_THAT(Found(), ElementsAre("hourly: [manifest.unreadable]"));
  EXPECT_EQ(
      OnlyCandidate().problem->message(),
      "s3://" + bucket_ +
          "/cur/hourly/20181001-20181101/hourly-Manifest.json: the manifest does not read: it "
          "is no JSON, or was cut short. The report is left alone until it does");
}

/// Downloads of several pieces.
class S3Download : public S3Place {
 protected:
  static constexpr size_t kSize = 50'000'000;

  void PutLarge() {
    while (large_.size() < kSize) large_ += "row " + std::to_string(large_.size()) + "\n";
    Put("a/cur-1.csv", large_);
    Put("a/cur-2.csv", "small");
    Put("a/cur-3.csv", "");
  }
  void ExpectFetched(Candidate& candidate) {
    const std::vector<std::string> texts = Fetched(candidate);
    ASSERT_EQ(texts.size(), 3u) << texts.front();
    EXPECT_EQ(DigestOf(texts[0]), DigestOf(large_));
    EXPECT_EQ(texts[1], "small");
    EXPECT_EQ(texts[2], "");
  }
  /// Runs Fetch in a process of its own; how it ended.
  int FetchAside(const std::string& fault, const std::string& before = "") {
    const std::string command =
        before + " AWS_ACCESS_KEY_ID=" + testing::kOwner.access_key +
        " AWS_SECRET_ACCESS_KEY=" + testing::kOwner.secret_key + " BILLWRIGHT_FAULT=" + fault +
        " exec " BILLWRIGHT_BINARY_DIR "/tests/s3_fetch_aside " + settings_.place + " " +
        settings_.server.endpoint + " " + settings_.incoming.string();
    const int status = std::system(command.c_str());
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }

  std::string large_;
};

TEST_F(S3Download, GoesOnAfterEachKill) {
  PutLarge();
  Proxy proxy(weed_.port());
  settings_.server.endpoint = proxy.endpoint();
  int kills = 0;
  while (FetchAside("download.piece") == -9) ++kills;
  EXPECT_EQ(kills, 7);  // 6 pieces of the large one, 1 of the small one: each is noted once
  Candidate candidate = OnlyCandidate();
  const size_t before = proxy.Requests("GET /" + bucket_ + "/cur/a/").size();
  ExpectFetched(candidate);
  EXPECT_EQ(proxy.Requests("GET /" + bucket_ + "/cur/a/").size(), before);  // nothing to fetch
}

TEST_F(S3Download, GoesOnAfterAKillBehindAWholeFile) {
  PutLarge();
  EXPECT_EQ(FetchAside("download.whole"), -9);
  Candidate candidate = OnlyCandidate();
  ExpectFetched(candidate);
}

TEST_F(S3Download, OfMoreFilesThanAProcessMayHaveOpen) {
  std::vector<std::string> keys;
  for (int i = 1; i <= 60; ++i) keys.push_back("a/a-" + std::to_string(i) + ".csv");
  for (const std::string& key : keys) Put(key, key);
  Put("a/a-Manifest.json", Manifest("aaa", keys));
  EXPECT_EQ(FetchAside("none", "ulimit -n 40;"), 0);
}

TEST_F(S3Download, DoesNotMixTwoVersionsAcrossAKill) {
  PutLarge();
  EXPECT_EQ(FetchAside("download.piece"), -9);
  for (char& letter : large_)
    if (letter == 'r') letter = 'R';
  Put("a/cur-1.csv", large_);
  Candidate candidate = OnlyCandidate();
  ExpectFetched(candidate);
}

TEST_F(S3Download, SurvivesAServerThatIsBusyAndBreaksOff) {
  PutLarge();
  Proxy proxy(weed_.port(), [](const std::string& line, int before) {
    if (!line.starts_with("GET") || line.find(".csv") == std::string::npos) return Misdeed{};
    if (before % 3 == 1) return Answers("503 Slow Down");
    Misdeed misdeed;
    misdeed.close_after = 3'000'000;
    return misdeed;
  });
  settings_.server.endpoint = proxy.endpoint();
  Candidate candidate = OnlyCandidate();
  ExpectFetched(candidate);
}

TEST_F(S3Download, SaysWhereItCannotWrite) {
  PutLarge();
  testing::Write(settings_.incoming, "a file where the folder should be");
  Candidate candidate = OnlyCandidate();
  EXPECT_THAT(Fetched(candidate),
              ElementsAre(HasSubstr("cannot create " + settings_.incoming.string())));
}

TEST_F(S3Download, FetchedFilesAreKeptByOneMoreName) {
  PutLarge();
  Candidate candidate = OnlyCandidate();
  ExpectFetched(candidate);
  const Delivery delivery = Keep(candidate);
  EXPECT_EQ(delivery.files[0].digest, DigestOf(large_));
  EXPECT_EQ(delivery.files[0].origin, "s3://" + bucket_ + "/cur/a/cur-1.csv");
  EXPECT_EQ(delivery.source_id, "main");
  EXPECT_TRUE(ingest::IsUnchanged(OnlyCandidate(), delivery));
  ASSERT_TRUE(ingest::ForgetFetched(candidate).has_value());
  EXPECT_THAT(ListFolder(settings_.incoming).value(), IsEmpty());
  EXPECT_EQ(testing::Read(scratch_ / "delivery/kept/cur-2.csv"), "small");
  Put("a/cur-2.csv", "bigger");
  EXPECT_FALSE(ingest::IsUnchanged(OnlyCandidate(), delivery));
}

class S3Reference : public S3Place {
 protected:
  Delivery TakeIn() {
    Put("a/cur-1.csv", "one");
    settings_.keep = kKeepReference;
    Candidate candidate = OnlyCandidate();
    EXPECT_THAT(Fetched(candidate), ElementsAre("one"));
    Delivery delivery = Keep(candidate);
    EXPECT_TRUE(ingest::DropFetched(delivery, scratch_ / "delivery").has_value());
    EXPECT_TRUE(ingest::ForgetFetched(candidate).has_value());
    EXPECT_FALSE(fs::exists(scratch_ / "delivery/kept/cur-1.csv"));
    return delivery;
  }
  std::string Restored(const Delivery& delivery) {
    const auto restored = ingest::RestoreKept(delivery, scratch_ / "again", settings_);
    return restored ? testing::Read(scratch_ / "again/kept/cur-1.csv") : restored.error().message();
  }
};

TEST_F(S3Reference, IsFetchedAgainAsItWas) {
  const Delivery delivery = TakeIn();
  EXPECT_EQ(delivery.files[0].etag, "f97c5d29941bfb1b2fdab0874906ab82");
  EXPECT_EQ(Restored(delivery), "one");
}

TEST_F(S3Reference, OfAnObjectThatChangedIsAnError) {
  const Delivery delivery = TakeIn();
  Put("a/cur-1.csv", "two");
  EXPECT_THAT(Restored(delivery),
              HasSubstr("/cur/a/cur-1.csv is another object now than the one "
                        "that was found (ETag f97c5d29941bfb1b2fdab0874906ab82)"));
}

TEST_F(S3Reference, OfAnObjectThatIsGoneIsAnError) {
  const Delivery delivery = TakeIn();
  weed_.Delete(bucket_, "cur/a/cur-1.csv");
  EXPECT_THAT(Restored(delivery), HasSubstr("there is no s3://" + bucket_ + "/cur/a/cur-1.csv"));
}

TEST_F(S3Reference, OfAVersionOutlivesAnOverwrite) {
  UseBucket(/*has_versions=*/true);
  const Delivery delivery = TakeIn();
  EXPECT_FALSE(delivery.files[0].version_id.empty());
  Put("a/cur-1.csv", "two");
  EXPECT_EQ(Restored(delivery), "one");
}

}  // namespace
}  // namespace billwright
