#pragma once

#include <string>
#include <vector>

#include "model/table.h"

namespace billwright {

/// One statement: the head. Amounts are rounded to the currency's minor unit.
struct Statement {
  std::string statement_id;  ///< "2018-10-northwind"
  std::string customer_id;   ///< who gets it
  std::string state;         ///< "draft"
  std::string currency;
  Decimal list_amount;  ///< Σ lines before tax
  Decimal discount;     ///< Σ lines before tax
  Decimal subtotal;     ///< Σ lines before tax
  Decimal tax;
  Decimal total;     ///< owed: subtotal + tax
  Decimal charges;   ///< Σ charges, unrounded
  Decimal rounding;  ///< subtotal − charges: booked by name
};

template <>
const Table<Statement>& TableOf<Statement>();

/// One line of a statement, to the cent. Lines of every section but "tax" add up to the subtotal.
struct StatementLine {
  std::string statement_id;
  std::string line_id;      ///< digest of the natural key
  std::string customer_id;  ///< whose charges they are: the recipient or a unit below it
  std::string section;      ///< "usage", "commitment", "fees", "support", "marketplace",
                            ///< "credits", "adjustments", "tax"
  std::string usage_account_id;
  std::string service;
  std::string region;
  std::string description;
  std::string unit;
  std::string currency;
  Decimal quantity;
  Decimal list_amount;
  Decimal discount;  ///< list_amount − amount
  Decimal amount;
  Decimal charge;  ///< Σ charges behind it, unrounded
};

template <>
const Table<StatementLine>& TableOf<StatementLine>();

/// Which charges are behind which line.
struct StatementLineCharge {
  std::string line_id;
  std::string charge_id;
};

template <>
const Table<StatementLineCharge>& TableOf<StatementLineCharge>();

/// What one commitment saved a customer: the statement's "discounts that applied". Informational:
/// the amounts are inside the lines already.
struct StatementDiscount {
  std::string statement_id;
  std::string customer_id;
  std::string commitment_arn;
  std::string commitment_kind;
  std::string name;             ///< for people
  std::string policy_sentence;  ///< the policy in one sentence
  std::string currency;
  Decimal on_demand_value;  ///< of the covered usage, to the cent
  Decimal saved;            ///< to the cent
};

template <>
const Table<StatementDiscount>& TableOf<StatementDiscount>();

}  // namespace billwright
