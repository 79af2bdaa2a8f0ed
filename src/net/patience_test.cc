#include "net/patience.h"

#include <gtest/gtest.h>

namespace billwright::net {
namespace {

using std::chrono::milliseconds;

Patience Hasty() { return {.attempts = 3, .first_wait = milliseconds(1)}; }

TEST(Backoff, EndsWithTheLastAttempt) {
  Backoff backoff(Hasty());
  EXPECT_TRUE(backoff.Sleep());
  EXPECT_TRUE(backoff.Sleep());
  EXPECT_FALSE(backoff.Sleep());
  EXPECT_EQ(backoff.attempts(), 3);
}

TEST(Backoff, BeginsAnewWithProgress) {
  Backoff backoff(Hasty());
  EXPECT_TRUE(backoff.Sleep());
  EXPECT_TRUE(backoff.Sleep());
  backoff.Progressed();
  EXPECT_TRUE(backoff.Sleep());
}

TEST(Backoff, DoesNotStartAWaitThatEndsTooLate) {
  Patience patience = Hasty();
  patience.total = std::chrono::seconds(1);
  patience.longest_wait = std::chrono::seconds(60);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(Backoff(patience).Sleep(std::chrono::seconds(30)));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

}  // namespace
}  // namespace billwright::net
