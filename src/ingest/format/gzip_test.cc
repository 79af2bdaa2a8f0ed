#include "ingest/format/byte_source.h"
#include "ingest/testing/place.h"

namespace billwright::ingest {
namespace {

using testing::Gzip;

class GzipTest : public testing::Place {
 protected:
  /// The text of a gzip file of these bytes, or the error.
  std::string Inflated(const std::string& bytes) {
    Put("cur.csv.gz", bytes);
    auto source = OpenGzip(in() / "cur.csv.gz", "cur.csv.gz");
    CHECK(source.has_value());
    std::string text;
    std::string piece(100'000, ' ');
    while (true) {
      const auto size = (*source)->Read(piece);
      if (!size) {
        EXPECT_EQ(size.error().code(), ErrorCode::kInvalidInput);
        return size.error().ToString();
      }
      if (*size == 0) return text;
      text += piece.substr(0, *size);
    }
  }
};

/// Three megabytes that do not compress away: the pieces' borders fall somewhere.
std::string LongText() {
  std::string text;
  uint64_t state = 1;
  for (int i = 0; i < 200'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    text += std::to_string(state >> 20) + "\n";
  }
  return text;
}

TEST_F(GzipTest, GivesTheTextBack) {
  EXPECT_EQ(Inflated(Gzip("a,b\n1,2\n")), "a,b\n1,2\n");
  EXPECT_EQ(Inflated(Gzip("")), "");
  const std::string text = LongText();
  EXPECT_EQ(Inflated(Gzip(text)), text);
}

TEST_F(GzipTest, ReadsMembersAsOneText) {
  EXPECT_EQ(Inflated(Gzip("a,b\n") + Gzip("") + Gzip("1,2\n")), "a,b\n1,2\n");
}

TEST_F(GzipTest, EveryCutIsSeen) {
  const std::string whole = Gzip("lineItem/UnblendedCost\n1.25\n");
  for (size_t size = 2; size < whole.size(); ++size)
    EXPECT_EQ(Inflated(whole.substr(0, size)),
              "cur.csv.gz: the gzip stops at byte " + std::to_string(size) +
                  ", in the middle of its data: the file was cut short");
}

TEST_F(GzipTest, CutsOfALongFileAreSeen) {
  const std::string whole = Gzip(LongText());
  for (const size_t cut : {size_t{1}, size_t{4}, size_t{8}, size_t{9}, whole.size() / 2}) {
    const size_t size = whole.size() - cut;
    EXPECT_EQ(Inflated(whole.substr(0, size)),
              "cur.csv.gz: the gzip stops at byte " + std::to_string(size) +
                  ", in the middle of its data: the file was cut short");
  }
}

TEST_F(GzipTest, ACutSecondMemberIsSeen) {
  const std::string whole = Gzip("a\n") + Gzip("b\n");
  EXPECT_EQ(Inflated(whole.substr(0, whole.size() - 3)),
            "cur.csv.gz: the gzip stops at byte " + std::to_string(whole.size() - 3) +
                ", in the middle of its data: the file was cut short");
}

TEST_F(GzipTest, AWrongChecksumIsSeen) {
  std::string bytes = Gzip("a,b\n1,2\n");
  bytes[bytes.size() - 8] ^= 1;
  EXPECT_EQ(Inflated(bytes),
            "cur.csv.gz: the checksum of the data that ends at byte 24 is wrong: "
            "the file is damaged");
}

TEST_F(GzipTest, AWrongLengthIsSeen) {
  std::string bytes = Gzip("a,b\n1,2\n");
  bytes[bytes.size() - 1] ^= 1;
  EXPECT_EQ(Inflated(bytes),
            "cur.csv.gz: the length of the data that ends at byte 28 is wrong: "
            "the file is damaged");
}

TEST_F(GzipTest, DamagedDataIsSeen) {
  std::string bytes = Gzip("a,b\n1,2\n");
  constexpr size_t kFirstBlock = 10;
  bytes[kFirstBlock] = '\x07';
  EXPECT_EQ(Inflated(bytes),
            "cur.csv.gz: the compressed data is damaged at byte 11 (invalid block type)");
}

TEST_F(GzipTest, WhatFollowsTheDataIsSeen) {
  EXPECT_EQ(Inflated(Gzip("a\n") + "rubbish"),
            "cur.csv.gz: something that is not gzip follows the end of the data at byte 22: "
            "'rubbish'");
  EXPECT_EQ(Inflated(Gzip("a\n") + std::string(3, '\0')),
            "cur.csv.gz: something that is not gzip follows the end of the data at byte 22: "
            "'\\x00\\x00\\x00'");
}

TEST_F(GzipTest, WhatIsNoGzipIsSeen) {
  EXPECT_EQ(Inflated(""), "cur.csv.gz: the file is empty; expected a gzip file");
  EXPECT_EQ(Inflated("lineItem/UnblendedCost\n"),
            "cur.csv.gz: not a gzip file: it begins with 'lineItem'");
}

}  // namespace
}  // namespace billwright::ingest
