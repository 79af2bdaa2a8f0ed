#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>

#include "base/csv.h"
#include "base/file.h"
#include "engine/engine.h"
#include "money/decimal.h"

// Reads back what make-month wrote, knowing nothing of how it was made, and checks that it behaves
// as AWS's bills do.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Key = std::vector<std::string>;

struct Outcome {
  int status;
  std::string complaint;
};

Outcome RunMakeMonth(const std::string& arguments) {
  const std::string complaints = testing::TempDir() + "make_month_complaints";
  const std::string command =
      std::string(BILLWRIGHT_BINARY_DIR) + "/make-month " + arguments + " 2>" + complaints;
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), ReadFile(complaints).value_or("")};
}

/// A csv file by the names of its columns.
class Sheet {
 public:
  explicit Sheet(const fs::path& path) {
    auto records = ReadCsv(ReadFile(path).value(), path.string()).value();
    for (size_t c = 0; c < records[0].fields.size(); ++c) columns_[records[0].fields[c].text] = c;
    for (size_t r = 1; r < records.size(); ++r) rows_.push_back(std::move(records[r]));
  }

  class Line {
   public:
    Line(const Sheet& sheet, const CsvRecord& record) : sheet_(sheet), record_(record) {}
    const std::string& operator[](const std::string& column) const {
      return record_.fields.at(sheet_.columns_.at(column)).text;
    }
    /// A number; an empty cell is 0.
    Decimal Number(const std::string& column) const {
      const std::string& text = (*this)[column];
      return text.empty() ? Decimal() : Decimal::Parse(text).value();
    }
    Key All() const {
      Key all;
      for (const CsvField& field : record_.fields) all.push_back(field.text);
      return all;
    }

   private:
    const Sheet& sheet_;
    const CsvRecord& record_;
  };

  std::vector<Line> lines() const {
    std::vector<Line> lines;
    for (const CsvRecord& record : rows_) lines.emplace_back(*this, record);
    return lines;
  }

 private:
  std::map<std::string, size_t> columns_;
  std::vector<CsvRecord> rows_;
};

const std::string kType = "lineItem/LineItemType";
const std::string kCost = "lineItem/UnblendedCost";
const std::string kAccount = "lineItem/UsageAccountId";
const std::string kPayer = "bill/PayerAccountId";
const std::string kStart = "lineItem/UsageStartDate";
const std::string kUsageType = "lineItem/UsageType";
const std::string kPlan = "savingsPlan/SavingsPlanARN";
const std::string kPlanCost = "savingsPlan/SavingsPlanEffectiveCost";
const std::string kPlanRate = "savingsPlan/SavingsPlanRate";
const std::string kReservation = "reservation/ReservationARN";
const std::string kPublic = "pricing/publicOnDemandCost";

constexpr std::string_view kOptions =
    "--seed 7 --period 2026-10 --rows 12000 --accounts 20 --customers 6 --payers 2 "
    "--savings-plans 6 --reservations 5 --move 1 ";

