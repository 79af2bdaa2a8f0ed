#pragma once

#include <filesystem>

#include "base/error.h"
#include "model/billing_period.h"

namespace billwright::make_month {

enum class Report { kLegacy, kCur2 };
enum class Encoding { kCsv, kCsvGz, kParquet };
/// How column names are spelled: "lineItem/UsageAmount" or "line_item_usage_amount".
enum class Spelling { kSlash, kSnake };

struct Options {
  uint64_t seed = 1;
  BillingPeriod period{2026, 10};
  BillingPeriod bought{2026, 10};  ///< in which the newest commitments are bought
  int64_t rows = 50'000;           ///< of all payers together, about
  int accounts = 40;               ///< the payers' own included
  int customers = 6;
  int payers = 2;
  int savings_plans = 6;
  int reservations = 5;
  int moves = 0;  ///< accounts that change customer within the month
  Report report = Report::kLegacy;
  Encoding encoding = Encoding::kCsvGz;
  Spelling spelling = Spelling::kSlash;
  bool lean = false;  ///< some 30 columns instead of all
  int parts = 1;      ///< files a report
  int threads = 0;    ///< 0: all cores
  std::filesystem::path out;
  std::filesystem::path truth;  ///< folder of what the report was made from
  std::filesystem::path books;  ///< folder for matching books; empty: none
};

/// Fails: kInvalidInput for a world that cannot be, saying what to change.
Result<void> Check(const Options& options);

}  // namespace billwright::make_month
