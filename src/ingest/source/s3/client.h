#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "ingest/source/s3/address.h"
#include "ingest/source/s3/credentials.h"
#include "ingest/source/s3/endpoint.h"
#include "net/http.h"
#include "net/patience.h"

// Reads objects of S3, or of a server that speaks like it: lists, reads in parts, pinned to one
// version. Never writes.

namespace billwright::ingest::s3 {

struct ServerSettings {
  std::string profile;   ///< empty: as the environment says
  std::string region;    ///< empty: AWS_REGION, AWS_DEFAULT_REGION, the profile's, us-east-1
  std::string endpoint;  ///< empty: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or Amazon's
  std::optional<bool> path_style;  ///< absent: true for an endpoint of one's own
  Environment environment = ProcessEnvironment();
  net::Patience patience;  ///< AWS_MAX_ATTEMPTS, where it is set, is the number of attempts
};

/// One version of an object, as the server describes it.
struct Object {
  std::string key;
  int64_t bytes = 0;
  UtcTime modified_at;
  std::string etag;          ///< without quotes
  std::string version_id;    ///< empty where the bucket has no versions, and in listings
  bool etag_is_md5 = false;  ///< of the whole content, as far as the answer tells; not in listings
};

/// Which version is meant: by its id where there is one, by its ETag else. Empty: any.
struct Pin {
  std::string etag;
  std::string version_id;
};

/// What the clients of one source share: where the server is, and who asks.
///
/// Threads: any.
class Server {
 public:
  /// Fails: kInvalidInput (endpoint).
  static Result<std::shared_ptr<Server>> Open(const ServerSettings& settings);

  CredentialChain& credentials() { return *credentials_; }
  const net::Patience& patience() const { return patience_; }
  std::string region() const;
  void SetRegion(std::string region);
  /// Scheme, host and path of a bucket's object; `key` empty: of the bucket.
  Endpoint AddressOf(const std::string& region, const std::string& bucket,
                     const std::string& key) const;

 private:
  Server() = default;

  mutable std::mutex mutex_;
  std::string region_;
  std::optional<Endpoint> own_;
  bool path_style_ = false;
  net::Patience patience_;
  std::unique_ptr<CredentialChain> credentials_;
};

/// One connection. Each call tries again, with growing waits, what may pass: no connection, a
/// timeout, an answer that breaks off, 408, 429, 500, 502, 503, 504. Errors name the object and
/// what the server said.
///
/// Fails, all: kNotFound (no such bucket or key); kIo (no answer; refused, saying whose credentials
///             were used and what to do); kInvalidInput (no credentials).
/// Threads: one.
class Client {
 public:
  explicit Client(std::shared_ptr<Server> server);

  /// All objects whose keys start with `prefix`, in order of keys; not the marks of folders.
  Result<std::vector<Object>> List(const std::string& bucket, const std::string& prefix);
  /// Fails: kConflict if the object is another one than `pin` names.
  Result<Object> Head(const std::string& bucket, const std::string& key, const Pin& pin = {});

  struct Content {
    std::string text;
    Object object;
  };
  /// A whole object of at most `most` bytes. Fails: kInvalidInput if it is longer.
  Result<Content> Read(const std::string& bucket, const std::string& key, int64_t most);

  struct Part {
    int64_t first = 0;
    int64_t bytes = 0;
  };
  /// A part of the pinned version, in order: after a break it goes on where it stopped. Returns the
  /// version's description, as it is now.
  /// Fails: kConflict if the object is another one now; what `sink` fails with.
  Result<Object> Get(const std::string& bucket, const std::string& key, const Pin& pin,
                     const Part& part, const std::function<Result<void>(std::string_view)>& sink);

 private:
  struct Call;
  class Attempts;
  Result<net::HttpResponse> Send(const Call& call);

  std::shared_ptr<Server> server_;
  net::HttpClient http_;
};

}  // namespace billwright::ingest::s3
