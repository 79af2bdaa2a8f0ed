#include <map>

#include "base/file.h"
#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

/// A fenced block of docs/books.md: its words after the language, and its text.
struct Block {
  std::string what;
  std::string text;
};

std::vector<Block> BlocksOf(std::string_view page) {
  std::vector<Block> blocks;
  bool inside = false;
  while (!page.empty()) {
    const std::string_view line = page.substr(0, page.find('\n'));
    page.remove_prefix(std::min(line.size() + 1, page.size()));
    if (!line.starts_with("```")) {
      if (inside) blocks.back().text += std::string(line) + "\n";
      continue;
    }
    inside = !inside;
    if (inside) blocks.push_back({std::string(line.substr(line.find(' ') + 1)), ""});
  }
  return blocks;
}

/// The page's examples are one workspace; its mistakes are real.
TEST_F(BooksTest, DocumentationIsTrue) {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_ / "deliveries");
  std::vector<Block> mistaken;
  std::string findings;
  for (Block& block :
       BlocksOf(ReadFile(std::string(BILLWRIGHT_SOURCE_DIR) + "/docs/books.md").value())) {
    if (const size_t at = block.what.find(" mistaken"); at != std::string::npos)
      mistaken.push_back({block.what.substr(0, at), std::move(block.text)});
    else if (block.what == "findings")
      findings = std::move(block.text);
    else
      Write(block.what, block.text);
  }
  const Books books = Good();
  EXPECT_EQ(books.customers.size(), 5);
  EXPECT_EQ(books.policies.size(), 3);
  EXPECT_EQ(books.taxes.size(), 1);

  for (const Block& block : mistaken) Write(block.what, block.text);
  std::string found;
  for (const Finding& finding : Read().findings) {
    const size_t end_of_sentence = finding.message.find('\n');
    found += finding.where + ": " + finding.severity + ": " +
             finding.message.substr(0, end_of_sentence) + " [" + finding.code + "]" +
             finding.message.substr(end_of_sentence) + "\n";
  }
  EXPECT_EQ(found, findings);
}

}  // namespace
}  // namespace billwright::books
