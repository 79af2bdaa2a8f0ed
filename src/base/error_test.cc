#include "base/error.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(SourcePosition, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ((SourcePosition{"books/accounts.csv", 12, 5}).ToString(), "books/accounts.csv:12:5");
  EXPECT_EQ((SourcePosition{"books/accounts.csv", 12, 0}).ToString(), "books/accounts.csv:12");
  EXPECT_EQ((SourcePosition{"books/accounts.csv", 0, 0}).ToString(), "books/accounts.csv");
}

TEST(Error, IsItsMessageWhenNothingElseIsKnown) {
  EXPECT_EQ(Error(ErrorCode::kIo, "disk full").ToString(), "disk full");
}

TEST(Error, SaysWhereAndWhatWasBeingDone) {
  const Error error =
      Error(ErrorCode::kInvalidInput, "no such customer \"acme\"", {"books/accounts.csv", 12, 5})
          .While("reading the books")
          .While("pricing 2026-03");
  EXPECT_EQ(error.ToString(),
            "books/accounts.csv:12:5: no such customer \"acme\". While reading the books, "
            "while pricing 2026-03.");
  EXPECT_EQ(error.message(), "no such customer \"acme\"");
}

TEST(Error, DoesNotDoubleFullStopOrWhile) {
  EXPECT_EQ(Error(ErrorCode::kIo, "The disk is full.").While("while writing run 7").ToString(),
            "The disk is full. While writing run 7.");
}

TEST(Error, DoesNotSteerATerminal) {
  EXPECT_EQ(Error(ErrorCode::kIo, "a\x1b[2Jb\nc", {"x\r.csv", 0, 0}).ToString(),
            "x .csv: a [2Jb\nc");
}

TEST(ErrorCode, HasStableNames) {
  EXPECT_EQ(Name(ErrorCode::kInvalidInput), "invalid_input");
  EXPECT_EQ(Name(ErrorCode::kNotFound), "not_found");
  EXPECT_EQ(Name(ErrorCode::kConflict), "conflict");
  EXPECT_EQ(Name(ErrorCode::kCorrupt), "corrupt");
  EXPECT_EQ(Name(ErrorCode::kIo), "io");
  EXPECT_EQ(Name(ErrorCode::kStore), "store");
  EXPECT_EQ(Name(ErrorCode::kUnsupported), "unsupported");
}

Result<int> Half(int number) {
  if (number % 2 != 0) return Fail(ErrorCode::kInvalidInput, std::to_string(number) + " is odd");
  return number / 2;
}

Result<int> Quarter(int number) {
  ASSIGN_OR_RETURN(const int half, Half(number));
  RETURN_IF_ERROR(Half(half));
  return half / 2;
}

TEST(Result, CarriesValuesAndErrorsUpward) {
  EXPECT_EQ(Quarter(12).value(), 3);
  EXPECT_EQ(Quarter(7).error().message(), "7 is odd");
  EXPECT_EQ(Quarter(14).error().message(), "7 is odd");
}

}  // namespace
}  // namespace billwright
