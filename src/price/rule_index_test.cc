#include "price/rule_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace billwright::price {
namespace {

/// A book whose rules are written as a list of scopes; asks which one prices what.
class Book {
 public:
  PriceRule& Add(std::string id) {
    PriceRule& rule = book_.rules.emplace_back();
    rule.id = std::move(id);
    return rule;
  }

  std::string FirstFor(const RuleSubject& subject) {
    RuleIndex index(book_);
    const auto position = index.Next(subject);
    return position ? book_.rules[*position].id : "none";
  }

  PriceBook& book() { return book_; }

 private:
  PriceBook book_;
};

RuleSubject Usage() {
  RuleSubject subject;
  subject.service = "AmazonEC2";
  subject.region = "eu-west-1";
  subject.usage_type = "EU-BoxUsage:m5.large";
  subject.operation = "RunInstances";
  subject.line_item_type = "Usage";
  subject.kind = "usage";
  subject.is_usage = true;
  subject.account = "111111111111";
  subject.span_start = UtcTime::FromDate(2026, 10, 1);
  return subject;
}

RuleSubject Tax() {
  RuleSubject subject = Usage();
  subject.line_item_type = "Tax";
  subject.kind = "tax";
  subject.is_usage = false;
  return subject;
}

RuleSubject Marketplace() {
  RuleSubject subject = Usage();
  subject.kind = "marketplace";
  subject.is_usage = false;
  return subject;
}

TEST(RuleIndex, FirstRuleThatMatchesInTheOrderOfTheBook) {
  Book book;
  book.Add("s3").scope.services = {"AmazonS3"};
  book.Add("ec2").scope.services = {"AmazonEC2"};
  book.Add("all");
  EXPECT_EQ(book.FirstFor(Usage()), "ec2");
}

TEST(RuleIndex, NoRuleForIt) {
  Book book;
  EXPECT_EQ(book.FirstFor(Usage()), "none");
  book.Add("s3").scope.services = {"AmazonS3"};
  EXPECT_EQ(book.FirstFor(Usage()), "none");
}

TEST(RuleIndex, EveryListThatIsNotEmptyMustMatch) {
  Book book;
  RuleScope& scope = book.Add("narrow").scope;
  scope.services = {"AmazonRDS", "Amazon*2"};
  scope.regions = {"eu-*"};
  scope.usage_types = {"*BoxUsage:m5.*"};
  scope.operations = {"RunInstances*"};
  scope.accounts = {"1111????????"};
  scope.line_item_types = {"Usage"};
  scope.kinds = {"usage"};
  EXPECT_EQ(book.FirstFor(Usage()), "narrow");
  for (auto change : std::vector<void (*)(RuleSubject&)>{
           [](RuleSubject& s) { s.service = "AmazonS3"; },
           [](RuleSubject& s) { s.region = "us-east-1"; },
           [](RuleSubject& s) { s.usage_type = "EU-BoxUsage:m6.large"; },
           [](RuleSubject& s) { s.operation = "Hourly"; },
           [](RuleSubject& s) { s.account = "222222222222"; },
           [](RuleSubject& s) { s.line_item_type = "DiscountedUsage"; },
           [](RuleSubject& s) { s.kind = "reservation_covered"; }}) {
    RuleSubject subject = Usage();
    change(subject);
    EXPECT_EQ(book.FirstFor(subject), "none");
  }
}

TEST(RuleIndex, WithoutTypesAndKindsARuleIsForUsageOnly) {
  Book book;
  book.Add("all");
  EXPECT_EQ(book.FirstFor(Usage()), "all");
  EXPECT_EQ(book.FirstFor(Tax()), "none");
  EXPECT_EQ(book.FirstFor(Marketplace()), "none");
}

TEST(RuleIndex, NamingATypeOrAKindIsForThat) {
  Book book;
  book.Add("tax").scope.line_item_types = {"Tax"};
  EXPECT_EQ(book.FirstFor(Tax()), "tax");
  EXPECT_EQ(book.FirstFor(Usage()), "none");
  book.Add("marketplace").scope.kinds = {"marketplace"};
  EXPECT_EQ(book.FirstFor(Marketplace()), "marketplace");
}

TEST(RuleIndex, NamingTheTypeUsageDoesNotReachMarketplaceOrSupport) {
  Book book;
  book.Add("on-demand").scope.line_item_types = {"Usage"};
  EXPECT_EQ(book.FirstFor(Usage()), "on-demand");
  EXPECT_EQ(book.FirstFor(Marketplace()), "none");
}

TEST(RuleIndex, DatesAreHalfOpen) {
  Book book;
  PriceRule& rule = book.Add("october");
  rule.from = UtcTime::FromDate(2026, 10, 1);
  rule.to = UtcTime::FromDate(2026, 11, 1);
  RuleSubject subject = Usage();
  EXPECT_EQ(book.FirstFor(subject), "october");
  subject.span_start = UtcTime{rule.from.seconds - 1};
  EXPECT_EQ(book.FirstFor(subject), "none");
  subject.span_start = UtcTime{rule.to.seconds - 1};
  EXPECT_EQ(book.FirstFor(subject), "october");
  subject.span_start = rule.to;
  EXPECT_EQ(book.FirstFor(subject), "none");
}

TEST(RuleIndex, FindsTheNextRuleAcrossWords) {
  Book book;
  for (int i = 0; i < 200; ++i)
    book.Add(std::to_string(i)).scope.services = {i % 67 == 0 ? "AmazonEC2" : "AmazonS3"};
  RuleIndex index(book.book());
  EXPECT_EQ(index.Next(Usage()), 0u);
  EXPECT_EQ(index.Next(Usage(), 1), 67u);
  EXPECT_EQ(index.Next(Usage(), 68), 134u);
  EXPECT_EQ(index.Next(Usage(), 135), std::nullopt);
  EXPECT_EQ(index.Next(Usage(), 200), std::nullopt);
}

RC_GTEST_PROP(RuleIndex, AgreesWithTryingTheRulesOneByOne, ()) {
  const auto patterns = [](std::vector<std::string> choices) {
    const auto some = rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(choices));
    return rc::gen::weightedOneOf<std::vector<std::string>>(
        {{2, rc::gen::just(std::vector<std::string>{})}, {1, some}});
  };
  PriceBook book;
  const int count = *rc::gen::inRange(0, 150);
  for (int i = 0; i < count; ++i) {
    PriceRule& rule = book.rules.emplace_back();
    rule.scope.services = *patterns({"AmazonEC2", "Amazon*", "AmazonS3"});
    rule.scope.regions = *patterns({"eu-*", "us-east-1", ""});
    rule.scope.kinds = *patterns({"usage", "tax", "*", "marketplace"});
    rule.scope.line_item_types = *patterns({"Usage", "Tax", "*Usage"});
    rule.from.seconds = *rc::gen::inRange(0, 3);
    rule.to.seconds = *rc::gen::inRange(1, 5);
  }
  RuleIndex index(book);
  for (int i = 0; i < 20; ++i) {
    RuleSubject subject = *rc::gen::element(Usage(), Tax(), Marketplace());
    subject.service = *rc::gen::element("AmazonEC2", "AmazonS3", "AWSLambda");
    subject.region = *rc::gen::element("eu-west-1", "us-east-1", "");
    subject.span_start.seconds = *rc::gen::inRange(0, 5);
    const auto first = static_cast<size_t>(*rc::gen::inRange(0, 150));
    std::optional<size_t> expected;
    for (size_t at = first; at < book.rules.size() && !expected; ++at)
      if (Accepts(book.rules[at], subject)) expected = at;
    RC_ASSERT(index.Next(subject, first) == expected);
  }
}

}  // namespace
}  // namespace billwright::price
