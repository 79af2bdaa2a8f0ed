#include "ingest/source/s3/listing.h"

#include <charconv>
#include <pugixml.hpp>

namespace billwright::ingest::s3 {

namespace {

int HexadecimalDigit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

/// As encoding-type=url writes keys: a "+" is a blank.
std::string UriDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && HexadecimalDigit(text[i + 1]) >= 0 &&
        HexadecimalDigit(text[i + 2]) >= 0) {
      decoded +=
          static_cast<char>(HexadecimalDigit(text[i + 1]) * 16 + HexadecimalDigit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

}  // namespace

std::string WithoutQuotes(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"')
    etag = etag.substr(1, etag.size() - 2);
  return std::string(etag);
}

Result<ListingPage> ReadListingPage(std::string_view text) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size());
  const pugi::xml_node root = document.child("ListBucketResult");
  if (!parsed || !root)
    return Fail(ErrorCode::kInvalidInput, "the answer is no listing of a bucket");
  const bool is_encoded = std::string_view(root.child_value("EncodingType")) == "url";
  ListingPage page;
  for (const pugi::xml_node entry : root.children("Contents")) {
    const std::string_view size = entry.child_value("Size");
    Object object;
    object.key = is_encoded ? UriDecode(entry.child_value("Key")) : entry.child_value("Key");
    object.etag = WithoutQuotes(entry.child_value("ETag"));
    const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), object.bytes);
    if (object.key.empty() || error != std::errc() || object.bytes < 0)
      return Fail(ErrorCode::kInvalidInput, "the listing has an entry without key or size");
    object.modified_at =
        UtcTime::Parse(entry.child_value("LastModified")).value_or(UtcTime::Beginning());
    page.objects.push_back(std::move(object));
  }
  if (std::string_view(root.child_value("IsTruncated")) == "true") {
    page.next = root.child_value("NextContinuationToken");
    if (page.next.empty())
      return Fail(ErrorCode::kInvalidInput, "the listing goes on, but does not say where");
  }
  return page;
}

}  // namespace billwright::ingest::s3
