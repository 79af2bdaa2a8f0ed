#include "ingest/format/zip.h"

#include <gmock/gmock.h>
#include <zip.h>

#include "ingest/testing/place.h"

namespace billwright::ingest {
namespace {

class ZipTest : public testing::Place {
 protected:
  using Members = std::vector<std::pair<std::string, std::string>>;

  /// Writes cur.csv.zip with these names and texts.
  void PutZip(const Members& members) {
    int code = 0;
    zip_t* zip = zip_open((in() / "cur.csv.zip").c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    ASSERT_NE(zip, nullptr);
    for (const auto& [name, text] : members) {
      if (name.ends_with('/')) {
        zip_dir_add(zip, name.c_str(), 0);
        continue;
      }
      zip_source_t* source = zip_source_buffer(zip, text.data(), text.size(), 0);
      ASSERT_GE(zip_file_add(zip, name.c_str(), source, 0), 0);
    }
    ASSERT_EQ(zip_close(zip), 0);
  }
  /// The text of the csv files in it, read in pieces of `piece` bytes, or the error.
  std::string Inflated(size_t piece = 7) {
    const auto source = OpenZip(in() / "cur.csv.zip", "cur.csv.zip");
    if (!source) return source.error().ToString();
    std::string text;
    std::string buffer(piece, ' ');
    while (true) {
      const auto size = (*source)->Read(buffer);
      if (!size) return size.error().ToString();
      if (*size == 0) return text;
      text += buffer.substr(0, *size);
    }
  }
  std::string Bytes() const {
    std::ifstream file(in() / "cur.csv.zip", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

TEST_F(ZipTest, GivesTheOneFileInIt) {
  PutZip({{"cur-1.csv", "a,b\n1,2\n"}});
  EXPECT_EQ(Inflated(), "a,b\n1,2\n");
  EXPECT_EQ(Inflated(100'000), "a,b\n1,2\n");
}

TEST_F(ZipTest, RefusesAFileThatIsThereTwice) {
  PutZip({{"1.csv", "a,b\n1,2\n"}, {"2.csv", "a,b\n3,4\n"}, {"3.csv", "a,b\n1,2\n"}});
  EXPECT_EQ(Inflated(),
            "cur.csv.zip: 1.csv and 3.csv in the zip are the same file, byte for byte; a report "
            "has each of its parts once. Remove one of the two");
}

TEST_F(ZipTest, GivesTheHeaderOfSeveralOnce) {
  PutZip({{"part/", ""},
          {"part/1.csv", "a,b\n1,2\n"},
          {"part/2.CSV", "a,b\n3,4"},
          {"part/3.csv", "a,b\n"},
          {"part/4.csv", "a,b\n5,6\n"},
          {"__MACOSX/part/._1.csv", "x"}});
  const std::string text = "a,b\n1,2\n3,4\n5,6\n";
  for (const size_t piece : {1, 3, 4, 100}) EXPECT_EQ(Inflated(piece), text) << piece;
}

TEST_F(ZipTest, AHeaderMayHaveALineFeedInQuotes) {
  PutZip({{"1.csv", "\"a\nA\",b\n1,2\n"}, {"2.csv", "\"a\nA\",b\n3,4\n"}});
  for (const size_t piece : {1, 3, 100})
    EXPECT_EQ(Inflated(piece), "\"a\nA\",b\n1,2\n3,4\n") << piece;
}

TEST_F(ZipTest, PassesOverFilesWithoutRows) {
  PutZip({{"0.csv", ""}, {"1.csv", "a,b\n1,2\n"}, {"2.csv", ""}, {"3.csv", "a,b"}});
  EXPECT_EQ(Inflated(), "a,b\n1,2\n");
}

TEST_F(ZipTest, SaysWhatElseIsInIt) {
  PutZip({{"1.csv", "a\n"}, {"readme.txt", ""}});
  EXPECT_EQ(Inflated(), "cur.csv.zip: the zip holds readme.txt, which is no csv file");
  PutZip({{"part/", ""}});
  EXPECT_EQ(Inflated(), "cur.csv.zip: the zip holds no csv file");
  PutZip({{"1.csv", "a,b\n1,2\n"}, {"2.csv", "b,a\n1,2\n"}});
  EXPECT_EQ(Inflated(), "cur.csv.zip: 1.csv and 2.csv in the zip begin with different headers");
}

TEST_F(ZipTest, SeesDamage) {
  std::string text = "a,b\n";
  for (int i = 0; i < 5000; ++i) text += std::to_string(i * 7919 % 5003) + ",2\n";
  PutZip({{"1.csv", text}});
  ASSERT_EQ(Inflated(), text);
  const std::string good = Bytes();
  Put("cur.csv.zip", good.substr(0, good.size() / 2));
  EXPECT_EQ(Inflated(), "cur.csv.zip: this is no zip, or it was cut short");
  Put("cur.csv.zip", "");
  EXPECT_EQ(Inflated(), "cur.csv.zip: this is no zip, or it was cut short");
  for (size_t place = 60; place < good.size() / 2; place += 997) {
    std::string damaged = good;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x10);
    Put("cur.csv.zip", damaged);
    EXPECT_THAT(Inflated(), ::testing::StartsWith("cur.csv.zip: 1.csv in the zip is damaged: "))
        << place;
  }
}

TEST_F(ZipTest, NamesAFileThatIsNotThere) {
  EXPECT_EQ(Inflated(),
            "cannot read " + (in() / "cur.csv.zip").string() + ": No such file or directory");
}

}  // namespace
}  // namespace billwright::ingest
