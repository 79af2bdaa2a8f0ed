#include "report_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <thread>

namespace billwright::make_month {

namespace {

std::string_view Ending(Encoding encoding) {
  switch (encoding) {
    case Encoding::kCsv:
      return "csv";
    case Encoding::kCsvGz:
      return "csv.gz";
    case Encoding::kParquet:
      return "snappy.parquet";
  }
  return "";
}

std::vector<Part> PartsOf(const World& world, int payer) {
  const Options& options = world.options;
  const auto account = static_cast<size_t>(world.payers[static_cast<size_t>(payer)].account);
  std::vector<Part> parts;
  for (int p = 0; p < options.parts; ++p) {
    Part part;
    part.path = options.out / world.accounts[account].id /
                fmt::format("{}-{}-{:05}.{}", options.report == Report::kCur2 ? "cur2" : "cur",
                            options.period.ToString(), p + 1, Ending(options.encoding));
    part.payer = payer;
    part.first_hour = world.hours * p / options.parts;
    part.end_hour = world.hours * (p + 1) / options.parts;
    part.closes = p + 1 == options.parts;
    parts.push_back(std::move(part));
  }
  return parts;
}

Result<void> MakeFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return Fail(ErrorCode::kIo,
                fmt::format("cannot make {}: {}", folder.string(), error.message()));
  return {};
}

}  // namespace

int ThreadsFor(const Options& options) {
  if (options.threads > 0) return options.threads;
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

Result<std::vector<Tally>> WriteReports(const World& world) {
  std::vector<Tally> tallies;
  for (int payer = 0; payer < static_cast<int>(world.payers.size()); ++payer) {
    Tally tally(world, payer);
    for (const Part& part : PartsOf(world, payer)) {
      RETURN_IF_ERROR(MakeFolder(part.path.parent_path()));
      RETURN_IF_ERROR(world.options.encoding == Encoding::kParquet
                          ? WriteParquet(world, part, tally)
                          : WriteCsv(world, part, tally));
    }
    tallies.push_back(std::move(tally));
  }
  return tallies;
}

}  // namespace billwright::make_month
