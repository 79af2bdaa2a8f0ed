#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/render/pdf_sheet.h"
#include "report/render/pdf_table.h"
#include "report/render/words.h"
#include "report/render/write.h"

namespace billwright::report {

namespace {

constexpr double kLeft = Sheet::kLeft;
constexpr double kRight = Sheet::kRight;
constexpr double kWidth = Sheet::kWidth;

std::string Upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

class PdfWriter {
 public:
  PdfWriter(const Document& document, TypeSetter& type)
      : document_(document), words_(document), type_(type), sheet_(type) {
    MeasureFigures();
  }

  void Whole() {
    Top();
    Who();
    Owed();
    if (document_.by_section.size() > 1) Summary("Summary", "", document_.by_section);
    Summary("By service", "Service", document_.by_service);
    Summary("By account", "Account", document_.by_account);
    Discounts();
    Policies();
    Adjustments();
    Totals();
    Payment();
    Details();
    sheet_.Paint(document_.reseller.name + " · " + words_.Title() + " · " + document_.period);
  }

 private:
  double Line(Style style, std::string_view text, double x, double width,
              Align align = Align::kLeft) {
    sheet_.Text(style, text, x, sheet_.y(), width, align);
    sheet_.Advance(LineHeight(style));
    return sheet_.y();
  }

  double Lines(Style style, const std::vector<std::string>& lines, double x, double width) {
    for (const std::string& line : lines) Line(style, line, x, width);
    return sheet_.y();
  }

  void Top() {
    constexpr double kHalf = kWidth * 0.6;
    const double top = sheet_.y();
    sheet_.Box(0, 0, kPageWidth, 5, Colour::kAccent);
    Line(Style::kBrand, document_.reseller.name, kLeft, kHalf);
    sheet_.Advance(2);
    const double left_end = Lines(Style::kSoft, words_.ResellerLines(), kLeft, kHalf);
    sheet_.MoveTo(top - 7);
    Line(Style::kTitle, "Statement", kLeft + kHalf, kWidth - kHalf, Align::kRight);
    Line(Style::kName, document_.period, kLeft + kHalf, kWidth - kHalf, Align::kRight);
    if (!document_.state.empty()) {
      sheet_.Advance(6);
      const double width = type_.Measure(Style::kState, document_.state, 0, 1).width + 18;
      const double height = LineHeight(Style::kState) + 4;
      sheet_.Frame(kRight - width, sheet_.y(), width, height, Colour::kAccent);
      sheet_.Text(Style::kState, document_.state, kRight - width + 9, sheet_.y() + 2.4, width);
      sheet_.Advance(height);
    }
    sheet_.MoveTo(std::max(left_end, sheet_.y()) + 26);
  }

  void Who() {
    constexpr double kFactsWidth = 220;
    const double top = sheet_.y();
    Line(Style::kLabel, "BILLED TO", kLeft, kWidth);
    sheet_.Advance(2);
    const double room = kWidth - kFactsWidth - 20;
    Line(Style::kName, document_.customer.name, kLeft, room);
    sheet_.Advance(1);
    const double left_end = Lines(Style::kSoft, words_.CustomerLines(), kLeft, room);
    sheet_.MoveTo(top);
    for (const auto& [name, value] : words_.Facts()) {
      sheet_.Text(Style::kSoft, name, kRight - kFactsWidth, sheet_.y(), kFactsWidth);
      sheet_.Text(Style::kText, value, kRight - kFactsWidth + 80, sheet_.y(), kFactsWidth - 80,
                  Align::kRight);
      sheet_.Advance(LineHeight(Style::kText) + 1.5);
    }
    sheet_.MoveTo(std::max(left_end, sheet_.y()) + 22);
  }

  void Owed() {
    const bool in_favour = document_.total.IsNegative();
    const double height = in_favour ? 78 : 66;
    const double top = sheet_.y();
    sheet_.Box(kLeft, top, kWidth, height, Colour::kBand);
    sheet_.Box(kLeft, top, 3, height, Colour::kAccent);
    double x = kLeft + 18;
    for (const auto& [name, value] : words_.KeyFigures()) {
      const std::string label = Upper(name);
      sheet_.Text(Style::kLabel, label, x, top + 27, 120);
      sheet_.Text(Style::kText, value, x, top + 38, 120);
      x += 22 + std::max(type_.Measure(Style::kLabel, label, 0, 1).width,
                         type_.Measure(Style::kText, value, 0, 1).width);
    }
    const double right = kRight - 16;
    const std::string total = words_.Amount(document_.total);
    const double width = type_.Measure(Style::kHuge, total, 0, 1).width;
    sheet_.Text(Style::kLabel, "TOTAL OWED", right - 200, top + 12, 200, Align::kRight);
    sheet_.Text(Style::kHuge, total, right - 300, top + 22, 300, Align::kRight);
    sheet_.Text(Style::kHugeSoft, document_.currency.code(), right - width - 106, top + 35, 100,
                Align::kRight);
    if (in_favour)
      sheet_.Text(Style::kSoft, words_.InFavour(), right - 200, top + 57, 200, Align::kRight);
    sheet_.MoveTo(top + height + 8);
  }