/// The month of kOptions as legacy csv, made once.
class MakeMonth : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::path(testing::TempDir()) / "make_month_test";
    fs::remove_all(folder_);
    ASSERT_EQ(Make("legacy-csv", "legacy"), "");
    for (const fs::path& file : Files("legacy")) sheets_.emplace_back(file);
    for (const Sheet& sheet : sheets_)
      for (const Sheet::Line& line : sheet.lines()) lines_.push_back(line);
    const Sheet accounts = Truth("accounts");
    for (const Sheet::Line& line : accounts.lines())
      customers_[line["account"]].emplace_back(line["from"], line["customer"]);
  }
  static void TearDownTestSuite() {
    lines_.clear();
    sheets_.clear();
    customers_.clear();
    fs::remove_all(folder_);
  }

  /// Makes a month in `name`; the complaint if that fails.
  static std::string Make(const std::string& format, const std::string& name,
                          const std::string& more = "") {
    const Outcome outcome = RunMakeMonth(std::string(kOptions) + "--format " + format + " --out " +
                                         (folder_ / name).string() + " " + more);
    return outcome.status == 0 ? "" : "failed: " + outcome.complaint;
  }
  static std::vector<fs::path> Files(const std::string& name) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / name))
      if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
  }
  static Sheet Truth(const std::string& what) {
    return Sheet(folder_ / "legacy.truth" / (what + ".csv"));
  }
  static nlohmann::json Totals(const std::string& name) {
    return nlohmann::json::parse(ReadFile(folder_ / (name + ".truth") / "totals.json").value());
  }
  static std::string CustomerOf(const std::string& account, const std::string& time) {
    std::string customer;
    for (const auto& [from, whose] : customers_.at(account))
      if (from <= time) customer = whose;
    return customer;
  }
  /// The lines of a type.
  static std::vector<Sheet::Line> Of(const std::string& type) {
    std::vector<Sheet::Line> found;
    for (const Sheet::Line& line : lines_)
      if (line[kType] == type) found.push_back(line);
    return found;
  }
  /// What a covered row would have cost on demand, what it cost, and by which commitment.
  struct Covered {
    std::string commitment;
    Decimal on_demand, effective;
  };
  static std::vector<std::pair<Covered, Sheet::Line>> CoveredLines() {
    std::vector<std::pair<Covered, Sheet::Line>> covered;
    for (const Sheet::Line& line : Of("SavingsPlanCoveredUsage"))
      covered.push_back({{line[kPlan], line.Number(kCost), line.Number(kPlanCost)}, line});
    for (const Sheet::Line& line : Of("DiscountedUsage"))
      covered.push_back(
          {{line[kReservation], line.Number(kPublic), line.Number("reservation/EffectiveCost")},
           line});
    return covered;
  }

  static inline fs::path folder_;
  static inline std::vector<Sheet> sheets_;
  static inline std::vector<Sheet::Line> lines_;
  static inline std::map<std::string, std::vector<std::pair<std::string, std::string>>> customers_;
};

