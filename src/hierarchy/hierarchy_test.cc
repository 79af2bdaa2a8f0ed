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

TEST_F(HierarchyTest, UnassignedMoneyIsAFindingAndTheSumsHold) {
  Customer("acme");
  Account("", "333333333333", "acme");
  Cell mine;
  mine.customer_id = "acme";
  mine.payer_account_id = "111111111111";
  mine.usage_account_id = "333333333333";
  mine.rows = 2;
  mine.unblended_cost = *Decimal::Parse("1.5");
  Cell lost = mine;
  lost.customer_id = "unassigned";
  lost.usage_account_id = "444444444444";
  lost.unblended_cost = *Decimal::Parse("0.25");
  lost.currency = "USD";
  Delivery delivery;
  delivery.payer_account_id = "111111111111";
  delivery.rows = 4;
  delivery.unblended_cost = *Decimal::Parse("1.75");
  const std::vector<Cell> cells{mine, lost};
  const Reconciliation result =
      Reconcile(input(), Compile(), cells, std::vector<Delivery>{delivery});
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].code, "account.unassigned");
  EXPECT_EQ(result.findings[0].amount, *Decimal::Parse("0.25"));
  ASSERT_EQ(result.proof.size(), 2u);
  EXPECT_TRUE(result.proof[0].holds);
  EXPECT_TRUE(result.proof[1].holds);
}

TEST_F(HierarchyTest, ALostRowBreaksTheProof) {
  Delivery delivery;
  delivery.payer_account_id = "111111111111";
  delivery.rows = 1;
  const Reconciliation result = Reconcile(input(), Compile(), {}, std::vector<Delivery>{delivery});
  EXPECT_FALSE(result.proof[1].holds);
}

}  // namespace
}  // namespace billwright::hierarchy
