#include "base/csv.h"

#include <string>
#include <string_view>
#include <utility>

#include "report/render/write.h"

namespace billwright::report {

namespace {

constexpr std::string_view kHeader =
    "statement_id,state,period,customer_id,customer,purchase_order,currency,line_id,unit_id,"
    "section,"
    "account,service,service_name,region,description,quantity,quantity_unit,list_amount,discount,"
    "amount\n";

class CsvWriter {
 public:
  explicit CsvWriter(const Document& document) : document_(document), text_(kHeader) {
    for (const std::string* part :
         {&document.statement_id, &document.state, &document.period, &document.customer_id,
          &document.customer.name, &document.purchase_order})
      head_ += CsvQuote(*part) + ",";
    head_ += document.currency.code();
  }

  void Add(const DocumentLine& line) {
    text_ += head_;
    for (const std::string_view cell :
         {std::string_view(line.line_id), std::string_view(line.customer_id), Name(line.section),
          std::string_view(line.account), std::string_view(line.service),
          std::string_view(line.service_name), std::string_view(line.region),
          std::string_view(line.description)})
      Cell(cell);
    Cell(line.quantity.ToString());
    Cell(line.unit);
    for (const Decimal amount :
         {line.amounts.list_amount, line.amounts.discount, line.amounts.amount})
      Cell(amount.ToString(document_.currency.minor_digits()));
    text_ += '\n';
  }

  std::string Finish() && { return std::move(text_); }

 private:
  void Cell(std::string_view cell) {
    text_ += ',';
    text_ += CsvQuote(cell);
  }

  const Document& document_;
  std::string head_;
  std::string text_;
};

}  // namespace

std::string ToCsv(const Document& document) {
  CsvWriter writer(document);
  for (const AccountDetail& account : document.details)
    for (const ServiceDetail& service : account.services)
      for (const DocumentLine& line : service.lines) writer.Add(line);
  for (const DocumentLine& line : document.tax_lines) writer.Add(line);
  return std::move(writer).Finish();
}

}  // namespace billwright::report
