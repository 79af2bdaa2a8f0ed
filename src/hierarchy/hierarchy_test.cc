#include "hierarchy/hierarchy.h"

#include <gtest/gtest.h>

namespace billwright::hierarchy {
namespace {

UtcTime At(std::string_view text) { return *UtcTime::Parse(text); }

/// Books of October 2018 in a few words.
class HierarchyTest : public testing::Test {
 protected:
  void Customer(const std::string& id) {
    billwright::Customer customer;
    customer.id = id;
    customers_.push_back(customer);
  }
  void Account(const std::string& payer, const std::string& account, const std::string& customer,
               std::string_view from = {}, std::string_view to = {}) {
    AccountAssignment assignment;
    assignment.payer_account_id = payer;
    assignment.account_id = account;
    assignment.customer_id = customer;
    if (!from.empty()) assignment.from = At(from);
    if (!to.empty()) assignment.to = At(to);
    accounts_.push_back(assignment);
  }
  void RuleFrom(std::string_view from) {
    PriceBook book;
    book.rules.emplace_back().from = At(from);
    books_.push_back(book);
  }
  Input input() const { return {period_, payers_, customers_, accounts_, books_}; }
  SlotMap Compile() const { return CompileSlots(input()); }
  static std::string Owner(const SlotMap& slots, const std::string& payer,
                           const std::string& account, int64_t span = 0) {
    return slots.customer_ids[static_cast<size_t>(slots.CustomerOf(payer, account, span))];
  }

  BillingPeriod period_{2018, 10};
  std::vector<std::string> payers_{"111111111111", "222222222222"};
  std::vector<billwright::Customer> customers_;
  std::vector<AccountAssignment> accounts_;
  std::vector<PriceBook> books_;
};

TEST_F(HierarchyTest, AMonthWithoutChangesIsOneSpan) {
  Customer("acme");
  Account("", "333333333333", "acme");
  const SlotMap slots = Compile();
  EXPECT_EQ(slots.span_starts, std::vector{At("2018-10-01")});
  EXPECT_EQ(Owner(slots, "111111111111", "333333333333"), "acme");
  EXPECT_EQ(Owner(slots, "111111111111", "444444444444"), "unassigned");
}

TEST_F(HierarchyTest, AnAccountThatMovesIsCutAtTheHour) {
  Customer("acme");
  Customer("bolt");
  Account("", "333333333333", "acme", "", "2018-10-11T14:00:00Z");
  Account("", "333333333333", "bolt", "2018-10-11T14:00:00Z");
  const SlotMap slots = Compile();
  EXPECT_EQ(slots.span_starts, (std::vector{At("2018-10-01"), At("2018-10-11T14:00:00Z")}));
  EXPECT_EQ(Owner(slots, "111111111111", "333333333333", 0), "acme");
  EXPECT_EQ(Owner(slots, "111111111111", "333333333333", 1), "bolt");
  EXPECT_EQ(slots.common_spans, std::vector<int64_t>{0});
}

TEST_F(HierarchyTest, AMoveOutsideThePeriodCutsNothing) {
  Customer("acme");
  Customer("bolt");
  Account("", "333333333333", "acme", "", "2018-10-01");
  Account("", "333333333333", "bolt", "2018-10-01");
  EXPECT_EQ(Compile().span_starts.size(), 1u);
  EXPECT_EQ(Owner(Compile(), "111111111111", "333333333333"), "bolt");
}

TEST_F(HierarchyTest, APayerOfTheBooksWithoutADeliveryIsAFinding) {
  Customer("acme");
  Account("999999999999", "333333333333", "acme");
  const Reconciliation result = Reconcile(input(), Compile(), {}, {});
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].code, "payer.missing");
  EXPECT_EQ(result.findings[0].subject, "999999999999");
}

TEST_F(HierarchyTest, TheEntryThatNamesThePayerGoesFirst) {
  Customer("acme");
  Customer("bolt");
  Account("", "333333333333", "acme");
  Account("222222222222", "333333333333", "bolt");
  EXPECT_EQ(Owner(Compile(), "111111111111", "333333333333"), "acme");
  EXPECT_EQ(Owner(Compile(), "222222222222", "333333333333"), "bolt");
}

TEST_F(HierarchyTest, HoursThatNoEntryCoversAreUnassigned) {
  Customer("acme");
  Account("", "333333333333", "acme", "2018-10-05");
  const SlotMap slots = Compile();
  EXPECT_EQ(Owner(slots, "111111111111", "333333333333", 0), "unassigned");
  EXPECT_EQ(Owner(slots, "111111111111", "333333333333", 1), "acme");
}

