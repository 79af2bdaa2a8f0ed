#include "price/wildcard.h"

#include <gtest/gtest.h>

#include <string>

namespace billwright::price {
namespace {

TEST(Wildcard, WithoutAnyIsTheTextItself) {
  EXPECT_TRUE(MatchesWildcard("AmazonEC2", "AmazonEC2"));
  EXPECT_FALSE(MatchesWildcard("AmazonEC2", "AmazonEC"));
  EXPECT_FALSE(MatchesWildcard("AmazonEC2", "AmazonEC22"));
  EXPECT_FALSE(MatchesWildcard("AmazonEC2", "amazonec2"));
}

TEST(Wildcard, StarStandsForAnyRunAlsoNone) {
  EXPECT_TRUE(MatchesWildcard("*", ""));
  EXPECT_TRUE(MatchesWildcard("*", "anything"));
  EXPECT_TRUE(MatchesWildcard("*BoxUsage:*", "BoxUsage:m5.large"));
  EXPECT_TRUE(MatchesWildcard("EU-*:m5.*", "EU-BoxUsage:m5.large"));
  EXPECT_FALSE(MatchesWildcard("EU-*:m5.*", "EU-BoxUsage:m6.large"));
  EXPECT_FALSE(MatchesWildcard("*BoxUsage", "BoxUsage:m5.large"));
}

TEST(Wildcard, StarTakesMoreWhenTheRestDoesNotFit) {
  EXPECT_TRUE(MatchesWildcard("*aab", "aaaab"));
  EXPECT_TRUE(MatchesWildcard("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(MatchesWildcard("a*b*c", "a-c-b"));
}

TEST(Wildcard, QuestionMarkIsExactlyOne) {
  EXPECT_TRUE(MatchesWildcard("eu-west-?", "eu-west-1"));
  EXPECT_FALSE(MatchesWildcard("eu-west-?", "eu-west-"));
  EXPECT_FALSE(MatchesWildcard("eu-west-?", "eu-west-12"));
  EXPECT_TRUE(MatchesWildcard("*-?", "eu-west-1"));
}

TEST(Wildcard, EverythingElseStandsForItself) {
  EXPECT_TRUE(MatchesWildcard("a.c[1]", "a.c[1]"));
  EXPECT_FALSE(MatchesWildcard("a.c", "abc"));
  EXPECT_FALSE(MatchesWildcard("", "a"));
  EXPECT_TRUE(MatchesWildcard("", ""));
}

TEST(Wildcard, ManyStarsStayFast) {
  const std::string text(2000, 'a');
  EXPECT_FALSE(MatchesWildcard("*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

}  // namespace
}  // namespace billwright::price
