#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/render/document.h"

namespace billwright::report {

/// The words and figures that the documents for people (html, pdf) share, so that both say the
/// same.
class DocumentWords {
 public:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  /// The document must outlive this.
  explicit DocumentWords(const Document& document) : document_(document) {}

  std::string Title() const;                       ///< "Statement 2018-10-northwind"
  std::vector<std::string> ResellerLines() const;  ///< address, email, tax id
  std::vector<std::string> CustomerLines() const;
  Pairs Facts() const;            ///< number, period, purchase order, …
  Pairs KeyFigures() const;       ///< list price, discounts, subtotal, tax
  Pairs TotalRows() const;        ///< subtotal, then each tax
  std::string TotalOwed() const;  ///< "USD 1,234.50"
  std::string InFavour() const;   ///< said of a negative total
  bool HasDiscounts() const;

  std::string Amount(Decimal amount) const;
  /// As it is subtracted: "−1.50"; a dash for none.
  std::string Discount(Decimal discount) const;
  /// Empty where a line has no quantity.
  std::string Quantity(const DocumentLine& line) const;

 private:
  const Document& document_;
};

}  // namespace billwright::report
