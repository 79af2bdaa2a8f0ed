#include "books/reading.h"
#include "books/toml_reader.h"

namespace billwright::books {
namespace {

const Shape kFileShape{"taxes.toml", {"tax"}};
const Shape kTaxShape{"[[tax]]", {"id", "name", "percent", "customers", "from", "to"}};

TaxRule ReadTax(Reading& reading, const SourceText& source, const Value& table, KnownNames& ids) {
  Entry entry = reading.Open(source, table, kTaxShape);
  TaxRule tax;
  tax.position = entry.position();
  tax.id = entry.OwnId(ids, "taxes");
  if (entry.Require("name")) tax.name = entry.Text("name");
  if (entry.Require("percent")) tax.percent = entry.Number("percent", 0, 100).value_or(Decimal());
  tax.customers = CustomersIn(reading, entry, "customers");
  entry.Months(tax.from, tax.to);
  return tax;
}

}  // namespace

Result<void> ReadTaxes(Reading& reading) {
  ASSIGN_OR_RETURN(auto source, Load(reading, kTaxesFile, Presence::kOptional));
  if (!source) return {};
  const Value root = ReadToml(*source, reading.mistakes);
  Entry file = reading.Open(*source, root, kFileShape);
  KnownNames ids("tax", std::string(kTaxesFile));
  for (const Value* table : file.Tables("tax"))
    reading.books.taxes.push_back(ReadTax(reading, *source, *table, ids));
  return {};
}

}  // namespace billwright::books
