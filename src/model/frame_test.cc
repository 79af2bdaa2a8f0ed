#include "model/frame.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }

FrameColumn Text(std::string name, std::vector<std::string> values) {
  return {std::move(name), std::move(values)};
}
FrameColumn Amounts(std::string name, std::vector<Decimal> values) {
  return {std::move(name), std::move(values)};
}
FrameColumn Counts(std::string name, std::vector<int64_t> values) {
  return {std::move(name), std::move(values)};
}

Frame Cells() {
  return {{Text("customer", {"northwind", "acme", "northwind"}),
           Text("service", {"AmazonS3", "AmazonEC2", "AmazonEC2"}), Counts("rows", {2, 3, 4}),
           Amounts("cost", {D("0.5"), D("10"), D("0.25")})}};
}

/// Every row as text, its values joined with blanks.
std::vector<std::string> Rows(const Frame& frame) {
  std::vector<std::string> rows(frame.row_count());
  for (size_t row = 0; row < rows.size(); ++row)
    for (size_t column = 0; column < frame.columns.size(); ++column)
      rows[row] += (column == 0 ? "" : " ") + frame.TextAt(column, row);
  return rows;
}

TEST(Frame, PrintsEveryTypeExactly) {
  const Frame frame{{Text("a", {"x"}),
                     Counts("b", {-7}),
                     Amounts("c", {D("0.10")}),
                     {"d", std::vector{UtcTime::FromDate(2018, 10, 1)}},
                     {"e", std::vector<uint8_t>{1}}}};
  EXPECT_EQ(Rows(frame), (std::vector<std::string>{"x -7 0.1 2018-10-01T00:00:00Z true"}));
}

TEST(Frame, FindsColumnsByName) {
  const Frame cells = Cells();
  EXPECT_EQ(cells.Find("rows")->type(), ColumnType::kInteger);
  EXPECT_EQ(cells.Find("margin"), nullptr);
  EXPECT_EQ(cells.column("cost").decimals()[1], D("10"));
  EXPECT_EQ(Frame().row_count(), 0u);
}

TEST(FrameDeathTest, HasTheColumnsThatAreAskedFor) {
  EXPECT_DEATH(Cells().column("margin"), "margin");
}

TEST(SumBy, AddsUpOverEqualKeysInKeyOrder) {
  EXPECT_EQ(Rows(SumBy(Cells(), {"customer"}).value()),
            (std::vector<std::string>{"acme 3 10", "northwind 6 0.75"}));
  EXPECT_EQ(Rows(SumBy(Cells(), {"service", "customer"}).value()),
            (std::vector<std::string>{"AmazonEC2 acme 3 10", "AmazonEC2 northwind 4 0.25",
                                      "AmazonS3 northwind 2 0.5"}));
  EXPECT_EQ(Rows(SumBy(Cells(), {}).value()), (std::vector<std::string>{"9 10.75"}));
}

TEST(SumBy, ListsTheColumnsThereAre) {
  EXPECT_EQ(SumBy(Cells(), {"account"}).error().ToString(),
            "there is no column \"account\"; the columns are: customer, service, rows, cost");
}

TEST(Where, KeepsEqualRows) {
  EXPECT_EQ(Rows(Where(Cells(), "customer", "northwind").value()),
            (std::vector<std::string>{"northwind AmazonS3 2 0.5", "northwind AmazonEC2 4 0.25"}));
  EXPECT_EQ(Where(Cells(), "customer", "none").value().row_count(), 0u);
  EXPECT_FALSE(Where(Cells(), "account", "1"));
}

TEST(FrameDigest, DependsOnNamesValuesAndOrder) {
  const std::string digest = DigestOf(Cells());
  EXPECT_EQ(DigestOf(Cells()), digest);
  Frame renamed = Cells();
  renamed.columns[0].name = "customer_id";
  EXPECT_NE(DigestOf(renamed), digest);
  EXPECT_NE(DigestOf(SumBy(Cells(), {"customer", "service"}).value()), digest);
  EXPECT_NE(DigestOf(Frame{{Text("a", {"xy", "z"})}}), DigestOf(Frame{{Text("a", {"x", "yz"})}}));
}

}  // namespace
}  // namespace billwright
