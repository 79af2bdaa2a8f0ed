#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/render/pdf_sheet.h"

namespace billwright::report {

struct PdfColumn {
  std::string head;
  double width = 0;
  Align align = Align::kLeft;
};

struct PdfCell {
  Style style = Style::kCell;
  std::string text;
  std::string more = {};  ///< in a softer style behind the text, or on a line of its own below it
  Style more_style = Style::kFineSoft;
};

enum class RuleAbove { kNone, kThin, kStrong };

/// A table that runs over as many pages as it needs; each begins with the heads of the columns.
/// Cells at the left are broken into lines; figures at the right never are.
class PdfTable {
 public:
  PdfTable(Sheet& sheet, std::vector<PdfColumn> columns);
  ~PdfTable();
  PdfTable(const PdfTable&) = delete;
  PdfTable& operator=(const PdfTable&) = delete;

  /// A row with fewer cells than columns gives the rest of the width to its first cell.
  /// `with_next` keeps that much room below the row, so that a heading does not end a page.
  void Row(const std::vector<PdfCell>& cells, RuleAbove rule = RuleAbove::kThin,
           double padding = 3.2, double with_next = 0);
  /// Shown under the heads of each further page.
  void SetContinued(std::string text) { continued_ = std::move(text); }

 private:
  void Heads();
  double HeightOf(const PdfCell& cell, double width);
  void DrawLeft(const PdfCell& cell, double x, double y, double width);
  bool FitsBehind(const PdfCell& cell, double width, double& text_width);

  Sheet& sheet_;
  std::vector<PdfColumn> columns_;
  std::string continued_;
};

}  // namespace billwright::report
