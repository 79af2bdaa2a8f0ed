#include "base/fault.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "base/file.h"

namespace billwright {
namespace {

// The environment is read once in a process, so each of these sets it in a process of its own.

void Publish() {
  FAULT_POINT("publish.written");
  FAULT_POINT("publish.renamed");
  std::exit(0);
}

std::string LogPath() { return testing::TempDir() + "fault_test.log"; }

void PublishWith(const char* variable, const std::string& value) {
  ::setenv(variable, value.c_str(), 1);
  Publish();
}

TEST(FaultPointDeathTest, DoesNothingByItself) {
  EXPECT_EXIT(Publish(), testing::ExitedWithCode(0), "");
}

TEST(FaultPointDeathTest, KillsAtTheNamedPoint) {
  EXPECT_EXIT(PublishWith("BILLWRIGHT_FAULT", "publish.renamed"), testing::KilledBySignal(SIGKILL),
              "");
  EXPECT_EXIT(PublishWith("BILLWRIGHT_FAULT", "publish.elsewhere"), testing::ExitedWithCode(0), "");
}

TEST(FaultPointDeathTest, KillsWhenThePointIsReachedForTheNthTime) {
  const auto twice = [](const char* fault) {
    ::setenv("BILLWRIGHT_FAULT", fault, 1);
    FAULT_POINT("month.taken");
    FAULT_POINT("month.taken");
    std::exit(0);
  };
  EXPECT_EXIT(twice("month.taken@2"), testing::KilledBySignal(SIGKILL), "");
  EXPECT_EXIT(twice("month.taken@3"), testing::ExitedWithCode(0), "");
}

TEST(FaultPointDeathTest, LogsThePointsReached) {
  std::filesystem::remove(LogPath());
  EXPECT_EXIT(PublishWith("BILLWRIGHT_FAULT_LOG", LogPath()), testing::ExitedWithCode(0), "");
  EXPECT_EQ(ReadFile(LogPath()).value(), "publish.written\npublish.renamed\n");
  std::filesystem::remove(LogPath());
}

}  // namespace
}  // namespace billwright
