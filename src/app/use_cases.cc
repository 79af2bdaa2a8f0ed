#include "app/use_cases.h"

#include "pipeline/source_intake.h"

namespace billwright::app {

namespace {

/// Why a look at a source did not work; empty if it did. A report that was refused is a look that
/// did not: what it brings is not in the books.
std::string TroubleOf(const SourceIntake& intake) {
  if (intake.error) return intake.error->ToString();
  std::string trouble;
  for (const pipeline::IntakeResult& report : intake.reports)
    if (report.error)
      trouble +=
          (trouble.empty() ? "" : "; ") + report.name + " was refused: " + report.error->ToString();
  return trouble;
}

}  // namespace

Result<std::vector<SourceIntake>> Ingest(Session& session,
                                         const std::vector<std::filesystem::path>& places,
                                         const std::function<void(const std::string&)>& on_report,
                                         const std::set<std::string>& only, const S3Options& s3) {
  const books::WorkspaceSettings& workspace = session.books().workspace;
  std::vector<ingest::SourceSettings> sources;
  for (const std::filesystem::path& place : places)
    sources.push_back(SettingsOf(session, place.string(), s3));
  if (places.empty()) {
    RETURN_IF_ERROR(RequireUsableSettings(session));
    for (const books::Source& source : workspace.sources)
      if (only.empty() || only.contains(source.id)) sources.push_back(SettingsOf(session, source));
  }
  if (sources.empty())
    return Fail(ErrorCode::kInvalidInput,
                "billwright.toml names no [[source]], and no folder or file was given");
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kWrite));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  std::vector<SourceIntake> intakes;
  for (const ingest::SourceSettings& settings : sources) {
    SourceIntake& intake = intakes.emplace_back();
    intake.source = places.empty() ? settings.id : settings.place;
    pipeline::IntakeOptions options;
    options.on_report = on_report;
    options.fetch = FetchFrom(session);
    if (places.empty())
      options.source_id = settings.id;
    else
      options.restore_pruned = true;
    Result<std::vector<pipeline::IntakeResult>> reports =
        pipeline::TakeInSource(settings, options, *store, *engine);
    if (reports)
      intake.reports = std::move(*reports);
    else
      intake.error = std::move(reports.error());
    if (places.empty()) RETURN_IF_ERROR(store->RecordPoll(settings.id, TroubleOf(intake)));
  }
  return intakes;
}

Result<pipeline::RunOutcome> Run(Session& session, const pipeline::RunRequest& request) {
  RETURN_IF_ERROR(RequireUsableBooks(session));
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kWrite));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  return pipeline::RunPeriod(request, session.folder(), *store, *engine);
}

Result<Frame> Margin(Session& session, const BillingPeriod& period,
                     const std::vector<std::string>& by, const std::string& customer) {
  return Show(session,
              {period,
               "margin_line",
               customer,
               by.empty() ? std::vector<std::string>{"customer_id", "source", "currency"} : by,
               {}});
}

}  // namespace billwright::app
