#include "ingest/source/s3/address.h"

#include <gtest/gtest.h>

namespace billwright::ingest::s3 {
namespace {

/// "bucket|prefix", or what is wrong.
std::string Read(std::string_view text) {
  const Result<Address> address = ParseAddress(text);
  return address ? address->bucket + "|" + address->prefix : address.error().message();
}

TEST(Address, IsABucketAndAPrefix) {
  EXPECT_EQ(Read("s3://acme-cur/reports/hourly/"), "acme-cur|reports/hourly");
  EXPECT_EQ(Read("s3://acme-cur"), "acme-cur|");
  EXPECT_EQ(Read("s3://acme.cur//"), "acme.cur|");
  EXPECT_EQ(ParseAddress("s3://acme-cur/a/")->ToString(), "s3://acme-cur/a");
}

TEST(Address, RefusesWhatIsNoBucket) {
  for (const std::string text : {"s3://", "s3:///a", "s3://AB/c", "s3://-ab/c", "cur/a", "s3://ab"})
    EXPECT_EQ(Read(text), "\"" + text +
                              "\" is no place in S3: expected s3://bucket/prefix, with a bucket of "
                              "3 to 63 small letters, digits, \".\" and \"-\"");
}

TEST(UriEncode, KeepsOnlyWhatTheSignatureKeeps) {
  EXPECT_EQ(UriEncode("a/b c+d=é~", true), "a/b%20c%2Bd%3D%C3%A9~");
  EXPECT_EQ(UriEncode("a/b", false), "a%2Fb");
}

}  // namespace
}  // namespace billwright::ingest::s3
