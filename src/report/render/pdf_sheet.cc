#include "report/render/pdf_sheet.h"

namespace billwright::report {

void Sheet::Need(double height) {
  if (y_ + height <= kBottom || y_ <= kTop) return;
  pages_.emplace_back();
  y_ = kTop;
  if (repeat_) repeat_();
}

void Sheet::Text(Style style, std::string_view text, double x, double y, double width, Align align,
                 int max_lines) {
  if (text.empty()) return;
  pages_.back().texts.push_back({style, align, max_lines, x, y, width, std::string(text)});
}

void Sheet::Box(double x, double y, double width, double height, Colour colour) {
  pages_.back().shapes.push_back({false, colour, x, y, width, height});
}

void Sheet::Rule(double y, Colour colour, double thickness, double left, double right) {
  Box(left, y, right - left, thickness, colour);
}

void Sheet::Frame(double x, double y, double width, double height, Colour colour) {
  pages_.back().shapes.push_back({true, colour, x, y, width, height});
}

void Sheet::Paint(std::string_view left) {
  constexpr double kFoot = kPageHeight - 38;
  for (size_t i = 0; i < pages_.size(); ++i) {
    const Page& page = pages_[i];
    for (const ShapeItem& shape : page.shapes) {
      if (shape.is_frame) {
        type_.RoundedFrame(shape.x, shape.y, shape.width, shape.height, shape.colour);
      } else {
        type_.Box(shape.x, shape.y, shape.width, shape.height, shape.colour);
      }
    }
    for (const TextItem& text : page.texts)
      type_.Draw(text.style, text.text, text.x, text.y, text.width, text.align, text.max_lines);
    type_.Box(kLeft, kFoot - 6, kWidth, 0.5, Colour::kRule);
    const std::string number =
        "page " + std::to_string(i + 1) + " of " + std::to_string(pages_.size());
    type_.Draw(Style::kFoot, left, kLeft, kFoot, kWidth - 90, Align::kLeft, 1);
    type_.Draw(Style::kFoot, number, kRight - 90, kFoot, 90, Align::kRight, 1);
    type_.NextPage();
  }
}

}  // namespace billwright::report
