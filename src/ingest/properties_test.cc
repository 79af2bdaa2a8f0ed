#include <gmock/gmock.h>

#include <random>

#include "ingest/testing/place.h"

namespace billwright::ingest {
namespace {

using namespace testing;

class PropertiesTest : public testing::Place {};

/// A row of a random report; amounts as AWS writes them, now and then with an exponent, and now and
/// then no number at all.
struct Row {
  std::string type;
  std::string invoice;
  std::string amount;
};

Row RandomRow(std::mt19937& random) {
  const auto pick = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  std::string amount = random() % 2 == 0 ? "-" : "";
  amount += std::to_string(random() % 1000) + "." + std::to_string(random() % 1'000'000'000);
  if (random() % 5 == 0) amount += "E-2";
  if (random() % 20 == 0) amount = "n/a";
  return {pick({"Usage", "Tax", "Credit", "Fee"}), pick({"", "A", "B"}), amount};
}

/// However a report is cut into files and written, every amount is counted once: the sum is that of
/// the amounts, and the identities hold.
TEST_F(PropertiesTest, NothingIsLostInAnyReport) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const std::string header = "line_item_type  invoice_id  unblended_cost\n";
    std::vector<std::string> files(1 + random() % 3, header);
    Decimal sum;
    int64_t rejected = 0;
    const size_t rows = 2 + random() % 60;
    for (size_t i = 0; i < rows; ++i) {
      const Row row = RandomRow(random);
      files[random() % files.size()] +=
          row.type + "  " + (row.invoice.empty() ? "-" : row.invoice) + "  " + row.amount + "\n";
      const auto amount = Decimal::TryParse(row.amount);
      if (amount) {
        sum += *amount;
      } else {
        ++rejected;
      }
    }
    for (size_t i = 0; i < files.size(); ++i) {
      const std::string text = Report(files[i]).Spelled(Spelling(random() % 2)).AsCsv();
      Put("cur-" + std::to_string(i) + ".csv.gz", Gzip(text));
    }
    const Received received = Taken();
    EXPECT_EQ(received.delivery.unblended_cost, sum);
    EXPECT_EQ(received.delivery.quarantined_rows, rejected);
    EXPECT_EQ(received.delivery.rows, static_cast<int64_t>(rows));
    EXPECT_THAT(FailedIdentities(received), ::testing::IsEmpty());
    std::filesystem::remove_all(in());
  }
}

}  // namespace
}  // namespace billwright::ingest
