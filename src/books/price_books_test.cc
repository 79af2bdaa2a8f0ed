#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using testing::ElementsAre;

class PriceBooksTest : public BooksTest {
 protected:
  void Rules(const std::string& text) { Write("books/pricebooks/standard.toml", text); }
};

TEST_F(PriceBooksTest, HoldWhatIsWritten) {
  Rules(R"(name = "Standard"
[[rule]]
id = "ec2"
services = ["AmazonEC2", "AmazonECS"]
regions = "eu-*"
usage_types = ["*BoxUsage:m5.?large"]
operations = ["RunInstances*"]
line_item_types = ["Usage", "Discounted*"]
kinds = ["usage"]
accounts = ["111111111111", "2222*"]
percent = -7.25
basis = "allocated"
from = 2018-10-01
to = 2018-11-11T14:00:00Z
[[rule]]
id = "requests"
rate = 0.0000004
unit = "Requests"
[[rule]]
id = "storage"
services = ["AmazonS3"]
rate = "0.023"
unit = "GB-Mo"
)");
  const Books books = Good();
  const PriceBook& book = *books.FindPriceBook("standard");
  EXPECT_EQ(book.name, "Standard");
  EXPECT_EQ(book.currency, "USD");
  ASSERT_EQ(book.rules.size(), 3);
  const PriceRule& ec2 = book.rules[0];
  EXPECT_THAT(ec2.scope.services, ElementsAre("AmazonEC2", "AmazonECS"));
  EXPECT_THAT(ec2.scope.regions, ElementsAre("eu-*"));
  EXPECT_THAT(ec2.scope.usage_types, ElementsAre("*BoxUsage:m5.?large"));
  EXPECT_THAT(ec2.scope.operations, ElementsAre("RunInstances*"));
  EXPECT_THAT(ec2.scope.line_item_types, ElementsAre("Usage", "Discounted*"));
  EXPECT_THAT(ec2.scope.kinds, ElementsAre("usage"));
  EXPECT_THAT(ec2.scope.accounts, ElementsAre("111111111111", "2222*"));
  EXPECT_EQ(ec2.percent.ToString(), "-7.25");
  EXPECT_EQ(ec2.basis, Basis::kAllocated);
  EXPECT_EQ(ec2.rate_per_unit, std::nullopt);
  EXPECT_EQ(ec2.from.ToString(), "2018-10-01T00:00:00Z");
  EXPECT_EQ(ec2.to.ToString(), "2018-11-11T14:00:00Z");
  EXPECT_EQ(ec2.position.ToString(), "books/pricebooks/standard.toml:2:1");
  EXPECT_EQ(book.rules[1].rate_per_unit->ToString(), "0.0000004");
  EXPECT_EQ(book.rules[1].unit, "Requests");
  EXPECT_EQ(book.rules[2].rate_per_unit->ToString(), "0.023");
}

TEST_F(PriceBooksTest, NumbersAreExact) {
  for (const std::string number :
       {"0.1234567890123", "-0.000000000001", "1_00.10", "1e-12", "+3"}) {
    Rules("[[rule]]\nid = \"r\"\nbasis = \"cost\"\npercent = " + number + "\n");
    const ReadResult result = Read();
    if (number == "0.1234567890123") {
      EXPECT_EQ(Text(result.findings),
                "error book.bad_value books/pricebooks/standard.toml:4:11: \"percent\" must be a "
                "number, such as 12 or -7.25, not \"0.1234567890123\". It has more than 12 decimal "
                "places, which is finer than money is kept.\n"
                "  4 | percent = 0.1234567890123\n"
                "    |           ^\n");
      continue;
    }
    std::string digits = number;
    std::erase(digits, '_');
    EXPECT_EQ(result.books.price_books[0].rules[0].percent, Decimal::Parse(digits).value());
  }
}

TEST_F(PriceBooksTest, ComeOrderedById) {
  const std::string rule = "[[rule]]\nid = \"all\"\npercent = 5\nbasis = \"cost\"\n";
  for (const char* id : {"b", "a", "a.b", "a-b"})
    Write(std::string("books/pricebooks/") + id + ".toml", rule);
  std::vector<std::string> ids;
  for (const PriceBook& book : Good().price_books) ids.push_back(book.id);
  EXPECT_THAT(ids, ElementsAre("a", "a-b", "a.b", "b", "standard"));
}

TEST_F(PriceBooksTest, RuleWithTwoPrices) {
  Rules("[[rule]]\nid = \"r\"\npercent = 5\nbasis = \"cost\"\nrate = 1\nunit = \"Hrs\"\n");
  EXPECT_EQ(
      Findings(),
      "error rule.two_prices books/pricebooks/standard.toml:5:8: A rule has either \"percent\" "
      "with \"basis\", or \"rate\" with \"unit\", not both.\n"
      "  5 | rate = 1\n"
      "    |        ^\n");
}

