#include "base/ascii.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(Ascii, ChangesTheCaseOfItsOwnLettersOnly) {
  EXPECT_EQ(LowerCase("Z[@`aÄ9"), "z[@`aÄ9");
  EXPECT_EQ(UpperCase("z{@`Aä9"), "Z{@`Aä9");
}

TEST(Ascii, TrimsBlanksAtBothEnds) {
  EXPECT_EQ(Trimmed(" \ta b\r"), "a b");
  EXPECT_EQ(Trimmed(" \t\r"), "");
}

}  // namespace
}  // namespace billwright
