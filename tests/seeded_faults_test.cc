#include <gmock/gmock.h>

#include <functional>
#include <ostream>

#include "testing/examined.h"

// A good delivery is damaged, one way at a time; each damage must be found under its own code, with
// the right money. What a delivery must not be refused for is here too: quirks of the format that
// cost nothing.

namespace billwright {
namespace {

using testing::AsFile;
using testing::Examiner;
using testing::Files;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kAda;
using testing::kBob;
using testing::kPayer;
using testing::kPlan;
using testing::kReservation;
using testing::Month;
using testing::Row;
using testing::TakenIn;

constexpr BillingPeriod kJanuary{2026, 1};
constexpr BillingPeriod kFebruary{2026, 2};
constexpr int kDaysOfOpen = 14;
const std::string kWritten = "2026-03-08T06:00:00Z";
const std::string kWrittenWhileOpen = "2026-02-15T06:00:00Z";

UtcTime Now(const std::string& written) {
  return {UtcTime::Parse(written)->seconds + UtcTime::kSecondsPerDay * 5};
}

/// January, and the good February, whole and of its first two weeks: taken in once for all tests.
class GoodMonths {
 public:
  static GoodMonths& Get() {
    static GoodMonths months;
    return months;
  }

  Examiner examiner;
  Month february = testing::GoodMonth(kFebruary);
  Month open = testing::GoodMonth(kFebruary, kDaysOfOpen);
  quality::KnownDelivery before;
  quality::KnownDelivery version;
  quality::KnownDelivery open_version;

 private:
  GoodMonths() {
    before =
        *examiner.TakeIn(AsFile(testing::GoodMonth(kJanuary)), 1, "2026-02-08T06:00:00Z").known;
    version = *examiner.TakeIn(AsFile(february), 1, "2026-03-07T06:00:00Z").known;
    open_version = *examiner.TakeIn(AsFile(open), 1, "2026-02-15T00:00:00Z").known;
  }
};

/// All that is said of a delivery of February, as "code amount subject".
struct Verdict {
  std::vector<Finding> findings;
  std::string refusal;