TEST_F(HierarchyTest, ADatedPriceRuleCutsEveryAccount) {
  Customer("acme");
  Customer("bolt");
  Account("", "333333333333", "acme", "", "2018-10-20");
  Account("", "333333333333", "bolt", "2018-10-20");
  RuleFrom("2018-10-10");
  const SlotMap slots = Compile();
  EXPECT_EQ(slots.span_starts, (std::vector{At("2018-10-01"), At("2018-10-10"), At("2018-10-20")}));
  EXPECT_EQ(slots.common_spans, (std::vector<int64_t>{0, 1}));
  EXPECT_EQ(Owner(slots, "111111111111", "333333333333", 1), "acme");
  EXPECT_EQ(Owner(slots, "111111111111", "333333333333", 2), "bolt");
}

/// A payer's month of one cell of acme's and one of nobody's, and what ingest accepted.
class ReconcileTest : public HierarchyTest {
 protected:
  ReconcileTest() {
    Customer("acme");
    Account("", "333333333333", "acme");
    cells_ = {CellOf("acme", "333333333333", "1.5"), CellOf("unassigned", "444444444444", "0.25")};
    total_.payer_account_id = "111111111111";
    total_.rows = 5;
    total_.quarantined_rows = 1;
    total_.unblended_cost = D("1.75");
    total_.amortised_cost = D("3.5");
    total_.public_on_demand_cost = D("5.25");
    total_.on_demand_value = D("7");
  }
  static Decimal D(std::string_view text) { return *Decimal::Parse(text); }

  /// Two rows whose amortised cost, public cost and value are two, three and four times unblended.
  static Cell CellOf(const std::string& customer, const std::string& account,
                     std::string_view unblended) {
    Cell cell;
    cell.customer_id = customer;
    cell.payer_account_id = "111111111111";
    cell.usage_account_id = account;
    cell.currency = "USD";
    cell.rows = 2;
    cell.unblended_cost = D(unblended);
    cell.amortised_cost = cell.unblended_cost + cell.unblended_cost;
    cell.public_on_demand_cost = cell.amortised_cost + cell.unblended_cost;
    cell.on_demand_value = cell.amortised_cost + cell.amortised_cost;
    return cell;
  }
  Reconciliation Reconciled() {
    return Reconcile(input(), Compile(), cells_, std::vector<ControlTotal>{total_});
  }
  /// "payer: identity: left, right" of what does not hold.
  std::vector<std::string> Failing() {
    std::vector<std::string> failing;
    for (const ProofLine& line : Reconciled().proof) {
      EXPECT_TRUE(line.hard);
      if (line.holds) continue;
      failing.push_back(line.subject + ": " + line.identity + ": " + line.left.ToString() + ", " +
                        line.right.ToString());
    }
    return failing;
  }

  std::vector<Cell> cells_;
  ControlTotal total_;
};

using Lines = std::vector<std::string>;

TEST_F(ReconcileTest, UnassignedMoneyIsAFindingAndTheSumsHold) {
  const Reconciliation result = Reconciled();
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].code, "account.unassigned");
  EXPECT_EQ(result.findings[0].amount, D("0.25"));
  EXPECT_EQ(result.proof.size(), 5u);
  EXPECT_EQ(Failing(), Lines{});
}

TEST_F(ReconcileTest, ALostRowBreaksTheProof) {
  --cells_[0].rows;
  EXPECT_EQ(Failing(), Lines{"111111111111: rows of customers + unassigned = rows accepted: 3, 4"});
}

TEST_F(ReconcileTest, EveryMoneyColumnIsProved) {
  const Decimal cent = D("0.01");
  cells_[0].unblended_cost += cent;
  EXPECT_EQ(Failing(), Lines{"111111111111: Σ unblended of customers + unassigned = Σ accepted: "
                             "1.76, 1.75"});
  cells_[0].unblended_cost -= cent;
  cells_[0].amortised_cost += cent;
  EXPECT_EQ(Failing(), Lines{"111111111111: Σ amortised of customers + unassigned = Σ accepted: "
                             "3.51, 3.5"});
  cells_[0].amortised_cost -= cent;
  cells_[1].public_on_demand_cost -= cent;
  EXPECT_EQ(Failing(), Lines{"111111111111: Σ public on-demand of customers + unassigned = "
                             "Σ accepted: 5.24, 5.25"});
  cells_[1].public_on_demand_cost += cent;
  cells_[1].on_demand_value -= cent;
  EXPECT_EQ(Failing(), Lines{"111111111111: Σ on-demand value of customers + unassigned = "
                             "Σ accepted: 6.99, 7"});
}

TEST_F(ReconcileTest, APayerThatOnlyOneSideKnowsBreaksTheProof) {
  total_.payer_account_id = "222222222222";
  EXPECT_EQ(Failing().size(), 10u);
  cells_.clear();
  EXPECT_EQ(Failing().size(), 5u);
}

}  // namespace
}  // namespace billwright::hierarchy
