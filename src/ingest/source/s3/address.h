#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright::ingest::s3 {

/// "s3://bucket/prefix".
struct Address {
  std::string bucket;
  std::string prefix;  ///< without slashes at its ends; may be empty

  std::string ToString() const;
};

/// Whether a place is written as an address in S3.
bool IsAddress(std::string_view text);

/// Reads "s3://bucket/prefix/". Fails: kInvalidInput, quoting the text: no bucket, or one that can
/// be none (3 to 63 small letters, digits, ".", "-").
Result<Address> ParseAddress(std::string_view text);

/// Percent-encodes all but letters, digits and "-_.~", as SigV4 counts it; a "/" stays as it is
/// where `keep_slash`.
std::string UriEncode(std::string_view text, bool keep_slash);

}  // namespace billwright::ingest::s3
