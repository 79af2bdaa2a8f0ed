#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "tally.h"
#include "world.h"

namespace billwright::make_month {

/// Writes every payer's report below options.out and returns the payers' sums. The same world gives
/// the same bytes of csv with any number of threads, and the same rows of Parquet.
///
/// Memory: some hours of rows a thread, whatever the size of the month.
/// Fails:  kIo; kStore with DuckDB's message.
Result<std::vector<Tally>> WriteReports(const World& world);

/// The part of a payer's month that one file holds.
struct Part {
  std::filesystem::path path;
  int payer = 0;
  int first_hour = 0, end_hour = 0;
  bool closes = false;  ///< the month's closing rows come last in it
};

/// Writes one file and adds its rows to `tally`, which holds those of the parts before.
Result<void> WriteCsv(const World& world, const Part& part, Tally& tally);
Result<void> WriteParquet(const World& world, const Part& part, Tally& tally);

/// How many threads to use.
int ThreadsFor(const Options& options);

}  // namespace billwright::make_month
