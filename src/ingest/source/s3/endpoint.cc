#include "ingest/source/s3/endpoint.h"

#include <algorithm>

namespace billwright::ingest::s3 {

Result<Endpoint> ParseEndpoint(std::string_view text) {
  Endpoint endpoint;
  std::string_view rest = text;
  for (const std::string_view scheme : {"http", "https"}) {
    const std::string start = std::string(scheme) + "://";
    if (!text.starts_with(start)) continue;
    endpoint.scheme = scheme;
    rest.remove_prefix(start.size());
  }
  const size_t slash = std::min(rest.find('/'), rest.size());
  endpoint.host = rest.substr(0, slash);
  endpoint.path = rest.substr(slash);
  while (endpoint.path.ends_with('/')) endpoint.path.pop_back();
  const bool is_bad = endpoint.scheme.empty() || endpoint.host.empty() ||
                      std::ranges::any_of(text, [](char letter) {
                        return letter <= ' ' || letter == '?' || letter == '#' || letter == '@';
                      });
  if (is_bad)
    return Fail(ErrorCode::kInvalidInput,
                "\"" + std::string(text) +
                    "\" is no endpoint: expected http:// or https://, a host, and a port if it "
                    "needs one, as in \"https://s3.example.com:9000\"");
  // What curl leaves out of the Host header must not be signed.
  for (const auto& [scheme, port] : {std::pair("http", ":80"), std::pair("https", ":443")})
    if (endpoint.scheme == scheme && endpoint.host.ends_with(port))
      endpoint.host.resize(endpoint.host.size() - std::string_view(port).size());
  return endpoint;
}

std::string DomainOf(std::string_view region) {
  return region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

}  // namespace billwright::ingest::s3
