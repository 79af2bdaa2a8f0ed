#include "base/file.h"
#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

TEST_F(BooksTest, MistakesOfAllFilesAreReportedAtOnce) {
  Append("billwright.toml", "phone = \"1\"\n");
  Append("books/customers.toml", "parent = \"acm\"\nemail = \"nobody\"\n");
  Append("books/accounts.csv", ",1,acme,,\n,333333333333,nobody,,\n");
  Append("books/policies.toml", "passed = 2\n");
  Append("books/pricebooks/standard.toml", "rate = 1\n");
  Write("books/charges.csv", "id,customer\na,acme\n");
  Write("books/taxes.toml", "[[tax]]\nid = \"vat\"\nname = \"VAT\"\npercent = -1\n");
  const ReadResult result = Read();
  EXPECT_FALSE(result.usable());
  std::string places;
  for (const Finding& finding : result.findings)
    places += finding.code + " " + finding.where + "\n";
  EXPECT_EQ(places,
            "book.unknown_key billwright.toml:4:1\n"
            "book.bad_value books/accounts.csv:4:2\n"
            "account.unknown_customer books/accounts.csv:5:15\n"
            "book.missing_column books/charges.csv:1:1\n"
            "customer.unknown_parent books/customers.toml:7:10\n"
            "book.bad_value books/customers.toml:8:9\n"
            "book.bad_value books/policies.toml:4:10\n"
            "rule.two_prices books/pricebooks/standard.toml:5:8\n"
            "book.bad_value books/taxes.toml:4:11\n");
}

TEST_F(BooksTest, AFindingIsAboutTheEntryThatItIsIn) {
  Append("books/customers.toml", "colour = 1\n");
  EXPECT_EQ(Read().findings.at(0).subject, "globex");
  Append("books/accounts.csv", ",333333333333,nobody,,\n");
  EXPECT_EQ(Read().findings.at(0).subject, "333333333333");
}

TEST_F(BooksTest, AMistakeOfFormHidesNothingElseAndBlamesNobody) {
  Write("books/customers.toml",
        "[[customer]]\nid = \"acme\nprice_book = \"standard\"\n"
        "[[customer]]\nid = \"globex\"\nprice_book = standard\n"
        "[[customer]]\nid = \"initech\"\nprice_bok = \"standard\"\n");
  EXPECT_EQ(Findings(),
            "error book.syntax books/customers.toml:2:11: The closing quote of this text is "
            "missing.\n"
            "  2 | id = \"acme\n"
            "    |           ^\n"
            "error book.syntax books/customers.toml:6:14: This is not TOML: could not determine "
            "value type. A text is written in quotes, a number as 12 or -7.25.\n"
            "  6 | price_book = standard\n"
            "    |              ^\n"
            "warning customer.no_accounts books/customers.toml:7:1: \"initech\" has no accounts: "
            "name them in books/accounts.csv.\n"
            "  7 | [[customer]]\n"
            "    | ^\n"
            "error book.unknown_key books/customers.toml:9:1: [[customer]] has no key "
            "\"price_bok\". Did you mean \"price_book\"? Known keys: id, name, parent, "
            "own_statement, price_book, currency, passed, address, email, tax_id, "
            "purchase_order, payment_terms.\n"
            "  9 | price_bok = \"standard\"\n"
            "    | ^\n");
}

TEST_F(BooksTest, BehindABrokenHeaderNobodyIsUnknown) {
  Write("books/customers.toml", "[[customer]]\nid = \"acme\"\n\n[customer]]\nid = \"globex\"\n");
  Append("books/accounts.csv", ",333333333333,nobody,,\n");
  EXPECT_EQ(Findings(),
            "error book.syntax books/customers.toml:4:11: This is not TOML: expected a comment or "
            "whitespace, saw ']'.\n"
            "  4 | [customer]]\n"
            "    |           ^\n");
}

TEST_F(BooksTest, FilesThatNobodyReads) {
  Write("books/policy.toml", "");
  Write("books/fx.csv", "");
  Write("books/notes.txt", "");
  EXPECT_EQ(Findings(),
            "warning book.not_offered books/fx.csv: books/fx.csv is not read yet: nothing in it "
            "counts.\n"
            "warning book.unknown_file books/policy.toml: Nothing reads books/policy.toml. Did you "
            "mean \"policies.toml\"? Books are: accounts.csv, charges.csv, customers.toml, "
            "policies.toml, pricebooks, taxes.toml.\n");
}

TEST_F(BooksTest, LongLinesAreCutAroundTheMistake) {
  Append("books/customers.toml", "name = \"" + std::string(150, 'x') + "\"\naddress = [\"" +
                                     std::string(150, 'y') + "\", 7, \"" + std::string(150, 'z') +
                                     "\"]\n");
  EXPECT_EQ(Findings(),
            "error book.wrong_type books/customers.toml:8:166: \"address\" must be a list of "
            "texts, such as [\"a\", \"b\"], not a number.\n"
            "  8 | …yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\", 7, "
            "\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz…\n"
            "    |                                                              ^\n");
}

TEST_F(BooksTest, InitWritesBooksThatPassTheirOwnCheck) {
  const std::filesystem::path folder = folder_ / "new/acme";
  ASSERT_TRUE(Init(folder));
  const Result<ReadResult> result = billwright::books::Read(folder);
  ASSERT_TRUE(result);
  EXPECT_EQ(Text(result->findings), "");
  EXPECT_EQ(result->books.customers.size(), 5);
  EXPECT_EQ(result->books.accounts.size(), 5);
  EXPECT_EQ(result->books.price_books.size(), 1);
  EXPECT_EQ(result->books.policies.size(), 1);
  EXPECT_EQ(result->books.treatments.size(), 2);
  EXPECT_EQ(result->books.custom_lines.size(), 2);
  EXPECT_EQ(result->books.taxes.size(), 1);
  EXPECT_TRUE(std::filesystem::exists(folder / "README.md"));
  const std::string ignored = ReadFile(folder / ".gitignore").value();
  EXPECT_THAT(ignored, testing::HasSubstr("\n/data/\n"));
  EXPECT_THAT(ignored, testing::HasSubstr("\n/statements/\n"));
}

TEST_F(BooksTest, InitKeepsWhatIsThere) {
  EXPECT_EQ(Init(folder_).error().ToString(),
            folder_.string() + " is a workspace already: it holds a billwright.toml");
  Write("mine/README.md", "my words\n");
  ASSERT_TRUE(Init(folder_ / "mine"));
  EXPECT_EQ(ReadFile(folder_ / "mine/README.md").value(), "my words\n");
}

TEST_F(BooksTest, AFileThatCannotBeReadIsNoMistakeOfItsAuthor) {
  std::filesystem::remove(folder_ / "books/taxes.toml");
  std::filesystem::create_directories(folder_ / "books/taxes.toml");
  EXPECT_EQ(billwright::books::Read(folder_).error().code(), ErrorCode::kIo);
}

}  // namespace
}  // namespace billwright::books