  std::vector<std::string> Codes() const {
    std::vector<std::string> codes;
    for (const Finding& finding : findings) codes.push_back(finding.code + ": " + finding.message);
    return codes;
  }
  std::vector<std::string> AmountsOf(std::string_view code) const {
    std::vector<std::string> amounts;
    for (const Finding& finding : findings)
      if (finding.code == code)
        amounts.push_back(finding.currency.empty() ? "none" : finding.amount.ToString());
    return amounts;
  }
};

Verdict Judge(const Files& files, const quality::KnownDelivery& version_before,
              const std::string& written, int64_t version = 2) {
  GoodMonths& good = GoodMonths::Get();
  TakenIn taken = good.examiner.TakeIn(files, version, written);
  Verdict verdict{std::move(taken.findings), std::move(taken.refusal)};
  if (!taken.known) return verdict;
  const quality::MonthInput month{kFebruary, {{*taken.known, version_before, {good.before}}}};
  auto observed = quality::AssessMonth(month, {}, Now(written), good.examiner.engine());
  CHECK(observed.has_value(), observed ? "" : observed.error().ToString());
  for (Observation& observation : *observed)
    verdict.findings.push_back(std::move(observation.finding));
  return verdict;
}

Verdict JudgeFebruary(const Files& files) {
  return Judge(files, GoodMonths::Get().version, kWritten);
}

TEST(GoodDelivery, HasNoFindings) {
  EXPECT_THAT(JudgeFebruary(AsFile(GoodMonths::Get().february)).Codes(), IsEmpty());
}

TEST(GoodDelivery, HasNoFindingsWhileTheMonthIsOpen) {
  const GoodMonths& good = GoodMonths::Get();
  EXPECT_THAT(Judge(AsFile(good.open), good.open_version, kWrittenWhileOpen).Codes(), IsEmpty());
}

TEST(GoodDelivery, HasNoFindingsWithOneMoreDay) {
  const GoodMonths& good = GoodMonths::Get();
  const Month next = testing::GoodMonth(kFebruary, kDaysOfOpen + 1);
  EXPECT_THAT(Judge(AsFile(next), good.open_version, "2026-02-16T06:00:00Z").Codes(), IsEmpty());
}

// ---- damages of rows

struct Fault {
  const char* name;
  std::function<void(Month&)> damage;
  std::string code;
  std::string amount;  ///< of one finding of that code; "none": no money is named
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

bool Is(const Row& row, std::string_view account, std::string_view type, std::string_view service) {
  return row.at("lineItem/UsageAccountId") == account && row.at("lineItem/LineItemType") == type &&
         row.at("lineItem/ProductCode") == service;
}

/// A damage of one field of one row: the first hour of Ada's EC2, at 0.50.
std::function<void(Month&)> Field(std::string column, std::string value) {
  return [=](Month& month) { month.One(kAda, "Usage", "AmazonEC2")[column] = value; };
}

std::function<void(Month&)> PlanFee(std::string column, std::string value) {
  return [=](Month& month) {
    month.One(kAda, "SavingsPlanRecurringFee", "ComputeSavingsPlans")[column] = value;
  };
}

std::function<void(Month&)> Without(std::string_view account, std::string_view type,
                                    std::string_view service) {
  return [=](Month& month) {
    month.Remove([&](const Row& row) { return Is(row, account, type, service); });
  };
}

bool Between(const Row& row, const Month& month, int day, int first_hour, int last_hour) {
  const std::string& start = row.at("lineItem/UsageStartDate");
  return start >= month.At(day, first_hour).ToString() &&
         start <= month.At(day, last_hour).ToString();
}

bool IsMetered(const Row& row) {
  const std::string& type = row.at("lineItem/LineItemType");
  return type == "Usage" || type == "DiscountedUsage" || type == "SavingsPlanCoveredUsage";
}

void RemoveFirst(Month& month, std::string_view account, std::string_view type,
                 std::string_view service) {
  const Row* const first = &month.One(account, type, service);
  month.Remove([&](const Row& row) { return &row == first; });
}

const Fault kFaults[] = {
    // What a row says.
    {"AccountOfFourDigits", Field("lineItem/UsageAccountId", "1111"), "account.unusual", "0.5"},
    {"PayerThatIsAWord", Field("bill/PayerAccountId", "my payer"), "row.quarantined", "0.5"},
    {"TypeThatNobodyKnows", Field("lineItem/LineItemType", "Usages"), "row.quarantined", "0.5"},
    {"TimeOfMonthThirteen", Field("lineItem/UsageStartDate", "2026-13-01T00:00:00Z"),
     "row.quarantined", "0.5"},
    {"CurrencyOfFourLetters", Field("lineItem/CurrencyCode", "USDT"), "row.quarantined", "0.5"},
    {"CostThatIsAWord", Field("lineItem/UnblendedCost", "free"), "row.quarantined", "0"},
    {"CostWithSeparators", Field("lineItem/UnblendedCost", "1_000"), "row.quarantined", "0"},
    {"PlanRowWithoutItsPlan", PlanFee("savingsPlan/SavingsPlanARN", ""), "commitment.unnamed",
     "0.15"},
    {"PlanColumnMissing",
     [](Month& month) { std::erase(month.columns, "savingsPlan/UsedCommitment"); },
     "row.quarantined", "100.8"},
    {"QuantityOfThirteenPlaces", Field("lineItem/UsageAmount", "1.1234567890123"),
     "quantity.rounded", "none"},
    {"OneRowInEuro", Field("lineItem/CurrencyCode", "EUR"), "currency.mixed", "0.5"},
    {"NegativeUsage",
     [](Month& month) {
       Row& row = month.One(kAda, "Usage", "AmazonEC2");
       row["lineItem/UsageAmount"] = "-1";
       row["lineItem/UnblendedCost"] = "-0.50";
     },
     "usage.negative", "-0.5"},
    {"UsageOfTheNextMonth", Field("lineItem/UsageStartDate", "2026-03-02T05:00:00Z"),
     "usage.outside_period", "0.5"},
    {"UsageOfTheYearBefore", Field("lineItem/UsageStartDate", "2025-02-02T05:00:00Z"),
     "usage.outside_period", "0.5"},

    // Savings Plans and reservations.
    {"CoveredRowMissing",
     [](Month& month) { RemoveFirst(month, kAda, "SavingsPlanCoveredUsage", "AWSLambda"); },
     "commitment.identity", "0.12"},
    {"NegationMissing",
     [](Month& month) { RemoveFirst(month, kAda, "SavingsPlanNegation", "AWSLambda"); },
     "commitment.identity", "0.2"},
    {"PlanFeeMissing",
     [](Month& month) {
       RemoveFirst(month, kAda, "SavingsPlanRecurringFee", "ComputeSavingsPlans");
     },
     "commitment.identity", "0.12"},
    {"TotalIsNotItsParts", PlanFee("savingsPlan/TotalCommitmentToDate", "0.25"),
     "commitment.identity", "0.1"},
    {"FeeIsNotTheRecurringPart", PlanFee("lineItem/UnblendedCost", "0.16"), "commitment.identity",
     "0.01"},
    {"MoreUsedThanCommitted", PlanFee("savingsPlan/UsedCommitment", "0.20"), "commitment.identity",
     "0.05"},
    {"ReservedUsageMissing",
     [](Month& month) { RemoveFirst(month, kBob, "DiscountedUsage", "AmazonRDS"); },
     "commitment.identity", "0.05"},
    {"ReservationFeeMissing", Without(kBob, "RIFee", "AmazonRDS"), "commitment.identity", "33.6"},
    {"AmortisedCostLeadsNowhere",
     [](Month& month) {
       month.One(kBob, "RIFee", "AmazonRDS")["reservation/AmortizedUpfrontFeeForBillingPeriod"] =
           "7";
     },
     "bridge.identity", "7"},
    {"ReservedUsageWithoutAPrice",
     [](Month& month) {
       month.One(kBob, "DiscountedUsage", "AmazonRDS")["pricing/publicOnDemandCost"] = "";
     },
     "commitment.no_public_cost", "0.05"},
    {"PlanIsBought",
     [](Month& month) {
       Row& fee =
           month.Add(kAda, "SavingsPlanUpfrontFee", "ComputeSavingsPlans", month.At(3, 0), "500");
       fee["savingsPlan/SavingsPlanARN"] = kPlan;
     },
     "commitment.purchased", "500"},
    {"ReservationIsBought",
     [](Month& month) {
       Row& fee = month.Add(kBob, "Fee", "AmazonRDS", month.At(3, 0), "80");
       fee["reservation/ReservationARN"] = kReservation;
     },
     "commitment.purchased", "80"},
    {"Refund", [](Month& month) { month.Add(kBob, "Refund", "AmazonRDS", month.At(3, 0), "-25"); },
     "refund.received", "-25"},

    // What is missing.
    {"HourWithoutAnyUsage",
     [](Month& month) {
       month.Remove(
           [&](const Row& row) { return IsMetered(row) && Between(row, month, 10, 5, 7); });
     },
     "usage.hole", "2.91"},
    {"MostOfADayMissing",
     [](Month& month) {
       month.Remove(
           [&](const Row& row) { return IsMetered(row) && Between(row, month, 10, 8, 23); });
     },
     "usage.odd_day", "8.56"},
    {"ServiceSilentForThreeHours",
     [](Month& month) {
       month.Remove([&](const Row& row) {
         return Is(row, kBob, "Usage", "AmazonEC2") && Between(row, month, 10, 5, 7);
       });
     },
     "usage.silent", "0.75"},
    {"ServiceSilentForADay",
     [](Month& month) {
       month.Remove([&](const Row& row) {
         return Is(row, kAda, "Usage", "AmazonS3") && Between(row, month, 10, 0, 23);
       });
     },
     "usage.silent", "1.2"},
    {"RowsWithoutInvoice", Field("bill/InvoiceId", ""), "invoice.incomplete", "0.5"},
    {"AccountGone",
     [](Month& month) {
       month.Remove([](const Row& row) { return row.at("lineItem/UsageAccountId") == kBob; });
     },
     "account.vanished", "50.4"},
    {"ServiceGone", Without(kAda, "Usage", "AmazonS3"), "service.vanished", "8.4"},
    {"SupportFeeMissing", Without(kPayer, "Fee", "AWSSupportBusiness"), "support.missing", "100"},
    {"DiscountGone", Without(kPayer, "EdpDiscount", "AmazonEC2"), "discount.vanished", "-10"},
    {"TaxGone", Without(kAda, "Tax", "AmazonEC2"), "fee.vanished", "5"},
    {"TagSwitchedOff", [](Month& month) { std::erase(month.columns, "resourceTags/user:Owner"); },
     "tag.vanished", "767"},
    {"TagOnHalfOfTheRows",
     [](Month& month) {
       for (Row* row :
            month.Where([](const Row& one) { return one.at("lineItem/UsageAccountId") == kAda; }))
         (*row)["resourceTags/user:Owner"] = "";
     },
     "tag.vanished", "475.4"},

    // Against the version before.
    {"RowsFewer", Without(kAda, "Tax", "AmazonEC2"), "delivery.shrunk", "-5"},
    {"RowsTwice",
     [](Month& month) {
       const std::vector<Row> rows = month.rows;
       for (const Row& row : rows)
         if (row.at("lineItem/ProductCode") == "AmazonEC2" && IsMetered(row))
           month.rows.push_back(row);
     },
     "delivery.rows_changed", "504"},
    {"CostOfSettledDays",
     [](Month& month) {
       for (Row* row : month.Of(kAda, "Usage", "AmazonEC2"))
         (*row)["lineItem/UnblendedCost"] = "0.60";
     },
     "delivery.cost_changed", "67.2"},
    {"InvoicedCostRestated", Field("lineItem/UnblendedCost", "0.70"), "invoice.restated", "0.2"},
    {"InvoiceGone",
     [](Month& month) {
       for (Row& row : month.rows) row["bill/InvoiceId"] = "INV-OTHER";
     },
     "invoice.vanished", "767"},

    // Against the months before.
    {"CurrencyOfAllRows",
     [](Month& month) {
       for (Row& row : month.rows) row["lineItem/CurrencyCode"] = "EUR";
     },
     "currency.changed", "767"},
    {"NewAccount", Field("lineItem/UsageAccountId", "333333333333"), "account.new", "0.5"},
    {"NewService", Field("lineItem/ProductCode", "AmazonSQS"), "service.new", "0.5"},
    {"ADayOfFortyTimesTheCost",
     [](Month& month) {
       for (Row* row : month.Where([&](const Row& one) {
              return Is(one, kAda, "Usage", "AmazonEC2") && Between(one, month, 10, 0, 23);
            }))
         (*row)["lineItem/UnblendedCost"] = "20";
     },
     "cost.anomaly", "468"},
    {"EverythingTwiceAsDear",
     [](Month& month) {
       for (Row* row : month.Of(kAda, "Usage", "AmazonEC2")) (*row)["lineItem/UnblendedCost"] = "1";
       for (Row* row : month.Of(kBob, "Usage", "AmazonEC2"))
         (*row)["lineItem/UnblendedCost"] = "0.5";
     },
     "cost.jump", "432"},
};

class SeededFault : public ::testing::TestWithParam<Fault> {};

TEST_P(SeededFault, IsFoundWithItsMoney) {
  Month month = GoodMonths::Get().february;
  GetParam().damage(month);
  const Verdict verdict = JudgeFebruary(AsFile(month));
  EXPECT_EQ(verdict.refusal, "");
  EXPECT_THAT(verdict.AmountsOf(GetParam().code), ::testing::Contains(GetParam().amount))
      << GetParam().code << " among\n"
      << ::testing::PrintToString(verdict.Codes());
}

INSTANTIATE_TEST_SUITE_P(Rows, SeededFault, ::testing::ValuesIn(kFaults),
                         [](const auto& fault) { return fault.param.name; });

// ---- damages of an open month

struct OpenFault {
  Fault fault;
  std::string written = kWrittenWhileOpen;
};
void PrintTo(const OpenFault& open, std::ostream* out) { *out << open.fault.name; }

const OpenFault kOpenFaults[] = {
    {{"UsageOfDaysToCome",
      [](Month& month) { month.Add(kAda, "Usage", "AmazonEC2", month.At(20, 3), "0.50"); },
      "usage.in_future", "0.5"}},
    {{"ServiceLate",
      [](Month& month) {
        month.Remove([&](const Row& row) {
          return Is(row, kAda, "Usage", "AmazonS3") &&
                 row.at("lineItem/UsageStartDate") > month.At(10, 0).ToString();
        });
      },
      "service.late", "1.2"}},
    {{"NothingNewForDays", [](Month&) {}, "delivery.behind", "none"}, "2026-02-18T06:00:00Z"},
    {{"FeesOfHoursToCome", [](Month& month) { month.AddPlanFee(month.At(15, 0), "0"); },
      "commitment.future_hours", "0.15"}},
    {{"SettledDaysRestated",
      [](Month& month) {
        for (Row* row : month.Of(kBob, "Usage", "AmazonEC2"))
          if (row->at("lineItem/UsageStartDate") < month.At(11, 0).ToString())
            (*row)["lineItem/UnblendedCost"] = "0.35";
      },
      "delivery.cost_changed", "24"}},
};

class SeededOpenFault : public ::testing::TestWithParam<OpenFault> {};

TEST_P(SeededOpenFault, IsFoundWithItsMoney) {
  GoodMonths& good = GoodMonths::Get();
  Month month = good.open;
  const Fault& fault = GetParam().fault;
  fault.damage(month);
  const Verdict verdict = Judge(AsFile(month), good.open_version, GetParam().written);
  EXPECT_EQ(verdict.refusal, "");
  EXPECT_THAT(verdict.AmountsOf(fault.code), ::testing::Contains(fault.amount))
      << fault.code << " among\n"
      << ::testing::PrintToString(verdict.Codes());
}

INSTANTIATE_TEST_SUITE_P(OpenMonth, SeededOpenFault, ::testing::ValuesIn(kOpenFaults),
                         [](const auto& open) { return open.param.fault.name; });

// ---- damages of files

struct FileFault {
  const char* name;
  std::function<Files(const std::string& csv)> damage;
  std::string refusal;  ///< a part of its text
};
void PrintTo(const FileFault& fault, std::ostream* out) { *out << fault.name; }

std::string Renamed(std::string csv, const std::string& from, const std::string& to) {
  csv.replace(csv.find(from), from.size(), to);
  return csv;
}

const FileFault kFileFaults[] = {
    {"Empty", [](const std::string&) { return Files{{"cur-00001.csv", ""}}; }, "the file is empty"},
    {"HeaderOnly",
     [](const std::string& csv) {
       return Files{{"cur-00001.csv", csv.substr(0, csv.find('\n') + 1)}};
     },
     "the report has no rows"},
    {"CostColumnMissing",
     [](const std::string& csv) {
       return Files{{"cur-00001.csv", Renamed(csv, "lineItem/UnblendedCost", "lineItem/Nothing")}};
     },
     "lineItem/UnblendedCost is missing"},
    {"CostColumnTwice",
     [](const std::string& csv) {
       return Files{{"cur-00001.csv",
                     Renamed(csv, "lineItem/LineItemDescription", "line_item_unblended_cost")}};
     },
     "line_item_unblended_cost"},
    {"RowTooShort",
     [](const std::string& csv) { return Files{{"cur-00001.csv", csv + "one,two\n"}}; },
     "the row has 2 fields; expected 33"},
    {"QuoteNeverClosed",
     [](const std::string& csv) { return Files{{"cur-00001.csv", csv + "\"one,two\n"}}; },
     "the quote that opens here is never closed"},
    {"CsvNamedGzip", [](const std::string& csv) { return Files{{"cur-00001.csv.gz", csv}}; },
     "cur-00001.csv.gz"},
};

class SeededFileFault : public ::testing::TestWithParam<FileFault> {};

TEST_P(SeededFileFault, IsRefusedWithItsReason) {
  const Verdict verdict = JudgeFebruary(GetParam().damage(GoodMonths::Get().february.AsCsv()));
  EXPECT_THAT(verdict.refusal, HasSubstr(GetParam().refusal));
}

INSTANTIATE_TEST_SUITE_P(Files, SeededFileFault, ::testing::ValuesIn(kFileFaults),
                         [](const auto& fault) { return fault.param.name; });

/// The month in two files, each with the header.
std::pair<std::string, std::string> Halves(const std::string& csv) {
  const std::string header = csv.substr(0, csv.find('\n') + 1);
  const size_t middle = csv.find('\n', csv.size() / 2) + 1;
  return {csv.substr(0, middle), header + csv.substr(middle)};
}

TEST(SeededFile, PartsOfAReportAreFine) {
  const auto [first, second] = Halves(GoodMonths::Get().february.AsCsv());
  const Verdict verdict = JudgeFebruary({{"cur-00001.csv", first}, {"cur-00002.csv", second}});
  EXPECT_EQ(verdict.refusal, "");
  EXPECT_THAT(verdict.Codes(), IsEmpty());
}

TEST(SeededFile, ThatIsLeftOutIsFound) {
  const auto [first, second] = Halves(GoodMonths::Get().february.AsCsv());
  const Verdict verdict = JudgeFebruary({{"cur-00001.csv", first}, {"cur-00003.csv", second}});
  EXPECT_THAT(verdict.AmountsOf("delivery.gap"), ::testing::ElementsAre("none"));
}

TEST(SeededFile, ThatIsThereTwiceIsRefused) {
  const std::string csv = GoodMonths::Get().february.AsCsv();
  const Verdict verdict = JudgeFebruary({{"cur-00001.csv", csv}, {"cur-00002.csv", csv}});
  EXPECT_THAT(verdict.refusal,
              HasSubstr("cur-00001.csv and cur-00002.csv are the same file, byte for byte"));
}

// ---- quirks that cost nothing

struct Quirk {
  const char* name;
  std::function<void(Month&)> change;
  std::string code;  ///< the only finding; empty: there is none
};
void PrintTo(const Quirk& quirk, std::ostream* out) { *out << quirk.name; }

const Quirk kQuirks[] = {
    {"ColumnsInAnotherOrder", [](Month& month) { std::ranges::reverse(month.columns); }, ""},
    {"CostWithAnExponent", Field("lineItem/UnblendedCost", "5.0E-1"), ""},
    {"CostWithManyZeros", Field("lineItem/UnblendedCost", "0.5000000000000000"), ""},
    {"TimeWithABlank", Field("lineItem/UsageStartDate", "2026-02-01 00:00:00"), ""},
    {"ColumnThatNobodyKnows", [](Month& month) { month.columns.push_back("lineItem/Surprise"); },
     "column.unknown"},
    {"TagsThatDifferInCase",
     [](Month& month) { month.columns.push_back("resourceTags/user:OWNER"); },
     "column.folded_names"},
    {"TagKeyWithAColon",
     [](Month& month) {
       month.columns.push_back("resourceTags/user:team:name");
       for (Row& row : month.rows) row["resourceTags/user:team:name"] = "x";
     },
     ""},
    {"RegistrarFeeOfAnotherMonth",
     [](Month& month) {
       month.Add(kAda, "Fee", "AmazonS3", UtcTime::FromDate(2026, 4, 1), "0.01");
     },
     ""},
};

class SeededQuirk : public ::testing::TestWithParam<Quirk> {};

TEST_P(SeededQuirk, CostsNothing) {
  Month month = GoodMonths::Get().february;
  GetParam().change(month);
  const Verdict verdict = JudgeFebruary(AsFile(month));
  EXPECT_EQ(verdict.refusal, "");
  std::vector<std::string> codes;
  for (const Finding& finding : verdict.findings) codes.push_back(finding.code);
  const std::string& code = GetParam().code;
  EXPECT_EQ(codes, code.empty() ? std::vector<std::string>{} : std::vector{code})
      << ::testing::PrintToString(verdict.Codes());
}

INSTANTIATE_TEST_SUITE_P(Quirks, SeededQuirk, ::testing::ValuesIn(kQuirks),
                         [](const auto& quirk) { return quirk.param.name; });

}  // namespace
}  // namespace billwright
