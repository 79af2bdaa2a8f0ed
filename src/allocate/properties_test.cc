#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "allocate/testing/month_script.h"
#include "allocate/testing/reference.h"
#include "money/testing/decimal_generator.h"

// Random months under random policies: damaged deliveries, missing fee rows, owners that change,
// the same ARN under two payers, customers without coverage.

namespace billwright::allocate {
namespace {

using testing::D;
using testing::MonthScript;

const std::vector<std::string> kCustomers = {"alpha", "beta", "house", "unassigned", "zeta"};
const std::vector<std::string> kOwners = {"alpha", "house", "omega", "unassigned", ""};
constexpr int kCommitments = 4;
constexpr int kHours = 4;

struct RandomUsage {
  int commitment = 0;
  int hour = 0;
  int customer = 0;
  int cell = 0;
  Decimal value;
  Decimal cost;
};
struct RandomFee {
  int commitment = 0;
  int hour = 0;
  int owner = 0;
  Decimal unused;
};

rc::Gen<Decimal> Amount() {
  return rc::gen::weightedOneOf<Decimal>({{6, generate::NonNegativeDecimal(3)},
                                          {3, generate::NonNegativeDecimal(2, 0)},
                                          {1, rc::gen::just(Decimal())},
                                          {1, generate::AnyDecimal(3, 10)}});
}

rc::Gen<RandomUsage> Usage() {
  return rc::gen::build<RandomUsage>(
      rc::gen::set(&RandomUsage::commitment, rc::gen::inRange(0, kCommitments)),
      rc::gen::set(&RandomUsage::hour, rc::gen::inRange(0, kHours)),
      rc::gen::set(&RandomUsage::customer, rc::gen::inRange<int>(0, 5)),
      rc::gen::set(&RandomUsage::cell, rc::gen::inRange(0, 3)),
      rc::gen::set(&RandomUsage::value, Amount()), rc::gen::set(&RandomUsage::cost, Amount()));
}

rc::Gen<RandomFee> Fee() {
  return rc::gen::build<RandomFee>(
      rc::gen::set(&RandomFee::commitment, rc::gen::inRange(0, kCommitments)),
      rc::gen::set(&RandomFee::hour, rc::gen::inRange(0, kHours)),
      rc::gen::set(&RandomFee::owner, rc::gen::inRange<int>(0, 5)),
      rc::gen::set(&RandomFee::unused, Amount()));
}

rc::Gen<std::optional<Decimal>> PartPassed() {
  return rc::gen::element<std::optional<Decimal>>(std::nullopt, D("0"), D("0.3"), D("0.5"),
                                                  D("0.333333333333"), D("1"));
}

AllocationPolicy AnyPolicy(const std::string& id) {
  AllocationPolicy policy{.id = id};
  policy.method = *rc::gen::element(AllocationMethod::kOriginating, AllocationMethod::kProRata,
                                    AllocationMethod::kResellerRetained);
  policy.divide_cost = policy.method == AllocationMethod::kProRata && *rc::gen::arbitrary<bool>();
  policy.unused =
      *rc::gen::element(UnusedBearer::kReseller, UnusedBearer::kOwner, UnusedBearer::kCustomers);
  policy.cap_at_list = *rc::gen::arbitrary<bool>();
  policy.passed = *PartPassed();
  if (const auto passed = *PartPassed()) policy.passed_by_customer["alpha"] = *passed;
  return policy;
}

/// A month, and the same month on paper.
struct RandomMonth {
  MonthScript script;
  std::map<std::pair<std::string, std::string>, testing::PaperCommitment> paper;

  RandomMonth() {
    script.Under(AnyPolicy("default"));
    script.Under(AnyPolicy("own"));
    script.policies.back().commitments = {Arn(3)};
    if (const auto passed = *PartPassed())
      script.contracts.push_back({.id = "beta", .passed = passed});
    for (const RandomUsage& usage : *rc::gen::container<std::vector<RandomUsage>>(Usage()))
      Add(usage);
    for (const RandomFee& fee : *rc::gen::container<std::vector<RandomFee>>(Fee())) Add(fee);
  }

