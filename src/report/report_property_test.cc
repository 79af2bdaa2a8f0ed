#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "report/report.h"
#include "report/testing/month.h"

// What must be true of any month: any grouping of a statement agrees to the cent.

namespace billwright::report {
namespace {

using testing::Month;

const Decimal kCent = Decimal::FromUnits(Decimal::kUnitsPerOne / 100);

Decimal AnyMoney() {
  const auto whole = *rc::gen::inRange<int64_t>(-2000, 2000);
  const auto units = *rc::gen::oneOf(rc::gen::inRange<int64_t>(0, Decimal::kUnitsPerOne),
                                     rc::gen::just<int64_t>(Decimal::kUnitsPerOne / 200));
  return Decimal::FromInteger(whole) + Decimal::FromUnits(units);
}

Month AnyMonth() {
  Month month;
  month.AddUnit("alpha", "northwind").AddUnit("beta", "alpha");
  month.Tax("VAT", (*rc::gen::element<std::string>("20", "7.7", "0", "8.875")));
  const int count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    month.Bill({.customer = *rc::gen::element<std::string>("northwind", "alpha", "beta", "contoso"),
                .account = *rc::gen::element<std::string>("111111111111", "222222222222", ""),
                .service = *rc::gen::element<std::string>("AmazonEC2", "AmazonS3", "AmazonRDS", ""),
                .usage_type = *rc::gen::element<std::string>("BoxUsage:m5.large", "A", "B"),
                .kind = *rc::gen::element<std::string>("usage", "credit", "savings_plan_covered")});
    Charge& charge = month.charges.back();
    charge.charge = AnyMoney();
    charge.list_amount = charge.charge + *rc::gen::element(Decimal{}, AnyMoney());
    if (charge.kind == "savings_plan_covered") {
      charge.commitment_arn = *rc::gen::element<std::string>(
          "arn:aws:savingsplans::1:savingsplan/a", "arn:aws:savingsplans::1:savingsplan/b");
      charge.commitment_discount = *rc::gen::element(Decimal{}, AnyMoney());
    }
  }
  return month;
}

RC_GTEST_PROP(BuildStatementsProperty, EveryProofHoldsAndLinesSubtract, ()) {
  const Output output = AnyMonth().Build();
  for (const ProofLine& line : output.proof) RC_ASSERT(line.holds && line.difference.IsZero());
  for (const StatementLine& line : output.lines) {
    RC_ASSERT(line.list_amount - line.discount == line.amount);
    RC_ASSERT(line.amount.places() <= 2 && line.discount.places() <= 2);
  }
}

/// Sums by a key that is made of a line, rounded and unrounded.
template <typename KeyOf>
void ExpectSumsWithinACent(const std::vector<StatementLine>& lines, KeyOf key_of) {
  std::map<decltype(key_of(lines[0])), std::pair<Decimal, Decimal>> sums;
  for (const StatementLine& line : lines) {
    if (line.section == "tax") continue;
    auto& [rounded, exact] = sums[key_of(line)];
    rounded += line.amount;
    exact += line.charge;
  }
  for (const auto& [key, sum] : sums) RC_ASSERT((sum.first - sum.second).Abs() < kCent);
}

RC_GTEST_PROP(BuildStatementsProperty, NoSumOnTheWayDownIsACentOff, ()) {
  const Output output = AnyMonth().Build();
  const auto& lines = output.lines;
  ExpectSumsWithinACent(lines, [](const StatementLine& line) { return line.statement_id; });
  ExpectSumsWithinACent(lines, [](const StatementLine& line) {
    return std::tuple(line.statement_id, line.customer_id);
  });
  ExpectSumsWithinACent(lines, [](const StatementLine& line) {
    return std::tuple(line.statement_id, line.customer_id, line.usage_account_id);
  });
  ExpectSumsWithinACent(lines, [](const StatementLine& line) {
    return std::tuple(line.statement_id, line.customer_id, line.usage_account_id, line.service);
  });
  ExpectSumsWithinACent(lines, [](const StatementLine& line) { return line.line_id; });
}

RC_GTEST_PROP(BuildStatementsProperty, LineIdsAreUnlikeAndEachChargeIsBehindOneLine, ()) {
  const Month month = AnyMonth();
  const Output output = month.Build();
  std::map<std::string, Decimal> charge_of_line;
  for (const StatementLine& line : output.lines)
    RC_ASSERT(charge_of_line.emplace(line.line_id, line.charge).second);
  std::map<std::string, Decimal> charges;
  for (const Charge& charge : month.charges) charges[charge.charge_id] = charge.charge;
  for (const StatementLineCharge& pair : output.line_charges) {
    charge_of_line.at(pair.line_id) -= charges.at(pair.charge_id);
    charges.erase(pair.charge_id);
  }
  for (const StatementLine& line : output.lines)
    if (line.section != "tax") RC_ASSERT(charge_of_line.at(line.line_id).IsZero());
  for (const auto& [id, charge] : charges) RC_ASSERT(charge.IsZero());
}

RC_GTEST_PROP(BuildStatementsProperty, TheOrderOfChargesChangesNothing, ()) {
  Month month = AnyMonth();
  const Output before = month.Build();
  std::reverse(month.charges.begin(), month.charges.end());
  const Output after = month.Build();
  RC_ASSERT(before.lines.size() == after.lines.size());
  for (size_t i = 0; i < before.lines.size(); ++i) {
    RC_ASSERT(before.lines[i].line_id == after.lines[i].line_id);
    RC_ASSERT(before.lines[i].amount == after.lines[i].amount);
  }
}

}  // namespace
}  // namespace billwright::report
