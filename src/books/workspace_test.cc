#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using testing::ElementsAre;

class WorkspaceTest : public BooksTest {};

TEST_F(WorkspaceTest, HoldsWhatIsWritten) {
  std::filesystem::create_directories(folder_ / "reports");
  Write("billwright.toml", R"(
currency = "EUR"
data = "own/data/"
[reseller]
name = "Reseller Ltd"
address = """
1 Harbour Street
10115 Berlin"""
tax_id = "DE1"
email = "billing@reseller.example"
payment_details = ["IBAN DE02", "BIC X"]
[[source]]
id = "main"
path = "reports"
[[source]]
id = "archive"
path = "/"
[engine]
memory_limit = "1.5 GiB"
threads = 2
)");
  const WorkspaceSettings workspace = Good().workspace;
  EXPECT_EQ(workspace.folder, folder_);
  EXPECT_EQ(workspace.data, folder_ / "own/data");
  EXPECT_EQ(workspace.currency, "EUR");
  EXPECT_EQ(workspace.reseller_name, "Reseller Ltd");
  EXPECT_THAT(workspace.reseller_address, ElementsAre("1 Harbour Street", "10115 Berlin"));
  EXPECT_EQ(workspace.reseller_tax_id, "DE1");
  EXPECT_EQ(workspace.reseller_email, "billing@reseller.example");
  EXPECT_THAT(workspace.payment_details, ElementsAre("IBAN DE02", "BIC X"));
  EXPECT_EQ(workspace.memory_limit, "1.5 GiB");
  EXPECT_EQ(workspace.threads, 2);
  ASSERT_EQ(workspace.sources.size(), 2);
  EXPECT_EQ(workspace.sources[0].id, "main");
  EXPECT_EQ(workspace.sources[0].path, folder_ / "reports");
  EXPECT_EQ(workspace.sources[0].position.ToString(), "billwright.toml:12:1");
  EXPECT_EQ(workspace.sources[1].path, "/");
}

TEST_F(WorkspaceTest, HasDefaults) {
  const WorkspaceSettings workspace = Good().workspace;
  EXPECT_EQ(workspace.data, folder_ / "data");
  EXPECT_EQ(workspace.memory_limit, "1GB");
  EXPECT_EQ(workspace.threads, 0);
}

TEST_F(WorkspaceTest, IsFoundFromAFolderInIt) {
  EXPECT_EQ(FindWorkspace(folder_ / "books/pricebooks").value(), folder_);
  EXPECT_EQ(FindWorkspace(folder_ / "").value(), folder_);
  EXPECT_EQ(FindWorkspace(folder_.parent_path()).error().code(), ErrorCode::kNotFound);
}

TEST_F(WorkspaceTest, MissingFilesAreNamedAllAtOnce) {
  for (const char* file : {"billwright.toml", "books/customers.toml", "books/accounts.csv"})
    std::filesystem::remove(folder_ / file);
  EXPECT_EQ(
      Findings(),
      "error book.missing billwright.toml: billwright.toml is missing: `billwright init` "
      "writes one to begin with.\n"
      "error book.missing books/accounts.csv: books/accounts.csv is missing: `billwright init` "
      "writes one to begin with.\n"
      "error book.missing books/customers.toml: books/customers.toml is missing: `billwright "
      "init` writes one to begin with.\n");
}

TEST_F(WorkspaceTest, DataFolderMustBeInside) {
  for (const std::string data : {"../data", "/tmp/data", ".", "books", "books/x", "a/../../data"}) {
    Write("billwright.toml",
          "currency = \"USD\"\ndata = \"" + data + "\"\n[reseller]\nname = \"R\"\n");
    EXPECT_EQ(
        Findings(),
        "error workspace.path billwright.toml:2:8: \"data\" must be a folder of its own inside "
        "the workspace, such as \"data\", not \"" +
            data +
            "\".\n"
            "  2 | data = \"" +
            data +
            "\"\n"
            "    |        ^\n");
  }
}

TEST_F(WorkspaceTest, SourceMayNotBeBillwrightsOwnData) {
  for (const std::string path : {"data", "data/", "./data/deliveries"}) {
    Write("billwright.toml",
          "currency = \"USD\"\n[reseller]\nname = \"R\"\n[[source]]\nid = "
          "\"main\"\npath = \"" +
              path + "\"\n");
    const std::string start =
        "error workspace.path billwright.toml:6:8: \"path\" is \"" + path +
        "\", where Billwright keeps its own data: what is there was taken in already. Name the "
        "folder of the deliveries.";
    EXPECT_EQ(Findings().substr(0, start.size()), start);
  }
}

TEST_F(WorkspaceTest, SourceMayNotCreepOut) {
  Append("billwright.toml", "[[source]]\nid = \"main\"\npath = \"reports/../../other\"\n");
  EXPECT_EQ(
      Findings(),
      "error workspace.path billwright.toml:6:8: \"path\" leaves the workspace: "
      "\"reports/../../other\". Name a folder or file inside it, or write the whole path from "
      "\"/\" on.\n"
      "  6 | path = \"reports/../../other\"\n"
      "    |        ^\n");
}

TEST_F(WorkspaceTest, SourceThatIsNotThereYetIsAWarning) {
  Append("billwright.toml", "[[source]]\nid = \"main\"\npath = \"reports\"\n");
  EXPECT_EQ(
      Findings(),
      "warning source.missing billwright.toml:6:8: There is nothing at \"reports\" yet: put the "
      "deliveries there, or change the path.\n"
      "  6 | path = \"reports\"\n"
      "    |        ^\n");
  EXPECT_TRUE(Read().usable());
}