std::string Inflate(const fs::path& path) {
  std::string text;
  gzFile file = gzopen(path.c_str(), "rb");
  std::array<char, 65536> buffer;
  for (int size; (size = gzread(file, buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<size_t>(size));
  EXPECT_EQ(gzclose(file), Z_OK);
  return text;
}

TEST_F(MakeMonth, SameSeedGivesSameBytesWithAnyNumberOfThreads) {
  ASSERT_EQ(Make("legacy-csv.gz", "once", "--threads 1"), "");
  ASSERT_EQ(Make("legacy-csv.gz", "again", "--threads 3"), "");
  const auto once = Files("once"), again = Files("again");
  ASSERT_EQ(once.size(), 2u);
  for (size_t f = 0; f < once.size(); ++f)
    EXPECT_EQ(ReadFile(once[f]).value(), ReadFile(again[f]).value());
}

TEST_F(MakeMonth, AnotherSeedGivesAnotherMonth) {
  ASSERT_EQ(Make("legacy-csv", "other", "--seed 8"), "");
  EXPECT_NE(Totals("other")["by_payer"], Totals("legacy")["by_payer"]);
}

TEST_F(MakeMonth, GzipHoldsTheSameText) {
  ASSERT_EQ(Make("legacy-csv.gz", "zipped"), "");
  const auto plain = Files("legacy"), zipped = Files("zipped");
  for (size_t f = 0; f < plain.size(); ++f)
    EXPECT_EQ(Inflate(zipped[f]), ReadFile(plain[f]).value());
}

TEST_F(MakeMonth, PartsTogetherAreTheMonth) {
  ASSERT_EQ(Make("legacy-csv", "parts", "--parts 3"), "");
  const auto parts = Files("parts");
  ASSERT_EQ(parts.size(), 6u);
  std::string text = ReadFile(parts[0]).value();
  const size_t header = text.find('\n') + 1;
  for (size_t f = 1; f < 3; ++f) text += ReadFile(parts[f]).value().substr(header);
  EXPECT_EQ(text, ReadFile(Files("legacy")[0]).value());
}

TEST_F(MakeMonth, HasEveryLineItemType) {
  std::set<std::string> types;
  for (const Sheet::Line& line : lines_) types.insert(line[kType]);
  EXPECT_THAT(types,
              testing::UnorderedElementsAre(
                  "Usage", "DiscountedUsage", "SavingsPlanCoveredUsage", "SavingsPlanNegation",
                  "SavingsPlanRecurringFee", "SavingsPlanUpfrontFee", "RIFee", "Fee", "Tax",
                  "Credit", "Refund", "EdpDiscount", "PrivateRateDiscount", "BundledDiscount",
                  "RiVolumeDiscount", "SppDiscount", "FlatRateSubscription"));
}

TEST_F(MakeMonth, SavingsPlanIdentitiesHoldEveryHour) {
  struct Window {
    Decimal covered, effective, negated;
  };
  std::map<Key, Window> windows;
  for (const Sheet::Line& line : Of("SavingsPlanCoveredUsage")) {
    windows[{line[kPlan], line[kStart]}].covered += line.Number(kCost);
    windows[{line[kPlan], line[kStart]}].effective += line.Number(kPlanCost);
  }
  for (const Sheet::Line& line : Of("SavingsPlanNegation"))
    windows[{line[kPlan], line[kStart]}].negated += line.Number(kCost);
  std::set<Key> fees;
  for (const Sheet::Line& line : Of("SavingsPlanRecurringFee")) {
    const Key key = {line[kPlan], line[kStart]};
    ASSERT_TRUE(fees.insert(key).second) << "two fees for " << key[0] << " at " << key[1];
    const Decimal total = line.Number("savingsPlan/TotalCommitmentToDate");
    const Decimal recurring = line.Number("savingsPlan/RecurringCommitmentForBillingPeriod");
    const Decimal used = line.Number("savingsPlan/UsedCommitment");
    ASSERT_EQ(windows[key].effective, used);
    ASSERT_EQ(windows[key].covered + windows[key].negated, Decimal());
    ASSERT_EQ(total,
              recurring + line.Number("savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod"));
    ASSERT_EQ(line.Number(kCost), recurring);
    ASSERT_LE(used, total);
  }
  EXPECT_EQ(windows.size(), fees.size()) << "a plan covers usage in an hour without a fee";
  EXPECT_EQ(fees.size(), 5u * 744 + 614) << "one of six plans was bought on the sixth at 10:37";
}

TEST_F(MakeMonth, SomeHoursLeaveCommitmentUnusedAndSomeHaveNoUsageAtAll) {
  int full = 0, part = 0, none = 0;
  for (const Sheet::Line& line : Of("SavingsPlanRecurringFee")) {
    const Decimal used = line.Number("savingsPlan/UsedCommitment");
    const Decimal total = line.Number("savingsPlan/TotalCommitmentToDate");
    ++(used == total ? full : used.IsZero() ? none : part);
  }
  EXPECT_GT(full, 100);
  EXPECT_GT(part, 100);
  EXPECT_GT(none, 100);
}

TEST_F(MakeMonth, NegationsAreOneForAnHourPlanOperationUsageTypeZoneAndAccount) {
  const auto key = [](const Sheet::Line& line) {
    return Key{line[kStart],     line[kPlan],    line["lineItem/Operation"],
               line[kUsageType], line[kAccount], line["lineItem/AvailabilityZone"]};
  };
  std::map<Key, Decimal> covered;
  for (const Sheet::Line& line : Of("SavingsPlanCoveredUsage"))
    covered[key(line)] += line.Number(kCost);
  const auto negations = Of("SavingsPlanNegation");
  for (const Sheet::Line& line : negations) {
    ASSERT_EQ(covered.at(key(line)), -line.Number(kCost));
    ASSERT_EQ(line["lineItem/ResourceId"], "");
    ASSERT_EQ(line[kPlanCost], "");
  }
  EXPECT_EQ(negations.size(), covered.size());
  EXPECT_LT(negations.size(), Of("SavingsPlanCoveredUsage").size());
}

TEST_F(MakeMonth, UsageCoveredInPartIsTwoRowsOfOneResource) {
  std::map<Key, std::set<std::string>> types;
  for (const Sheet::Line& line : lines_)
    if (!line["lineItem/ResourceId"].empty())
      types[{line[kStart], line["lineItem/ResourceId"], line[kUsageType]}].insert(line[kType]);
  int split = 0;
  for (const auto& [key, found] : types)
    split += found == std::set<std::string>{"SavingsPlanCoveredUsage", "Usage"};
  EXPECT_GT(split, 20);
}

/// The corollary of AWS's order: a pool with commitment to spare leaves nothing eligible uncovered.
TEST_F(MakeMonth, NothingEligibleIsUncoveredWhileASharedPlanHasCommitmentLeft) {
  std::set<Key> spare;
  for (const Sheet::Line& line : Of("SavingsPlanRecurringFee"))
    if (line[kAccount] == line[kPayer] &&  // the house's plans are shared with all
        line.Number("savingsPlan/TotalCommitmentToDate") -
                line.Number("savingsPlan/UsedCommitment") >
            Decimal::Parse("0.000001").value())
      spare.insert({line[kPayer], line[kStart]});
  ASSERT_GT(spare.size(), 20u);
  for (const Sheet::Line& line : Of("Usage")) {
    const std::string& type = line[kUsageType];
    const bool eligible = type.find("BoxUsage") != type.npos || type.find("Fargate") != type.npos ||
                          type.find("GB-Second") != type.npos;
    EXPECT_FALSE(eligible && spare.contains({line[kPayer], line[kStart]}))
        << type << " of " << line[kAccount] << " at " << line[kStart];
  }
}

/// Plan rate over on-demand rate, as a fraction that compares exactly.
struct Saving {
  Decimal plan_rate, rate;
  /// True if this saves a larger part.
  bool IsMoreThan(const Saving& other) const {
    return Multiply(plan_rate, other.rate, RoundingMode::kHalfEven) <
           Multiply(other.plan_rate, rate, RoundingMode::kHalfEven);
  }
};

TEST_F(MakeMonth, TheHighestSavingsPerCentIsCoveredFirst) {
  std::map<std::string, Saving> saving;  // of the house's first plan, by usage type
  std::map<std::string, Saving> least;   // that it covered for others, by hour
  std::string plan;
  for (const Sheet::Line& line : Of("SavingsPlanRecurringFee"))
    if (line[kAccount] == line[kPayer] && plan.empty()) plan = line[kPlan];
  for (const Sheet::Line& line : Of("SavingsPlanCoveredUsage")) {
    if (line[kPlan] != plan) continue;
    const Saving one = {line.Number(kPlanRate), line.Number("lineItem/UnblendedRate")};
    saving[line[kUsageType]] = one;
    if (line[kAccount] == line[kPayer]) continue;
    const auto [at, fresh] = least.try_emplace(line[kStart], one);
    if (!fresh && at->second.IsMoreThan(one)) at->second = one;
  }
  int compared = 0;
  const std::string payer = Of("SavingsPlanRecurringFee").front()[kPayer];
  for (const Sheet::Line& line : Of("Usage")) {
    const auto known = saving.find(line[kUsageType]);
    const auto hour = least.find(line[kStart]);
    if (line[kPayer] != payer || known == saving.end() || hour == least.end()) continue;
    ++compared;
    EXPECT_FALSE(known->second.IsMoreThan(hour->second)) << line[kUsageType] << " " << line[kStart];
  }
  EXPECT_GT(compared, 100);
}

TEST_F(MakeMonth, ReservationIdentityHoldsForTheMonth) {
  std::map<std::string, Decimal> effective;
  for (const Sheet::Line& line : Of("DiscountedUsage")) {
    const Decimal cost = line.Number("reservation/EffectiveCost");
    ASSERT_EQ(cost, line.Number("reservation/AmortizedUpfrontCostForUsage") +
                        line.Number("reservation/RecurringFeeForUsage"));
    ASSERT_EQ(line[kCost], "0");
    effective[line[kReservation]] += cost;
  }
  const auto fees = Of("RIFee");
  EXPECT_EQ(fees.size(), 5u);
  for (const Sheet::Line& line : fees)
    EXPECT_EQ(line.Number(kCost) + line.Number("reservation/AmortizedUpfrontFeeForBillingPeriod"),
              effective[line[kReservation]] + line.Number("reservation/UnusedRecurringFee") +
                  line.Number("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod"));
}

TEST_F(MakeMonth, CommitmentsCrossCustomersAndSomeStayInside) {
  std::map<std::string, std::set<std::string>> customers;
  for (const auto& [covered, line] : CoveredLines())
    customers[covered.commitment].insert(CustomerOf(line[kAccount], line[kStart]));
  int crossing_plans = 0, inside = 0;
  for (const auto& [commitment, whose] : customers) {
    crossing_plans += commitment.find("savingsplan") != commitment.npos && whose.size() > 1;
    inside += whose.size() == 1;
  }
  EXPECT_GE(crossing_plans, 2);
  EXPECT_GE(inside, 1);
}

/// Amortised cost by the published formula.
Decimal Amortised(const Sheet::Line& line) {
  const std::string& type = line[kType];
  if (type == "SavingsPlanCoveredUsage") return line.Number(kPlanCost);
  if (type == "SavingsPlanRecurringFee")
    return line.Number("savingsPlan/TotalCommitmentToDate") -
           line.Number("savingsPlan/UsedCommitment");
  if (type == "SavingsPlanNegation" || type == "SavingsPlanUpfrontFee") return {};
  if (type == "DiscountedUsage") return line.Number("reservation/EffectiveCost");
  if (type == "RIFee")
    return line.Number("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod") +
           line.Number("reservation/UnusedRecurringFee");
  if (type == "Fee" && !line[kReservation].empty()) return {};
  if (line["lineItem/LineItemDescription"].starts_with(
          "Refund for one-time fee for Savings Plan ID"))
    return {};
  return line.Number(kCost);
}

TEST_F(MakeMonth, TruthTotalsAreTheSumsOfTheFiles) {
  struct Sum {
    int64_t rows = 0;
    Decimal unblended, amortised;
  };
  std::map<std::string, std::map<std::string, Sum>> sums;
  for (const Sheet::Line& line : lines_) {
    const std::string& invoice = line["bill/InvoiceId"];
    for (const auto& [by, name] : std::map<std::string, std::string>{
             {"by_payer", line[kPayer]},
             {"by_line_item_type", line[kType]},
             {"by_payer_and_account", line[kPayer] + "/" + line[kAccount]},
             {"by_invoice", invoice.empty() ? line[kPayer] + "/" : invoice}}) {
      Sum& sum = sums[by][name];
      ++sum.rows;
      sum.unblended += line.Number(kCost);
      sum.amortised += Amortised(line);
    }
  }
  const nlohmann::json truth = Totals("legacy");
  for (const auto& [by, named] : sums) {
    ASSERT_EQ(truth[by].size(), named.size()) << by;
    for (const auto& [name, sum] : named) {
      EXPECT_EQ(truth[by][name]["rows"], sum.rows) << by << " " << name;
      EXPECT_EQ(truth[by][name]["unblended"], sum.unblended.ToString()) << by << " " << name;
      EXPECT_EQ(truth[by][name]["amortised"], sum.amortised.ToString()) << by << " " << name;
    }
  }
}

TEST_F(MakeMonth, TruthSharesAreWhoseUsageWasCovered) {
  std::map<Key, std::pair<Decimal, Decimal>> shares;
  for (const auto& [covered, line] : CoveredLines()) {
    auto& share =
        shares[{line[kPayer], covered.commitment, CustomerOf(line[kAccount], line[kStart])}];
    share.first += covered.on_demand;
    share.second += covered.effective;
  }
  const Sheet truth = Truth("shares");
  EXPECT_EQ(truth.lines().size(), shares.size());
  for (const Sheet::Line& line : truth.lines()) {
    const auto& share = shares.at({line["payer"], line["arn"], line["customer"]});
    EXPECT_EQ(line.Number("on_demand"), share.first);
    EXPECT_EQ(line.Number("effective"), share.second);
    EXPECT_EQ(line.Number("benefit_share"), share.first - share.second);
  }
}

TEST_F(MakeMonth, TruthCommitmentsAreTheSumsOfTheirRows) {
  std::map<std::string, std::array<Decimal, 5>> sums;
  for (const auto& [covered, line] : CoveredLines()) {
    sums[covered.commitment][0] += covered.on_demand;
    sums[covered.commitment][1] += covered.effective;
  }
  for (const Sheet::Line& line : Of("SavingsPlanRecurringFee")) {
    sums[line[kPlan]][2] += Amortised(line);
    sums[line[kPlan]][3] += line.Number(kCost);
    sums[line[kPlan]][4] += line.Number("savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod");
  }
  for (const Sheet::Line& line : Of("RIFee")) {
    sums[line[kReservation]][2] += Amortised(line);
    sums[line[kReservation]][3] += line.Number(kCost);
    sums[line[kReservation]][4] += line.Number("reservation/AmortizedUpfrontFeeForBillingPeriod");
  }
  const Sheet truth = Truth("commitments");
  EXPECT_EQ(truth.lines().size(), 11u);
  for (const Sheet::Line& line : truth.lines())
    EXPECT_EQ(sums[line["arn"]],
              (std::array{line.Number("on_demand"), line.Number("effective"), line.Number("unused"),
                          line.Number("fee"), line.Number("amortised_upfront")}))
        << line["arn"];
}

/// A plan that is bought in October is not there in September, is paid in October only, and goes
/// on.
TEST_F(MakeMonth, TheNewestCommitmentsAreOfTheMonthInWhichTheyAreBought) {
  std::map<std::string, std::pair<int, int64_t>> seen;  // commitments, rows of upfront fees
  for (const std::string month : {"2026-09", "2026-10", "2026-11"}) {
    ASSERT_EQ(Make("legacy-csv", month, "--bought 2026-10 --period " + month), "");
    const Sheet commitments(folder_ / (month + ".truth") / "commitments.csv");
    seen[month] = {static_cast<int>(commitments.lines().size()),
                   Totals(month)["by_line_item_type"]["SavingsPlanUpfrontFee"]["rows"]};
  }
  // One upfront fee of every month is that of the plan that is returned.
  EXPECT_EQ(seen["2026-09"], (std::pair<int, int64_t>{9, 1}));
  EXPECT_EQ(seen["2026-10"], (std::pair<int, int64_t>{11, 2}));
  EXPECT_EQ(seen["2026-11"], (std::pair<int, int64_t>{11, 1}));
}

TEST_F(MakeMonth, AReturnedPlanIsRefundedWithoutAnArn) {
  std::map<std::string, Decimal> bought;
  for (const Sheet::Line& line : Of("SavingsPlanUpfrontFee"))
    bought[line[kPlan].substr(line[kPlan].rfind('/') + 1)] = line.Number(kCost);
  const std::string words = "Refund for one-time fee for Savings Plan ID: ";
  int refunds = 0;
  for (const Sheet::Line& line : Of("Refund")) {
    const std::string& description = line["lineItem/LineItemDescription"];
    if (!description.starts_with(words)) continue;
    ++refunds;
    EXPECT_EQ(line[kPlan], "");
    EXPECT_EQ(line.Number(kCost), -bought.at(description.substr(words.size())));
  }
  EXPECT_EQ(refunds, 1);
}

TEST_F(MakeMonth, HasTheOddRowsOfRealBills) {
  int without_invoice = 0, outside_month = 0, marketplace = 0, quoted = 0;
  std::map<Key, int> whole_rows;
  for (const Sheet::Line& line : lines_) {
    without_invoice += line["bill/InvoiceId"].empty();
    outside_month += line[kStart] >= "2026-11-01";
    marketplace += line["bill/BillingEntity"] == "AWS Marketplace";
    quoted += line["lineItem/LineItemDescription"].find("\"out\"") != std::string::npos;
    if (line[kUsageType].find("DataTransfer") != std::string::npos) ++whole_rows[line.All()];
  }
  int twins = 0;
  for (const auto& [row, count] : whole_rows) twins += count > 1;
  EXPECT_GT(without_invoice, 1);
  EXPECT_GT(outside_month, 1);
  EXPECT_GT(marketplace, 1);
  EXPECT_GT(quoted, 1);
  EXPECT_GT(twins, 1);
}

TEST_F(MakeMonth, OneAccountIsOnTwoBillsAndNeverTwiceInAnHour) {
  std::map<std::string, std::map<std::string, std::pair<std::string, std::string>>> hours;
  for (const Sheet::Line& line : Of("Usage")) {
    if (line["lineItem/ResourceId"].empty()) continue;
    auto& [first, last] = hours[line[kAccount]][line[kPayer]];
    if (first.empty() || line[kStart] < first) first = line[kStart];
    last = std::max(last, line[kStart]);
  }
  int shared = 0;
  for (const auto& [account, payers] : hours) {
    if (payers.size() < 2) continue;
    ++shared;
    const auto &one = payers.begin()->second, &two = payers.rbegin()->second;
    EXPECT_TRUE(one.second < two.first || two.second < one.first);
  }
  EXPECT_EQ(shared, 1);
}

TEST_F(MakeMonth, AMovedAccountHasTwoCustomersThatMeetAtAnHour) {
  std::map<Key, std::vector<Sheet::Line>> lines;
  const Sheet truth = Truth("accounts");
  for (const Sheet::Line& line : truth.lines())
    lines[{line["payer"], line["account"]}].push_back(line);
  int moved = 0;
  for (const auto& [account, entries] : lines) {
    if (entries.size() < 2) continue;
    ++moved;
    EXPECT_EQ(entries[0]["to"], entries[1]["from"]);
    EXPECT_NE(entries[0]["customer"], entries[1]["customer"]);
    EXPECT_THAT(entries[0]["to"], testing::MatchesRegex("2026-10-[12].T[0-2][0-9]:00:00Z"));
  }
  EXPECT_EQ(moved, 1);
}

TEST_F(MakeMonth, Cur2IsTheSameMonthWithMapsAndExponents) {
  ASSERT_EQ(Make("cur2-csv", "cur2"), "");
  EXPECT_EQ(Totals("cur2"), Totals("legacy"));
  const Sheet sheet(Files("cur2")[0]);
  Decimal sum;
  int exponents = 0, tags = 0;
  for (const Sheet::Line& line : sheet.lines()) {
    sum += line.Number("line_item_unblended_cost");
    exponents += line["line_item_unblended_cost"].find("E-") != std::string::npos;
    ASSERT_FALSE(nlohmann::json::parse(line["product"]).at("product_name").empty());
    tags += nlohmann::json::parse(line["resource_tags"]).contains("user_owner");
  }
  const std::string payer = Files("cur2")[0].parent_path().filename();
  EXPECT_EQ(sum.ToString(), Totals("legacy")["by_payer"][payer]["unblended"]);
  EXPECT_GT(exponents, 20);
  EXPECT_GT(tags, 1000);
}

class MakeMonthParquet : public MakeMonth, public testing::WithParamInterface<std::string> {};

TEST_P(MakeMonthParquet, HoldsTheSameMonth) {
  const std::string& how = GetParam();
  const std::string name = "parquet-" + how.substr(0, 4) + std::to_string(how.size());
  ASSERT_EQ(Make(how, name), "");
  EXPECT_EQ(Totals(name), Totals("legacy"));
  const std::string cost = how.find("slash") != how.npos ? kCost : "line_item_unblended_cost";
  auto engine = engine::Engine::Open({}).value();
  std::set<fs::path> payers;
  for (const fs::path& file : Files(name)) payers.insert(file.parent_path());
  for (const fs::path& payer : payers) {
    const auto found =
        engine->QueryText("SELECT count(*) || ' ' || sum(exact(" + engine::Identifier(cost) +
                          "))::VARCHAR FROM " + engine::Literal((payer / "*.parquet").string()));
    const auto truth = Totals("legacy")["by_payer"][payer.filename().string()];
    const Decimal sum = Decimal::Parse(truth["unblended"].get<std::string>()).value();
    EXPECT_EQ(found.value(), std::to_string(truth["rows"].get<int>()) + " " + sum.ToString(12));
  }
}
INSTANTIATE_TEST_SUITE_P(Formats, MakeMonthParquet,
                         testing::Values("legacy-parquet", "legacy-parquet --columns lean",
                                         "legacy-parquet --spelling slash", "cur2-parquet",
                                         "legacy-parquet --parts 2"));

class MakeMonthSize : public testing::TestWithParam<int> {};

TEST_P(MakeMonthSize, IsAboutWhatWasAskedFor) {
  const fs::path folder = fs::path(testing::TempDir()) / "make_month_size";
  const std::string wanted = std::to_string(GetParam());
  ASSERT_EQ(RunMakeMonth("--seed 3 --columns lean --format legacy-parquet --rows " + wanted +
                         " --accounts 60 --out " + folder.string())
                .status,
            0);
  const auto totals =
      nlohmann::json::parse(ReadFile(folder.string() + ".truth/totals.json").value());
  int rows = 0;
  for (const auto& payer : totals["by_payer"]) rows += payer["rows"].get<int>();
  EXPECT_NEAR(rows, GetParam(), GetParam() / 6);
  fs::remove_all(folder);
}
INSTANTIATE_TEST_SUITE_P(Sizes, MakeMonthSize, testing::Values(15'000, 60'000, 200'000));

/// The documented command, and what docs/make-month.md says that it gives.
TEST(MakeMonthPage, ShowsRealOutput) {
  const fs::path out = fs::path(testing::TempDir()) / "make_month_page";
  ASSERT_EQ(RunMakeMonth("--seed 7 --rows 40000 --out " + out.string()).status, 0);
  const Sheet shares(out.string() + ".truth/shares.csv");
  std::string shown;
  for (const Sheet::Line& line : shares.lines())
    if (line["arn"].find("savingsplan/8c3abb08") != std::string::npos)
      shown += line["customer"] + "," + line["rows"] + "," + line["on_demand"] + "," +
               line["effective"] + "," + line["benefit_share"] + "\n";
  const std::string page = ReadFile(fs::path(BILLWRIGHT_SOURCE_DIR) / "docs/make-month.md").value();
  EXPECT_THAT(page, HasSubstr("```\n" + shown + "```\n"));
  fs::remove_all(out);
}

/// examples/synthetic keeps its books in version control and makes its deliveries anew.
TEST(SyntheticExample, BooksNameTheAccountsOfItsMonths) {
  const fs::path example = fs::path(BILLWRIGHT_SOURCE_DIR) / "examples/synthetic";
  const fs::path made = fs::path(testing::TempDir()) / "make_month_example";
  ASSERT_EQ(RunMakeMonth("--seed 7 --period 2026-10 --rows 40000 --accounts 40 --customers 6 "
                         "--payers 2 --savings-plans 6 --reservations 5 --move 1 --out " +
                         (made / "r").string() + " --books " + (made / "books").string())
                .status,
            0);
  EXPECT_EQ(ReadFile(example / "books/accounts.csv").value(),
            ReadFile(made / "books/accounts.csv").value());
  const Sheet commitments(made / "r.truth/commitments.csv");
  int with_a_policy = 0;
  const std::string policies = ReadFile(example / "books/policies.toml").value();
  for (const Sheet::Line& line : commitments.lines())
    with_a_policy += policies.find('"' + line["arn"] + '"') != std::string::npos;
  EXPECT_EQ(with_a_policy, 1);
  fs::remove_all(made);
}

TEST(MakeMonthOptions, AreRefusedWithTheReason) {
  const std::string out = " --out " + testing::TempDir() + "never";
  const Outcome few = RunMakeMonth("--accounts 5" + out);
  EXPECT_EQ(few.status, 2);
  EXPECT_EQ(few.complaint,
            "make-month: --accounts must be at least 14: one for each payer and two for each "
            "customer\n");
  EXPECT_EQ(RunMakeMonth("--move 6" + out).complaint,
            "make-month: --move must be less than the number of customers\n");
  EXPECT_EQ(RunMakeMonth("--format cur2-csv --spelling slash" + out).complaint,
            "make-month: CUR 2.0 spells names with underscores only: leave out --spelling slash\n");
  EXPECT_EQ(RunMakeMonth("--format xml" + out).status, 2);
  EXPECT_FALSE(fs::exists(testing::TempDir() + "never"));
}

}  // namespace
}  // namespace billwright
