#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ingest/source/s3/client.h"

namespace billwright::ingest::s3 {

/// One page of ListObjectsV2.
struct ListingPage {
  std::vector<Object> objects;
  std::string next;  ///< the token of the next page; empty on the last
};

/// Fails: kInvalidInput for a text that is no such page.
Result<ListingPage> ReadListingPage(std::string_view text);

/// Without the quotes that a server writes around an ETag.
std::string WithoutQuotes(std::string_view etag);

}  // namespace billwright::ingest::s3
