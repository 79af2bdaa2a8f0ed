#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using testing::ElementsAre;

class ChargesTest : public BooksTest {
 protected:
  void Charges(const std::string& lines) {
    Write("books/charges.csv", "id,customer,description,kind,amount,base,recurs,from,to\n" + lines);
  }
};

TEST_F(ChargesTest, HoldWhatIsWritten) {
  Charges(
      "setup,acme,\"Set-up, once\",flat,1500.00,,once,2018-10,\n"
      "care,acme,Managed service,percent,7.5,AmazonEC2,monthly,2018-10,2019-01\n"
      "credit,globex,Goodwill,flat,-10,,,,\n");
  const std::vector<CustomLine> lines = Good().custom_lines;
  ASSERT_EQ(lines.size(), 3);
  EXPECT_EQ(lines[0].description, "Set-up, once");
  EXPECT_FALSE(lines[0].is_percent);
  EXPECT_EQ(lines[0].amount, Decimal::FromInteger(1500));
  EXPECT_EQ(lines[0].from, (BillingPeriod{2018, 10}));
  EXPECT_EQ(lines[0].to, (BillingPeriod{2018, 11}));
  EXPECT_TRUE(lines[1].is_percent);
  EXPECT_EQ(lines[1].base, "AmazonEC2");
  EXPECT_EQ(lines[1].to, (BillingPeriod{2019, 1}));
  EXPECT_EQ(lines[2].amount, Decimal::FromInteger(-10));
  EXPECT_EQ(lines[2].from, (BillingPeriod{1, 1}));
  EXPECT_EQ(lines[2].to, (BillingPeriod{9999, 12}));
  EXPECT_EQ(lines[2].position.ToString(), "books/charges.csv:4:1");
}

TEST_F(ChargesTest, RecursMayBeLeftOut) {
  Write("books/charges.csv",
        "id,customer,description,kind,amount,base,from,to\n"
        "setup,acme,Set-up,flat,1500,,2018-10,2018-11\n");
  EXPECT_EQ(Good().custom_lines[0].to, (BillingPeriod{2018, 11}));
}

TEST_F(ChargesTest, BaseOfAPerCent) {
  Charges("a,acme,A,percent,5,,,,\nb,acme,B,flat,5,all,,,\n");
  EXPECT_EQ(
      Findings(),
      "error charge.base books/charges.csv:2:1: A per cent needs a \"base\": \"all\", \"usage\" "
      "or the product code of a service, such as \"AmazonEC2\".\n"
      "  2 | a,acme,A,percent,5,,,,\n"
      "    | ^\n"
      "error charge.base books/charges.csv:3:17: A flat amount has no \"base\": leave it "
      "empty.\n"
      "  3 | b,acme,B,flat,5,all,,,\n"
      "    |                 ^\n");
}

TEST_F(ChargesTest, AmountsAreNumbers) {
  Charges(
      "a,acme,A,flat,\"1.500,00\",,,,\nb,acme,B,percent,5%,all,,,\nc,acme,C,percent,-101,all,,,\n"
      "d,acme,D,fixed,5,,,,\n");
  EXPECT_EQ(Findings(),
            "error book.bad_value books/charges.csv:2:15: \"amount\" must be a number, such as "
            "12 or -7.25, not \"1.500,00\". The decimal sign is a point: 7.25.\n"
            "  2 | a,acme,A,flat,\"1.500,00\",,,,\n"
            "    |               ^\n"
            "error book.bad_value books/charges.csv:3:18: \"amount\" must be a number, such as "
            "12 or -7.25, not \"5%\". Leave the per cent sign out.\n"
            "  3 | b,acme,B,percent,5%,all,,,\n"
            "    |                  ^\n"
            "error book.bad_value books/charges.csv:4:18: \"amount\" must be from -100 to 1000, "
            "not -101.\n"
            "  4 | c,acme,C,percent,-101,all,,,\n"
            "    |                  ^\n"
            "error book.bad_value books/charges.csv:5:10: \"kind\" must be \"flat\" or "
            "\"percent\", not \"fixed\".\n"
            "  5 | d,acme,D,fixed,5,,,,\n"
            "    |          ^\n");
}

TEST_F(ChargesTest, OnceHasAMonthAndNoEnd) {
  Charges("a,acme,A,flat,1,,once,,\nb,acme,B,flat,1,,once,2018-10,2018-11\nb,house,B,flat,1,,,,\n");
  EXPECT_EQ(Findings(),
            "error book.missing_key books/charges.csv:2:1: A line needs \"from\".\n"
            "  2 | a,acme,A,flat,1,,once,,\n"
            "    | ^\n"
            "error charge.months books/charges.csv:3:31: What is charged once has no end: name "
            "its month as \"from\", and leave \"to\" empty.\n"
            "  3 | b,acme,B,flat,1,,once,2018-10,2018-11\n"
            "    |                               ^\n"
            "error book.duplicate_id books/charges.csv:4:1: There are two charges \"b\": the "
            "first is on line 3.\n"
            "  4 | b,house,B,flat,1,,,,\n"
            "    | ^\n"
            "error customer.house books/charges.csv:4:3: The house gets no statement, so nothing "
            "can be charged to it.\n"
            "  4 | b,house,B,flat,1,,,,\n"
            "    |   ^\n");
}

TEST_F(ChargesTest, TaxesHoldWhatIsWritten) {
  Write("books/taxes.toml",
        "[[tax]]\nid = \"vat\"\nname = \"VAT 20 %\"\npercent = 20\ncustomers = [\"acme\"]\n"
        "from = \"2018-10\"\nto = \"2019-01\"\n");
  const std::vector<TaxRule> taxes = Good().taxes;
  ASSERT_EQ(taxes.size(), 1);
  EXPECT_EQ(taxes[0].id, "vat");
  EXPECT_EQ(taxes[0].name, "VAT 20 %");
  EXPECT_EQ(taxes[0].percent, Decimal::FromInteger(20));
  EXPECT_THAT(taxes[0].customers, ElementsAre("acme"));
  EXPECT_EQ(taxes[0].from, (BillingPeriod{2018, 10}));
  EXPECT_EQ(taxes[0].to, (BillingPeriod{2019, 1}));
}

TEST_F(ChargesTest, TaxesWithMistakes) {
  Write("books/taxes.toml",
        "[[tax]]\nid = \"vat\"\nname = \"VAT\"\npercent = 119\ncustomers = [\"acme\", \"globx\"]\n"
        "[[tax]]\nid = \"vat\"\npercent = true\n");
  EXPECT_EQ(Findings(),
            "error book.bad_value books/taxes.toml:4:11: \"percent\" must be from 0 to 100, not "
            "119.\n"
            "  4 | percent = 119\n"
            "    |           ^\n"
            "error book.unknown_customer books/taxes.toml:5:22: There is no customer \"globx\" "
            "in books/customers.toml. Did you mean \"globex\"?\n"
            "  5 | customers = [\"acme\", \"globx\"]\n"
            "    |                      ^\n"
            "error book.missing_key books/taxes.toml:6:1: [[tax]] needs \"name\".\n"
            "  6 | [[tax]]\n"
            "    | ^\n"
            "error book.duplicate_id books/taxes.toml:7:6: There are two taxes \"vat\".\n"
            "  7 | id = \"vat\"\n"
            "    |      ^\n"
            "error book.wrong_type books/taxes.toml:8:11: \"percent\" must be a number, such as "
            "12 or -7.25, not true.\n"
            "  8 | percent = true\n"
            "    |           ^\n");
}

}  // namespace
}  // namespace billwright::books
