#include <chrono>

#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

class AccountsTest : public BooksTest {
 protected:
  /// One line per assignment: payer account customer from to.
  static std::string Text(const std::vector<AccountAssignment>& accounts) {
    std::string text;
    for (const AccountAssignment& a : accounts)
      text += a.payer_account_id + "|" + a.account_id + "|" + a.customer_id + "|" +
              a.from.ToString() + "|" + a.to.ToString() + "\n";
    return text;
  }
};

TEST_F(AccountsTest, AreReadAsWrittenAndOrdered) {
  Write("books/accounts.csv",
        "# whose is it\n"
        "payer,account,customer,from,to\n"
        "999999999999,222222222222,globex,2018-10-11T14:00:00Z,\n"
        "\n"
        "999999999999, 222222222222 ,acme,,2018-10-11T14:00:00Z\n"
        ",\"011254002932\",house,2018-10-01,2019-01-01\n");
  const Books books = Good();
  EXPECT_EQ(Text(books.accounts),
            "|011254002932|house|2018-10-01T00:00:00Z|2019-01-01T00:00:00Z\n"
            "999999999999|222222222222|acme||2018-10-11T14:00:00Z\n"
            "999999999999|222222222222|globex|2018-10-11T14:00:00Z|\n");
  EXPECT_EQ(books.accounts[1].position.ToString(), "books/accounts.csv:5:1");
}

TEST_F(AccountsTest, SpreadsheetsOwnCsv) {
  Write("books/accounts.csv",
        "\xEF\xBB\xBF"
        "customer,account\r\nacme,111111111111\r\nglobex,222222222222\r\n");
  EXPECT_EQ(Text(Good().accounts), "|111111111111|acme||\n|222222222222|globex||\n");
}

TEST_F(AccountsTest, NamedPayerGoesBeforeAnyPayer) {
  Append("books/accounts.csv", "999999999999,111111111111,globex,,\n");
  EXPECT_EQ(Text(Good().accounts),
            "|111111111111|acme||\n999999999999|111111111111|globex||\n|222222222222|globex||\n");
}

TEST_F(AccountsTest, LeadingZerosThatASpreadsheetDropped) {
  Append("books/accounts.csv", ",11254002932,acme,,\n*,333333333333,acme,,\n");
  EXPECT_EQ(Findings(),
            "error book.bad_value books/accounts.csv:4:2: \"account\" must be an account id of 12 "
            "digits, not \"11254002932\". Spreadsheets drop leading zeros: is it 011254002932?\n"
            "  4 | ,11254002932,acme,,\n"
            "    |  ^\n"
            "error book.bad_value books/accounts.csv:5:1: \"payer\" must be an account id of 12 "
            "digits, not \"*\". Leave the field empty for any payer.\n"
            "  5 | *,333333333333,acme,,\n"
            "    | ^\n");
}

TEST_F(AccountsTest, OfOtherProvidersAreAnyText) {
  Write("books/accounts.csv",
        "payer,account,customer,provider\n"
        "/providers/billingAccounts/8611537,/subscriptions/5f1d-22,acme,microsoft\n"
        "01A2B3-C4D5E6-F7A8B9,20209880,globex,google\n"
        ",111111111111,acme,aws\n"
        ",222222222222,acme,\n");
  EXPECT_EQ(Text(Good().accounts),
            "/providers/billingAccounts/8611537|/subscriptions/5f1d-22|acme||\n"
            "|111111111111|acme||\n"
            "01A2B3-C4D5E6-F7A8B9|20209880|globex||\n"
            "|222222222222|acme||\n");
}

TEST_F(AccountsTest, OfAnotherProviderMustSayWhose) {
  Append("books/accounts.csv", ",/subscriptions/5f1d,acme,,\n");
  EXPECT_EQ(
      Findings(),
      "error book.bad_value books/accounts.csv:4:2: \"account\" must be an account id of 12 "
      "digits, not \"/subscriptions/5f1d\". Of another provider than AWS? Name it in a column "
      "\"provider\".\n"
      "  4 | ,/subscriptions/5f1d,acme,,\n"
      "    |  ^\n");
}

TEST_F(AccountsTest, UnknownCustomer) {
  Append("books/accounts.csv", ",333333333333,glbex,,\n,444444444444,unassigned,,\n");
  EXPECT_EQ(
      Findings(),
      "error account.unknown_customer books/accounts.csv:4:15: There is no customer \"glbex\" "
      "in books/customers.toml. Did you mean \"globex\"?\n"
      "  4 | ,333333333333,glbex,,\n"
      "    |               ^\n"
      "error customer.reserved books/accounts.csv:5:15: \"unassigned\" is for accounts that no "
      "line names: leave the line out.\n"
      "  5 | ,444444444444,unassigned,,\n"
      "    |               ^\n");
}

TEST_F(AccountsTest, Overlap) {
  Append("books/accounts.csv",
         ",333333333333,acme,2018-10-01,2018-11-02\n,333333333333,globex,2018-11-01,\n");
  EXPECT_EQ(
      Findings(),
      "error account.overlap books/accounts.csv:5:1: Account 333333333333 is taken at this "
      "time: line 4 gives it to \"acme\" from 2018-10-01T00:00:00Z to 2018-11-02T00:00:00Z. An "
      "account belongs to one customer at a time: end one line where the other begins.\n"
      "  5 | ,333333333333,globex,2018-11-01,\n"
      "    | ^\n");
}