TEST_F(PriceBooksTest, HalfAPrice) {
  Rules(
      "[[rule]]\nid = \"a\"\npercent = 5\n[[rule]]\nid = \"b\"\nrate = 1\nbasis = \"cost\"\n"
      "[[rule]]\nid = \"c\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.missing_key books/pricebooks/standard.toml:1:1: [[rule]] needs \"basis\".\n"
      "  1 | [[rule]]\n"
      "    | ^\n"
      "error book.missing_key books/pricebooks/standard.toml:4:1: [[rule]] needs \"unit\".\n"
      "  4 | [[rule]]\n"
      "    | ^\n"
      "error rule.two_prices books/pricebooks/standard.toml:7:9: \"basis\" goes with "
      "\"percent\"; this rule has \"rate\".\n"
      "  7 | basis = \"cost\"\n"
      "    |         ^\n"
      "error rule.no_price books/pricebooks/standard.toml:8:1: This rule says no price: write "
      "\"percent\" with \"basis\", or \"rate\" with \"unit\". A basis as it is has percent = "
      "0.\n"
      "  8 | [[rule]]\n"
      "    | ^\n");
}

TEST_F(PriceBooksTest, ValuesThatCannotBe) {
  Rules(
      "[[rule]]\nid = \"r\"\npercent = -100.5\nbasis = \"list\"\nkinds = [\"taxes\"]\n"
      "accounts = [\"1234\"]\nservices = [\"\"]\n");
  EXPECT_EQ(
      Findings(),
      "error book.bad_value books/pricebooks/standard.toml:3:11: \"percent\" must be from "
      "-100 to 1000, not -100.5.\n"
      "  3 | percent = -100.5\n"
      "    |           ^\n"
      "error book.bad_value books/pricebooks/standard.toml:4:9: \"basis\" must be "
      "\"billed\", \"public\", \"allocated\" or \"cost\", not \"list\".\n"
      "  4 | basis = \"list\"\n"
      "    |         ^\n"
      "error book.bad_value books/pricebooks/standard.toml:5:10: \"kinds\" knows no "
      "\"taxes\". Known: usage, savings_plan_covered, savings_plan_negation, "
      "savings_plan_recurring_fee, savings_plan_upfront_fee, reservation_covered, "
      "reservation_fee, reservation_upfront_fee, fee, support, marketplace, tax, credit, "
      "refund, purchase_refund, edp, private_rate, bundled, reservation_volume, spp, unused.\n"
      "  5 | kinds = [\"taxes\"]\n"
      "    |          ^\n"
      "error book.bad_value books/pricebooks/standard.toml:6:13: \"accounts\" must list "
      "account ids of 12 digits, or patterns of digits with * and ?, not \"1234\".\n"
      "  6 | accounts = [\"1234\"]\n"
      "    |             ^\n"
      "error book.bad_value books/pricebooks/standard.toml:7:13: \"services\" must name "
      "something: leave it out where it is for all.\n"
      "  7 | services = [\"\"]\n"
      "    |             ^\n");
}

TEST_F(PriceBooksTest, RuleThatCanNeverMatch) {
  Append("books/pricebooks/standard.toml",
         "[[rule]]\nid = \"tax\"\nkinds = [\"tax\"]\npercent = 0\nbasis = \"billed\"\n"
         "[[rule]]\nid = \"ec2\"\nservices = [\"AmazonEC2\"]\npercent = -5\nbasis = \"billed\"\n");
  EXPECT_EQ(
      Findings(),
      "warning rule.unreachable books/pricebooks/standard.toml:10:1: This rule can never match: "
      "rule \"all\" above it is for all usage, always. Move this one before it.\n"
      "  10 | [[rule]]\n"
      "     | ^\n");
}

TEST_F(PriceBooksTest, TwoRulesWithOneId) {
  Rules(
      "[[rule]]\nid = \"r\"\nservices = [\"x\"]\npercent = 0\nbasis = \"cost\"\n"
      "[[rule]]\nid = \"r\"\npercent = 0\nbasis = \"cost\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.duplicate_id books/pricebooks/standard.toml:7:6: There are two rules \"r\" in "
      "this price book.\n"
      "  7 | id = \"r\"\n"
      "    |      ^\n");
}

TEST_F(PriceBooksTest, WithoutRulesAndWithABadName) {
  Rules("name = \"Nothing\"\ncurrency = \"EUR\"\n");
  Write("books/pricebooks/Big Deal.toml", "[[rule]]\nid = \"r\"\npercent = 0\nbasis = \"cost\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.bad_value books/pricebooks/Big Deal.toml: The name of the file is the id of "
      "the price book: it must be an id of small letters, digits, \"-\", \"_\" and \".\" (at "
      "most 64).\n"
      "error rule.none books/pricebooks/standard.toml: A price book needs at least one "
      "[[rule]]: without one, nothing has a price.\n"
      "error currency.no_exchange books/pricebooks/standard.toml:2:12: This price book is in "
      "EUR, the workspace in USD: exchange is not offered yet. Write its rates in USD.\n"
      "  2 | currency = \"EUR\"\n"
      "    |            ^\n");
}

}  // namespace
}  // namespace billwright::books
