#include "ingest/source/s3/client.h"

#include <gmock/gmock.h>

#include "s3/proxy.h"
#include "s3/seaweed.h"

// The client against a real server, straight and through a proxy that misbehaves.

namespace billwright {
namespace {

using ingest::s3::Client;
using ingest::s3::Object;
using ingest::s3::Server;
using ingest::s3::ServerSettings;
using net::Patience;
using testing::Answers;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Misdeed;
using testing::Proxy;
using testing::SeaweedFs;

/// Short, so that tests are; the same rules.
Patience Hasty() {
  Patience patience;
  patience.attempts = 4;
  patience.first_wait = std::chrono::milliseconds(5);
  patience.longest_wait = std::chrono::milliseconds(20);
  patience.stall_seconds = 1;
  patience.total = std::chrono::seconds(20);
  return patience;
}

class S3Client : public ::testing::Test {
 protected:
  S3Client() { As(testing::kOwner); }

  void As(const testing::Credentials& who) {
    variables_ = {{"AWS_ACCESS_KEY_ID", who.access_key},
                  {"AWS_SECRET_ACCESS_KEY", who.secret_key},
                  {"HOME", "/nowhere"}};
  }
  Client Open(const std::string& endpoint) { return Client(OpenServer(endpoint)); }
  std::shared_ptr<Server> OpenServer(const std::string& endpoint) {
    ServerSettings settings;
    settings.endpoint = endpoint;
    settings.patience = Hasty();
    settings.environment = [this](const std::string& name) {
      const auto found = variables_.find(name);
      return found == variables_.end() ? "" : found->second;
    };
    return Server::Open(settings).value();
  }
  Client Straight() { return Open(weed_.endpoint()); }

  static std::vector<std::string> Keys(const Result<std::vector<Object>>& objects) {
    if (!objects) return {objects.error().message()};
    std::vector<std::string> keys;
    for (const Object& object : *objects) keys.push_back(object.key);
    return keys;
  }
  /// A part of an object, or what went wrong.
  std::string Get(Client& client, const std::string& bucket, const Object& object, int64_t first,
                  int64_t bytes) {
    std::string text;
    const auto got = client.Get(bucket, object.key, {object.etag, object.version_id},
                                {first, bytes}, [&text](std::string_view piece) -> Result<void> {
                                  text += piece;
                                  return {};
                                });
    return got ? text : got.error().message();
  }

