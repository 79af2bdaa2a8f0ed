#include <nlohmann/json.hpp>
#include <string>

#include "report/render/write.h"

// Money and quantities are strings: JSON's numbers would lose digits. Keys keep their order.

namespace billwright::report {

namespace {

using Json = nlohmann::ordered_json;

class JsonWriter {
 public:
  explicit JsonWriter(const Document& document) : document_(document) {}

  Json Whole() const {
    Json json;
    json["statement"] = Head();
    json["totals"] = {{"list_amount", Money(document_.subtotal.list_amount)},
                      {"discount", Money(document_.subtotal.discount)},
                      {"subtotal", Money(document_.subtotal.amount)},
                      {"tax", Money(document_.tax)},
                      {"total_owed", Money(document_.total)}};
    json["by_section"] = Summary(document_.by_section);
    json["by_service"] = Summary(document_.by_service);
    json["by_account"] = Summary(document_.by_account);
    json["discounts"] = Discounts();
    json["policies"] = document_.policies;
    json["adjustments"] = Summary(document_.adjustments);
    json["taxes"] = Json::array();
    for (const TaxRow& tax : document_.taxes)
      json["taxes"].push_back(
          {{"name", tax.name}, {"percent", tax.percent.ToString()}, {"amount", Money(tax.amount)}});
    json["lines"] = Lines();
    json["payment_details"] = document_.payment_details;
    return json;
  }

 private:
  std::string Money(Decimal amount) const {
    return amount.ToString(document_.currency.minor_digits());
  }

  static Json Of(const Party& party) {
    return {{"name", party.name},
            {"address", party.address},
            {"tax_id", party.tax_id},
            {"email", party.email}};
  }

  Json Head() const {
    return {{"id", document_.statement_id},
            {"state", document_.state},
            {"period", document_.period},
            {"first_day", document_.first_day},
            {"last_day", document_.last_day},
            {"currency", std::string(document_.currency.code())},
            {"issued_by", Of(document_.reseller)},
            {"billed_to", Of(document_.customer)},
            {"customer_id", document_.customer_id},
            {"purchase_order", document_.purchase_order},
            {"payment_terms", document_.payment_terms}};
  }

  void Add(const Amounts& amounts, Json& json) const {
    json["list_amount"] = Money(amounts.list_amount);
    json["discount"] = Money(amounts.discount);
    json["amount"] = Money(amounts.amount);
  }

  Json Summary(const std::vector<SummaryRow>& rows) const {
    Json json = Json::array();
    for (const SummaryRow& row : rows) {
      Json entry{{"name", row.name}};
      if (!row.unit_name.empty()) entry["unit"] = row.unit_name;
      Add(row.amounts, entry);
      json.push_back(std::move(entry));
    }
    return json;
  }

  Json Discounts() const {
    Json commitments = Json::array();
    for (const DiscountRow& row : document_.discounts) {
      Json entry{{"name", row.name}};
      if (!row.unit_name.empty()) entry["unit"] = row.unit_name;
      entry["on_demand_value"] = Money(row.on_demand_value);
      entry["saved"] = Money(row.saved);
      entry["policy"] = row.policy;
      commitments.push_back(std::move(entry));
    }
    return {{"price_book", Money(document_.price_book_discount)},
            {"commitments", std::move(commitments)}};
  }

  Json Of(const DocumentLine& line) const {
    Json json{{"line_id", line.line_id},
              {"customer_id", line.customer_id},
              {"section", std::string(Name(line.section))},
              {"account", line.account},
              {"service", line.service},
              {"service_name", line.service_name},
              {"region", line.region},
              {"description", line.description},
              {"quantity", line.quantity.ToString()},
              {"quantity_unit", line.unit}};
    Add(line.amounts, json);
    return json;
  }

  Json Lines() const {
    Json json = Json::array();
    for (const AccountDetail& account : document_.details)
      for (const ServiceDetail& service : account.services)
        for (const DocumentLine& line : service.lines) json.push_back(Of(line));
    for (const DocumentLine& line : document_.tax_lines) json.push_back(Of(line));
    return json;
  }

  const Document& document_;
};

}  // namespace

std::string ToJson(const Document& document) {
  // Texts are valid UTF-8 by Document's promise; a replacement is better than an exception.
  return JsonWriter(document).Whole().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace billwright::report