TEST_F(AccountsTest, LongLineMeetsEveryOneInsideIt) {
  Write("books/accounts.csv",
        "account,customer,from,to\n111111111111,acme,,\n111111111111,globex,2018-01-01,2018-02-01\n"
        "111111111111,globex,2018-03-01,2018-04-01\n222222222222,globex,,\n");
  const ReadResult result = Read();
  ASSERT_EQ(result.findings.size(), 2);
  EXPECT_EQ(result.findings[0].where, "books/accounts.csv:3:1");
  EXPECT_EQ(result.findings[1].where, "books/accounts.csv:4:1");
}

TEST_F(AccountsTest, EndBeforeBeginning) {
  Append("books/accounts.csv", ",333333333333,acme,2018-11-01,2018-10-01\n");
  EXPECT_EQ(Findings(),
            "error book.empty_interval books/accounts.csv:4:31: \"to\" is the end, and not in it: "
            "2018-10-01T00:00:00Z must be later than 2018-11-01T00:00:00Z.\n"
            "  4 | ,333333333333,acme,2018-11-01,2018-10-01\n"
            "    |                               ^\n");
}

TEST_F(AccountsTest, TimesAreFullHours) {
  Append("books/accounts.csv",
         ",333333333333,acme,11.10.2018,\n,444444444444,acme,2018-10-11T14:30:00Z,\n");
  EXPECT_EQ(
      Findings(),
      "error book.bad_value books/accounts.csv:4:20: \"from\" must be a day or an hour in UTC, "
      "such as \"2018-10-11\" or \"2018-10-11T14:00:00Z\", not \"11.10.2018\".\n"
      "  4 | ,333333333333,acme,11.10.2018,\n"
      "    |                    ^\n"
      "error book.bad_value books/accounts.csv:5:20: \"from\" must be a day or an hour in UTC, "
      "such as \"2018-10-11\" or \"2018-10-11T14:00:00Z\", not \"2018-10-11T14:30:00Z\". AWS "
      "bills by the hour: it must be a full hour.\n"
      "  5 | ,444444444444,acme,2018-10-11T14:30:00Z,\n"
      "    |                    ^\n");
}

TEST_F(AccountsTest, Header) {
  Write("books/accounts.csv", "payer;account;customer\n;111111111111;acme\n");
  EXPECT_EQ(Findings(),
            "error book.unknown_column books/accounts.csv:1:1: There is no column "
            "\"payer;account;customer\". Columns are separated by commas, not by semicolons. Known "
            "columns: account, customer, payer, from, to, provider.\n"
            "  1 | payer;account;customer\n"
            "    | ^\n");
}

TEST_F(AccountsTest, EmptyFile) {
  Write("books/accounts.csv", "");
  EXPECT_EQ(
      Findings(),
      "error book.missing_column books/accounts.csv: The first line must name the columns; "
      "missing: account, customer. Known columns: account, customer, payer, from, to, provider.\n");
}

TEST_F(AccountsTest, MistypedColumn) {
  Write("books/accounts.csv", "account,customer,form\n111111111111,acme,\n222222222222,globex,\n");
  EXPECT_EQ(
      Findings(),
      "error book.unknown_column books/accounts.csv:1:18: There is no column \"form\". Did you "
      "mean \"from\"? Known columns: account, customer, payer, from, to, provider.\n"
      "  1 | account,customer,form\n"
      "    |                  ^\n");
}

TEST_F(AccountsTest, TooFewFields) {
  Append("books/accounts.csv", ",333333333333,acme\n");
  EXPECT_EQ(
      Findings(),
      "error book.wrong_field_count books/accounts.csv:4:1: This line has 3 fields, the first "
      "line names 5 fields. A text with a comma is written in quotes.\n"
      "  4 | ,333333333333,acme\n"
      "    | ^\n");
}

TEST_F(AccountsTest, QuoteThatIsNeverClosed) {
  Append("books/accounts.csv", ",333333333333,\"acme,,\n");
  EXPECT_EQ(
      Findings(),
      "error book.syntax books/accounts.csv:4:15: This is not csv: the quote that opens here is "
      "never closed.\n"
      "  4 | ,333333333333,\"acme,,\n"
      "    |               ^\n");
}

TEST_F(AccountsTest, NotUtf8) {
  Append("books/accounts.csv", "# M\xFCller\n");
  EXPECT_EQ(
      Findings(),
      "error book.not_utf8 books/accounts.csv: Line 4, column 4 holds a character that is not "
      "UTF-8: save the file as UTF-8.\n");
}

TEST_F(AccountsTest, HundredThousandLinesAreReadAtOnce) {
  std::string csv =
      "payer,account,customer,from,to\n,111111111111,acme,,\n,222222222222,globex,,\n";
  for (int i = 0; i < 50'000; ++i) {
    const std::string account = std::to_string(300'000'000'000 + i);
    csv += "," + account + ",acme,,2018-10-11T14:00:00Z\n";
    csv += "," + account + ",globex,2018-10-11T14:00:00Z,\n";
  }
  Write("books/accounts.csv", csv);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Good().accounts.size(), 100'002);
  // Unoptimised it takes half a second on a busy machine; a quadratic check would take minutes.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(AccountsTest, TwentyThousandMistakesAreReportedAtOnce) {
  std::string csv = "account,customer\n";
  for (int i = 0; i < 20'000; ++i) csv += "333333333333,globx\n";
  Write("books/accounts.csv", csv);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_GE(Read().findings.size(), 39'999);  // unknown customer on each, overlap on all but one
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace billwright::books
