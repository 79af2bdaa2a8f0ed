#include <fmt/core.h>
#include <rapidcheck.h>

#include <algorithm>

#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

/// A line of one account: under a payer or any, for some days of October 2018.
struct Line {
  std::string payer;  ///< empty: any
  int from = 0;
  int to = 0;

  std::string ToCsv() const {
    return fmt::format("{},111111111111,acme,2018-10-{:02},2018-10-{:02}\n", payer, from, to);
  }
};

rc::Gen<Line> AnyLine() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::element<std::string>("", "888888888888", "999999999999"),
                     rc::gen::inRange(1, 20), rc::gen::inRange(1, 8)),
      [](const std::tuple<std::string, int, int>& line) {
        return Line{std::get<0>(line), std::get<1>(line), std::get<1>(line) + std::get<2>(line)};
      });
}

/// Whether any two of them hold at one time under one payer, by looking at every pair.
bool AnyMeet(const std::vector<Line>& lines) {
  for (size_t i = 0; i < lines.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (lines[i].payer == lines[j].payer && lines[i].from < lines[j].to &&
          lines[j].from < lines[i].to)
        return true;
  return false;
}

TEST_F(BooksTest, OverlapsAreFoundExactlyWhenAPairMeets) {
  const bool holds = rc::check([&] {
    const auto lines = *rc::gen::container<std::vector<Line>>(AnyLine());
    std::string csv = "payer,account,customer,from,to\n,222222222222,globex,,\n";
    for (const Line& line : lines) csv += line.ToCsv();
    Write("books/accounts.csv", csv);
    const ReadResult result = Read();
    const bool any_reported =
        std::any_of(result.findings.begin(), result.findings.end(),
                    [](const Finding& finding) { return finding.code == "account.overlap"; });
    RC_ASSERT(any_reported == AnyMeet(lines));
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace billwright::books
