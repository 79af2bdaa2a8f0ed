#include "attribute/source.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <vector>

#include "base/file.h"
#include "model/line_item.h"

namespace billwright::attribute {
namespace {

using ::testing::ElementsAreArray;
using ::testing::UnorderedElementsAreArray;

/// The names in backquotes in the first column of the page's first table, in order.
std::vector<std::string> SourcesOnThePage() {
  const std::string page = ReadFile(std::string(BILLWRIGHT_SOURCE_DIR) + "/docs/margin.md").value();
  const size_t begin = page.find("| --- |");
  const std::string table = page.substr(begin, page.find("\n\n", begin) - begin);
  std::vector<std::string> names;
  for (size_t row = table.find("\n| "); row != std::string::npos;
       row = table.find("\n| ", row + 1)) {
    const std::string cell = table.substr(row + 3, table.find(" |", row + 3) - row - 3);
    for (size_t open = cell.find('`'); open != std::string::npos;) {
      const size_t close = cell.find('`', open + 1);
      names.push_back(cell.substr(open + 1, close - open - 1));
      open = cell.find('`', close + 1);
    }
  }
  return names;
}

TEST(Source, IsOnThePageOfMargin) { EXPECT_THAT(SourcesOnThePage(), ElementsAreArray(kSources)); }

TEST(Source, IsSomeKindsOrOfTheStageItself) {
  std::set<std::string_view> sources{kRetainedBenefit, kRounding, SourceOf("unused"),
                                     SourceOf("term")};
  for (int i = 0; i <= static_cast<int>(LineItemKind::kUnknown); ++i)
    sources.insert(SourceOf(Name(static_cast<LineItemKind>(i))));
  EXPECT_THAT(sources, UnorderedElementsAreArray(kSources));
}

}  // namespace
}  // namespace billwright::attribute
