#include "cli/options.h"

#include <CLI/CLI.hpp>

#include "cli/exit_status.h"

namespace billwright::cli {

namespace {

constexpr const char* kPeriodHelp = "billing period, such as 2026-10";

/// Adds --format for tables to a command.
void AddTableFormat(CLI::App* command, std::string& name) {
  command->add_option("--format", name, "table (for people), csv, json or parquet")
      ->check(CLI::IsMember({"table", "csv", "json", "parquet"}));
}

struct Builder {
  CLI::App app{
      "Turns what AWS bills a reseller into what each customer owes, and shows what the "
      "reseller earns."};
  Options options;
  std::string format;

  CLI::App* Command(const std::string& name, const std::string& description) {
    CLI::App* command = app.add_subcommand(name, description);
    command
        ->add_option("-C,--workspace", options.workspace,
                     "the workspace: its folder or one below it")
        ->type_name("DIR");
    command->fallthrough();
    return command;
  }

  CLI::App* PeriodCommand(const std::string& name, const std::string& description) {
    CLI::App* command = Command(name, description);
    command->add_option("period", options.period, kPeriodHelp)->required()->type_name("PERIOD");
    return command;
  }

  void AddTables() {
    CLI::App* show = PeriodCommand("show", "any table of a run");
    show->add_option("table", options.table, "cell, share, charge, statement_line, margin_line, …")
        ->required()
        ->type_name("TABLE");
    show->add_option("--customer", options.customer, "only this customer's rows")->type_name("ID");
    show->add_option("--by", options.by, "sum by these columns")
        ->delimiter(',')
        ->type_name("COLUMN,…");
    show->add_option("--run", options.run_id, "another run than the one in force")
        ->type_name("RUN");
    AddTableFormat(show, format);

    CLI::App* margin = PeriodCommand("margin", "margin by customer and source");
    margin->add_option("--by", options.by, "sum by these columns")
        ->delimiter(',')
        ->type_name("COLUMN,…");
    margin->add_option("--customer", options.customer, "only this customer")->type_name("ID");
    AddTableFormat(margin, format);

    AddTableFormat(PeriodCommand("proof", "the identities of the run, both sides in full"), format);
  }

  void AddMorningFiles(CLI::App* command) {
    command->add_option("--metrics-file", options.metrics_file, "also writes OpenMetrics there")
        ->type_name("FILE");
    command->add_option("--page", options.page, "also writes a page there")->type_name("FILE.html");
  }

  void AddMonitoring() {
    CLI::App* status =
        Command("status", "whether every payer's data is there, and if not, what to do");
    status
        ->add_option("--format", options.view,
                     "table (one screen), csv, json, parquet or openmetrics")
        ->check(CLI::IsMember({"table", "csv", "json", "parquet", "openmetrics"}));
    AddMorningFiles(status);
    status->add_option("--at", options.at, "as if it were this time, UTC: 2026-11-24T08:00:00Z")
        ->type_name("TIME");
    CLI::App* watch = Command("watch", "polls the sources, takes in, runs, tells; ends on SIGTERM");
    watch
        ->add_option("--every", options.every, "how often: 30m, 2h (default: as [watch] says, 30m)")
        ->type_name("TIME");
    watch->add_flag("--once", options.once, "one round, for cron");
    AddMorningFiles(watch);
    CLI::App* findings = Command("findings", "what a person should know about data and books");
    findings->add_option("period", options.period, kPeriodHelp)->type_name("PERIOD");
    findings->add_option("--severity", options.severity, "only error, warning or info")
        ->check(CLI::IsMember({"error", "warning", "info"}));
    findings->add_option("--payer", options.payer, "only this payer")->type_name("ACCOUNT");
    AddTableFormat(findings, format);
  }

  void AddIngest() {
    CLI::App* ingest = Command("ingest",
                               "takes in deliveries from the sources of the workspace, or from a "
                               "folder, a file or a place in S3");
    ingest
        ->add_option("place", options.places,
                     "folders, files or s3://bucket/prefix instead of the sources")
        ->type_name("PLACE");
    ingest->add_option("--profile", options.profile, "of the AWS configuration, for S3")
        ->type_name("NAME");
    ingest->add_option("--region", options.region, "of the bucket")->type_name("REGION");
    ingest->add_option("--endpoint", options.endpoint, "of another S3 server than Amazon's")
        ->type_name("URL");
    ingest->add_flag("--all-versions", options.all_versions,
                     "every version of each period that lies there, not only the current one");
    ingest->add_flag("--again", options.again,
                     "derives deliveries again from the files that are kept: all, or those of the "
                     "periods and the ids that are named");
    AddTableFormat(ingest, format);
  }