  SeaweedFs& weed_ = SeaweedFs::Get();
  std::map<std::string, std::string> variables_;
};

TEST_F(S3Client, ListsWhatLiesBelowAPrefix) {
  const std::string bucket = weed_.MakeBucket();
  weed_.Put(bucket, "cur/a b+c=d.csv", "one");
  weed_.Put(bucket, "cur/é&<>.csv", "two!");
  weed_.Put(bucket, "cur2/other.csv", "x");
  Client client = Straight();
  const auto objects = client.List(bucket, "cur/");
  EXPECT_THAT(Keys(objects), ElementsAre("cur/a b+c=d.csv", "cur/é&<>.csv"));
  EXPECT_EQ(objects->front().bytes, 3);
  EXPECT_EQ(objects->front().etag, "f97c5d29941bfb1b2fdab0874906ab82");
  EXPECT_THAT(Keys(client.List(bucket, "nothing/")), ElementsAre());
}

TEST_F(S3Client, FollowsAListingOverItsPages) {
  const std::string bucket = weed_.MakeBucket();
  for (int i = 0; i < 1003; ++i) weed_.Put(bucket, "p/" + std::to_string(10000 + i), "");
  Client client = Straight();
  const auto objects = client.List(bucket, "p/");
  ASSERT_TRUE(objects.has_value()) << objects.error().ToString();
  EXPECT_EQ(objects->size(), 1003u);
  EXPECT_EQ(objects->back().key, "p/11002");
}

TEST_F(S3Client, ReadsAPartOfTheVersionThatWasFound) {
  const std::string bucket = weed_.MakeBucket();
  weed_.Put(bucket, "a.csv", "0123456789");
  Client client = Straight();
  const Object object = client.Head(bucket, "a.csv").value();
  EXPECT_EQ(object.bytes, 10);
  EXPECT_TRUE(object.etag_is_md5);
  EXPECT_EQ(Get(client, bucket, object, 3, 4), "3456");
  weed_.Put(bucket, "a.csv", "abcdefghij");
  EXPECT_EQ(Get(client, bucket, object, 3, 4),
            "s3://" + bucket + "/a.csv is another object now than the one that was found (ETag " +
                object.etag + ")");
}

TEST_F(S3Client, ReadsAnOlderVersionByItsId) {
  const std::string bucket = weed_.MakeBucket(/*has_versions=*/true);
  weed_.Put(bucket, "a.csv", "0123456789");
  Client client = Straight();
  const Object object = client.Head(bucket, "a.csv").value();
  EXPECT_FALSE(object.version_id.empty());
  weed_.Put(bucket, "a.csv", "abcdefghij");
  EXPECT_EQ(Get(client, bucket, object, 3, 4), "3456");
}

TEST_F(S3Client, SaysWhichBucketOrObjectIsNotThere) {
  const std::string bucket = weed_.MakeBucket();
  Client client = Straight();
  const auto missing = client.Head(bucket, "a.csv");
  EXPECT_EQ(missing.error().code(), ErrorCode::kNotFound);
  EXPECT_EQ(missing.error().message(),
            "there is no s3://" + bucket + "/a.csv (the server answered 404)");
  EXPECT_THAT(Keys(client.List("no-such-bucket", "")),
              ElementsAre("there is no bucket no-such-bucket (the server answered 404, "
                          "NoSuchBucket: The specified bucket does not exist). Correct its name, "
                          "or the endpoint"));
}

TEST_F(S3Client, SaysWhoseCredentialsAreWrong) {
  const std::string bucket = weed_.MakeBucket();
  As({.access_key = "AKIDNOBODY", .secret_key = "x"});
  Client nobody = Straight();
  EXPECT_THAT(
      Keys(nobody.List(bucket, "cur/")),
      ElementsAre("s3://" + bucket +
                  ": refused to the access key AKIDNOBODY of the environment (AWS_ACCESS_KEY_ID) "
                  "(the server answered 403, InvalidAccessKeyId: The access key ID you provided "
                  "does not exist in our records.). Correct them, or name another profile"));
  As({.access_key = "AKIDOWNER", .secret_key = "mistyped"});
  Client mistyped = Straight();
  EXPECT_THAT(Keys(mistyped.List(bucket, "cur/")).front(),
              HasSubstr("(the server answered 403, SignatureDoesNotMatch: "));
  As(testing::kStranger);
  Client stranger = Straight();
  EXPECT_THAT(
      Keys(stranger.List(bucket, "cur/")).front(),
      HasSubstr(
          "AccessDenied: Access Denied.). Allow s3:ListBucket of the bucket and s3:GetObject, "
          "s3:GetObjectVersion of its objects"));
}

TEST_F(S3Client, AsksAgainWhenTheServerIsBusy) {
  const std::string bucket = weed_.MakeBucket();
  weed_.Put(bucket, "a.csv", "one");
  Proxy proxy(weed_.port(), [](const std::string&, int before) {
    constexpr const char* kStatus[] = {"503 Slow Down", "500 Internal Server Error",
                                       "429 Too Many Requests"};
    return before < 3 ? Answers(kStatus[before]) : Misdeed{};
  });
  Client client = Open(proxy.endpoint());
  EXPECT_THAT(Keys(client.List(bucket, "")), ElementsAre("a.csv"));
  EXPECT_EQ(proxy.Requests().size(), 4u);
}

TEST_F(S3Client, GivesUpAfterItsAttempts) {
  Proxy proxy(weed_.port(), [](const std::string&, int) {
    return Answers("503 Slow Down",
                   "<Error><Code>SlowDown</Code><Message>Please reduce your request rate."
                   "</Message></Error>");
  });
  Client client = Open(proxy.endpoint());
  EXPECT_THAT(Keys(client.List("some-bucket", "p/")),
              ElementsAre("s3://some-bucket: the server answered 503, SlowDown: Please reduce your "
                          "request rate. (tried 4 times)"));
  EXPECT_EQ(proxy.Requests().size(), 4u);
}

TEST_F(S3Client, GoesOnWhereTheServerBrokeOff) {
  const std::string bucket = weed_.MakeBucket();
  std::string text;
  for (int i = 0; text.size() < 400000; ++i) text += std::to_string(i) + "\n";
  weed_.Put(bucket, "a.csv", text);
  // Twelve breaks are more than the attempts of one call: each gave something.
  Proxy proxy(weed_.port(), [](const std::string& line, int before) {
    Misdeed misdeed;
    if (line.starts_with("GET") && before < 12) misdeed.close_after = 30000;
    return misdeed;
  });
  Client client = Open(proxy.endpoint());
  const Object object = client.Head(bucket, "a.csv").value();
  EXPECT_EQ(Get(client, bucket, object, 0, object.bytes), text);
  EXPECT_EQ(proxy.Requests("GET").size(), 13u);
  EXPECT_EQ(proxy.body_bytes(), object.bytes);  // no byte came twice
}

TEST_F(S3Client, LeavesAServerThatFallsSilent) {
  const std::string bucket = weed_.MakeBucket();
  const std::string text(100000, 'x');
  weed_.Put(bucket, "a.csv", text);
  Proxy proxy(weed_.port(), [](const std::string& line, int before) {
    Misdeed misdeed;
    if (line.starts_with("GET") && before == 0) misdeed = {.close_after = 1000, .stalls = true};
    return misdeed;
  });
  Client client = Open(proxy.endpoint());
  const Object object = client.Head(bucket, "a.csv").value();
  EXPECT_EQ(Get(client, bucket, object, 0, object.bytes), text);
  EXPECT_EQ(proxy.Requests("GET").size(), 2u);
}

TEST_F(S3Client, NoticesAnOverwriteBetweenTwoBreaks) {
  const std::string bucket = weed_.MakeBucket();
  weed_.Put(bucket, "a.csv", std::string(100000, 'x'));
  Proxy proxy(weed_.port(), [&](const std::string& line, int before) {
    Misdeed misdeed;
    if (!line.starts_with("GET")) return misdeed;
    if (before == 0) misdeed.close_after = 1000;
    if (before == 1) weed_.Put(bucket, "a.csv", std::string(100000, 'y'));
    return misdeed;
  });
  Client client = Open(proxy.endpoint());
  const Object object = client.Head(bucket, "a.csv").value();
  EXPECT_THAT(Get(client, bucket, object, 0, object.bytes),
              HasSubstr("/a.csv is another object now than the one that was found (ETag "));
}

TEST_F(S3Client, GoesToTheRegionThatTheServerNames) {
  const std::string bucket = weed_.MakeBucket();
  weed_.Put(bucket, "a.csv", "one");
  Proxy proxy(weed_.port(), [](const std::string&, int before) {
    return before == 0
               ? Answers("301 Moved Permanently", "", "x-amz-bucket-region: eu-central-1\r\n")
               : Misdeed{};
  });
  Client client = Open(proxy.endpoint());
  EXPECT_THAT(Keys(client.List(bucket, "")), ElementsAre("a.csv"));
  EXPECT_THAT(proxy.Heads().back(), HasSubstr("/eu-central-1/s3/aws4_request"));
}

TEST_F(S3Client, GoesToAnotherRegionWhoeverHearsOfItFirst) {
  const std::string bucket = weed_.MakeBucket();
  weed_.Put(bucket, "first/a.csv", "one");
  weed_.Put(bucket, "second/b.csv", "two");
  // Both ask in the old region; the second hears of the new one when the first is there already.
  Proxy proxy(weed_.port(), [](const std::string& line, int before) {
    if (before > 0) return Misdeed{};
    Misdeed moved = Answers("301 Moved Permanently", "", "x-amz-bucket-region: eu-central-1\r\n");
    moved.wait = std::chrono::milliseconds(line.find("first") != std::string::npos ? 300 : 900);
    return moved;
  });
  const std::shared_ptr<Server> server = OpenServer(proxy.endpoint());
  std::vector<std::string> second;
  std::thread other([&] { second = Keys(Client(server).List(bucket, "second/")); });
  EXPECT_THAT(Keys(Client(server).List(bucket, "first/")), ElementsAre("first/a.csv"));
  other.join();
  EXPECT_THAT(second, ElementsAre("second/b.csv"));
}

TEST_F(S3Client, SaysThatNobodyListens) {
  uint16_t port = 0;
  {
    const testing::Socket closed = testing::Listen(port);
  }
  Client client = Open("http://127.0.0.1:" + std::to_string(port));
  EXPECT_THAT(
      Keys(client.List("some-bucket", "")).front(),
      HasSubstr("s3://some-bucket: Failed to connect to 127.0.0.1 port " + std::to_string(port)));
}

}  // namespace
}  // namespace billwright
