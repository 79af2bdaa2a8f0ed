#include "cli/delivery_commands.h"

#include <fmt/core.h>

#include <algorithm>

#include "app/deliveries.h"
#include "base/log.h"
#include "cli/delivery_text.h"

namespace billwright::cli {

namespace {

Result<std::unique_ptr<app::Session>> OpenSession(const Options& options) {
  return app::Session::Open(options.workspace);
}

Result<app::DeliveryChoice> ChoiceOf(const Options& options) {
  app::DeliveryChoice choice;
  choice.payer = options.payer;
  if (!options.period.empty()) {
    ASSIGN_OR_RETURN(choice.period, BillingPeriod::Parse(options.period));
  }
  return choice;
}

/// A text for people, or the table behind it.
Result<void> Print(const Options& options, const std::string& text, const Frame& frame) {
  if (options.table_format() == TableFormat::kTable) return PrintText(text);
  return PrintFrame(frame, options.table_format());
}

}  // namespace

Result<ExitStatus> IngestAgain(const Options& options) {
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  Progress progress("deriving again", 0);
  int64_t done = 0;
  ASSIGN_OR_RETURN(const std::vector<pipeline::AgainResult> results,
                   app::DeriveAgain(*session, options.places,
                                    [&](const Delivery&) { progress.Update(++done); }));
  progress.Finish();
  // As of ingest itself, the text is for every reader; tables are for those who ask.
  if (options.format && *options.format != TableFormat::kTable)
    RETURN_IF_ERROR(PrintFrame(pipeline::AgainFrame(results), *options.format));
  else
    RETURN_IF_ERROR(PrintText(AgainText(results)));
  ExitStatus status = ExitStatus::kDone;
  for (const pipeline::AgainResult& result : results)
    if (result.error) status = std::max(status, StatusOf(result.error->code()));
  return status;
}

Result<ExitStatus> ShowVersions(const Options& options) {
  ASSIGN_OR_RETURN(const app::DeliveryChoice choice, ChoiceOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(const std::vector<app::VersionLine> versions, app::Versions(*session, choice));
  RETURN_IF_ERROR(Print(options, VersionsText(versions), app::VersionsFrame(versions)));
  return ExitStatus::kDone;
}

Result<ExitStatus> ShowDelta(const Options& options) {
  if ((options.old_version == 0) != (options.new_version == 0)) {
    Log("delta compares two versions: give both, or none for the last two");
    return ExitStatus::kUsage;
  }
  ASSIGN_OR_RETURN(const BillingPeriod period, BillingPeriod::Parse(options.period));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(const std::vector<pipeline::Delta> deltas,
                   app::CompareVersions(*session, {period, options.payer, options.old_version,
                                                   options.new_version}));
  std::string text;
  std::vector<DeltaLine> lines;
  for (const pipeline::Delta& delta : deltas) {
    text += (text.empty() ? "" : "\n") + DeltaText(delta);
    lines.insert(lines.end(), delta.lines.begin(), delta.lines.end());
  }
  RETURN_IF_ERROR(Print(options, text, ToFrame(lines)));
  return ExitStatus::kDone;
}

Result<ExitStatus> ShowQuarantine(const Options& options) {
  ASSIGN_OR_RETURN(const app::DeliveryChoice choice, ChoiceOf(options));
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  if (!options.folder.empty()) {
    ASSIGN_OR_RETURN(const int64_t count, app::ExportQuarantined(*session, choice, options.folder));
    RETURN_IF_ERROR(PrintText(
        count == 0
            ? std::string("no row is quarantined: nothing written\n")
            : fmt::format("{} written to {}\n", Count(count, "row", "rows"), options.folder)));
    return ExitStatus::kDone;
  }
  ASSIGN_OR_RETURN(const std::vector<QuarantinedRow> rows, app::Quarantined(*session, choice));
  RETURN_IF_ERROR(Print(options, QuarantineText(rows), ToFrame(rows)));
  return rows.empty() ? ExitStatus::kDone : ExitStatus::kFindings;
}

Result<ExitStatus> ShowDrift(const Options& options) {
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(
      const std::vector<pipeline::DriftStep> steps,
      app::Drift(*session, {options.source, options.payer, static_cast<size_t>(options.last)}));
  std::vector<DriftLine> lines;
  for (const pipeline::DriftStep& step : steps)
    lines.insert(lines.end(), step.lines.begin(), step.lines.end());
  RETURN_IF_ERROR(Print(options, DriftText(steps), ToFrame(lines)));
  return ExitStatus::kDone;
}

Result<ExitStatus> Withdraw(const Options& options) {
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(const app::WithdrawOutcome outcome,
                   app::Withdraw(*session, options.id, options.undo));
  const Delivery& changed = outcome.changed;
  const std::optional<Delivery>& in_force = outcome.in_force;
  RETURN_IF_ERROR(PrintText(fmt::format(
      "{}: version {} ({}), {} {}\n", options.undo ? "no longer withdrawn" : "withdrawn",
      changed.version, changed.delivery_id, changed.currency, ForPeople(changed.unblended_cost))));
  RETURN_IF_ERROR(PrintText(
      in_force
          ? fmt::format("in force for payer {} and {}: version {} ({}), {} {}; next: billwright "
                        "run {}\n",
                        in_force->payer_account_id, in_force->period.ToString(), in_force->version,
                        in_force->delivery_id, in_force->currency,
                        ForPeople(in_force->unblended_cost), in_force->period.ToString())
          : std::string("nothing is in force for this payer and period now\n")));
  return ExitStatus::kDone;
}

Result<ExitStatus> Prune(const Options& options) {
  ASSIGN_OR_RETURN(const auto session, OpenSession(options));
  ASSIGN_OR_RETURN(const std::vector<pipeline::PruneItem> plan, app::Prune(*session, options.yes));
  RETURN_IF_ERROR(Print(options, PruneText(plan, options.yes), pipeline::PruneFrame(plan)));
  return ExitStatus::kDone;
}

}  // namespace billwright::cli
