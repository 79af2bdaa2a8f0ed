#include "price/term.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "price/explain.h"
#include "price/testing/month.h"

namespace billwright::price {
namespace {

using testing::Broken;
using testing::D;
using testing::Month;

/// acme: usage 100, S3 usage 40, support 30, a credit of 8 that is passed on, tax 17 that is passed
/// on.
Month BusyMonth() {
  Month month;
  month.Rule("all", Basis::kBilled, "0");
  month.Usage("acme", "100");
  month.Usage("acme", "40").service = "AmazonS3";
  month.Add("acme", "Fee", "30").service = "AWSSupportBusiness";
  month.Add("acme", "Credit", "-8");
  month.Add("acme", "Tax", "17");
  month.Usage("globex", "1000");
  for (LineItemKind kind : {LineItemKind::kSupport, LineItemKind::kCredit, LineItemKind::kTax})
    month.Treat(kind, Treatment::kPass);
  return month;
}

Charge TermOf(Month& month, std::string_view customer = "acme") {
  for (const Charge& charge : month.Price().charges)
    if (charge.kind == "term" && charge.customer_id == customer) return charge;
  return {};
}

TEST(Term, FlatIsTheAmountAndCostsNothing) {
  Month month = BusyMonth();
  month.Flat("onboarding", "250").description = "Onboarding";
  const Charge term = TermOf(month);
  EXPECT_EQ(term.rule_id, "term:onboarding");
  EXPECT_EQ(term.basis, "term");
  EXPECT_EQ(term.description, "Onboarding");
  EXPECT_EQ(term.charge, D("250"));
  EXPECT_EQ(term.list_amount, D("250"));
  EXPECT_EQ(term.cost, D("0"));
  EXPECT_EQ(Broken(month.Price().proof), "");
}

TEST(Term, PercentOfAllIsOfEverythingButTaxAndTerms) {
  Month month = BusyMonth();
  month.Flat("onboarding", "250");
  month.Percent("managed", "10", "all");
  const std::vector<Charge> charges = month.Price().charges;
  const auto managed = std::find_if(charges.begin(), charges.end(), [](const Charge& charge) {
    return charge.rule_id == "term:managed";
  });
  EXPECT_EQ(managed->basis_amount, D("162"));  // 100 + 40 + 30 − 8
  EXPECT_EQ(managed->charge, D("16.2"));
}

TEST(Term, PercentOfUsage) {
  Month month = BusyMonth();
  month.Percent("managed", "10", "usage");
  EXPECT_EQ(TermOf(month).charge, D("14"));
}

TEST(Term, PercentOfAService) {
  Month month = BusyMonth();
  month.Percent("storage", "-5", "AmazonS3");
  EXPECT_EQ(TermOf(month).charge, D("-2"));
}

TEST(Term, PercentIsRoundedOnceHalfToEven) {
  Month month;
  month.Rule("all", Basis::kBilled, "0");
  month.Usage("acme", "0.000000000001");
  month.Usage("acme", "0.000000000002").service = "AmazonS3";
  month.Percent("managed", "50", "usage");
  EXPECT_EQ(TermOf(month).charge, D("0.000000000002"));
}

TEST(Term, HoldsInItsMonthsOnly) {
  Month month;
  CustomLine& line = month.Flat("once", "5");
  line.from = {2026, 10};
  line.to = {2026, 11};
  EXPECT_EQ(month.Price().charges.size(), 1u);
  line.from = {2026, 11};
  line.to = {2026, 12};
  EXPECT_EQ(month.Price().charges.size(), 0u);
  line.from = {2026, 9};
  line.to = {2026, 10};
  EXPECT_EQ(month.Price().charges.size(), 0u);
}

TEST(Term, RestsOnUnitsBelowThatAreOnTheSameStatement) {
  Month month = BusyMonth();
  month.AddCustomer("acme-web", "acme").own_statement = false;
  month.AddCustomer("acme-web-eu", "acme-web").own_statement = false;
  month.AddCustomer("acme-labs", "acme");  // gets a statement of its own
  month.Usage("acme-web", "1");
  month.Usage("acme-web-eu", "2");
  month.Usage("acme-labs", "500");
  month.Percent("managed", "100", "usage");
  EXPECT_EQ(TermOf(month).charge, D("143"));
}

TEST(Term, OfAUnitRestsOnItsOwnUnitsAndNotOnThoseBeside) {
  Month month = BusyMonth();
  month.AddCustomer("acme-web", "acme").own_statement = false;
  month.AddCustomer("acme-web-eu", "acme-web").own_statement = false;
  month.AddCustomer("acme-shop", "acme").own_statement = false;
  month.Usage("acme-web", "1");
  month.Usage("acme-web-eu", "2");
  month.Usage("acme-shop", "500");
  month.Percent("managed", "100", "usage").customer_id = "acme-web";
  EXPECT_EQ(TermOf(month, "acme-web").charge, D("3"));
}

/// One line looks at one customer. When each looked at all of them, this took hours.
TEST(Term, OfThousandsOfCustomersTakesNoLongerThanTheirCharges) {
  constexpr int kCustomers = 5000;
  Month month;
  month.Rule("all", Basis::kBilled, "0");
  for (int i = 0; i < kCustomers; ++i) {
    const std::string id = "customer" + std::to_string(i);
    month.AddCustomer(id);
    month.Usage(id, std::to_string(i));
    month.Usage(id, "1").service = "AmazonS3";
    month.Percent("managed" + std::to_string(i), "10", "usage").customer_id = id;
  }
  const Input input = month.input();
  const auto started = std::chrono::steady_clock::now();
  const std::vector<Charge> charges = PriceUsage(input)->charges;
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
  Decimal terms;
  for (const Charge& charge : charges)
    if (charge.kind == "term") terms += charge.charge;
  EXPECT_EQ(charges.size(), 3u * kCustomers);
  EXPECT_EQ(terms, D("1250250"));  // a tenth of 0 + 1 + … + 4999 + 5000
}

TEST(Term, TheChargesBehindItAreFoundAgain) {
  Month month = BusyMonth();
  month.Percent("managed", "10", "all");
  const Input input = month.input();
  const std::vector<Charge> charges = PriceUsage(input)->charges;
  Decimal sum;
  size_t behind = 0;
  for (const Charge& charge : charges) {
    if (charge.kind != "term") continue;
    for (const Charge* base : ChargesBehind(charge, input, charges)) {
      sum += base->charge;
      ++behind;
    }
  }
  EXPECT_EQ(behind, 4u);
  EXPECT_EQ(sum, D("162"));
}

TEST(TermDeathTest, ForACustomerThatIsNotThereIsOurBug) {
  Month month;
  month.Flat("x", "5").customer_id = "nobody";
  EXPECT_DEATH(month.Price(), "custom line x is for customer \"nobody\"");
}

}  // namespace
}  // namespace billwright::price
