#include "ingest/verdict.h"

#include <gmock/gmock.h>

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;

Decimal Amount(std::string_view text) { return Decimal::Parse(text).value(); }

Received Fine() {
  Received received;
  received.delivery.format = kCur2;
  received.delivery.encoding = "csv.gz";
  received.delivery.files.resize(2);
  received.delivery.rows = 1234567;
  received.delivery.payer_account_id = "999999999999";
  received.delivery.period = {2026, 10};
  received.delivery.currency = "USD";
  received.delivery.unblended_cost = Amount("-1234567.5");
  received.proof = {ProofLine::Make("ingest", "rows in files", "file a", Amount("1"), Amount("1"))};
  return received;
}

TEST(Verdict, SaysWhatAGoodDeliveryIs) {
  EXPECT_THAT(Verdict(Fine()),
              ElementsAre("CUR 2.0, csv.gz, 2 files, 1,234,567 rows, payer 999999999999, October "
                          "2026, USD -1,234,567.50",
                          "no row is quarantined", "1 identity holds"));
}

TEST(Verdict, SaysWhatIsWrong) {
  Received received = Fine();
  received.delivery.quarantined_rows = 2;
  received.delivery.quarantined_cost = Amount("0.125");
  received.findings = {Finding::Make(Severity::kInfo, "quantity.rounded", "usage", "Rounded."),
                       Finding::Make(Severity::kError, "row.quarantined", "a.csv", "Bad.")
                           .Worth(Amount("1000"), "USD")};
  received.proof.push_back(
      ProofLine::Make("ingest", "Σ effective = used", "arn:1", Amount("1"), Amount("2")));
  received.proof.push_back(
      ProofLine::Make("ingest", "Σ effective = used", "arn:2", Amount("3"), Amount("4")));
  const std::vector<std::string> lines = Verdict(received);
  EXPECT_THAT(
      std::vector<std::string>(lines.begin() + 1, lines.end()),
      ElementsAre("2 rows are quarantined, USD 0.125, and not in the sum above",
                  "1 of 3 identities hold",
                  "does not hold: Σ effective = used: 1 against 2 for arn:1, and for 1 more",
                  "error: row.quarantined: a.csv: Bad. (USD 1,000.00)",
                  "info: quantity.rounded: usage: Rounded."));
}

TEST(Verdict, ShowsAFewOfManyAlike) {
  Received received = Fine();
  for (const char letter : std::string("abcde"))
    received.findings.push_back(
        Finding::Make(Severity::kError, "commitment.identity", std::string(1, letter), "Differs."));
  const std::vector<std::string> lines = Verdict(received);
  EXPECT_THAT(std::vector<std::string>(lines.begin() + 3, lines.end()),
              ElementsAre("error: commitment.identity: a: Differs.",
                          "error: commitment.identity: b: Differs.",
                          "error: commitment.identity: c: Differs.",
                          "error: commitment.identity: and 2 more"));
}

}  // namespace
}  // namespace billwright::ingest
