#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "net/http.h"

namespace billwright::ingest::s3 {

/// Who asks. `expires` absent: never.
struct Credentials {
  std::string access_key;
  std::string secret_key;
  std::string session_token;
  std::optional<UtcTime> expires;
  std::string origin;  ///< where they were found, for people: "profile \"acme\""
};

/// A request before it is signed. Names and values are as they are, not encoded; `path` is encoded.
struct RequestToSign {
  std::string method = "GET";
  std::string host;  ///< with the port, if it is not the scheme's own
  std::string path;  ///< "/bucket/key", percent-encoded
  net::NamedValues query;
  net::NamedValues headers;  ///< names in small letters; those that must not be changed on the way
  std::string body;
};

/// The headers to send: those of the request and x-amz-date, x-amz-content-sha256,
/// x-amz-security-token (of temporary credentials) and authorization, all in small letters. `host`
/// is signed and not among them. Signature version 4 of AWS (Amazon S3 API reference,
/// "Authenticating Requests: Using the Authorization Header").
net::NamedValues Sign(const RequestToSign& request, const Credentials& credentials,
                      std::string_view region, std::string_view service, UtcTime now);

/// "a=1&b=%20", sorted as the signature wants it.
std::string QueryText(net::NamedValues query);

}  // namespace billwright::ingest::s3
