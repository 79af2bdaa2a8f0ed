#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "price/explain.h"
#include "price/price.h"
#include "price/testing/month.h"

// Random months under random books: what must hold for every one of them.

namespace billwright::price {
namespace {

using testing::Month;

const std::vector<std::string> kCustomers = {"acme", "globex", "house", "unassigned"};

std::string RandomAmount() {
  return Decimal::FromUnits(*rc::gen::inRange<int64_t>(-3'000'000'000'000, 50'000'000'000'000))
      .ToString();
}

std::string RandomCustomer() { return *rc::gen::elementOf(kCustomers); }

void AddRules(Month& month) {
  const int count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i) {
    const std::string id = "r" + std::to_string(i);
    PriceRule& rule =
        *rc::gen::inRange(0, 4) == 0
            ? month.Rate(id, "0.0123456789", *rc::gen::element<std::string>("Hrs", "GB"))
            : month.Rule(id, static_cast<Basis>(*rc::gen::inRange(0, 4)),
                         std::to_string(*rc::gen::inRange(-100, 50)));
    rule.scope.services =
        *rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"AmazonEC2"},
                          std::vector<std::string>{"Amazon*"});
    rule.scope.kinds =
        *rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"unused", "fee"},
                          std::vector<std::string>{"*"});
  }
}

/// Covered usage whose effective costs add up to the attributed ones, though not cell by cell: as
/// after a pro-rata division.
void AddCovered(Month& month) {
  const int count = *rc::gen::inRange(0, 6);
  Cell* previous = nullptr;
  for (int i = 0; i < count; ++i) {
    const std::string passed = RandomAmount();
    Cell& cell =
        *rc::gen::arbitrary<bool>()
            ? month.Covered(RandomCustomer(), RandomAmount(), RandomAmount(), passed, "0.5")
            : month.Reserved(RandomCustomer(), RandomAmount(), RandomAmount(), passed);
    cell.operation = "covered" + std::to_string(i);
    cell.payer_account_id = "999999999999";
    if (*rc::gen::arbitrary<bool>()) cell.public_on_demand_cost = {};
    if (previous != nullptr) std::swap(previous->amortised_cost, cell.amortised_cost);
    previous = &cell;
  }
}

void AddOthers(Month& month) {
  const int count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    Cell& cell = month.Add(RandomCustomer(),
                           *rc::gen::element<std::string>("Usage", "Usage", "Tax", "Credit", "Fee",
                                                          "EdpDiscount", "Refund", "Unheard"),
                           RandomAmount());
    cell.operation = "other" + std::to_string(i);
    cell.service = *rc::gen::element<std::string>("AmazonEC2", "AmazonS3", "AWSSupportBusiness");
    cell.payer_account_id = *rc::gen::element<std::string>("999999999999", "888888888888");
  }
}

/// Unused commitment of the plan, divided among some; the fee row has it all.
void AddUnused(Month& month) {
  Decimal unused;
  for (const std::string& customer : kCustomers) {
    if (*rc::gen::arbitrary<bool>()) continue;
    unused += month.Unused(customer, RandomAmount()).unused_borne;
  }
  Cell& fee = month.Add("house", "SavingsPlanRecurringFee", "10");
  fee.commitment_arn = testing::kPlan;
  fee.amortised_cost = unused;
}

Month RandomMonth() {
  Month month;
  AddRules(month);
  AddCovered(month);
  AddOthers(month);
  AddUnused(month);
  if (*rc::gen::arbitrary<bool>())
    month.Treat(*rc::gen::element(LineItemKind::kTax, LineItemKind::kCredit),
                static_cast<Treatment>(*rc::gen::inRange(0, 3)));
  if (*rc::gen::arbitrary<bool>()) month.Flat("flat", RandomAmount());
  if (*rc::gen::arbitrary<bool>()) month.Percent("percent", "7.5", "all");
  return month;
}

RC_GTEST_PROP(PriceIdentities, HoldInEveryMonth, ()) {
  Month month = RandomMonth();
  const Output output = month.Price();
  RC_ASSERT(testing::Broken(output.proof) == "");
  RC_ASSERT(output.proof.size() >= 3u);
}

RC_GTEST_PROP(PriceIdentities, EveryCellIsOneChargeInKeyOrder, ()) {
  Month month = RandomMonth();
  const Input input = month.input();
  const Output output = *PriceUsage(input);
  RC_ASSERT(std::is_sorted(output.charges.begin(), output.charges.end(),
                           [](const Charge& a, const Charge& b) { return CompareKeys(a, b) < 0; }));
  std::vector<const Cell*> cells;
  for (const Charge& charge : output.charges)
    if (const Cell* cell = CellBehind(charge, input)) cells.push_back(cell);
  std::sort(cells.begin(), cells.end());
  RC_ASSERT(std::unique(cells.begin(), cells.end()) == cells.end());
  RC_ASSERT(cells.size() == input.cells.size());
}

RC_GTEST_PROP(PriceIdentities, TheShownTermsAreTheCharge, ()) {
  Month month = RandomMonth();
  const Input input = month.input();
  const Output output = *PriceUsage(input);
  for (const Charge& charge : output.charges) {
    const Result<Explanation> explanation = Explain(charge, input);
    RC_ASSERT(explanation.has_value());
    Decimal shown;
    for (const ExplanationTerm& term : explanation->terms) shown += term.amount;
    RC_ASSERT(shown == charge.charge);
  }
}

RC_GTEST_PROP(PriceIdentities, ADiscountNeverTurnsTheSignOfACharge, ()) {
  Month month = RandomMonth();
  for (const Charge& charge : month.Price().charges) {
    RC_ASSERT(charge.list_amount.Abs() >= charge.charge.Abs());
    RC_ASSERT(!charge.commitment_discount.IsNegative());
    if (!charge.commitment_discount.IsZero())
      RC_ASSERT(charge.commitment_discount <= charge.list_amount - charge.charge);
  }
}

RC_GTEST_PROP(PriceIdentities, PricedAgainIsTheSame, ()) {
  Month month = RandomMonth();
  RC_ASSERT(DigestOf(ToFrame(month.Price().charges)) == DigestOf(ToFrame(month.Price().charges)));
}

}  // namespace
}  // namespace billwright::price
