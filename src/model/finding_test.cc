#include "model/finding.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(Finding, SaysWhatWhereAndHowMuch) {
  Finding finding = Finding::Make(Severity::kWarning, "account.unassigned", "111122223333",
                                  "No book names account 111122223333.");
  finding.At("books/accounts.csv").Worth(Decimal::Parse("12.5").value(), "USD");
  EXPECT_EQ(finding.severity, "warning");
  EXPECT_EQ(finding.code, "account.unassigned");
  EXPECT_EQ(finding.subject, "111122223333");
  EXPECT_EQ(finding.message, "No book names account 111122223333.");
  EXPECT_EQ(finding.where, "books/accounts.csv");
  EXPECT_EQ(finding.amount, Decimal::Parse("12.5").value());
  EXPECT_EQ(finding.currency, "USD");
}

TEST(Finding, SteersNoTerminalWhateverADeliveryHolds) {
  const Finding finding =
      Finding::Make(Severity::kInfo, "c", "tag\x1b[2J\n", "a \x1b[2J\n  4 | line of a book");
  EXPECT_EQ(finding.subject, "tag [2J ");
  EXPECT_EQ(finding.message, "a  [2J\n  4 | line of a book");
}

TEST(Severity, HasStableNames) {
  EXPECT_EQ(Name(Severity::kInfo), "info");
  EXPECT_EQ(Name(Severity::kWarning), "warning");
  EXPECT_EQ(Name(Severity::kError), "error");
}

TEST(Finding, IsOrderedByCodeSubjectAndPlace) {
  Findings findings = {
      Finding::Make(Severity::kError, "b", "1", "m").At("f:2"),
      Finding::Make(Severity::kInfo, "b", "1", "m").At("f:1"),
      Finding::Make(Severity::kInfo, "a", "2", "m"),
  };
  SortByKey(findings);
  EXPECT_EQ(findings[0].code, "a");
  EXPECT_EQ(findings[1].where, "f:1");
  EXPECT_EQ(findings[2].where, "f:2");
}

}  // namespace
}  // namespace billwright
