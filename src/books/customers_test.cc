#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using testing::ElementsAre;

class CustomersTest : public BooksTest {
 protected:
  /// Replaces the customers, and gives each of `with_account` one.
  void Customers(std::string_view text, std::initializer_list<std::string_view> with_account) {
    Write("books/customers.toml", text);
    std::string csv = "account,customer\n";
    int64_t account = 100000000000;
    for (const std::string_view id : with_account)
      csv += std::to_string(++account) + "," + std::string(id) + "\n";
    Write("books/accounts.csv", csv);
  }
};

TEST_F(CustomersTest, HoldWhatIsWritten) {
  Customers(R"(
[[customer]]
id = "acme"
name = "Acme Ltd"
price_book = "standard"
passed = 0.123456789012
address = ["1 Road", "Town"]
email = "a@acme.example"
tax_id = "T1"
purchase_order = "PO1"
payment_terms = "30 days net"
)",
            {"acme"});
  const Books books = Good();
  const Customer& acme = *books.FindCustomer("acme");
  EXPECT_EQ(acme.name, "Acme Ltd");
  EXPECT_TRUE(acme.own_statement);
  EXPECT_EQ(acme.price_book, "standard");
  EXPECT_EQ(acme.currency, "USD");
  EXPECT_EQ(acme.passed, Decimal::Parse("0.123456789012").value());
  EXPECT_THAT(acme.address, ElementsAre("1 Road", "Town"));
  EXPECT_EQ(acme.email, "a@acme.example");
  EXPECT_EQ(acme.tax_id, "T1");
  EXPECT_EQ(acme.purchase_order, "PO1");
  EXPECT_EQ(acme.payment_terms, "30 days net");
  EXPECT_EQ(acme.position.ToString(), "books/customers.toml:2:1");
}

TEST_F(CustomersTest, TheHouseIsAlwaysThere) {
  const Books books = Good();
  ASSERT_EQ(books.customers.size(), 3);  // acme, globex, house: ordered by id
  const Customer& house = *books.FindCustomer("house");
  EXPECT_EQ(&house, &books.customers[2]);
  EXPECT_FALSE(house.own_statement);
  EXPECT_EQ(house.price_book, "");
  EXPECT_EQ(books.FindCustomer("nobody"), nullptr);
}

TEST_F(CustomersTest, InheritFromTheNearestAncestorThatHasIt) {
  Customers(R"(
[[customer]]
id = "lab"
parent = "unit"
own_statement = false
[[customer]]
id = "unit"
parent = "group"
passed = 0.5
[[customer]]
id = "group"
price_book = "standard"
payment_terms = "30 days net"
passed = 0.8
)",
            {"lab"});
  const Books books = Good();
  const Customer& lab = *books.FindCustomer("lab");
  EXPECT_EQ(lab.price_book, "standard");
  EXPECT_EQ(lab.payment_terms, "30 days net");
  EXPECT_EQ(lab.currency, "USD");
  EXPECT_EQ(lab.passed, Decimal::Parse("0.5").value());
  EXPECT_EQ(books.FindCustomer("group")->passed, Decimal::Parse("0.8").value());
}

TEST_F(CustomersTest, UnknownKey) {
  Append("books/customers.toml", "pricebook = \"standard\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.unknown_key books/customers.toml:7:1: [[customer]] has no key \"pricebook\". "
      "Did you mean \"price_book\"? Known keys: id, name, parent, own_statement, price_book, "
      "currency, passed, address, email, tax_id, purchase_order, payment_terms.\n"
      "  7 | pricebook = \"standard\"\n"
      "    | ^\n");
}

TEST_F(CustomersTest, MistypedListIsAnUnknownKey) {
  Append("books/customers.toml", "[[customers]]\nid = \"x\"\n");
  EXPECT_EQ(Findings(),
            "error book.unknown_key books/customers.toml:7:3: customers.toml has no key "
            "\"customers\". Did you mean \"customer\"? Known keys: customer.\n"
            "  7 | [[customers]]\n"
            "    |   ^\n");
}

TEST_F(CustomersTest, UnknownPriceBookAndParent) {
  Customers(
      "[[customer]]\nid = \"acme\"\nprice_book = \"standart\"\n"
      "[[customer]]\nid = \"lab\"\nparent = \"acne\"\nprice_book = \"standard\"\n",
      {"acme", "lab"});
  EXPECT_EQ(
      Findings(),
      "error customer.unknown_price_book books/customers.toml:3:14: There is no price book "
      "\"standart\" in books/pricebooks. Did you mean \"standard\"?\n"
      "  3 | price_book = \"standart\"\n"
      "    |              ^\n"
      "error customer.unknown_parent books/customers.toml:6:10: There is no customer \"acne\" "
      "in books/customers.toml. Did you mean \"acme\"?\n"
      "  6 | parent = \"acne\"\n"
      "    |          ^\n");
}

TEST_F(CustomersTest, ParentsInACircle) {
  Customers(
      "[[customer]]\nid = \"x\"\nparent = \"a\"\nprice_book = \"standard\"\n"
      "[[customer]]\nid = \"a\"\nparent = \"b\"\nprice_book = \"standard\"\n"
      "[[customer]]\nid = \"b\"\nparent = \"a\"\nprice_book = \"standard\"\n",
      {"x"});
  EXPECT_EQ(
      Findings(),
      "error customer.cycle books/customers.toml:7:10: The parents go round in a circle: \"a\" "
      "→ \"b\" → \"a\".\n"
      "  7 | parent = \"b\"\n"
      "    |          ^\n");
}

