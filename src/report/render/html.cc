#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/embedded.h"
#include "report/render/text.h"
#include "report/render/words.h"
#include "report/render/write.h"

// One self-contained file: the style is inside, there is no script and nothing is fetched; a policy
// in the head says so to the browser. Everything from outside goes through EscapeHtml.

namespace billwright::report {

namespace {

class HtmlWriter {
 public:
  explicit HtmlWriter(const Document& document) : document_(document), words_(document) {}

  std::string Whole() && {
    Head();
    Top();
    Who();
    Owed();
    Summary("Summary", "What", document_.by_section, document_.by_section.size() > 1);
    Summary("By service", "Service", document_.by_service, true);
    Summary("By account", "Account", document_.by_account, true);
    Discounts();
    Policies();
    Adjustments();
    Totals();
    Payment();
    Details();
    text_ += "</main>\n</body>\n</html>\n";
    return std::move(text_);
  }

 private:
  void Text(std::string_view text) { text_ += EscapeHtml(text); }

  /// <tag class="…">text</tag>
  void Element(std::string_view tag, std::string_view style, std::string_view text) {
    text_.append("<").append(tag);
    if (!style.empty()) text_.append(" class=\"").append(style).append("\"");
    text_ += ">";
    Text(text);
    text_.append("</").append(tag).append(">");
  }

  void Head() {
    text_ +=
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    Element("title", "", words_.Title());
    text_.append("\n<style>\n").append(EmbeddedText("assets/statement.css"));
    text_ += "</style>\n</head>\n<body>\n<main>\n";
  }

  void Lines(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      Text(line);
      text_ += "<br>\n";
    }
  }

  void Top() {
    text_ += "<div class=\"top\">\n<div>\n";
    Element("p", "brand", document_.reseller.name);
    text_ += "\n<p class=\"lines\">\n";
    Lines(words_.ResellerLines());
    text_ += "</p>\n</div>\n<div class=\"title\">\n";
    Element("h1", "", "Statement");
    text_ += "\n";
    Element("p", "", document_.period);
    text_ += "\n";
    Element("p", "state", document_.state);
    text_ += "\n</div>\n</div>\n";
  }

  void Who() {
    text_ += "<div class=\"who\">\n<div>\n";
    Element("p", "label", "Billed to");
    text_ += "\n";
    Element("p", "name", document_.customer.name);
    text_ += "\n<p class=\"lines\">\n";
    Lines(words_.CustomerLines());
    text_ += "</p>\n</div>\n<dl class=\"facts\">\n";
    for (const auto& [name, value] : words_.Facts()) {
      Element("dt", "", name);
      Element("dd", "", value);
      text_ += "\n";
    }
    text_ += "</dl>\n</div>\n";
  }

  void Owed() {
    text_ += "<div class=\"owed\">\n<dl>\n";
    for (const auto& [name, value] : words_.KeyFigures()) {
      text_ += "<div>";
      Element("dt", "label", name);
      Element("dd", "", value);
      text_ += "</div>\n";
    }
    text_ += "</dl>\n<div class=\"total\">\n";
    Element("p", "label", "Total owed");
    text_ += "\n<strong>";
    Element("small", "", document_.currency.code());
    text_ += " ";
    Text(words_.Amount(document_.total));
    text_ += "</strong>\n";
    if (document_.total.IsNegative()) {
      Element("p", "note", words_.InFavour());
      text_ += "\n";
    }
    text_ += "</div>\n</div>\n";
  }

  void Heads(std::string_view first, std::initializer_list<std::string_view> figures) {
    text_ += "<thead><tr>";
    Element("th", "", first);
    for (const std::string_view figure : figures) Element("th", "n", figure);
    text_ += "</tr></thead>\n<tbody>\n";
  }

  void Figures(const Amounts& amounts) {
    Element("td", "n", words_.Amount(amounts.list_amount));
    Element("td", "n", words_.Discount(amounts.discount));
    Element("td", "n", words_.Amount(amounts.amount));
  }

  void Name(std::string_view name, std::string_view unit_name) {
    text_ += "<td>";
    Text(name);
    if (!unit_name.empty()) {
      text_ += " ";
      Element("span", "unit", unit_name);
    }
    text_ += "</td>";
  }

  void Summary(std::string_view title, std::string_view first, const std::vector<SummaryRow>& rows,
               bool shown) {
    if (!shown || rows.empty()) return;
    Element("h2", "", title);
    text_ += "\n<table>\n";
    Heads(first, {"List price", "Discount", "Amount"});
    for (const SummaryRow& row : rows) {
      text_ += "<tr>";
      Name(row.name, row.unit_name);
      Figures(row.amounts);
      text_ += "</tr>\n";
    }
    text_ += "<tr class=\"sum\">";
    Name("Subtotal", "");
    Figures(document_.subtotal);
    text_ += "</tr>\n</tbody>\n</table>\n";
  }

