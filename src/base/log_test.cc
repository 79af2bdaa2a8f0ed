#include "base/log.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(Log, WritesOneLineToStandardError) {
  testing::internal::CaptureStderr();
  Log("the catalog was made by a newer version");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "billwright: the catalog was made by a newer version\n");
}

TEST(Progress, IsSilentWithoutTerminal) {
  testing::internal::CaptureStderr();
  {
    Progress progress("reading", 100);
    progress.Update(50);
    progress.Finish();
    progress.Update(60);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Progress, ShowsPerCentOrCount) {
  EXPECT_EQ(Progress::Line("reading", 42, 100), "reading 42 %");
  EXPECT_EQ(Progress::Line("reading", 999, 1000), "reading 99 %") << "100 only when all is done";
  EXPECT_EQ(Progress::Line("reading", 2000, 1000), "reading 100 %");
  EXPECT_EQ(Progress::Line("reading", 1234, 0), "reading 1234");
}

}  // namespace
}  // namespace billwright
