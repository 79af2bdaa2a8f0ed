#include "monitor/plot.h"

#include <gmock/gmock.h>

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

size_t Count(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Plot, HasABarWithATooltipForEachDay) {
  PayerMonth payer = GoodPayer("111111111111");
  const std::string svg = PlotSvg(PlotOf::kCost, payer, {});
  EXPECT_EQ(Count(svg, "<rect class=\"bar\""), 23u);
  EXPECT_THAT(svg, HasSubstr("<title>12 Nov: USD 130.00, 4,100 rows</title>"));
  EXPECT_THAT(svg, HasSubstr("aria-label=\"unblended cost by day, USD\""));
}

TEST(Plot, HasRoundNumbersOnItsAxes) {
  PayerMonth payer = GoodPayer("111111111111");
  const std::string rows = PlotSvg(PlotOf::kRows, payer, {});
  for (const char* tick : {">0<", ">2,000<", ">4,000<", ">6,000<"})
    EXPECT_THAT(rows, HasSubstr(tick));
  const std::string cost = PlotSvg(PlotOf::kCost, payer, {});
  for (const char* tick : {">0<", ">50<", ">100<", ">150<", ">30</text>"})
    EXPECT_THAT(cost, HasSubstr(tick));
}

TEST(Plot, DrawsTheMonthBefore) {
  PayerMonth payer = GoodPayer("111111111111");
  const std::string svg = PlotSvg(PlotOf::kRows, payer, Days(31, 9000, "1", kOctober));
  EXPECT_EQ(Count(svg, "<polyline class=\"before\""), 1u);
  EXPECT_THAT(svg, HasSubstr(">10,000<"));
  EXPECT_THAT(svg, HasSubstr("<title>October 2026</title>"));
}

TEST(Plot, CreditsGoBelowZero) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.days[5].unblended_cost = Of("-75");
  const std::string svg = PlotSvg(PlotOf::kCost, payer, {});
  EXPECT_THAT(svg, HasSubstr(">-100<"));
  EXPECT_THAT(svg, HasSubstr("class=\"zero\""));
}

TEST(Plot, OfNothingAndOfZeroIsAPlot) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.days = {Day(1, 0, "0")};
  for (const PlotOf what : {PlotOf::kRows, PlotOf::kCost}) {
    EXPECT_THAT(PlotSvg(what, payer, {}), Not(HasSubstr("nan")));
    EXPECT_THAT(PlotSvg(what, payer, {}), Not(HasSubstr("inf")));
  }
}

TEST(Plot, LeavesDaysOutsideTheMonthOut) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.days.push_back({At("2026-12-05"), 1, 0, Of("12")});
  EXPECT_EQ(Count(PlotSvg(PlotOf::kCost, payer, {}), "<rect"), 23u);
}

}  // namespace
}  // namespace billwright::monitor
