#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"

namespace billwright::cli {

/// The command line, read. Only what the command uses is set.
struct Options {
  std::string command;
  std::string workspace = ".";  ///< -C
  std::string period;
  std::string table;                   ///< show
  std::string id;                      ///< explain
  std::string folder;                  ///< init, statement --to
  std::string from_stage;              ///< run --from
  std::string customer;                ///< show, margin --customer
  std::string run_id;                  ///< show --run
  std::string severity;                ///< findings --severity
  std::vector<std::string> places;     ///< ingest
  std::vector<std::string> customers;  ///< statement
  std::vector<std::string> by;         ///< show, margin --by
  std::vector<std::string> formats;    ///< statement --format
  std::string view;                    ///< status --format
  std::string at;                      ///< status --at
  std::string metrics_file;            ///< status, watch --metrics-file
  std::string page;                    ///< status, watch --page
  std::string every;                   ///< watch --every
  std::string profile;                 ///< ingest --profile
  std::string region;                  ///< ingest --region
  std::string endpoint;                ///< ingest --endpoint
  bool all_versions = false;           ///< ingest --all-versions
  bool once = false;                   ///< watch --once
  bool again = false;                  ///< ingest --again
  bool undo = false;                   ///< withdraw --undo
  bool yes = false;                    ///< prune --yes
  std::string payer;                   ///< delta, drift, quarantine, versions --payer
  std::string source;                  ///< drift --source
  int old_version = 0;                 ///< delta
  int new_version = 0;                 ///< delta
  int last = 12;                       ///< drift --last
  int rows = 10;                       ///< explain --rows
  std::optional<TableFormat> format;   ///< --format of tables

  TableFormat table_format() const { return format.value_or(DefaultTableFormat()); }
};

/// What came of reading the arguments: options to act on, or a text to print and the exit status.
struct ParsedArguments {
  std::optional<Options> options;
  int exit_status = 0;
};

/// Help and mistakes are printed here.
ParsedArguments ParseArguments(int argc, char** argv);

}  // namespace billwright::cli
