#include "base/check.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(Check, LetsTrueConditionsPass) {
  int built = 0;
  const auto message = [&] { return std::string(static_cast<size_t>(++built), 'x'); };
  CHECK(1 + 1 == 2, message());
  EXPECT_EQ(built, 0) << "the message is built on failure only";
}

TEST(CheckDeathTest, PrintsConditionMessageAndContext) {
  EXPECT_DEATH(
      {
        const CheckContext run("running 2026-03");
        const CheckContext stage("pricing");
        CHECK(2 + 2 == 5, "two cents are missing");
      },
      "CHECK\\(2 \\+ 2 == 5\\) failed at .*check_test.cc:[0-9]+: two cents are missing\n"
      "  while pricing\n  while running 2026-03\n");
}

TEST(CheckDeathTest, ForgetsContextThatIsOver) {
  EXPECT_DEATH(
      {
        const CheckContext run("running 2026-03");
        {
          const CheckContext stage("allocating");
        }
        CHECK(false);
      },
      "CHECK\\(false\\) failed at .*check_test.cc:[0-9]+\n  while running 2026-03\n");
}

}  // namespace
}  // namespace billwright
