#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "base/check.h"
#include "ingest/source/s3/client.h"
#include "s3/sockets.h"
#include "testing/scratch.h"

// A real S3 server: SeaweedFS, which tools/setup --test installs.

namespace billwright::testing {

using ingest::s3::Credentials;
using net::HttpClient;
using net::HttpResponse;
using net::NamedValues;

/// May do everything; and one who may read another bucket only.
inline const Credentials kOwner{.access_key = "AKIDOWNER", .secret_key = "owner-secret"};
inline const Credentials kStranger{.access_key = "AKIDSTRANGER", .secret_key = "stranger-secret"};

/// Started once for all tests of an executable; stopped at its end.
class SeaweedFs {
 public:
  static SeaweedFs& Get() {
    static SeaweedFs server;
    return server;
  }
  uint16_t port() const { return port_; }
  std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// Writes an object; the version's id, where the bucket has versions.
  std::string Put(const std::string& bucket, const std::string& key, const std::string& text) {
    return Send("PUT", bucket, key, {}, text).Header("x-amz-version-id");
  }
  void Delete(const std::string& bucket, const std::string& key) {
    Send("DELETE", bucket, key, {}, "");
  }
  /// A new bucket, with a name of its own.
  std::string MakeBucket(bool has_versions = false) {
    const std::string bucket = "bucket-" + std::to_string(++buckets_);
    Send("PUT", bucket, "", {}, "");
    if (has_versions)
      Send("PUT", bucket, "", {{"versioning", ""}},
           "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
    return bucket;
  }

 private:
  SeaweedFs() {
    Write(scratch_ / "s3.json",
          R"({"identities":[
            {"name":"owner","credentials":[{"accessKey":"AKIDOWNER","secretKey":"owner-secret"}],
             "actions":["Admin","Read","Write","List","Tagging"]},
            {"name":"stranger","credentials":[{"accessKey":"AKIDSTRANGER","secretKey":"stranger-secret"}],
             "actions":["Read:elsewhere","List:elsewhere"]}]})");
    std::filesystem::create_directories(scratch_ / "volumes");
    Start();
  }
  ~SeaweedFs() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  void Start() {
    std::vector<std::string> words = {BILLWRIGHT_SOURCE_DIR "/.third_party/seaweedfs/weed",
                                      "server",
                                      "-ip=127.0.0.1",
                                      "-ip.bind=127.0.0.1",
                                      "-dir=" + (scratch_ / "volumes").string(),
                                      "-filer",
                                      "-s3",
                                      "-s3.config=" + (scratch_ / "s3.json").string(),
                                      "-volume.max=200",
                                      "-master.volumeSizeLimitMB=64",
                                      "-master.telemetry=false"};
    CHECK(std::filesystem::exists(words.front()), "run tools/setup --test first");
    {
      std::vector<Socket> held;  // so that no port is given twice
      for (const char* name :
           {"master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port",
            "filer.port.grpc", "s3.port", "s3.port.grpc", "s3.port.iceberg", "s3.port.lance"}) {
        uint16_t port = 0;
        held.push_back(Listen(port));
        if (std::string_view(name) == "s3.port") port_ = port;
        words.push_back("-" + std::string(name) + "=" + std::to_string(port));
      }
    }
    process_ = ::fork();
    if (process_ == 0) Become(words);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    HttpClient client{{}};
    while (std::chrono::steady_clock::now() < end) {
      const auto response = client.Send({.url = endpoint() + "/", .use_proxy = false});
      if (response && response->status == 403 && IsReady()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    CHECK(false, "SeaweedFS does not start: " + Read(scratch_ / "weed.log"));
  }

  void Become(const std::vector<std::string>& words) {
    const int log = ::open((scratch_ / "weed.log").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(log, 1);
    ::dup2(log, 2);
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
  }

  /// Whether it can store something: the first volumes take a moment.
  bool IsReady() {
    Try("PUT", "bucket-0", "", {}, "");
    return Try("PUT", "bucket-0", "first", {}, "first").status == 200;
  }

  HttpResponse Try(const std::string& method, const std::string& bucket, const std::string& key,
                   const NamedValues& query, const std::string& body) {
    using namespace ingest::s3;
    RequestToSign request{.method = method,
                          .host = "127.0.0.1:" + std::to_string(port_),
                          .path = "/" + bucket + (key.empty() ? "" : "/" + UriEncode(key, true)),
                          .query = query,
                          .headers = {},
                          .body = body};
    HttpClient client{{}};
    const auto response = client.Send(
        {.method = method,
         .url = endpoint() + request.path + (query.empty() ? "" : "?" + QueryText(query)),
         .headers = Sign(request, kOwner, "us-east-1", "s3", UtcTime::Now()),
         .body = body,
         .use_proxy = false});
    return response.value_or(HttpResponse{});
  }

  HttpResponse Send(const std::string& method, const std::string& bucket, const std::string& key,
                    const NamedValues& query, const std::string& body) {
    HttpResponse response;
    for (int i = 0; i < 20; ++i) {  // a volume for a new bucket may take a moment
      response = Try(method, bucket, key, query, body);
      if (response.status / 100 == 2) return response;
      std::this_thread::sleep_for(std::chrono::milliseconds(250));
    }
    CHECK(false, method + " " + bucket + "/" + key + ": " + std::to_string(response.status) + " " +
                     response.body);
    return response;
  }

  Scratch scratch_;
  uint16_t port_ = 0;
  pid_t process_ = -1;
  int buckets_ = 0;
};

}  // namespace billwright::testing
