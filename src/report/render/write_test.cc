#include "report/render/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/csv.h"
#include "base/file.h"
#include "report/testing/paper.h"

namespace billwright::report {
namespace {

using testing::DocumentOf;
using testing::EverythingOnce;
using ::testing::HasSubstr;
using testing::Month;
using ::testing::Not;
using testing::Of;

namespace fs = std::filesystem;

std::string Text(const Document& document, Format format) {
  const Result<std::string> text = Render(document, format);
  CHECK(text.has_value());
  return *text;
}

/// A folder that is gone when the test is over.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "billwright-XXXXXX").string();
    CHECK(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// What a reader can select and copy.
std::string TextOfPdf(const std::string& pdf) {
  const Folder folder;
  CHECK(WriteFileAtomically(folder.path() / "a.pdf", pdf).has_value());
  const std::string command = "pdftotext -layout '" + (folder.path() / "a.pdf").string() + "' '" +
                              (folder.path() / "a.txt").string() + "'";
  CHECK(std::system(command.c_str()) == 0, "pdftotext of poppler-utils");
  return ReadFile(folder.path() / "a.txt").value();
}

/// Every format as text.
std::string AllTexts(const Document& document) {
  std::string texts;
  for (const Format format : {Format::kHtml, Format::kCsv, Format::kJson})
    texts += Text(document, format);
  return texts + TextOfPdf(Text(document, Format::kPdf));
}

/// The style of an html document is not its content: golden files stay as they are when it changes.
std::string WithoutStyle(std::string text) {
  const size_t begin = text.find("<style>");
  if (begin != std::string::npos) text.erase(begin, text.find("</style>") - begin);
  return text;
}

/// Compares with tests/golden/statements; BILLWRIGHT_UPDATE_GOLDEN=1 writes it anew.
void ExpectGolden(const Document& document, Format format) {
  const fs::path path = fs::path(BILLWRIGHT_SOURCE_DIR) / "tests/golden/statements" /
                        (document.statement_id + "." + std::string(Name(format)));
  const std::string text = WithoutStyle(Text(document, format));
  if (std::getenv("BILLWRIGHT_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFileAtomically(path, text).has_value());
  }
  const Result<std::string> golden = ReadFile(path);
  ASSERT_TRUE(golden.has_value()) << golden.error().ToString();
  EXPECT_EQ(text, *golden) << "after a change that is meant, run the test with "
                              "BILLWRIGHT_UPDATE_GOLDEN=1 and look at the difference";
}

TEST(Golden, Html) { ExpectGolden(DocumentOf(EverythingOnce()), Format::kHtml); }
TEST(Golden, Csv) { ExpectGolden(DocumentOf(EverythingOnce()), Format::kCsv); }
TEST(Golden, Json) { ExpectGolden(DocumentOf(EverythingOnce()), Format::kJson); }

TEST(Render, TheSameDocumentIsTheSameBytes) {
  const Document document = DocumentOf(EverythingOnce());
  for (const Format format : AllFormats())
    EXPECT_EQ(Text(document, format), Text(document, format)) << Name(format);
}

TEST(Render, APdfIsDatedByItsPeriodAndNotByTheClock) {
  EXPECT_THAT(Text(DocumentOf(EverythingOnce()), Format::kPdf), HasSubstr("20181101000000Z"));
}

TEST(Render, APdfSaysWhatIsOwedAndFor) {
  const std::string text = TextOfPdf(Text(DocumentOf(EverythingOnce()), Format::kPdf));
  EXPECT_THAT(text, HasSubstr("1,560.31"));  // 1,300.26 and 20 % of it
  EXPECT_THAT(text, HasSubstr("Northwind Traders & Söhne"));
  EXPECT_THAT(text, HasSubstr("m5.large instance"));
  EXPECT_THAT(text, HasSubstr("Savings Plan 3f2a8c1d"));
  EXPECT_THAT(text, HasSubstr("−50.00"));
  EXPECT_THAT(text, HasSubstr("VAT (20 %)"));
  EXPECT_THAT(text, HasSubstr("IBAN DE02 1203 0000 0000 2020 51"));
  EXPECT_THAT(text, HasSubstr("page 1 of 2"));
}

TEST(Render, ALongPdfRepeatsTheHeadsAndCountsItsPages) {
  Month month;
  for (int i = 0; i < 400; ++i)
    month.Bill({.charge = "1", .usage_type = "Usage-" + std::to_string(1000 + i)});
  const std::string text = TextOfPdf(Text(DocumentOf(month), Format::kPdf));
  size_t heads = 0;
  for (size_t at = text.find("List price"); at != std::string::npos;
       at = text.find("List price", at + 1))
    ++heads;
  const size_t pages = static_cast<size_t>(std::count(text.begin(), text.end(), '\f'));
  EXPECT_GT(pages, 5u);
  EXPECT_EQ(heads, pages + 2);  // two summaries on the first page
  EXPECT_THAT(text, HasSubstr("page 2 of " + std::to_string(pages)));
  EXPECT_THAT(text, HasSubstr("Account 111111111111 · Amazon Elastic Compute Cloud, continued"));
  for (int i = 0; i < 400; ++i) EXPECT_THAT(text, HasSubstr("Usage-" + std::to_string(1000 + i)));
}

TEST(Render, ACsvAddsUpToTheTotal) {
  const Document document = DocumentOf(EverythingOnce());
  const auto records = ReadCsv(Text(document, Format::kCsv), "statement.csv");
  ASSERT_TRUE(records.has_value());
  Decimal sum;
  for (size_t i = 1; i < records->size(); ++i) sum += Of((*records)[i].fields.back().text);
  EXPECT_EQ((*records)[0].fields.back().text, "amount");
  EXPECT_EQ(sum, document.total);
}

TEST(Render, NothingOfAnybodyElseIsInAnyDocument) {
  Month month;
  const std::string plan =
      "arn:aws:savingsplans::222222222222:savingsplan/3f2a8c1d-0000-4000-8000-123456789012";
  const std::string named = "arn:aws:rds:eu-west-1:222222222222:ri:contoso-orders";
  month.policies[0].passed_by_customer = {{"contoso", Of("0.4321")}};
  month.policies[0].commitments = {plan};
  for (const char* customer : {"northwind", "contoso", "house"}) {
    for (const std::string& arn : {plan, named}) {
      month.Share(customer, arn, "contoso", "100");
      month.Bill({.charge = "70.123456",
                  .list = "100",
                  .customer = customer,
                  .account = customer == std::string("contoso") ? "222222222222" : "111111111111",
                  .kind = "savings_plan_covered",
                  .saved = "29.876544",
                  .arn = arn,
                  .cost = "55.4321"});
      month.charges.back().retained_benefit = Of("14.691");
      month.shares.back().attributed_cost = Of("55.4321");
    }
    month.Bill(
        {.charge = "3", .customer = customer, .usage_type = {}, .kind = "unused", .arn = named});
  }
  const std::string texts = AllTexts(DocumentOf(month));
  EXPECT_THAT(texts, HasSubstr("Northwind Traders"));
  EXPECT_THAT(texts, HasSubstr("Savings Plan (shared) 3f2a8c1d"));
  for (const char* secret : {"contoso", "Contoso", "222222222222", "999999999999", "arn:", "55.43",
                             "14.69", "0.4321", "43.21", "70.123", "29.8765", "retained"})
    EXPECT_THAT(texts, Not(HasSubstr(secret))) << secret;
}

TEST(Render, HtmlRunsNothingThatSomebodyWrote) {
  Month month;
  month.Of("northwind").name = "<script>alert(1)</script>";
  month.Of("northwind").address = {"\"><img src=x onerror=alert(1)>"};
  month.Bill({.charge = "1",
              .account = {},
              .service = {},
              .kind = "term",
              .description = "</td></table><script src=//evil>",
              .unit = "'\"<x>"});
  const std::string html = Text(DocumentOf(month), Format::kHtml);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(Render, NoCellOfACsvStartsAFormula) {
  Month month;
  month.Of("northwind").name = "=HYPERLINK(\"http://evil\")";
  month.Of("northwind").purchase_order = "@SUM(1)";
  month.Bill({.charge = "-1",
              .service = {},
              .kind = "term",
              .description = "+cmd|' /C calc'!A0",
              .unit = "-2+3",
              .region = "\t=1"});
  const auto records = ReadCsv(Text(DocumentOf(month), Format::kCsv), "statement.csv");
  ASSERT_TRUE(records.has_value());
  for (const CsvRecord& record : *records) {
    for (const CsvField& field : record.fields) {
      const bool looks_like_one =
          !field.text.empty() && std::string("=+-@\t").find(field.text[0]) != std::string::npos;
      EXPECT_TRUE(!looks_like_one || Decimal::TryParse(field.text)) << field.text;
    }
  }
}

TEST(Render, AnyTextMakesADocumentOfEveryFormat) {
  Month month;
  month.Of("northwind").name = "株式会社 \xFF שלום 🚢";
  month.Bill({.charge = "1", .usage_type = std::string(300, 'x'), .unit = std::string(80, 'W')});
  month.Bill({.charge = "12345678901.5", .service = std::string(200, 'y'), .usage_type = "\x01"});
  for (const Format format : AllFormats())
    EXPECT_GT(Text(DocumentOf(month), format).size(), 500u) << Name(format);
  EXPECT_THAT(TextOfPdf(Text(DocumentOf(month), Format::kPdf)), HasSubstr("12,345,678,902.50"));
}

TEST(WriteDocuments, WritesOneFileAFormat) {
  const Folder folder;
  ASSERT_TRUE(WriteDocuments(DocumentOf(EverythingOnce()), folder.path()).has_value());
  for (const char* ending : {"html", "pdf", "csv", "json"})
    EXPECT_TRUE(fs::exists(folder.path() / ("2018-10-northwind." + std::string(ending))));
}

TEST(WriteDocuments, RefusesAnIdThatCouldLeaveTheFolder) {
  const Folder folder;
  Document document = DocumentOf(EverythingOnce());
  document.statement_id = "../2018-10-northwind";
  const auto written = WriteDocuments(document, folder.path());
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code(), ErrorCode::kInvalidInput);
  EXPECT_EQ(written.error().message(),
            "\"../2018-10-northwind\" cannot be the name of a file; a customer's id may hold "
            "letters, digits, '-', '_' and '.' only");
}

}  // namespace
}  // namespace billwright::report
