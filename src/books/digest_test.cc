#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

/// The digests that changed since the last time, by the first letter of their stage:
/// Hierarchy, Allocation, Pricing, Report.
class DigestTest : public BooksTest {
 protected:
  void SetUp() override {
    BooksTest::SetUp();
    Append("books/policies.toml",
           "passed_by_customer = { acme = 0.5 }\n"
           "[[treatment]]\nkind = \"tax\"\ntreatment = \"pass\"\n"
           "[[treatment]]\nkind = \"credit\"\ntreatment = \"pass\"\n");
    Write("books/charges.csv",
          "id,customer,description,kind,amount,from,to\na,acme,A,flat,1,,\nb,acme,B,flat,2,,\n");
    Write("books/taxes.toml", "[[tax]]\nid = \"vat\"\nname = \"VAT\"\npercent = 20\n");
    Changed();
  }

  std::string Changed() {
    const Books books = Good();
    const std::vector<std::string> now{DigestOfHierarchy(books), DigestOfAllocation(books),
                                       DigestOfPricing(books), DigestOfReport(books)};
    std::string changed;
    for (size_t i = 0; i < now.size(); ++i)
      if (last_.empty() || last_[i] != now[i]) changed += "HAPR"[i];
    last_ = now;
    return changed;
  }

  /// Replaces one piece of text in a book.
  void Replace(const std::string& file, std::string_view from, std::string_view to) {
    std::ifstream in(folder_ / file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    Write(file, text.replace(at, from.size(), to));
  }

  std::vector<std::string> last_;
};

TEST_F(DigestTest, CommentsAndPlacesDoNotCount) {
  for (const char* file : {"billwright.toml", "books/customers.toml", "books/policies.toml",
                           "books/pricebooks/standard.toml", "books/taxes.toml"})
    Replace(file, "[", "# about this\n\n[");
  Replace("books/accounts.csv", ",111111111111", "# about this\n,111111111111");
  Replace("books/charges.csv", "id", "# about this\nid");
  EXPECT_EQ(Changed(), "");
}

TEST_F(DigestTest, WaysOfWritingDoNotCount) {
  Replace("books/pricebooks/standard.toml", "percent = 0", "percent = \"0.00\"");
  Replace("books/accounts.csv", ",111111111111,acme,,", ",\"111111111111\", acme,,");
  Replace("books/charges.csv", "A,flat,1,", "A,flat,1.0,");
  EXPECT_EQ(Changed(), "");
}

TEST_F(DigestTest, OrderThatDecidesNothingDoesNotCount) {
  Write("books/accounts.csv", "account,customer\n222222222222,globex\n111111111111,acme\n");
  Write("books/charges.csv",
        "customer,id,description,kind,amount\nacme,b,B,flat,2\nacme,a,A,flat,1\n");
  EXPECT_EQ(Changed(), "");
}

TEST_F(DigestTest, OrderOfTreatmentsCounts) {
  Replace("books/policies.toml", "\"tax\"", "\"x\"");
  Replace("books/policies.toml", "\"credit\"", "\"tax\"");
  Replace("books/policies.toml", "\"x\"", "\"credit\"");
  EXPECT_EQ(Changed(), "P");
}

TEST_F(DigestTest, OrderOfRulesCounts) {
  const std::string a =
      "[[rule]]\nid = \"a\"\nservices = [\"x*\"]\npercent = 1\nbasis = \"cost\"\n";
  const std::string b =
      "[[rule]]\nid = \"b\"\nservices = [\"*y\"]\npercent = 2\nbasis = \"cost\"\n";
  Write("books/pricebooks/standard.toml", a + b);
  EXPECT_EQ(Changed(), "P");
  Write("books/pricebooks/standard.toml", b + a);
  EXPECT_EQ(Changed(), "P");
}

TEST_F(DigestTest, APriceCountsForPricingAlone) {
  Replace("books/pricebooks/standard.toml", "percent = 0", "percent = 0.000000000001");
  EXPECT_EQ(Changed(), "P");
  Replace("books/pricebooks/standard.toml", "\"billed\"", "\"public\"");
  EXPECT_EQ(Changed(), "P");
  Replace("books/charges.csv", "flat,2", "flat,3");
  EXPECT_EQ(Changed(), "P");
}

TEST_F(DigestTest, ADateOfARuleMakesSpans) {
  Append("books/pricebooks/standard.toml", "to = 2030-01-01\n");
  EXPECT_EQ(Changed(), "HP");
}

TEST_F(DigestTest, AnAccountCountsForHierarchyAlone) {
  Append("books/accounts.csv", ",333333333333,acme,,\n");
  EXPECT_EQ(Changed(), "H");
  Replace("books/accounts.csv", ",333333333333,acme,,", ",333333333333,acme,,2030-01-01");
  EXPECT_EQ(Changed(), "H");
  Replace("books/accounts.csv", ",333333333333", "999999999999,333333333333");
  EXPECT_EQ(Changed(), "H");
}

TEST_F(DigestTest, APolicyCountsForAllocationAndIsPrinted) {
  Replace("books/policies.toml", "acme = 0.5", "acme = 0.6");
  EXPECT_EQ(Changed(), "AR");
  Replace("books/policies.toml", "\"originating\"", "\"originating\"\ncap_at_list = false");
  EXPECT_EQ(Changed(), "AR");
  Replace("books/policies.toml", "cap_at_list = false", "version = 2");
  EXPECT_EQ(Changed(), "AR");
}

TEST_F(DigestTest, WhatACustomerIsPassedCountsForAllocationAndIsPrinted) {
  Replace("books/customers.toml", "\"acme\"", "\"acme\"\npassed = 1");
  EXPECT_EQ(Changed(), "AR");
}

TEST_F(DigestTest, NamesAndTaxesCountForTheReport) {
  Replace("books/customers.toml", "\"acme\"", "\"acme\"\nname = \"Acme Ltd\"");
  EXPECT_EQ(Changed(), "R");
  Replace("books/taxes.toml", "20", "21");
  EXPECT_EQ(Changed(), "R");
  Replace("billwright.toml", "Reseller Ltd", "Reseller Inc");
  EXPECT_EQ(Changed(), "R");
}

TEST_F(DigestTest, TheDataFolderCountsForNothing) {
  Replace("billwright.toml", "[reseller]", "data = \"elsewhere\"\n[reseller]");
  EXPECT_EQ(Changed(), "");
}

}  // namespace
}  // namespace billwright::books
