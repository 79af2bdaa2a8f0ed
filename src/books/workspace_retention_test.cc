#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using ::testing::HasSubstr;

class RetentionTest : public BooksTest {
 protected:
  void Retain(const std::string& lines) {
    Write("billwright.toml",
          "currency = \"USD\"\n[reseller]\nname = \"R\"\n[retention]\n" + lines + "\n");
  }
};

TEST_F(RetentionTest, WhatIsNotWrittenIsKeptForEver) {
  const Retention retention = Good().workspace.retention;
  EXPECT_FALSE(retention.keep_versions || retention.keep_derivations || retention.keep_runs ||
               retention.keep_incoming_days);
}

TEST_F(RetentionTest, HoldsWhatIsWritten) {
  Retain("keep_versions = 2\nkeep_derivations = 0\nkeep_runs = 3\nkeep_incoming_days = 30");
  const Retention retention = Good().workspace.retention;
  EXPECT_EQ(retention.keep_versions, 2);
  EXPECT_EQ(retention.keep_derivations, 0);
  EXPECT_EQ(retention.keep_runs, 3);
  EXPECT_EQ(retention.keep_incoming_days, 30);
}

TEST_F(RetentionTest, AMistakeIsNamedAndKeepsTheBooksFromUse) {
  Retain("keep_versions = -1\nkeep_run = 3");
  EXPECT_FALSE(Read().usable());
  EXPECT_THAT(Findings(), HasSubstr("error book.bad_value billwright.toml:5:17: \"keep_versions\" "
                                    "must be from 0 to 10000, not -1."));
  EXPECT_THAT(Findings(), HasSubstr("book.unknown_key billwright.toml:6:1"));
}

}  // namespace
}  // namespace billwright::books
