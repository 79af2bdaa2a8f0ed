#include "monitor/plot.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "monitor/words.h"

namespace billwright::monitor {

namespace {

// The picture in its own units.
constexpr double kWidth = 460;
constexpr double kHeight = 150;
constexpr double kLeft = 56;
constexpr double kRight = 8;
constexpr double kTop = 26;
constexpr double kBottom = 22;
constexpr int kTicks = 4;

double ValueOf(PlotOf what, const DayTotal& day) {
  return what == PlotOf::kRows ? static_cast<double>(day.rows)
                               : std::strtod(day.unblended_cost.ToString().c_str(), nullptr);
}

/// 1, 2 or 5 times a power of ten: the smallest that makes at most kTicks steps of `range`.
double RoundStep(double range) {
  if (range <= 0) return 1;
  const double power = std::pow(10, std::floor(std::log10(range / kTicks)));
  for (const double factor : std::array{1.0, 2.0, 5.0})
    if (range / (factor * power) <= kTicks) return factor * power;
  return 10 * power;
}

/// "12,500", "0.02", "1.2M"
std::string TickText(double value, double step) {
  if (std::abs(value) >= 1e6) return fmt::format("{:g}M", value / 1e6);
  const int places = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  return WithThousands(fmt::format("{:.{}f}", value == 0 ? 0.0 : value, places));
}

class Plot {
 public:
  Plot(PlotOf what, const PayerMonth& payer, const std::vector<DayTotal>& month_before)
      : what_(what), payer_(payer) {
    const int64_t day_seconds = UtcTime::kSecondsPerDay;
    length_ = (payer.period.end().seconds - payer.period.start().seconds) / day_seconds;
    for (const DayTotal& day : payer.days)
      if (const int64_t index = IndexOf(day, payer.period); index >= 0)
        bars_.push_back({index, day});
    for (const DayTotal& day : month_before)
      if (const int64_t index = IndexOf(day, payer.period.Previous());
          index >= 0 && index < length_)
        line_.push_back({index, day});
    for (const auto* series : {&bars_, &line_})
      for (const Point& point : *series) {
        low_ = std::min(low_, ValueOf(what_, point.day));
        high_ = std::max(high_, ValueOf(what_, point.day));
      }
    step_ = RoundStep(high_ - low_);
    low_ = std::floor(low_ / step_) * step_;
    high_ = std::max(std::ceil(high_ / step_), low_ / step_ + 1) * step_;
  }

  std::string Svg() const {
    const std::string title = EscapeHtml(Title());
    std::string svg = fmt::format(
        "<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n"
        "<text class=\"name\" x=\"{}\" y=\"14\">{}</text>\n",
        kWidth, kHeight, title, kLeft, title);
    svg += ValueAxis();
    svg += DayAxis();
    for (const Point& bar : bars_) svg += Bar(bar);
    svg += Line();
    return svg + "</svg>\n";
  }

 private:
  struct Point {
    int64_t index;  ///< of the day in its month, from 0
    DayTotal day;
  };

  static int64_t IndexOf(const DayTotal& day, const BillingPeriod& period) {
    if (day.day < period.start() || !(day.day < period.end())) return -1;
    return (day.day.seconds - period.start().seconds) / UtcTime::kSecondsPerDay;
  }

  std::string Title() const {
    return what_ == PlotOf::kRows ? "rows by day"
                                  : fmt::format("unblended cost by day, {}", payer_.currency);
  }

  double X(double index) const {
    return kLeft + (kWidth - kLeft - kRight) * index / static_cast<double>(length_);
  }
  double Y(double value) const {
    return kTop + (kHeight - kTop - kBottom) * (high_ - value) / (high_ - low_);
  }

  std::string ValueAxis() const {
    std::string axis;
    const int steps = static_cast<int>(std::lround((high_ - low_) / step_));
    for (int i = 0; i <= steps; ++i) {
      const double value = low_ + i * step_;
      axis += fmt::format(
          "<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>"
          "<text class=\"tick value\" x=\"{}\" y=\"{:.1f}\">{}</text>\n",
          std::abs(value) < step_ / 2 ? "zero" : "grid", kLeft, kWidth - kRight, Y(value), Y(value),
          kLeft - 6, Y(value) + 3.5, TickText(std::abs(value) < step_ / 2 ? 0 : value, step_));
    }
    return axis;
  }

  std::string DayAxis() const {
    std::string axis;
    for (int64_t day = 1; day <= length_; day = day == 1 ? 5 : day + 5)
      axis += fmt::format("<text class=\"tick day\" x=\"{:.1f}\" y=\"{}\">{}</text>",
                          X(static_cast<double>(day) - 0.5), kHeight - 7, day);
    return axis + "\n";
  }

  std::string Bar(const Point& bar) const {
    constexpr double kGap = 0.12;
    const double value = ValueOf(what_, bar.day);
    const double top = Y(std::max(value, 0.0));
    const double bottom = Y(std::min(value, 0.0));
    const auto index = static_cast<double>(bar.index);
    return fmt::format(
        "<rect class=\"bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\">"
        "<title>{}: {} {}, {}</title></rect>\n",
        X(index + kGap), top, X(1 - kGap) - X(kGap), std::max(bottom - top, 0.5),
        DayName(bar.day.day), EscapeHtml(payer_.currency), Amount(bar.day.unblended_cost),
        Count(bar.day.rows, "row", "rows"));
  }

  std::string Line() const {
    if (line_.empty()) return {};
    std::string points;
    for (const Point& point : line_)
      points += fmt::format("{:.1f},{:.1f} ", X(static_cast<double>(point.index) + 0.5),
                            Y(ValueOf(what_, point.day)));
    return fmt::format("<polyline class=\"before\" points=\"{}\"><title>{}</title></polyline>\n",
                       points, payer_.period.Previous().ToLongString());
  }

  PlotOf what_;
  const PayerMonth& payer_;
  int64_t length_ = 0;
  std::vector<Point> bars_;
  std::vector<Point> line_;
  double low_ = 0;
  double high_ = 0;
  double step_ = 1;
};

}  // namespace

std::string PlotSvg(PlotOf what, const PayerMonth& payer,
                    const std::vector<DayTotal>& month_before) {
  return Plot(what, payer, month_before).Svg();
}

}  // namespace billwright::monitor
