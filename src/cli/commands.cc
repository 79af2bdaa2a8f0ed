#include "cli/commands.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "app/explain.h"
#include "app/morning.h"
#include "app/use_cases.h"
#include "base/log.h"
#include "cli/delivery_commands.h"
#include "cli/explain_text.h"
#include "cli/monitor_commands.h"
#include "cli/output.h"
#include "cli/printing.h"
#include "monitor/morning.h"

namespace billwright::cli {

namespace {

bool HasErrors(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Name(Severity::kError);
  });
}

ExitStatus StatusFor(const Findings& findings) {
  return HasErrors(findings) ? ExitStatus::kFindings : ExitStatus::kDone;
}

Result<std::unique_ptr<app::Session>> OpenSession(const Options& options) {
  return app::Session::Open(options.workspace);
}

Result<ExitStatus> Init(const Options& options) {
  RETURN_IF_ERROR(books::Init(options.folder));
  RETURN_IF_ERROR(PrintText(
      fmt::format("{} is a workspace now. Its books are small examples with comments: change them, "
                  "then\n  billwright -C {} check\n  billwright -C {} ingest\n",
                  options.folder, options.folder, options.folder)));
  return ExitStatus::kDone;
}

/// Of books: of no payer and no month.
Observations ObservationsOf(const Findings& findings) {
  Observations observations;
  for (const Finding& finding : findings) observations.push_back({finding, {}, {}, {}});
  return observations;
}

Result<ExitStatus> Check(const Options& options) {
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  return PrintFindings(ObservationsOf(session->read().findings), options);
}

Result<ExitStatus> Ingest(const Options& options) {
  if (options.again) return IngestAgain(options);
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  const std::vector<std::filesystem::path> places(options.places.begin(), options.places.end());
  Progress progress("taking in", 0);
  int64_t reports = 0;
  ASSIGN_OR_RETURN(
      const std::vector<app::SourceIntake> intakes,
      app::Ingest(*session, places, [&](const std::string&) { progress.Update(++reports); }, {},
                  {.profile = options.profile,
                   .region = options.region,
                   .endpoint = options.endpoint,
                   .all_versions = options.all_versions}));
  progress.Finish();
  RETURN_IF_ERROR(PrintText(IntakeText(intakes)));
  // The worst of all: a disk that is full is the world's failure, whatever else was refused.
  ExitStatus status = ExitStatus::kDone;
  for (const app::SourceIntake& intake : intakes) {
    if (intake.error) status = std::max(status, StatusOf(intake.error->code()));
    for (const pipeline::IntakeResult& report : intake.reports)
      status = std::max(status, report.error ? StatusOf(report.error->code())
                                             : StatusFor(report.received.findings));
  }
  return status;
}

Result<BillingPeriod> PeriodOf(const Options& options) {
  return BillingPeriod::Parse(options.period);
}

/// What keeps the figures of a month from being final, told beside what was asked for: errors of
/// its deliveries and its run, and that it is not over. Fails: as app::FindingsOf.
Result<ExitStatus> TellOpenEnds(app::Session& session, const BillingPeriod& period) {
  const UtcTime now = UtcTime::Now();
  if (now < period.end())
    Log(fmt::format("{} is not over: these figures are provisional", period.ToString()));
  ASSIGN_OR_RETURN(Observations found, app::FindingsOf(session, {period, {}}, now));
  std::erase_if(found, [](const Observation& observation) {
    return observation.finding.severity != Name(Severity::kError);
  });
  if (found.empty()) return ExitStatus::kDone;
  Log(fmt::format("{} has {}: {} [{}]{}", period.ToString(),
                  Count(static_cast<int64_t>(found.size()), "error", "errors"),
                  monitor::SentenceOf(found.front()), found.front().finding.code,
                  found.size() == 1
                      ? ""
                      : fmt::format("; `billwright findings {}` lists them", period.ToString())));
  return ExitStatus::kFindings;
}