TEST_F(WorkspaceTest, ASourceMayBeAPlaceInS3) {
  Append("billwright.toml",
         "[[source]]\nid = \"main\"\npath = \"s3://acme-cur/reports\"\nprofile = \"billing\"\n"
         "region = \"eu-central-1\"\nendpoint = \"https://s3.example.com:9000\"\n"
         "path_style = false\nkeep = \"reference\"\nexports = [\"hourly\"]\n"
         "payers = [\"123456789012\", \"210987654321\"]\n");
  EXPECT_EQ(Findings(), "");
  const auto sources = Read().books.workspace.sources;
  ASSERT_EQ(sources.size(), 1u);
  const Source& source = sources.front();
  EXPECT_TRUE(source.is_s3);
  EXPECT_EQ(source.place, "s3://acme-cur/reports");
  EXPECT_EQ(source.profile, "billing");
  EXPECT_EQ(source.region, "eu-central-1");
  EXPECT_EQ(source.endpoint, "https://s3.example.com:9000");
  EXPECT_EQ(source.path_style, false);
  EXPECT_EQ(source.keep, "reference");
  EXPECT_EQ(source.exports, std::vector<std::string>{"hourly"});
  EXPECT_EQ(source.payers, (std::vector<std::string>{"123456789012", "210987654321"}));
}

TEST_F(WorkspaceTest, ASourceSaysWhereItIsWrong) {
  Append("billwright.toml",
         "[[source]]\nid = \"main\"\npath = \"s3://Bucket/reports\"\nkeep = \"maybe\"\n"
         "payers = [\"123\"]\n[[source]]\nid = \"b\"\npath = \"s3://bucket\"\n"
         "endpoint = \"s3.example.com\"\n[[source]]\nid = \"c\"\npath = \"/\"\n"
         "profile = \"x\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.bad_value billwright.toml:6:8: \"path\" is \"s3://Bucket/reports\": expected "
      "\"s3://bucket/prefix\", with a bucket of 3 to 63 small letters, digits, \".\" and \"-\".\n"
      "  6 | path = \"s3://Bucket/reports\"\n"
      "    |        ^\n"
      "error book.bad_value billwright.toml:7:8: \"keep\" must be \"copy\" or \"reference\", "
      "not \"maybe\".\n"
      "  7 | keep = \"maybe\"\n"
      "    |        ^\n"
      "error book.bad_value billwright.toml:8:11: \"payers\" must list accounts of 12 digits, not "
      "\"123\".\n"
      "  8 | payers = [\"123\"]\n"
      "    |           ^\n"
      "error book.bad_value billwright.toml:12:12: \"endpoint\" is \"s3.example.com\": expected an "
      "address that starts with https:// or http://, such as \"https://s3.example.com:9000\".\n"
      "  12 | endpoint = \"s3.example.com\"\n"
      "     |            ^\n"
      "error book.bad_value billwright.toml:16:11: \"profile\" is for a place in S3 "
      "(\"s3://bucket/prefix\"); this source is a folder or a file.\n"
      "  16 | profile = \"x\"\n"
      "     |           ^\n");
}

TEST_F(WorkspaceTest, KeyBelowTheWrongTable) {
  Write("billwright.toml", "[reseller]\nname = \"R\"\ncurrency = \"USD\"\n");
  EXPECT_EQ(Findings(),
            "error book.missing_key billwright.toml:1:1: billwright.toml needs \"currency\".\n"
            "  1 | [reseller]\n"
            "    | ^\n"
            "error book.unknown_key billwright.toml:3:1: [reseller] has no key \"currency\". It "
            "belongs above the first line in brackets. Known keys: name, address, tax_id, email, "
            "payment_details.\n"
            "  3 | currency = \"USD\"\n"
            "    | ^\n");
}

TEST_F(WorkspaceTest, ManyMistakesInOneFile) {
  Write("billwright.toml",
        "currency = \"US\"\n[reseller]\nname = 7\nemail = \"a b@c\"\n"
        "[engine]\nmemory_limit = \"lots\"\nthreads = -1\n[source]\nid = \"x\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.bad_value billwright.toml:1:12: \"currency\" must be the code of a currency, "
      "such as \"USD\", not \"US\".\n"
      "  1 | currency = \"US\"\n"
      "    |            ^\n"
      "error book.wrong_type billwright.toml:3:8: \"name\" must be a text in quotes, not a "
      "number.\n"
      "  3 | name = 7\n"
      "    |        ^\n"
      "error book.bad_value billwright.toml:4:9: \"email\" must be one e-mail address, not "
      "\"a b@c\".\n"
      "  4 | email = \"a b@c\"\n"
      "    |         ^\n"
      "error book.bad_value billwright.toml:6:16: \"memory_limit\" must be an amount of memory, "
      "such as \"1GB\", not \"lots\".\n"
      "  6 | memory_limit = \"lots\"\n"
      "    |                ^\n"
      "error book.bad_value billwright.toml:7:11: \"threads\" must be from 0 to 1024, not -1.\n"
      "  7 | threads = -1\n"
      "    |           ^\n"
      "error book.wrong_type billwright.toml:8:1: There may be many of \"source\": write each "
      "below a line [[source]].\n"
      "  8 | [source]\n"
      "    | ^\n");
}

}  // namespace
}  // namespace billwright::books