  /// A heading with enough room below it for the start of what it heads.
  void Heading(std::string_view text, double room = 64) {
    sheet_.Need(room + 24);
    if (!sheet_.at_top()) sheet_.Advance(16);
    Line(Style::kHeading, text, kLeft, kWidth);
    sheet_.Advance(4);
  }

  /// Columns of figures are as wide as the widest figure of the document.
  void MeasureFigures() {
    double widest = 44;
    const auto see = [&](const Amounts& amounts) {
      for (const Decimal amount : {amounts.list_amount, amounts.discount, amounts.amount})
        if (amount.Abs() > largest_) {
          largest_ = amount.Abs();
          widest = std::max(
              widest, type_.Measure(Style::kCellStrong, words_.Amount(-largest_), 0, 1).width);
        }
    };
    see(document_.subtotal);
    for (const AccountDetail& account : document_.details)
      for (const ServiceDetail& service : account.services)
        for (const DocumentLine& line : service.lines) see(line.amounts);
    figure_width_ = widest + 12;
  }

  std::vector<PdfColumn> WithFigures(std::vector<PdfColumn> columns) const {
    double taken = 3 * figure_width_;
    for (size_t i = 1; i < columns.size(); ++i) taken += columns[i].width;
    columns[0].width = kWidth - taken;
    for (const char* head : {"List price", "Discount", "Amount"})
      columns.push_back({head, figure_width_, Align::kRight});
    return columns;
  }

  void AddFigures(const Amounts& amounts, Style style, std::vector<PdfCell>& cells) const {
    cells.push_back({style, words_.Amount(amounts.list_amount)});
    cells.push_back({style, words_.Discount(amounts.discount)});
    cells.push_back({style, words_.Amount(amounts.amount)});
  }

  std::vector<PdfCell> FigureRow(Style style, const std::string& name, const std::string& more,
                                 const Amounts& amounts) const {
    std::vector<PdfCell> cells{{style, name, more, Style::kCellSoft}};
    AddFigures(amounts, style, cells);
    return cells;
  }

  void Summary(std::string_view title, std::string head, const std::vector<SummaryRow>& rows) {
    if (rows.empty()) return;
    Heading(title);
    PdfTable table(sheet_, WithFigures({{std::move(head)}}));
    for (size_t i = 0; i < rows.size(); ++i)
      table.Row(FigureRow(Style::kCell, rows[i].name, rows[i].unit_name, rows[i].amounts),
                i == 0 ? RuleAbove::kNone : RuleAbove::kThin, 3.2, i + 2 == rows.size() ? 18 : 0);
    table.Row(FigureRow(Style::kCellStrong, "Subtotal", "", document_.subtotal),
              RuleAbove::kStrong);
  }

  void Discounts() {
    if (!words_.HasDiscounts()) return;
    Heading("Discounts that applied");
    const double width = std::max(figure_width_, 80.0);
    PdfTable table(sheet_, {{"Discount", kWidth - 2 * width - 40},
                            {"Covered usage at list price", width + 40, Align::kRight},
                            {"Saved", width, Align::kRight}});
    RuleAbove rule = RuleAbove::kNone;
    if (!document_.price_book_discount.IsZero()) {
      table.Row({{Style::kCell, "Price book"},
                 {},
                 {Style::kCell, words_.Amount(document_.price_book_discount)}},
                rule);
      rule = RuleAbove::kThin;
    }
    for (const DiscountRow& row : document_.discounts) {
      table.Row({{Style::kCell, row.name, row.unit_name, Style::kCellSoft},
                 {Style::kCell, words_.Amount(row.on_demand_value)},
                 {Style::kCell, words_.Amount(row.saved)}},
                rule);
      rule = RuleAbove::kThin;
    }
    table.Row({{Style::kCellStrong, "All discounts"},
               {},
               {Style::kCellStrong, words_.Amount(document_.subtotal.discount)}},
              RuleAbove::kStrong);
  }

