#include "report/render/pdf_table.h"

#include <algorithm>

#include "base/check.h"

namespace billwright::report {

namespace {

constexpr double kGap = 8;  // between columns, inside the width of a column
constexpr int kMaxLines = 3;
constexpr double kBehind = 5;  // between a text and what follows it on the same line

}  // namespace

PdfTable::PdfTable(Sheet& sheet, std::vector<PdfColumn> columns)
    : sheet_(sheet), columns_(std::move(columns)) {
  Heads();
  sheet_.OnNewPage([this] {
    Heads();
    if (continued_.empty()) return;
    sheet_.Text(Style::kFineSoft, continued_, Sheet::kLeft, sheet_.y() + 4, Sheet::kWidth);
    sheet_.Advance(4 + LineHeight(Style::kFineSoft) + 3);
  });
}

PdfTable::~PdfTable() { sheet_.OnNewPage({}); }

void PdfTable::Heads() {
  constexpr double kRoom = 60;  // heads never stand alone at the end of a page
  sheet_.Need(kRoom);
  double x = Sheet::kLeft;
  for (const PdfColumn& column : columns_) {
    sheet_.Text(Style::kHead, column.head, x, sheet_.y(),
                column.align == Align::kRight ? column.width : column.width - kGap, column.align);
    x += column.width;
  }
  sheet_.Advance(LineHeight(Style::kHead) + 3);
  sheet_.Rule(sheet_.y(), Colour::kInk, 0.7);
  sheet_.Advance(0.7);
}

bool PdfTable::FitsBehind(const PdfCell& cell, double width, double& text_width) {
  const auto text = sheet_.type().Measure(cell.style, cell.text, width, kMaxLines);
  const auto more = sheet_.type().Measure(cell.more_style, cell.more, 0, 1);
  text_width = text.width;
  return text.lines == 1 && text.width + kBehind + more.width <= width;
}

double PdfTable::HeightOf(const PdfCell& cell, double width) {
  const int lines = sheet_.type().Measure(cell.style, cell.text, width, kMaxLines).lines;
  double height = lines * LineHeight(cell.style);
  double text_width = 0;
  if (!cell.more.empty() && !FitsBehind(cell, width, text_width))
    height += sheet_.type().Measure(cell.more_style, cell.more, width, kMaxLines).lines *
              LineHeight(cell.more_style);
  return height;
}

void PdfTable::DrawLeft(const PdfCell& cell, double x, double y, double width) {
  sheet_.Text(cell.style, cell.text, x, y, width, Align::kLeft, kMaxLines);
  if (cell.more.empty()) return;
  double text_width = 0;
  if (FitsBehind(cell, width, text_width)) {
    // On the same baseline, though it is smaller.
    const double lower = (LineHeight(cell.style) - LineHeight(cell.more_style)) * 0.74;
    sheet_.Text(cell.more_style, cell.more, x + text_width + kBehind, y + lower, width);
    return;
  }
  const int lines = sheet_.type().Measure(cell.style, cell.text, width, kMaxLines).lines;
  sheet_.Text(cell.more_style, cell.more, x, y + lines * LineHeight(cell.style), width,
              Align::kLeft, kMaxLines);
}

// A row with fewer cells than columns gives the rest of the width to its first cell.
void PdfTable::Row(const std::vector<PdfCell>& cells, RuleAbove rule, double padding,
                   double with_next) {
  CHECK(!cells.empty() && cells.size() <= columns_.size());
  const size_t spanned = columns_.size() - cells.size();  // by the first cell
  double first_width = columns_[0].width;
  for (size_t i = 1; i <= spanned; ++i) first_width += columns_[i].width;
  const auto width_of = [&](size_t cell) {
    return cell == 0 ? first_width : columns_[cell + spanned].width;
  };
  const auto align_of = [&](size_t cell) {
    return cell == 0 ? Align::kLeft : columns_[cell + spanned].align;
  };
  double height = 0;
  for (size_t i = 0; i < cells.size(); ++i)
    height =
        std::max(height, align_of(i) == Align::kRight ? LineHeight(cells[i].style)
                                                      : HeightOf(cells[i], width_of(i) - kGap));
  height += 2 * padding;
  sheet_.Need(height + with_next);
  if (rule == RuleAbove::kThin) sheet_.Rule(sheet_.y(), Colour::kRule);
  if (rule == RuleAbove::kStrong) sheet_.Rule(sheet_.y(), Colour::kInk, 0.7);
  double x = Sheet::kLeft;
  for (size_t i = 0; i < cells.size(); ++i) {
    const double y = sheet_.y() + padding;
    if (align_of(i) == Align::kRight) {
      sheet_.Text(cells[i].style, cells[i].text, x, y, width_of(i), Align::kRight);
    } else {
      DrawLeft(cells[i], x, y, width_of(i) - kGap);
    }
    x += width_of(i);
  }
  sheet_.Advance(height);
}

}  // namespace billwright::report
