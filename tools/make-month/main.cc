#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "options.h"
#include "report_writer.h"
#include "truth.h"

// make-month: our own deterministic generator of synthetic AWS months. See docs/make-month.md.

namespace billwright::make_month {
namespace {

struct Format {
  Report report;
  Encoding encoding;
};
const std::map<std::string, Format> kFormats = {
    {"legacy-csv", {Report::kLegacy, Encoding::kCsv}},
    {"legacy-csv.gz", {Report::kLegacy, Encoding::kCsvGz}},
    {"legacy-parquet", {Report::kLegacy, Encoding::kParquet}},
    {"cur2-csv", {Report::kCur2, Encoding::kCsv}},
    {"cur2-csv.gz", {Report::kCur2, Encoding::kCsvGz}},
    {"cur2-parquet", {Report::kCur2, Encoding::kParquet}},
};

int Complain(const Error& error, int status) {
  std::fprintf(stderr, "make-month: %s\n", error.ToString().c_str());
  return status;
}

int Make(const Options& options) {
  if (const auto checked = Check(options); !checked) return Complain(checked.error(), 2);
  const World world = MakeWorld(options);
  const auto tallies = WriteReports(world);
  if (!tallies) return Complain(tallies.error(), 3);
  if (const auto written = WriteTruth(world, *tallies); !written)
    return Complain(written.error(), 3);
  if (options.books.empty()) return 0;
  if (const auto written = WriteBooks(world); !written) return Complain(written.error(), 3);
  return 0;
}

std::string FormatNames() {
  std::string names;
  for (const auto& [name, format] : kFormats) names += (names.empty() ? "" : ", ") + name;
  return names;
}

int Main(int argc, char** argv) {
  CLI::App app("Makes a synthetic AWS month: reports, and the truth they were made from.");
  Options options;
  std::string period = "2026-10", bought, format = "legacy-csv.gz", spelling, columns = "full";
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.add_option("--seed", options.seed, "the world; the same seed gives the same month");
  app.add_option("--period", period, "billing period, as 2026-10");
  app.add_option("--bought", bought,
                 "month in which the newest commitments are bought; default: PERIOD");
  app.add_option("--rows", options.rows, "line items of all payers together, about");
  app.add_option("--accounts", options.accounts, "usage accounts, the payers' own included");
  app.add_option("--customers", options.customers, "customers, the house not counted");
  app.add_option("--payers", options.payers, "management accounts: a report for each");
  app.add_option("--savings-plans", options.savings_plans, "Savings Plans");
  app.add_option("--reservations", options.reservations, "reservations");
  app.add_option("--move", options.moves, "accounts that change customer within the month");
  app.add_option("--format", format, FormatNames())->check(CLI::IsMember(kFormats));
  app.add_option("--spelling", spelling, "of column names: slash (legacy csv), snake")
      ->check(CLI::IsMember({"slash", "snake"}));
  app.add_option("--columns", columns, "full, or lean: the 30 that matter most")
      ->check(CLI::IsMember({"full", "lean"}));
  app.add_option("--parts", options.parts, "files of each report");
  app.add_option("--threads", options.threads, "0: as many as there are cores");
  app.add_option("--out", options.out, "folder for the reports, one folder in it for each payer")
      ->required();
  app.add_option("--truth", options.truth, "folder for the truth; default: OUT with .truth added");
  app.add_option("--books", options.books, "folder for customers.toml and accounts.csv that match");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const auto parsed = BillingPeriod::Parse(period);
  if (!parsed) return Complain(parsed.error(), 2);
  options.period = *parsed;
  const auto parsed_bought = BillingPeriod::Parse(bought.empty() ? period : bought);
  if (!parsed_bought) return Complain(parsed_bought.error(), 2);
  options.bought = *parsed_bought;
  options.report = kFormats.at(format).report;
  options.encoding = kFormats.at(format).encoding;
  const bool slash = spelling.empty() ? format.starts_with("legacy-csv") : spelling == "slash";
  options.spelling = slash ? Spelling::kSlash : Spelling::kSnake;
  options.lean = columns == "lean";
  if (options.truth.empty()) options.truth = options.out.lexically_normal().string() + ".truth";
  return Make(options);
}

}  // namespace
}  // namespace billwright::make_month

int main(int argc, char** argv) { return billwright::make_month::Main(argc, argv); }
