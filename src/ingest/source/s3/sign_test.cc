#include "ingest/source/s3/sign.h"

#include <gtest/gtest.h>

namespace billwright::ingest::s3 {
namespace {

// The examples of the Amazon S3 API reference, "Signature Calculations for the Authorization
// Header: Transferring Payload in a Single Chunk".
class SignTest : public ::testing::Test {
 protected:
  static RequestToSign To(std::string path, net::NamedValues query = {},
                          net::NamedValues headers = {}) {
    return {.host = "examplebucket.s3.amazonaws.com",
            .path = std::move(path),
            .query = std::move(query),
            .headers = std::move(headers)};
  }
  /// The value of a header that was added.
  static std::string Header(const net::NamedValues& headers, std::string_view wanted) {
    for (const auto& [name, value] : headers)
      if (name == wanted) return value;
    return "none";
  }
  std::string Authorization(const RequestToSign& request) {
    return Header(Sign(request, credentials_, "us-east-1", "s3", UtcTime::FromDate(2013, 5, 24)),
                  "authorization");
  }

  Credentials credentials_{.access_key = "AKIAIOSFODNN7EXAMPLE",
                           .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
};

TEST_F(SignTest, SignsAPartOfAnObjectAsAwsDoes) {
  EXPECT_EQ(Authorization(To("/test.txt", {}, {{"range", "bytes=0-9"}})),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_F(SignTest, SignsAQueryAsAwsDoes) {
  EXPECT_EQ(Authorization(To("/", {{"prefix", "J"}, {"max-keys", "2"}})),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
            "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  EXPECT_EQ(Authorization(To("/", {{"lifecycle", ""}})),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
            "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST_F(SignTest, SendsAndSignsTheTokenOfTemporaryCredentials) {
  credentials_.session_token = "TOKEN";
  const net::NamedValues headers =
      Sign(To("/test.txt"), credentials_, "us-east-1", "s3", UtcTime::FromDate(2013, 5, 24));
  EXPECT_EQ(Header(headers, "x-amz-security-token"), "TOKEN");
  EXPECT_NE(Header(headers, "authorization").find(";x-amz-date;x-amz-security-token,"),
            std::string::npos);
}

TEST(QueryText, IsSortedAndEncoded) {
  EXPECT_EQ(QueryText({{"prefix", "a b/c+d"}, {"list-type", "2"}, {"delimiter", ""}}),
            "delimiter=&list-type=2&prefix=a%20b%2Fc%2Bd");
}

}  // namespace
}  // namespace billwright::ingest::s3
