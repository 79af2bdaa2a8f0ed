#include <gtest/gtest.h>

#include "allocate/testing/month_script.h"
#include "base/file.h"

// docs/policies.md works examples; here each is computed, and its table must stand on the page as
// it is. A failure prints the table that the page should have.

namespace billwright::allocate {
namespace {

using testing::D;
using testing::MonthScript;

const std::string kPlan = testing::SavingsPlan("example");

struct Usage {
  std::string customer, value, cost;
  std::string usage_type = "BoxUsage";
};

struct Example {
  std::string name;
  AllocationPolicy policy;
  std::string owner = "house";
  std::string unused = "1";
  std::vector<Usage> covered = {{"alpha", "10", "6"}, {"beta", "4", "3"}};
};

constexpr auto kOriginating = AllocationMethod::kOriginating;
constexpr auto kProRata = AllocationMethod::kProRata;
constexpr auto kOwner = UnusedBearer::kOwner;
constexpr auto kCustomers = UnusedBearer::kCustomers;
const std::vector<Usage> kLittle = {{"alpha", "5", "3"}, {"beta", "2", "1.5"}};

const std::vector<Example>& Examples() {
  static const std::vector<Example> examples = {
      {"originating", {.method = kOriginating}},
      {"originating, unused = owner", {.method = kOriginating, .unused = kOwner}, "alpha"},
      {"originating, unused = customers", {.method = kOriginating, .unused = kCustomers}},
      {"pro-rata", {.method = kProRata}},
      {"pro-rata, unused = customers", {.method = kProRata, .unused = kCustomers}},
      {"pro-rata, divide = cost", {.method = kProRata, .divide_cost = true}},
      {"reseller-retained", {.method = AllocationMethod::kResellerRetained}},
      {"passed = 0.3", {.method = kOriginating, .passed = D("0.3")}},
      {"passed = 0.7", {.method = kOriginating, .passed = D("0.7")}},
      {"cap_at_list = true", {.method = kProRata, .unused = kCustomers}, "house", "5.5", kLittle},
      {"cap_at_list = false",
       {.method = kProRata, .unused = kCustomers, .cap_at_list = false},
       "house",
       "5.5",
       kLittle},
      {"nothing covered", {.method = kProRata, .unused = kCustomers}, "alpha", "10", {}},
      {"a loss", {.method = kOriginating}, "house", "0", {{"alpha", "4", "5"}}},
  };
  return examples;
}

Output Compute(const Example& example) {
  MonthScript month;
  month.Under(example.policy).Bills(kPlan, 0, example.owner, example.unused);
  for (const Usage& usage : example.covered)
    month.Covers(kPlan, 0, usage.customer, usage.value, usage.cost, usage.usage_type);
  Output output = month.Allocate();
  EXPECT_TRUE(testing::Holds(output.proof)) << example.name;
  return output;
}

std::string Row(const std::string& name, const Share& share) {
  std::string row = "| " + name + " |";
  for (const Decimal value :
       {share.on_demand_value, share.effective_cost, share.benefit_share, share.passed,
        share.retained, share.attributed_cost, share.price_basis, share.unused_borne,
        share.cap_excess, share.price_basis + share.unused_borne})
    row += " " + value.ToString() + " |";
  return row + "\n";
}

Share Together(const std::vector<Share>& shares) {
  Share sum;
  for (const Share& share : shares) {
    sum.on_demand_value += share.on_demand_value;
    sum.effective_cost += share.effective_cost;
    sum.benefit_share += share.benefit_share;
    sum.passed += share.passed;
    sum.retained += share.retained;
    sum.attributed_cost += share.attributed_cost;
    sum.price_basis += share.price_basis;
    sum.unused_borne += share.unused_borne;
    sum.cap_excess += share.cap_excess;
  }
  return sum;
}

std::string TableOfExample(const Example& example) {
  const Output output = Compute(example);
  std::string table =
      "| | O | E | share | passed | retained | K | A | W | cap excess | A + W |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
  Decimal paid;
  for (const Share& share : output.shares) {
    table += Row(share.customer_id, share);
    if (share.customer_id != kHouse) paid += share.price_basis + share.unused_borne;
  }
  const Share together = Together(output.shares);
  const Decimal bill = together.attributed_cost + together.unused_borne;
  return table + Row("together", together) + "\nThe customers pay " + paid.ToString() +
         ", AWS bills " + bill.ToString() + ", the reseller earns " + (paid - bill).ToString() +
         ".\n";
}

std::string TableOfCells(const AllocationPolicy& policy) {
  const Example example{
      "", policy, "alpha", "1", {{"alpha", "8", "2", "big"}, {"alpha", "2", "1", "small"}}};
  std::string table =
      "| cell | benefit share | passed | unused borne |\n| --- | --- | --- | --- |\n";
  for (const CellShare& line : Compute(example).cell_shares)
    table += "| " + (line.line_item_type.empty() ? "(none)" : line.usage_type) + " | " +
             line.benefit_share.ToString() + " | " + line.passed.ToString() + " | " +
             line.unused_borne.ToString() + " |\n";
  return table;
}

std::string Page() {
  const auto text = ReadFile(BILLWRIGHT_SOURCE_DIR "/docs/policies.md");
  return text ? *text : text.error().ToString();
}

/// What stands on the page between "<!-- example: NAME -->" and "<!-- end -->".
std::string OnPage(const std::string& name) {
  const std::string page = Page();
  const std::string start = "<!-- example: " + name + " -->\n";
  const size_t from = page.find(start);
  if (from == std::string::npos) return "(no example " + name + ")";
  const size_t begin = from + start.size();
  return page.substr(begin, page.find("<!-- end -->", begin) - begin);
}

TEST(PoliciesPage, HasTheNumbersOfEveryExample) {
  for (const Example& example : Examples())
    EXPECT_EQ(OnPage(example.name), TableOfExample(example)) << example.name;
}

TEST(PoliciesPage, HasTheNumbersOnCells) {
  EXPECT_EQ(OnPage("cells, originating"),
            TableOfCells({.method = kOriginating, .passed = D("0.7"), .unused = kOwner}));
  EXPECT_EQ(OnPage("cells, pro-rata"), TableOfCells({.method = kProRata, .unused = kOwner}));
}

TEST(PoliciesPage, HasNoOtherExamples) {
  const std::string page = Page();
  size_t count = 0;
  for (size_t at = page.find("<!-- example:"); at != std::string::npos;
       at = page.find("<!-- example:", at + 1))
    ++count;
  EXPECT_EQ(count, Examples().size() + 2);
}

/// The page with the lines of its quotations joined.
std::string Unwrapped(std::string page) {
  for (size_t at = page.find("\n> "); at != std::string::npos; at = page.find("\n> ", at))
    page.replace(at, 3, " ");
  return page;
}

TEST(PoliciesPage, QuotesThePoliciesAsStatementsPrintThem) {
  const AllocationPolicy shared{.id = "shared-plan",
                                .method = kProRata,
                                .passed = D("1"),
                                .passed_by_customer = {{"northwind", D("0.8")}},
                                .unused = kCustomers};
  const std::string page = Unwrapped(Page());
  EXPECT_NE(page.find(Sentence({.id = "default"})), std::string::npos)
      << Sentence({.id = "default"});
  EXPECT_NE(page.find(Sentence(shared)), std::string::npos) << Sentence(shared);
}

}  // namespace
}  // namespace billwright::allocate