  void DiscountRow(std::string_view style, std::string_view name, std::string_view unit_name,
                   std::string_view value, Decimal saved) {
    text_ += style.empty() ? "<tr>" : "<tr class=\"sum\">";
    Name(name, unit_name);
    Element("td", "n", value);
    Element("td", "n", words_.Amount(saved));
    text_ += "</tr>\n";
  }

  void Discounts() {
    if (!words_.HasDiscounts()) return;
    Element("h2", "", "Discounts that applied");
    text_ += "\n<table>\n";
    Heads("Discount", {"Covered usage at list price", "Saved"});
    if (!document_.price_book_discount.IsZero())
      DiscountRow("", "Price book", "", "", document_.price_book_discount);
    for (const auto& row : document_.discounts)
      DiscountRow("", row.name, row.unit_name, words_.Amount(row.on_demand_value), row.saved);
    DiscountRow("sum", "All discounts", "", "", document_.subtotal.discount);
    text_ += "</tbody>\n</table>\n";
  }

  void Policies() {
    if (document_.policies.empty()) return;
    Element("h2", "", "How commitments are shared");
    text_ += "\n";
    for (const std::string& policy : document_.policies) {
      Element("p", "note", policy);
      text_ += "\n";
    }
  }

  void Adjustments() {
    if (document_.adjustments.empty()) return;
    Element("h2", "", "Credits and adjustments");
    text_ += "\n<table>\n";
    Heads("What", {"Amount"});
    for (const SummaryRow& row : document_.adjustments) {
      text_ += "<tr>";
      Name(row.name, "");
      Element("td", "n", words_.Amount(row.amounts.amount));
      text_ += "</tr>\n";
    }
    text_ += "</tbody>\n</table>\n";
  }

  void Totals() {
    text_ += "<table class=\"totals\">\n<tbody>\n";
    for (const auto& [name, value] : words_.TotalRows()) {
      text_ += "<tr>";
      Element("td", "", name);
      Element("td", "n", value);
      text_ += "</tr>\n";
    }
    text_ += "<tr class=\"due\">";
    Element("td", "", "Total owed");
    Element("td", "n", words_.TotalOwed());
    text_ += "</tr>\n</tbody>\n</table>\n";
  }

  void Details() {
    if (document_.details.empty()) return;
    Element("h2", "", "Details");
    text_ += "\n<table class=\"details\">\n<thead><tr>";
    for (const std::string_view head : {"Description", "Region"}) Element("th", "", head);
    Element("th", "n", "Quantity");
    Element("th", "", "Unit");
    for (const std::string_view head : {"List price", "Discount", "Amount"})
      Element("th", "n", head);
    text_ += "</tr></thead>\n<tbody>\n";
    for (const AccountDetail& account : document_.details) {
      GroupRow("account", account.name, account.unit_name, account.amounts);
      for (const ServiceDetail& service : account.services) {
        GroupRow("service", service.name, "", service.amounts);
        for (const DocumentLine& line : service.lines) DetailRow(line);
      }
    }
    text_ += "</tbody>\n</table>\n";
  }

  void GroupRow(std::string_view style, std::string_view name, std::string_view unit_name,
                const Amounts& amounts) {
    text_.append("<tr class=\"").append(style).append("\"><td colspan=\"4\">");
    Text(name);
    if (!unit_name.empty()) {
      text_ += " ";
      Element("span", "unit", unit_name);
    }
    text_ += "</td>";
    Figures(amounts);
    text_ += "</tr>\n";
  }

  void DetailRow(const DocumentLine& line) {
    text_ += "<tr class=\"line\"><td>";
    Text(line.words);
    if (!line.code.empty()) Element("span", "code", line.code);
    text_ += "</td>";
    Element("td", "region", line.region);
    Element("td", "n", words_.Quantity(line));
    Element("td", "q", line.unit);
    Figures(line.amounts);
    text_ += "</tr>\n";
  }

  void Payment() {
    if (document_.payment_details.empty()) return;
    text_ += "<footer>\n";
    Element("p", "label", "Payment");
    text_ += "\n<p class=\"lines\">\n";
    Lines(document_.payment_details);
    text_ += "</p>\n</footer>\n";
  }

  const Document& document_;
  const DocumentWords words_;
  std::string text_;
};

}  // namespace

std::string ToHtml(const Document& document) { return HtmlWriter(document).Whole(); }

}  // namespace billwright::report