  /// What is asked about deliveries themselves.
  void AddDeliveries() {
    const auto optional_period = [this](CLI::App* command) {
      command->add_option("period", options.period, kPeriodHelp)->type_name("PERIOD");
      return command;
    };
    const auto table_of_payer = [this](CLI::App* command) {
      command->add_option("--payer", options.payer, "only this payer")->type_name("ACCOUNT");
      AddTableFormat(command, format);
      return command;
    };
    table_of_payer(optional_period(
        Command("versions", "every version of a month's deliveries, and who uses it")));
    CLI::App* delta =
        table_of_payer(PeriodCommand("delta", "what AWS changed between two versions of a month"));
    CLI::Option* old_version =
        delta->add_option("old", options.old_version, "versions; without them: the last two");
    old_version->type_name("V1")->check(CLI::PositiveNumber);
    delta->add_option("new", options.new_version)->type_name("V2")->check(CLI::PositiveNumber);
    CLI::App* quarantine = table_of_payer(
        optional_period(Command("quarantine", "rows that were rejected, with the reason")));
    quarantine
        ->add_option("--to", options.folder,
                     "writes them with every delivered column into a .csv or .parquet file")
        ->type_name("FILE");
    CLI::App* drift = table_of_payer(
        Command("drift", "what is new, gone or changed against the delivery before"));
    drift->add_option("--source", options.source, "only this source")->type_name("ID");
    drift->add_option("--last", options.last, "deliveries of each source (default 12; 0: all)")
        ->check(CLI::NonNegativeNumber);
    CLI::App* withdraw =
        Command("withdraw", "takes a version out of use: the one before is in force again");
    withdraw->add_option("delivery", options.id, "its id, or the beginning")
        ->required()
        ->type_name("DELIVERY");
    withdraw->add_flag("--undo", options.undo, "puts it to use again");
    CLI::App* prune = Command("prune", "says what [retention] lets go; deletes it only with --yes");
    prune->add_flag("--yes", options.yes, "deletes it");
    AddTableFormat(prune, format);
  }

  void AddWork() {
    Command("init", "a new workspace with small commented books")
        ->add_option("folder", options.folder, "where")
        ->required()
        ->type_name("DIR");
    AddTableFormat(Command("check", "reads the books; prints all mistakes with file and line"),
                   format);
    AddIngest();
    PeriodCommand("run", "computes and publishes a period, all stages")
        ->add_option("--from", options.from_stage,
                     "compute again from this stage on, even if nothing changed")
        ->type_name("STAGE");
    CLI::App* statement = PeriodCommand("statement", "writes the statements: html, pdf, csv, json");
    statement->add_option("customer", options.customers, "only these customers")->type_name("ID");
    statement->add_option("--to", options.folder, "folder (default: statements/PERIOD)")
        ->type_name("DIR");
    statement->add_option("--format", options.formats, "some of html, pdf, csv, json")
        ->delimiter(',')
        ->type_name("FORMAT,…");
    CLI::App* explain =
        PeriodCommand("explain", "why an amount is what it is, down to the delivered rows");
    explain->add_option("id", options.id, "a charge_id or a line_id of a statement")
        ->required()
        ->type_name("ID");
    explain->add_option("--rows", options.rows, "how many delivered rows to show (default 10)")
        ->check(CLI::Range(0, 1'000'000));
  }

  void Build() {
    app.require_subcommand(1);
    app.set_version_flag("--version", "billwright 0.1.0");
    app.add_option("-C", options.workspace, "the workspace: its folder or one below it")
        ->type_name("DIR");
    AddWork();
    AddDeliveries();
    AddMonitoring();
    AddTables();
  }
};

}  // namespace

ParsedArguments ParseArguments(int argc, char** argv) {
  Builder builder;
  builder.Build();
  try {
    builder.app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return {std::nullopt, builder.app.exit(success)};
  } catch (const CLI::ParseError& error) {
    builder.app.exit(error);
    return {std::nullopt, static_cast<int>(ExitStatus::kUsage)};
  }
  builder.options.command = builder.app.get_subcommands().front()->get_name();
  if (!builder.format.empty()) builder.options.format = ParseTableFormat(builder.format);
  return {std::move(builder.options), 0};
}

}  // namespace billwright::cli
