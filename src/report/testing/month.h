#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "report/report.h"

namespace billwright::report::testing {

inline Decimal Of(std::string_view text) {
  const Result<Decimal> parsed = Decimal::Parse(text);
  CHECK(parsed.has_value(), text);
  return *parsed;
}

/// One row of the table `charge`, as tests write it: what they do not say is ordinary.
struct Row {
  std::string charge = "0";
  std::string list = {};  ///< empty: as the charge
  std::string customer = "northwind";
  std::string account = "111111111111";
  std::string service = "AmazonEC2";
  std::string usage_type = "BoxUsage:m5.large";
  std::string kind = "usage";
  std::string saved = "0";  ///< by the commitment
  std::string arn = {};
  std::string description = {};
  std::string quantity = "1";
  std::string unit = "Hrs";
  std::string region = "us-east-1";
  std::string operation = "RunInstances";
  std::string legal_entity = {};
  std::string cost = "0.123456789";
};

/// October 2018 of a reseller with the customers Northwind and Contoso. Says what was charged and
/// builds the statements.
class Month {
 public:
  Month() {
    Add({.id = "house", .name = "Acme Cloud"});
    Add({.id = "contoso", .name = "Contoso Ltd"});
    Add({.id = "northwind", .name = "Northwind Traders"});
  }

  Month& Add(Customer customer) {
    customers.push_back(std::move(customer));
    return *this;
  }

  Customer& Of(std::string_view id) {
    for (Customer& customer : customers)
      if (customer.id == id) return customer;
    CHECK(false, "no such customer");
  }

  /// A unit of `parent`, on its statement.
  Month& AddUnit(std::string id, std::string parent) {
    Customer unit{.id = id, .name = id, .parent = std::move(parent), .own_statement = false};
    return Add(std::move(unit));
  }

  Month& Bill(const Row& row) {
    Charge charge;
    charge.charge_id = "charge" + std::to_string(1000 + charges.size());
    charge.customer_id = row.customer;
    charge.kind = row.kind;
    charge.payer_account_id = "999999999999";
    charge.usage_account_id = row.account;
    charge.service = row.service;
    charge.region = row.region;
    charge.usage_type = row.usage_type;
    charge.operation = row.operation;
    charge.pricing_unit = row.unit;
    charge.commitment_arn = row.arn;
    charge.legal_entity = row.legal_entity;
    charge.currency = currency;
    charge.description = row.description;
    charge.quantity = testing::Of(row.quantity);
    charge.cost = testing::Of(row.cost);
    charge.charge = testing::Of(row.charge);
    charge.list_amount = testing::Of(row.list.empty() ? row.charge : row.list);
    charge.commitment_discount = testing::Of(row.saved);
    charges.push_back(std::move(charge));
    return *this;
  }

  Month& Share(std::string customer, std::string arn, std::string owner, std::string on_demand) {
    billwright::Share share;
    share.payer_account_id = "999999999999";
    share.commitment_arn = std::move(arn);
    share.customer_id = std::move(customer);
    share.owner_customer_id = std::move(owner);
    share.policy_id = "standard";
    share.currency = currency;
    share.on_demand_value = testing::Of(on_demand);
    shares.push_back(std::move(share));
    return *this;
  }

  Month& Tax(std::string name, std::string percent, std::vector<std::string> who = {}) {
    TaxRule rule;
    rule.id = name;
    rule.name = std::move(name);
    rule.percent = testing::Of(percent);
    rule.customers = std::move(who);
    taxes.push_back(std::move(rule));
    return *this;
  }

  Result<Output> TryBuild() const {
    Input input;
    input.period = period;
    input.currency = currency;
    input.charges = charges;
    input.shares = shares;
    input.customers = customers;
    input.policies = policies;
    input.taxes = taxes;
    input.service_names = service_names;
    return BuildStatements(input);
  }

  Output Build() const {
    Result<Output> output = TryBuild();
    CHECK(output.has_value(), output.has_value() ? "" : output.error().ToString());
    return *std::move(output);
  }

  BillingPeriod period{2018, 10};
  std::string currency = "USD";
  std::vector<Charge> charges;
  std::vector<billwright::Share> shares;
  std::vector<Customer> customers;
  std::vector<AllocationPolicy> policies{{.id = "standard"}};
  std::vector<TaxRule> taxes;
  std::vector<ServiceName> service_names{{"AmazonEC2", "Amazon Elastic Compute Cloud"},
                                         {"AmazonRDS", "Amazon Relational Database Service"},
                                         {"AmazonS3", "Amazon Simple Storage Service"}};
};

}  // namespace billwright::report::testing
