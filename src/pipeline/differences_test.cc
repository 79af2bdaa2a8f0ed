#include "pipeline/differences.h"

#include <gtest/gtest.h>

namespace billwright::pipeline {
namespace {

ingest::Received Month() {
  ingest::Received received;
  Delivery& delivery = received.delivery;
  delivery.format = kLegacyCur;
  delivery.currency = "USD";
  delivery.rows = 3;
  delivery.quarantined_rows = 1;
  delivery.unblended_cost = *Decimal::Parse("1.5");
  delivery.quarantined_cost = *Decimal::Parse("8");
  delivery.files.push_back({.name = "cur-1.csv", .rows = 3, .columns = {{"a", "a", "VARCHAR"}}});
  received.findings = {
      Finding::Make(Severity::kError, "row.quarantined", "cur-1.csv", "1 row is quarantined")
          .Worth(delivery.quarantined_cost, "USD")};
  return received;
}

TEST(Differences, NothingDiffersFromItself) {
  EXPECT_TRUE(DifferencesOf(Month(), Month()).empty());
}

TEST(Differences, OtherWordsAreNoDifference) {
  ingest::Received after = Month();
  after.findings[0].message = "one row cannot be used";
  EXPECT_TRUE(DifferencesOf(Month(), after).empty());
}

TEST(Differences, ARowThatComesBackIsSaidWithItsMoney) {
  ingest::Received after = Month();
  after.delivery.quarantined_rows = 0;
  after.delivery.unblended_cost = *Decimal::Parse("9.5");
  after.delivery.quarantined_cost = Decimal();
  after.findings.clear();
  EXPECT_EQ(DifferencesOf(Month(), after),
            (std::vector<Difference>{
                {"rows accepted", "", "2", "3"},
                {"rows quarantined", "", "1", "0"},
                {"unblended cost", "", "USD 1.50", "USD 9.50"},
                {"quarantined cost", "", "USD 8.00", "USD 0.00"},
                {"finding", "row.quarantined cur-1.csv", "error, USD 8.00", ""},
            }));
}

TEST(Differences, ColumnsAndControlTotalsAreNamed) {
  ingest::Received after = Month();
  after.delivery.files[0].columns = {{"a", "a", "DOUBLE"}, {"b", "b", "VARCHAR"}};
  after.totals = {{"1", "cur-1.csv", "Usage", "", "USD", 2, 0, *Decimal::Parse("1.5")}};
  const std::vector<Difference> found = DifferencesOf(Month(), after);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0], (Difference{"column", "cur-1.csv: a", "VARCHAR", "DOUBLE"}));
  EXPECT_EQ(found[1], (Difference{"column", "cur-1.csv: b", "", "VARCHAR"}));
  EXPECT_EQ(found[2],
            (Difference{"control total", "cur-1.csv: Usage, no invoice, USD", "",
                        "2 rows, 0 quarantined; unblended 1.50, amortised 0.00, on demand 0.00, "
                        "quarantined 0.00"}));
  EXPECT_EQ(found[3].what, "table");
  EXPECT_EQ(found[3].subject, "control_total");
}

}  // namespace
}  // namespace billwright::pipeline
