#include "base/fault.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
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

TEST(FaultPoint, StopsAtTheNamedPointOnceAndGoesOnWhenToldTo) {
  const pid_t process = ::fork();
  if (process == 0) {
    ::setenv("BILLWRIGHT_STOP", "publish.renamed", 1);
    FAULT_POINT("publish.renamed");
    Publish();
  }
  int status = 0;
  ASSERT_EQ(::waitpid(process, &status, WUNTRACED), process);
  EXPECT_TRUE(WIFSTOPPED(status));
  ::kill(process, SIGCONT);
  ASSERT_EQ(::waitpid(process, &status, 0), process);
  EXPECT_TRUE(WIFEXITED(status));
}

TEST(FaultPointDeathTest, LogsThePointsReached) {
  std::filesystem::remove(LogPath());
  EXPECT_EXIT(PublishWith("BILLWRIGHT_FAULT_LOG", LogPath()), testing::ExitedWithCode(0), "");
  EXPECT_EQ(ReadFile(LogPath()).value(), "publish.written\npublish.renamed\n");
  std::filesystem::remove(LogPath());
}

}  // namespace
}  // namespace billwright