Result<ExitStatus> Run(const Options& options) {
  ASSIGN_OR_RETURN(const BillingPeriod period, PeriodOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  if (!session->read().usable()) {
    std::fputs(FindingsText(ObservationsOf(session->read().findings)).c_str(), stderr);
    return Fail(app::RequireUsableBooks(*session).error());
  }
  Progress progress("stages done", static_cast<int64_t>(pipeline::Stages().size()));
  int64_t done = 0;
  const auto on_stage = [&](const pipeline::Stage&, const store::StageRecord* record) {
    progress.Update(record == nullptr ? done : ++done);
  };
  ASSIGN_OR_RETURN(const pipeline::RunOutcome outcome,
                   app::Run(*session, {period, options.from_stage, on_stage}));
  progress.Finish();
  RETURN_IF_ERROR(PrintText(RunText(outcome, session->books().workspace.currency)));
  return TellOpenEnds(*session, period);
}

Result<ExitStatus> Show(const Options& options) {
  ASSIGN_OR_RETURN(const BillingPeriod period, PeriodOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(const Frame frame, app::Show(*session, {period, options.table, options.customer,
                                                           options.by, options.run_id}));
  RETURN_IF_ERROR(PrintFrame(frame, options.table_format()));
  return ExitStatus::kDone;
}

Result<ExitStatus> Margin(const Options& options) {
  ASSIGN_OR_RETURN(const BillingPeriod period, PeriodOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  const bool for_people = options.table_format() == TableFormat::kTable && options.by.empty() &&
                          options.customer.empty();
  if (for_people) {
    ASSIGN_OR_RETURN(const app::MarginSummary summary, app::SummariseMargin(*session, period));
    RETURN_IF_ERROR(PrintText(MarginText(summary, period)));
    return ExitStatus::kDone;
  }
  ASSIGN_OR_RETURN(const Frame frame, app::Margin(*session, period, options.by, options.customer));
  RETURN_IF_ERROR(PrintFrame(frame, options.table_format()));
  return ExitStatus::kDone;
}

Result<ExitStatus> PrintProof(const Options& options) {
  ASSIGN_OR_RETURN(const BillingPeriod period, PeriodOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(const pipeline::OpenRun* run, session->OpenRun(period));
  RETURN_IF_ERROR(PrintFrame(ToFrame(run->proof), options.table_format()));
  const bool holds = std::all_of(run->proof.begin(), run->proof.end(),
                                 [](const ProofLine& line) { return line.holds; });
  return holds ? ExitStatus::kDone : ExitStatus::kFindings;
}

Result<ExitStatus> WriteStatements(const Options& options) {
  ASSIGN_OR_RETURN(const BillingPeriod period, PeriodOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(
      const std::vector<app::StatementFiles> statements,
      app::WriteStatements(*session, {period, options.customers, options.folder, options.formats}));
  RETURN_IF_ERROR(PrintText(StatementsText(statements)));
  ASSIGN_OR_RETURN(const bool up_to_date, app::IsUpToDate(*session, period));
  if (!up_to_date)
    Log(
        fmt::format("these are the statements of the run in force, but deliveries or books are "
                    "newer; `billwright run {}` takes them in",
                    period.ToString()));
  return TellOpenEnds(*session, period);
}

Result<ExitStatus> Explain(const Options& options) {
  ASSIGN_OR_RETURN(const BillingPeriod period, PeriodOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(const std::vector<pipeline::ExplanationStep> steps,
                   app::Explain(*session, period, options.id, options.rows));
  RETURN_IF_ERROR(PrintText(ExplainText(steps)));
  return ExitStatus::kDone;
}

struct Command {
  std::string_view name;
  Result<ExitStatus> (*execute)(const Options&);
  /// Whether invalid input can only be a word of the command line.
  bool names_things = false;
};

constexpr Command kCommands[] = {
    {"init", Init},
    {"check", Check},
    {"ingest", Ingest},
    {"versions", ShowVersions},
    {"delta", ShowDelta},
    {"quarantine", ShowQuarantine},
    {"drift", ShowDrift},
    {"withdraw", Withdraw},
    {"prune", Prune},
    {"status", PrintStatus},
    {"run", Run},
    {"show", Show, true},
    {"margin", Margin, true},
    {"proof", PrintProof},
    {"findings", ShowFindings},
    {"watch", Watch},
    {"statement", WriteStatements, true},
    {"explain", Explain, true},
};

}  // namespace

Result<ExitStatus> PrintFindings(const Observations& observations, const Options& options) {
  if (options.table_format() == TableFormat::kTable)
    RETURN_IF_ERROR(PrintText(FindingsText(observations)));
  else
    RETURN_IF_ERROR(PrintFrame(FindingsFrame(observations), options.table_format()));
  return monitor::CountOf(observations, Severity::kError) > 0 ? ExitStatus::kFindings
                                                              : ExitStatus::kDone;
}

Result<ExitStatus> Execute(const Options& options) {
  if (!options.period.empty()) {
    if (const Result<BillingPeriod> period = PeriodOf(options); !period) {
      Log(period.error().ToString());
      return ExitStatus::kUsage;
    }
  }
  for (const Command& command : kCommands) {
    if (command.name != options.command) continue;
    Result<ExitStatus> status = command.execute(options);
    if (status || status.error().code() != ErrorCode::kInvalidInput || !command.names_things)
      return status;
    Log(status.error().ToString());  // a table, column, customer or format that there is not
    return ExitStatus::kUsage;
  }
  return ExitStatus::kUsage;
}

}  // namespace billwright::cli
