#include "attribute/attribute.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace billwright::attribute {
namespace {

Decimal D(std::string_view text) { return *Decimal::Parse(text); }

/// Charges and statements of a month; the cells are as dear as the charges say.
class Month {
 public:
  Charge& Add(std::string customer, std::string kind, std::string_view charge,
              std::string_view cost, std::string_view retained = "0") {
    Charge& added = charges_.emplace_back();
    added.customer_id = std::move(customer);
    added.service = "AmazonEC2";
    added.kind = std::move(kind);
    added.charge = D(charge);
    added.cost = D(cost);
    added.retained_benefit = D(retained);
    return added;
  }
  void Rounding(std::string customer, std::string_view amount) {
    Statement& statement = statements_.emplace_back();
    statement.customer_id = std::move(customer);
    statement.rounding = D(amount);
  }
  void MissingCost(std::string_view amount) { missing_ = D(amount); }

  Output Attribute() {
    Cell cell;
    cell.amortised_cost = missing_;
    for (const Charge& charge : charges_) cell.amortised_cost += charge.cost;
    cells_ = {cell};
    return *AttributeMargin({"USD", charges_, statements_, cells_});
  }

  /// "customer service source: charge − cost = amount" of each line, one a line.
  std::string Lines() {
    std::string text;
    for (const MarginLine& line : Attribute().margin_lines)
      text += line.customer_id + " " + line.service + " " + line.source + ": " +
              line.charge.ToString() + " - " + line.cost.ToString() + " = " +
              line.amount.ToString() + "\n";
    return text;
  }

