#include "report/render/words.h"

#include "report/render/text.h"

namespace billwright::report {

namespace {

std::vector<std::string> PartyLines(const Party& party) {
  std::vector<std::string> lines = party.address;
  if (!party.email.empty()) lines.push_back(party.email);
  if (!party.tax_id.empty()) lines.push_back("Tax id " + party.tax_id);
  return lines;
}

/// "VAT 20 %" as it is; "VAT" with its per cent.
std::string TaxName(const TaxRow& tax) {
  if (tax.name.find('%') != std::string::npos) return tax.name;
  return tax.name + " (" + tax.percent.ToString() + " %)";
}

}  // namespace

std::string DocumentWords::Title() const { return "Statement " + document_.statement_id; }

std::vector<std::string> DocumentWords::ResellerLines() const {
  return PartyLines(document_.reseller);
}

std::vector<std::string> DocumentWords::CustomerLines() const {
  return PartyLines(document_.customer);
}

DocumentWords::Pairs DocumentWords::Facts() const {
  Pairs facts{{"Statement", document_.statement_id},
              {"Period", document_.first_day + " – " + document_.last_day}};
  if (!document_.purchase_order.empty())
    facts.emplace_back("Purchase order", document_.purchase_order);
  if (!document_.payment_terms.empty())
    facts.emplace_back("Payment terms", document_.payment_terms);
  facts.emplace_back("Currency", document_.currency.code());
  return facts;
}

DocumentWords::Pairs DocumentWords::KeyFigures() const {
  Pairs figures;
  if (!document_.subtotal.discount.IsZero()) {
    figures.emplace_back("List price", Amount(document_.subtotal.list_amount));
    figures.emplace_back("Discounts", Discount(document_.subtotal.discount));
  }
  figures.emplace_back("Subtotal", Amount(document_.subtotal.amount));
  figures.emplace_back("Tax", Amount(document_.tax));
  return figures;
}

DocumentWords::Pairs DocumentWords::TotalRows() const {
  Pairs rows{{"Subtotal", Amount(document_.subtotal.amount)}};
  for (const TaxRow& tax : document_.taxes) rows.emplace_back(TaxName(tax), Amount(tax.amount));
  return rows;
}

std::string DocumentWords::TotalOwed() const {
  return std::string(document_.currency.code()) + " " + Amount(document_.total);
}

std::string DocumentWords::InFavour() const { return "In your favour: nothing to pay."; }

bool DocumentWords::HasDiscounts() const {
  return !document_.subtotal.discount.IsZero() || !document_.discounts.empty();
}

std::string DocumentWords::Amount(Decimal amount) const {
  return AmountForPeople(amount, document_.currency);
}

std::string DocumentWords::Discount(Decimal discount) const {
  return discount.IsZero() ? "–" : Amount(-discount);
}

std::string DocumentWords::Quantity(const DocumentLine& line) const {
  return line.quantity.IsZero() ? "" : QuantityForPeople(line.quantity);
}

}  // namespace billwright::report