TEST_F(CustomersTest, OwnParent) {
  Customers("[[customer]]\nid = \"a\"\nparent = \"a\"\nprice_book = \"standard\"\n", {"a"});
  EXPECT_EQ(
      Findings(),
      "error customer.cycle books/customers.toml:3:10: The parents go round in a circle: \"a\" "
      "→ \"a\".\n"
      "  3 | parent = \"a\"\n"
      "    |          ^\n");
}

TEST_F(CustomersTest, NoPriceBookAnywhereAbove) {
  Customers("[[customer]]\nid = \"group\"\n[[customer]]\nid = \"unit\"\nparent = \"group\"\n",
            {"unit"});
  EXPECT_EQ(
      Findings(),
      "error customer.no_price_book books/customers.toml:3:1: \"unit\" has no price book, and "
      "nobody above it has one: name one as \"price_book\".\n"
      "  3 | [[customer]]\n"
      "    | ^\n");
}

TEST_F(CustomersTest, DuplicateAndReservedIds) {
  Append(
      "books/customers.toml",
      "[[customer]]\nid = \"acme\"\n[[customer]]\nid = \"unassigned\"\n[[customer]]\nid = \"A B\"\n"
      "[[customer]]\nname = \"No id\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.duplicate_id books/customers.toml:8:6: There are two customers \"acme\": the "
      "first is on line 2.\n"
      "  8 | id = \"acme\"\n"
      "    |      ^\n"
      "error customer.reserved books/customers.toml:10:6: \"unassigned\" stands for the "
      "accounts that no book names: choose another id.\n"
      "  10 | id = \"unassigned\"\n"
      "     |      ^\n"
      "error book.bad_value books/customers.toml:12:6: \"id\" must be an id of small letters, "
      "digits, \"-\", \"_\" and \".\" (at most 64), not \"A B\".\n"
      "  12 | id = \"A B\"\n"
      "     |      ^\n"
      "error book.missing_key books/customers.toml:13:1: [[customer]] needs \"id\".\n"
      "  13 | [[customer]]\n"
      "     | ^\n");
}

TEST_F(CustomersTest, PassedIsAPartOfOne) {
  Append("books/customers.toml", "passed = 80\n");
  EXPECT_EQ(Findings(),
            "error book.bad_value books/customers.toml:7:10: \"passed\" must be from 0 to 1, not "
            "80.\n"
            "  7 | passed = 80\n"
            "    |          ^\n");
}

TEST_F(CustomersTest, AnotherCurrencyNeedsExchange) {
  Append("books/customers.toml", "currency = \"EUR\"\n");
  EXPECT_EQ(
      Findings(),
      "error currency.no_exchange books/customers.toml:7:12: \"globex\" is to be billed in EUR, "
      "the workspace is in USD: exchange is not offered yet. Leave \"currency\" out to bill in "
      "USD.\n"
      "  7 | currency = \"EUR\"\n"
      "    |            ^\n");
}

TEST_F(CustomersTest, NoStatementToBeOn) {
  Append("books/customers.toml", "own_statement = false\n");
  EXPECT_EQ(
      Findings(),
      "error customer.no_statement books/customers.toml:7:17: \"globex\" has no parent, so no "
      "other statement could carry its lines: name a \"parent\", or leave \"own_statement\" "
      "out.\n"
      "  7 | own_statement = false\n"
      "    |                 ^\n");
}

TEST_F(CustomersTest, HouseIsNeitherParentNorChild) {
  Append("books/customers.toml",
         "parent = \"house\"\n[[customer]]\nid = \"house\"\nparent = \"acme\"\n"
         "own_statement = true\n");
  EXPECT_EQ(
      Findings(),
      "error customer.house books/customers.toml:7:10: The house has no customers below it: a "
      "customer at the top has no \"parent\".\n"
      "  7 | parent = \"house\"\n"
      "    |          ^\n"
      "error customer.house books/customers.toml:10:10: The house is the reseller itself: it "
      "has no parent.\n"
      "  10 | parent = \"acme\"\n"
      "     |          ^\n"
      "error customer.house books/customers.toml:11:17: The house gets no statement.\n"
      "  11 | own_statement = true\n"
      "     |                 ^\n");
}

TEST_F(CustomersTest, WithoutAccountsIsAWarning) {
  Append("books/customers.toml", "[[customer]]\nid = \"empty\"\nprice_book = \"standard\"\n");
  EXPECT_EQ(
      Findings(),
      "warning customer.no_accounts books/customers.toml:7:1: \"empty\" has no accounts: name "
      "them in books/accounts.csv.\n"
      "  7 | [[customer]]\n"
      "    | ^\n");
}

TEST_F(CustomersTest, GroupWithAccountsIsAnInfo) {
  Append("books/customers.toml", "parent = \"acme\"\n");
  EXPECT_EQ(
      Findings(),
      "info customer.group_with_accounts books/customers.toml:1:1: \"acme\" has customers below "
      "it and accounts of its own: what these use is charged to \"acme\" itself.\n"
      "  1 | [[customer]]\n"
      "    | ^\n");
}

}  // namespace
}  // namespace billwright::books