 private:
  std::vector<Charge> charges_;
  std::vector<Statement> statements_;
  std::vector<Cell> cells_;
  Decimal missing_;
};

std::string Broken(const Proof& proof) {
  std::string text;
  for (const ProofLine& line : proof)
    if (!line.holds) text += line.identity + " of " + line.subject + "\n";
  return text;
}

TEST(Margin, OfUsageIsPriceAndRetainedBenefit) {
  Month month;
  month.Add("acme", "savings_plan_covered", "6.84", "6", "1.2");
  EXPECT_EQ(month.Lines(),
            "acme AmazonEC2 price: 6.84 - 7.2 = -0.36\n"
            "acme AmazonEC2 retained benefit: 0 - -1.2 = 1.2\n");
}

TEST(Margin, OfUsageWithoutACommitmentIsPrice) {
  Month month;
  month.Add("acme", "usage", "105", "100");
  month.Add("acme", "usage", "21", "20");
  EXPECT_EQ(month.Lines(), "acme AmazonEC2 price: 126 - 120 = 6\n");
}

TEST(Margin, OfUnusedCommitmentIsASourceOfItsOwn) {
  Month month;
  month.Add("house", "unused", "0", "5");
  month.Add("acme", "unused", "3", "5");
  EXPECT_EQ(month.Lines(),
            "acme AmazonEC2 unused commitment: 3 - 5 = -2\n"
            "house AmazonEC2 unused commitment: 0 - 5 = -5\n");
}

TEST(Margin, OfAShareWithoutCoveredUsageIsRetainedBenefit) {
  Month month;
  month.Add("acme", "unused", "-4", "-5", "1");
  EXPECT_EQ(month.Lines(),
            "acme AmazonEC2 retained benefit: 0 - -1 = 1\n"
            "acme AmazonEC2 unused commitment: -4 - -4 = 0\n");
}

struct SourceRow {
  std::string kind;
  std::string source;
};

const std::vector<SourceRow>& Sources() {
  static const std::vector<SourceRow> rows = {
      {"usage", "price"},
      {"savings_plan_covered", "price"},
      {"reservation_covered", "price"},
      {"savings_plan_negation", "unused commitment"},
      {"savings_plan_recurring_fee", "unused commitment"},
      {"savings_plan_upfront_fee", "fees"},
      {"reservation_fee", "unused commitment"},
      {"reservation_upfront_fee", "fees"},
      {"fee", "fees"},
      {"support", "support"},
      {"marketplace", "marketplace"},
      {"tax", "tax"},
      {"credit", "credits"},
      {"refund", "refunds"},
      {"purchase_refund", "fees"},
      {"edp", "programme discounts"},
      {"private_rate", "programme discounts"},
      {"bundled", "programme discounts"},
      {"reservation_volume", "programme discounts"},
      {"spp", "programme discounts"},
      {"unknown", "unknown"},
      {"unused", "unused commitment"},
      {"term", "terms"},
  };
  return rows;
}

TEST(Margin, EveryKindHasItsSource) {
  for (const SourceRow& row : Sources()) {
    Month month;
    month.Add("acme", row.kind, "3", "2");
    EXPECT_EQ(month.Lines(), "acme AmazonEC2 " + row.source + ": 3 - 2 = 1\n") << row.kind;
  }
}

TEST(Margin, EveryKindOfLineItemHasARow) {
  for (int i = 0; i <= static_cast<int>(LineItemKind::kUnknown); ++i) {
    bool has_row = false;
    for (const SourceRow& row : Sources())
      has_row |= row.kind == Name(static_cast<LineItemKind>(i));
    EXPECT_TRUE(has_row) << Name(static_cast<LineItemKind>(i));
  }
}

TEST(Margin, RoundingIsTheCustomersThatGetsTheStatement) {
  Month month;
  month.Add("acme", "usage", "10.004", "10.004");
  month.Rounding("acme", "-0.004");
  EXPECT_EQ(month.Lines(),
            "acme  rounding: -0.004 - 0 = -0.004\n"
            "acme AmazonEC2 price: 10.004 - 10.004 = 0\n");
}

TEST(Margin, LinesOfNothingAreLeftOut) {
  Month month;
  month.Add("acme", "savings_plan_negation", "0", "0");
  month.Rounding("acme", "0");
  EXPECT_EQ(month.Lines(), "");
}

TEST(MarginDeathTest, AKindThatIsNoneIsOurBug) {
  Month month;
  month.Add("acme", "weird", "1", "1");
  EXPECT_DEATH(month.Attribute(), "weird");
}

TEST(MarginProof, FailsWhenTheChargesDoNotCarryWhatAwsBills) {
  Month month;
  month.Add("acme", "usage", "10", "8");
  EXPECT_EQ(Broken(month.Attribute().proof), "");
  month.MissingCost("0.000000000001");
  EXPECT_EQ(Broken(month.Attribute().proof),
            "Σ charge + Σ rounding − Σ margin = Σ amortised cost of run\n");
}

/// The example of docs/margin.md.
TEST(MarginExample, AMonthOfACustomer) {
  Month month;
  month.Add("acme", "usage", "105.003", "100");
  month.Add("acme", "savings_plan_covered", "6.84", "6", "1.2");
  month.Add("acme", "support", "30", "30").service = "AWSSupportBusiness";
  month.Add("acme", "credit", "0", "-8");
  month.Add("acme", "term", "250", "0").service = "";
  month.Add("house", "tax", "0", "17");
  month.Add("house", "unused", "0", "1").service = "ComputeSavingsPlans";
  month.Add("house", "spp", "0", "-4");
  month.Rounding("acme", "-0.003");
  EXPECT_EQ(month.Lines(),
            "acme  rounding: -0.003 - 0 = -0.003\n"
            "acme  terms: 250 - 0 = 250\n"
            "acme AWSSupportBusiness support: 30 - 30 = 0\n"
            "acme AmazonEC2 credits: 0 - -8 = 8\n"
            "acme AmazonEC2 price: 111.843 - 107.2 = 4.643\n"
            "acme AmazonEC2 retained benefit: 0 - -1.2 = 1.2\n"
            "house AmazonEC2 programme discounts: 0 - -4 = 4\n"
            "house AmazonEC2 tax: 0 - 17 = -17\n"
            "house ComputeSavingsPlans unused commitment: 0 - 1 = -1\n");
  const Output output = month.Attribute();
  EXPECT_EQ(Broken(output.proof), "");
  std::map<std::string, Decimal> margin;
  Decimal total;
  for (const MarginLine& line : output.margin_lines) {
    margin[line.customer_id] += line.amount;
    total += line.amount;
  }
  EXPECT_EQ(margin["acme"], D("263.84"));
  EXPECT_EQ(margin["house"], D("-14"));
  EXPECT_EQ(D("391.843") + D("-0.003") - total, D("142"));  // charges + rounding − margin = AWS
}

RC_GTEST_PROP(MarginIdentities, HoldForAllCharges, ()) {
  Month month;
  const auto amount = [] {
    return Decimal::FromUnits(
               *rc::gen::inRange<int64_t>(-1'000'000'000'000'000, 1'000'000'000'000'000))
        .ToString();
  };
  const auto customer = [] { return *rc::gen::element<std::string>("acme", "globex", "house"); };
  const int count = *rc::gen::inRange(0, 30);
  Decimal charges, costs, rounding;
  for (int i = 0; i < count; ++i) {
    const std::string kind = (*rc::gen::elementOf(std::vector<SourceRow>(Sources()))).kind;
    Charge& charge = month.Add(customer(), kind, amount(), amount(), amount());
    charge.service = *rc::gen::element<std::string>("AmazonEC2", "AmazonS3", "");
    charges += charge.charge;
    costs += charge.cost;
  }
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    const std::string added = amount();
    month.Rounding(customer(), added);
    rounding += D(added);
  }
  const Output output = month.Attribute();
  RC_ASSERT(Broken(output.proof) == "");
  Decimal line_charges, line_costs, margin;
  for (size_t i = 0; i < output.margin_lines.size(); ++i) {
    const MarginLine& line = output.margin_lines[i];
    RC_ASSERT(line.amount == line.charge - line.cost);
    if (i > 0) RC_ASSERT(CompareKeys(output.margin_lines[i - 1], line) < 0);
    line_charges += line.charge;
    line_costs += line.cost;
    margin += line.amount;
  }
  RC_ASSERT(line_charges == charges + rounding);
  RC_ASSERT(line_costs == costs);
  RC_ASSERT(margin == charges + rounding - costs);
}

}  // namespace
}  // namespace billwright::attribute
