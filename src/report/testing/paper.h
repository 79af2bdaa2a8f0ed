#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/check.h"
#include "report/render/document.h"
#include "report/testing/month.h"

namespace billwright::report::testing {

inline const ResellerProfile& Reseller() {
  static const ResellerProfile reseller{
      "Acme Cloud GmbH",
      {"Hafenstraße 1", "20457 Hamburg"},
      "DE 123 456 789",
      "billing@acme.example",
      {"Please quote the statement's number.", "IBAN DE02 1203 0000 0000 2020 51"}};
  return reseller;
}

/// The document of one customer's statement of the month.
inline Document DocumentOf(const Month& month, std::string_view customer_id = "northwind") {
  const Output output = month.Build();
  const auto statement = std::ranges::find(output.statements, customer_id, &Statement::customer_id);
  CHECK(statement != output.statements.end(), "no statement for " + std::string(customer_id));
  Result<Document> document =
      BuildDocument({month.period, *statement, output.lines, output.discounts, month.customers,
                     month.service_names, Reseller()});
  CHECK(document.has_value(), document.has_value() ? "" : document.error().ToString());
  return *std::move(document);
}

/// A small month that has something in every part of a statement.
inline Month EverythingOnce() {
  Month month;
  Customer& customer = month.Of("northwind");
  customer.name = "Northwind Traders & Söhne";
  customer.address = {"Accounts Payable", "12 Harbour Road", "Bristol BS1 4ND"};
  customer.tax_id = "GB 987 654 321";
  customer.purchase_order = "PO-2018-0417";
  customer.payment_terms = "30 days net";
  month.AddUnit("retail", "northwind").Tax("VAT", "20");
  const std::string plan =
      "arn:aws:savingsplans::111111111111:savingsplan/3f2a8c1d-0000-4000-8000-123456789012";
  const std::string node = "arn:aws:rds:eu-west-1:222222222222:ri:contoso-orders";
  month.Share("northwind", plan, "northwind", "40.5").Share("retail", node, "contoso", "30");
  month.Bill({.charge = "1203.456", .list = "1266.8", .quantity = "1488", .region = "eu-west-1"});
  month.Bill({.charge = "24.3",
              .list = "40.5",
              .kind = "savings_plan_covered",
              .saved = "14.175",
              .arn = plan,
              .quantity = "405",
              .region = "eu-west-1"});
  month.Bill({.charge = "21",
              .list = "30",
              .customer = "retail",
              .account = "333333333333",
              .service = "AmazonRDS",
              .usage_type = "InstanceUsage:db.r4.large",
              .kind = "reservation_covered",
              .saved = "9",
              .arn = node,
              .quantity = "100",
              .region = "eu-west-1"});
  month.Bill({.charge = "0.0021",
              .service = "AmazonS3",
              .usage_type = "EU-Requests-Tier2",
              .quantity = "5250",
              .unit = "Requests",
              .region = "eu-west-1"});
  month.Bill({.charge = "2.5",
              .usage_type = {},
              .kind = "unused",
              .arn = plan,
              .quantity = "0",
              .unit = {},
              .region = {}});
  month.Bill({.charge = "-50",
              .usage_type = {},
              .kind = "credit",
              .quantity = "0",
              .unit = {},
              .region = {}});
  month.Bill({.charge = "99",
              .account = {},
              .service = {},
              .usage_type = {},
              .kind = "term",
              .description = "Managed operations",
              .unit = {},
              .region = {}});
  return month;
}

}  // namespace billwright::report::testing
