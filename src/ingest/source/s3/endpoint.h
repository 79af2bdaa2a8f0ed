#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright::ingest::s3 {

/// Where a server is: "https://s3.example.com:9000/base".
struct Endpoint {
  std::string scheme;  ///< "http", "https"
  std::string host;    ///< with the port, if it is written and not the scheme's own
  std::string path;    ///< "/base", without a slash at its end; mostly empty
};

/// Fails: kInvalidInput, quoting the text.
Result<Endpoint> ParseEndpoint(std::string_view text);

/// The domain of a region's services: "amazonaws.com", "amazonaws.com.cn".
std::string DomainOf(std::string_view region);

}  // namespace billwright::ingest::s3
