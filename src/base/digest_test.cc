#include "base/digest.h"

#include <gtest/gtest.h>

#include <fstream>

namespace billwright {
namespace {

constexpr std::string_view kDigestOfAbc =  // FIPS 180-2, appendix B.1
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

std::string DigestOfFields(std::vector<std::string_view> fields) {
  Sha256 digest;
  for (const std::string_view field : fields) digest.AddField(field);
  return digest.Finish();
}

TEST(Digest, IsSha256) {
  EXPECT_EQ(DigestOf("abc"), kDigestOfAbc);
  EXPECT_EQ(DigestOf(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, IsMd5) {  // RFC 1321, appendix A.5
  Md5 digest;
  digest.Add("message ");
  digest.Add("digest");
  EXPECT_EQ(digest.Finish(), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(Digest, DoesNotDependOnPieces) {
  Sha256 digest;
  digest.Add("a");
  Sha256 moved = std::move(digest);
  moved.Add("bc");
  EXPECT_EQ(moved.Finish(), kDigestOfAbc);
}

TEST(Digest, KeepsNeighbouringFieldsApart) {
  EXPECT_NE(DigestOfFields({"ab", "c"}), DigestOfFields({"a", "bc"}));
  EXPECT_NE(DigestOfFields({"ab", ""}), DigestOfFields({"ab"}));
}

TEST(Digest, OfFieldNeverChanges) {
  EXPECT_EQ(DigestOfFields({"abc"}), DigestOf(std::string_view("\3\0\0\0\0\0\0\0abc", 11)));
}

TEST(Digest, OfFileIsDigestOfItsBytes) {
  const std::filesystem::path path = testing::TempDir() + "digest_test";
  const std::string text(3'000'000, 'x');
  std::ofstream(path) << text;
  EXPECT_EQ(DigestOfFile(path).value(), DigestOf(text));
  std::filesystem::remove(path);
}

TEST(Digest, OfMissingFileIsNotFound) {
  const Error error = DigestOfFile("/no/such/file").error();
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_EQ(error.ToString(), "cannot read /no/such/file: No such file or directory");
}

}  // namespace
}  // namespace billwright
