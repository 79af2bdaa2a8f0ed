#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/billing_period.h"
#include "model/customer.h"
#include "model/statement.h"
#include "money/currency.h"
#include "report/report.h"
#include "report/section.h"

// What one statement says, once: built from the tables, then written as html, pdf, csv and JSON by
// writers that add nothing to it and compute nothing. Whatever is not in here cannot be seen by a
// customer: no cost, no unrounded charge, no ARN, nobody else's account or name.

namespace billwright::report {

/// Who sends statements: from billwright.toml.
struct ResellerProfile {
  std::string name;
  std::vector<std::string> address;  ///< lines
  std::string tax_id;
  std::string email;
  std::vector<std::string> payment_details;  ///< lines at the foot of a statement
};

/// The reseller or the customer, as an address block shows them.
struct Party {
  std::string name;
  std::vector<std::string> address;
  std::string tax_id;
  std::string email;
};

/// list_amount − discount = amount.
struct Amounts {
  Decimal list_amount;
  Decimal discount;
  Decimal amount;

  Amounts& operator+=(const Amounts& other);
  friend bool operator==(const Amounts&, const Amounts&) = default;
};

/// One line of a summary: by section, by service, by account, adjustments.
struct SummaryRow {
  std::string name;
  std::string unit_name;  ///< by account: the unit below the recipient that the account belongs to
  Amounts amounts;
};

/// One commitment under "discounts that applied".
struct DiscountRow {
  std::string name;
  std::string unit_name;  ///< whose usage; empty: the recipient's
  Decimal on_demand_value;
  Decimal saved;
  std::string policy;  ///< in one sentence
};

struct TaxRow {
  std::string name;
  Decimal percent;
  Decimal amount;
};

struct DocumentLine {
  std::string line_id;
  std::string customer_id;  ///< the recipient or a unit below it
  std::string unit_name;    ///< empty: the recipient
  Section section = Section::kUsage;
  std::string account;       ///< empty for a custom line
  std::string service;       ///< product code
  std::string service_name;  ///< for people
  std::string region;
  std::string description;  ///< whole, as in statement_line
  std::string words;        ///< the part of it that is for people …
  std::string code;         ///< … and the usage type behind it; may be empty
  std::string unit;
  Decimal quantity;
  Amounts amounts;
};

struct ServiceDetail {
  std::string name;
  Amounts amounts;
  std::vector<DocumentLine> lines;
};

struct AccountDetail {
  std::string name;       ///< "Account 111111111111"
  std::string unit_name;  ///< empty: the recipient
  Amounts amounts;
  std::vector<ServiceDetail> services;
};

struct Document {
  std::string statement_id;
  std::string state;      ///< "Draft"
  std::string period;     ///< "October 2018"
  std::string first_day;  ///< "2018-10-01"
  std::string last_day;   ///< "2018-10-31"
  UtcTime period_end;     ///< exclusive
  Currency currency = Currency::Usd();
  Party reseller;
  Party customer;
  std::string customer_id;
  std::string purchase_order;
  std::string payment_terms;
  std::vector<std::string> payment_details;

  Amounts subtotal;
  Decimal tax;
  Decimal total;  ///< owed

  std::vector<SummaryRow> by_section;
  std::vector<SummaryRow> by_service;   ///< largest amount first
  std::vector<SummaryRow> by_account;   ///< by unit, then account
  std::vector<SummaryRow> adjustments;  ///< credits and adjustments, by description
  std::vector<DiscountRow> discounts;
  Decimal price_book_discount;        ///< Σ discounts.saved + this = subtotal.discount
  std::vector<std::string> policies;  ///< the sentences, each once
  std::vector<TaxRow> taxes;
  std::vector<AccountDetail> details;  ///< every line but tax
  std::vector<DocumentLine> tax_lines;
};

struct DocumentSource {
  BillingPeriod period;
  const Statement& statement;
  std::span<const StatementLine> lines;          ///< of the run, in key order
  std::span<const StatementDiscount> discounts;  ///< of the run, in key order
  std::span<const Customer> customers;
  std::span<const ServiceName> service_names;  ///< sorted by service
  const ResellerProfile& reseller;
};

/// The document of one statement. Every text in it is one line of valid UTF-8.
///
/// Keeps: Σ of every summary and of the details = subtotal (CHECK).
/// Fails: kInvalidInput if the statement's currency is none; kNotFound if its customer is in no
/// book.
Result<Document> BuildDocument(const DocumentSource& source);

/// "Usage", "Credits", …: a section for people.
std::string_view Title(Section section);

}  // namespace billwright::report