  static std::string Payer(int commitment) {
    return commitment == 1 ? "888888888888" : "999999999999";
  }
  static std::string Arn(int commitment) {
    if (commitment == 2) return testing::Reservation("r");
    return testing::SavingsPlan(commitment == 3 ? "q" : "p");
  }
  void Add(const RandomUsage& usage) {
    script.payer = Payer(usage.commitment);
    const std::string arn = Arn(usage.commitment);
    const std::string& customer = kCustomers[static_cast<size_t>(usage.customer)];
    const int hour = usage.commitment == 2 ? 0 : usage.hour;
    script.Covers(arn, hour, customer, usage.value, usage.cost, std::to_string(usage.cell));
    auto& sums = paper[{script.payer, arn}].usage[script.At(hour).seconds][customer];
    sums.value += usage.value.units();
    sums.cost += usage.cost.units();
  }
  void Add(const RandomFee& fee) {
    script.payer = Payer(fee.commitment);
    const std::string arn = Arn(fee.commitment);
    const int hour = fee.commitment == 2 ? 0 : fee.hour;
    const std::string& owner = kOwners[static_cast<size_t>(fee.owner)];
    auto& fees = paper[{script.payer, arn}].fees;
    if (fees.contains(script.At(hour).seconds)) return;
    fees[script.At(hour).seconds] = {owner, fee.unused.units()};
    script.Bills(arn, hour, owner, fee.unused);
  }
  testing::PaperPolicy PolicyOf(const std::string& arn) const {
    const AllocationPolicy& policy = script.policies[arn == Arn(3) ? 1 : 0];
    testing::PaperPolicy paper_policy{std::string(Name(policy.method)),
                                      policy.divide_cost,
                                      std::string(Name(policy.unused)),
                                      policy.cap_at_list,
                                      {}};
    if (policy.passed)
      for (const char* customer : {"alpha", "beta", "house", "omega", "unassigned", "zeta"})
        paper_policy.passed[customer] = policy.passed->units();
    for (const Customer& contract : script.contracts)
      paper_policy.passed[contract.id] = contract.passed->units();
    for (const auto& [customer, passed] : policy.passed_by_customer)
      paper_policy.passed[customer] = passed.units();
    return paper_policy;
  }
};

std::string Text(const auto& rows) {
  std::string text;
  const Frame frame = ToFrame(rows);
  for (size_t row = 0; row < frame.row_count(); ++row)
    for (size_t column = 0; column < frame.columns.size(); ++column)
      text += frame.TextAt(column, row) + (column + 1 == frame.columns.size() ? "\n" : ",");
  return text;
}

using Key = std::tuple<std::string, std::string, int64_t, std::string>;

/// Shares of the paper by payer, ARN, window and customer.
std::map<Key, testing::PaperShare> OnPaper(const RandomMonth& month) {
  std::map<Key, testing::PaperShare> shares;
  for (const auto& [name, commitment] : month.paper)
    for (int hour = 0; hour < kHours; ++hour) {
      const int64_t at = month.script.At(hour).seconds;
      for (const auto& [customer, share] :
           testing::PaperWindow(commitment, at, month.PolicyOf(name.second)))
        shares[{name.first, name.second, at, customer}] = share;
    }
  return shares;
}

std::map<Key, testing::PaperShare> AsPaper(const std::vector<Share>& shares) {
  std::map<Key, testing::PaperShare> paper;
  for (const Share& share : shares) {
    testing::PaperShare& one = paper[{share.payer_account_id, share.commitment_arn,
                                      share.window_start.seconds, share.customer_id}];
    one = {share.benefit_share.units(), share.passed.units(), share.unused_borne.units(),
           share.cap_excess.units()};
  }
  return paper;
}

RC_GTEST_PROP(AllocateProperty, AgreesWithThePaperInEveryWindow, ()) {
  RandomMonth month;
  const std::vector<Share> shares = *SharesByWindow(month.script.Build());
  RC_ASSERT(AsPaper(shares) == OnPaper(month));
}

RC_GTEST_PROP(AllocateProperty, TheMonthIsTheSumOfItsWindows, ()) {
  RandomMonth month;
  std::vector<Share> windows = *SharesByWindow(month.script.Build());
  for (Share& share : windows) share.window_start = month.script.period.start();
  const std::vector<std::string> keys = {"payer_account_id", "commitment_arn", "window_start",
                                         "policy_id",        "method",         "customer_id"};
  const Output output = month.script.Allocate();
  RC_ASSERT(DigestOf(*SumBy(ToFrame(windows), keys)) ==
            DigestOf(*SumBy(ToFrame(output.shares), keys)));
  RC_ASSERT(static_cast<size_t>(SumBy(ToFrame(windows), keys)->row_count()) ==
            output.shares.size());
}

RC_GTEST_PROP(AllocateProperty, EveryIdentityHolds, ()) {
  RandomMonth month;
  const Output output = month.script.Allocate();
  RC_ASSERT(testing::Holds(output.proof));
  Decimal benefit, unused, shared, borne;
  for (const Coverage& row : month.script.coverage)
    benefit += row.on_demand_value - row.effective_cost;
  for (const CommitmentWindow& row : month.script.windows) unused += row.unused;
  for (const Share& share : output.shares) {
    shared += share.benefit_share;
    borne += share.unused_borne;
    RC_ASSERT(share.passed + share.retained == share.benefit_share);
    RC_ASSERT(share.attributed_cost == share.on_demand_value - share.benefit_share);
    RC_ASSERT(share.price_basis == share.on_demand_value - share.passed - share.cap_excess);
  }
  RC_ASSERT(shared == benefit);
  RC_ASSERT(borne == unused);
}

RC_GTEST_PROP(AllocateProperty, TablesAreInKeyOrder, ()) {
  RandomMonth month;
  const Output output = month.script.Allocate();
  const auto in_order = [](const auto& rows) {
    return std::ranges::adjacent_find(rows, [](const auto& a, const auto& b) {
             return CompareKeys(a, b) >= 0;
           }) == rows.end();
  };
  RC_ASSERT(in_order(output.shares));
  RC_ASSERT(in_order(output.cell_shares));
  RC_ASSERT(in_order(*SharesByWindow(month.script.Build())));
}

RC_GTEST_PROP(AllocateProperty, CellsAddUpToTheirShare, ()) {
  RandomMonth month;
  const Output output = month.script.Allocate();
  using Name = std::tuple<std::string, std::string, std::string>;
  std::map<Name, std::tuple<Decimal, Decimal, Decimal, Decimal>> sums;
  size_t on_cells = 0;
  for (const CellShare& line : output.cell_shares) {
    auto& [benefit, passed, excess, unused] =
        sums[{line.payer_account_id, line.commitment_arn, line.customer_id}];
    benefit += line.benefit_share;
    passed += line.passed;
    excess += line.cap_excess;
    unused += line.unused_borne;
    on_cells += line.line_item_type.empty() ? 0 : 1;
    RC_ASSERT(line.unused_borne.IsZero() || line.usage_account_id.empty());
  }
  RC_ASSERT(on_cells == month.script.cells.size());
  for (const Share& share : output.shares) {
    const Name name{share.payer_account_id, share.commitment_arn, share.customer_id};
    RC_ASSERT(sums[name] ==
              std::tuple(share.benefit_share, share.passed, share.cap_excess, share.unused_borne));
    sums.erase(name);
  }
  RC_ASSERT(sums.empty());
}

RC_GTEST_PROP(AllocateProperty, WhoGetsAllGetsItCellByCell, ()) {
  RandomMonth month;
  for (AllocationPolicy& policy : month.script.policies) {
    policy.passed = D("1");
    policy.passed_by_customer.clear();
    if (policy.method == AllocationMethod::kResellerRetained)
      policy.method = AllocationMethod::kOriginating;
  }
  month.script.contracts.clear();
  for (const CellShare& line : month.script.Allocate().cell_shares)
    RC_ASSERT(line.passed == line.benefit_share);
}

RC_GTEST_PROP(AllocateProperty, UnderTheCapNobodyPaysMoreThanList, ()) {
  RandomMonth month;
  for (AllocationPolicy& policy : month.script.policies) policy.cap_at_list = true;
  const std::vector<Share> shares = *SharesByWindow(month.script.Build());
  for (const Share& share : shares)
    if (share.on_demand_value > Decimal())
      RC_ASSERT(share.price_basis + share.unused_borne <= share.on_demand_value);
}

RC_GTEST_PROP(AllocateProperty, TheOrderOfTheInputDoesNotMatter, ()) {
  RandomMonth month;
  const Output before = month.script.Allocate();
  Input input = month.script.Build();
  std::mt19937 random(*rc::gen::arbitrary<uint32_t>());
  const auto reorder = [&](auto& rows) {
    std::ranges::shuffle(rows, random);
    SortByKey(rows);
  };
  reorder(month.script.coverage);
  reorder(month.script.windows);
  reorder(month.script.cells);
  std::ranges::shuffle(month.script.commitments, random);
  input.commitments = month.script.commitments;
  const Output after = *AllocateCommitments(input);
  RC_ASSERT(Text(after.shares) == Text(before.shares));
  RC_ASSERT(Text(after.cell_shares) == Text(before.cell_shares));
  RC_ASSERT(Text(after.proof) == Text(before.proof));
  RC_ASSERT(Text(after.findings) == Text(before.findings));
}

}  // namespace
}  // namespace billwright::allocate
