#include "ingest/source/s3/address.h"

#include <algorithm>

namespace billwright::ingest::s3 {

namespace {

constexpr std::string_view kScheme = "s3://";

bool IsSmallOrDigit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

bool IsBucket(std::string_view name) {
  constexpr size_t kShortest = 3;
  constexpr size_t kLongest = 63;
  return name.size() >= kShortest && name.size() <= kLongest && IsSmallOrDigit(name.front()) &&
         IsSmallOrDigit(name.back()) && std::ranges::all_of(name, [](char letter) {
           return IsSmallOrDigit(letter) || letter == '.' || letter == '-' || letter == '_';
         });
}

}  // namespace

std::string Address::ToString() const {
  return std::string(kScheme) + bucket + (prefix.empty() ? "" : "/" + prefix);
}

bool IsAddress(std::string_view text) { return text.starts_with(kScheme); }

Result<Address> ParseAddress(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with(kScheme)) rest.remove_prefix(kScheme.size());
  const size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view bucket = rest.substr(0, slash);
  if (!IsAddress(text) || !IsBucket(bucket))
    return Fail(ErrorCode::kInvalidInput,
                "\"" + std::string(text) +
                    "\" is no place in S3: expected s3://bucket/prefix, with a bucket of 3 to 63 "
                    "small letters, digits, \".\" and \"-\"");
  std::string_view prefix = rest.substr(slash);
  while (prefix.starts_with('/')) prefix.remove_prefix(1);
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  return Address{std::string(bucket), std::string(prefix)};
}

std::string UriEncode(std::string_view text, bool keep_slash) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-_.~";
  std::string encoded;
  for (const char letter : text) {
    if (IsSmallOrDigit(letter) || (letter >= 'A' && letter <= 'Z') ||
        kPlain.find(letter) != std::string_view::npos || (letter == '/' && keep_slash)) {
      encoded += letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return encoded;
}

}  // namespace billwright::ingest::s3
