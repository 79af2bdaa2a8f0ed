#include "report/render/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "report/testing/paper.h"

namespace billwright::report {
namespace {

using testing::DocumentOf;
using ::testing::ElementsAre;
using testing::EverythingOnce;
using testing::Month;
using testing::Of;
using ::testing::SizeIs;

std::vector<std::string> RowsOf(const std::vector<SummaryRow>& rows) {
  std::vector<std::string> texts;
  for (const SummaryRow& row : rows) {
    texts.push_back(row.name + (row.unit_name.empty() ? "" : " (" + row.unit_name + ")") + " " +
                    row.amounts.amount.ToString(2));
  }
  return texts;
}

TEST(BuildDocument, SummarisesBySectionServiceAndAccount) {
  const Document document = DocumentOf(EverythingOnce());
  EXPECT_THAT(RowsOf(document.by_section), ElementsAre("Usage 1248.76", "Commitments 2.50",
                                                       "Credits -50.00", "Adjustments 99.00"));
  EXPECT_THAT(RowsOf(document.by_service),
              ElementsAre("Amazon Elastic Compute Cloud 1180.26", "Adjustments 99.00",
                          "Amazon Relational Database Service 21.00",
                          "Amazon Simple Storage Service 0.00"));
  EXPECT_THAT(RowsOf(document.by_account),
              ElementsAre("Account 111111111111 1180.26", "Without an account 99.00",
                          "Account 333333333333 (retail) 21.00"));
}

TEST(BuildDocument, DetailsShowTheRecipientFirstThenItsUnits) {
  const Document document = DocumentOf(EverythingOnce());
  ASSERT_THAT(document.details, SizeIs(3));
  EXPECT_EQ(document.details[2].unit_name, "retail");
  const ServiceDetail& compute = document.details[0].services[0];
  ASSERT_THAT(compute.lines, SizeIs(4));
  EXPECT_EQ(compute.lines[0].words, "m5.large instance");
  EXPECT_EQ(compute.lines[0].code, "BoxUsage:m5.large");
  EXPECT_EQ(compute.lines[3].words, "Credit");  // usage comes first
}

TEST(BuildDocument, NamesDiscountsAndWhatThePriceBookGave) {
  const Document document = DocumentOf(EverythingOnce());
  ASSERT_THAT(document.discounts, SizeIs(2));
  EXPECT_EQ(document.discounts[0].name, "Savings Plan 3f2a8c1d");
  EXPECT_EQ(document.discounts[0].on_demand_value, Of("40.5"));
  // Of a reservation that is not the reader's, not even the name that its owner chose.
  EXPECT_THAT(document.discounts[1].name,
              ::testing::MatchesRegex("RDS reservation \\(shared\\) [0-9a-f]{8}"));
  EXPECT_EQ(document.discounts[1].unit_name, "retail");
  Decimal sum = document.price_book_discount;
  for (const DiscountRow& row : document.discounts) sum += row.saved;
  EXPECT_EQ(sum, document.subtotal.discount);
  EXPECT_THAT(document.policies, SizeIs(1));
}

TEST(BuildDocument, SaysThePeriodAsDays) {
  const Document document = DocumentOf(EverythingOnce());
  EXPECT_EQ(document.period, "October 2018");
  EXPECT_EQ(document.first_day, "2018-10-01");
  EXPECT_EQ(document.last_day, "2018-10-31");
  EXPECT_EQ(document.state, "Draft");
}

TEST(BuildDocument, AServiceWithoutANameKeepsItsCode) {
  Month month;
  month.Bill({.charge = "1", .service = "AmazonNew"});
  EXPECT_EQ(DocumentOf(month).by_service[0].name, "AmazonNew");
}

TEST(BuildDocument, AStatementOfNothingIsADocumentToo) {
  Month month;
  month.Bill({.charge = "0"});
  const Document document = DocumentOf(month);
  EXPECT_EQ(document.total, Of("0"));
  EXPECT_THAT(document.details, SizeIs(0));
}

TEST(BuildDocument, RefusesAStatementOfACustomerInNoBook) {
  Month month;
  const Statement statement{
      .statement_id = "2018-10-ghost", .customer_id = "ghost", .currency = "USD"};
  const auto document = BuildDocument(
      {month.period, statement, {}, {}, month.customers, month.service_names, testing::Reseller()});
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().code(), ErrorCode::kNotFound);
  EXPECT_EQ(document.error().message(),
            "statement 2018-10-ghost is for customer ghost, who is in no book");
}

}  // namespace
}  // namespace billwright::report