  void Policies() {
    if (document_.policies.empty()) return;
    Heading("How commitments are shared", 30);
    constexpr int kMaxLines = 6;
    for (const std::string& policy : document_.policies) {
      const int lines = type_.Measure(Style::kText, policy, kWidth, kMaxLines).lines;
      const double height = lines * LineHeight(Style::kText);
      sheet_.Need(height);
      sheet_.Text(Style::kText, policy, kLeft, sheet_.y(), kWidth, Align::kLeft, kMaxLines);
      sheet_.Advance(height + 4);
    }
  }

  void Adjustments() {
    if (document_.adjustments.empty()) return;
    Heading("Credits and adjustments");
    PdfTable table(sheet_,
                   {{"", kWidth - figure_width_}, {"Amount", figure_width_, Align::kRight}});
    RuleAbove rule = RuleAbove::kNone;
    for (const SummaryRow& row : document_.adjustments) {
      table.Row({{Style::kCell, row.name}, {Style::kCell, words_.Amount(row.amounts.amount)}},
                rule);
      rule = RuleAbove::kThin;
    }
  }

  void Totals() {
    constexpr double kTotalsWidth = 250;
    const auto rows = words_.TotalRows();
    sheet_.Need(40 + static_cast<double>(rows.size()) * 18);
    sheet_.Advance(18);
    const double left = kRight - kTotalsWidth;
    const auto row = [&](Style style, std::string_view name, std::string_view value) {
      sheet_.Text(style, name, left, sheet_.y(), kTotalsWidth);
      sheet_.Text(style, value, left, sheet_.y(), kTotalsWidth, Align::kRight);
      sheet_.Advance(LineHeight(style) + 4);
    };
    for (const auto& [name, value] : rows) row(Style::kText, name, value);
    sheet_.Rule(sheet_.y(), Colour::kInk, 1.2, left);
    sheet_.Advance(6);
    row(Style::kDue, "Total owed", words_.TotalOwed());
  }

  void Payment() {
    if (document_.payment_details.empty()) return;
    sheet_.Need(34 +
                static_cast<double>(document_.payment_details.size()) * LineHeight(Style::kSoft));
    sheet_.Advance(18);
    sheet_.Rule(sheet_.y(), Colour::kRule);
    sheet_.Advance(10);
    Line(Style::kLabel, "PAYMENT", kLeft, kWidth);
    sheet_.Advance(2);
    Lines(Style::kSoft, document_.payment_details, kLeft, kWidth);
  }

  void Details() {
    if (document_.details.empty()) return;
    Heading("Details", 110);
    PdfTable table(sheet_, WithFigures({{"Description"},
                                        {"Region", 62},
                                        {"Quantity", 54, Align::kRight},
                                        {"", 8},
                                        {"Unit", 50}}));
    constexpr double kWithLine = 34;
    for (const AccountDetail& account : document_.details) {
      table.SetContinued("");
      table.Row(FigureRow(Style::kCellStrong, account.name, account.unit_name, account.amounts),
                RuleAbove::kStrong, 4.5, 2 * kWithLine);
      for (const ServiceDetail& service : account.services) {
        if (&service != &account.services.front()) table.SetContinued(account.name + ", continued");
        table.Row(FigureRow(Style::kFineAccent, service.name, "", service.amounts),
                  RuleAbove::kThin, 3, kWithLine);
        table.SetContinued(account.name + " · " + service.name + ", continued");
        for (const DocumentLine& line : service.lines)
          table.Row(DetailRow(line), RuleAbove::kThin, 2);
      }
    }
    table.SetContinued("");
  }

  std::vector<PdfCell> DetailRow(const DocumentLine& line) const {
    std::vector<PdfCell> cells{{Style::kFine, line.words, line.code},
                               {Style::kFineSoft, line.region},
                               {Style::kFine, words_.Quantity(line)},
                               {},
                               {Style::kFineSoft, line.unit}};
    AddFigures(line.amounts, Style::kFine, cells);
    return cells;
  }

  const Document& document_;
  const DocumentWords words_;
  TypeSetter& type_;
  Sheet sheet_;
  Decimal largest_;
  double figure_width_ = 0;
};

}  // namespace

Result<std::string> ToPdf(const Document& document) {
  TypeSetter type({DocumentWords(document).Title() + ", " + document.customer.name,
                   document.reseller.name, document.period_end});
  PdfWriter(document, type).Whole();
  return type.Finish();
}

}  // namespace billwright::report
