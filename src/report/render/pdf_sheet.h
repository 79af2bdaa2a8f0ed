#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "report/render/pdf_type.h"

namespace billwright::report {

/// Pages filled from the top down. What is put on them is kept until all of them are known, since
/// every foot says how many there are.
class Sheet {
 public:
  static constexpr double kLeft = 42;
  static constexpr double kRight = kPageWidth - 42;
  static constexpr double kWidth = kRight - kLeft;
  static constexpr double kTop = 44;
  static constexpr double kBottom = kPageHeight - 58;

  explicit Sheet(TypeSetter& type) : type_(type), pages_(1) {}

  TypeSetter& type() { return type_; }

  /// Where the next thing goes, from the top of the page.
  double y() const { return y_; }
  bool at_top() const { return y_ <= kTop; }
  void MoveTo(double y) { y_ = y; }
  void Advance(double height) { y_ += height; }

  /// Starts a new page unless `height` is still free here; then calls what repeats there.
  void Need(double height);
  /// Called at the top of each new page, e.g. to repeat the head of a table; empty for nothing.
  void OnNewPage(std::function<void()> repeat) { repeat_ = std::move(repeat); }

  /// Draws at the current page; does not move.
  void Text(Style style, std::string_view text, double x, double y, double width,
            Align align = Align::kLeft, int max_lines = 1);
  void Box(double x, double y, double width, double height, Colour colour);
  void Rule(double y, Colour colour, double thickness = 0.5, double left = kLeft,
            double right = kRight);
  void Frame(double x, double y, double width, double height, Colour colour);

  /// Paints all pages with `left` and "page 2 of 5" at the foot.
  void Paint(std::string_view left);

 private:
  struct TextItem {
    Style style;
    Align align;
    int max_lines;
    double x, y, width;
    std::string text;
  };
  struct ShapeItem {
    bool is_frame;
    Colour colour;
    double x, y, width, height;
  };
  struct Page {
    std::vector<ShapeItem> shapes;  // under the texts
    std::vector<TextItem> texts;
  };

  TypeSetter& type_;
  std::vector<Page> pages_;
  std::function<void()> repeat_;
  double y_ = kTop;
};

}  // namespace billwright::report
