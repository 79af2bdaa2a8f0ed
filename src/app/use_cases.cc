#include "app/use_cases.h"

namespace billwright::app {

Result<std::vector<SourceIntake>> Ingest(Session& session,
                                         const std::vector<std::filesystem::path>& places,
                                         const std::function<void(const std::string&)>& on_report) {
  const books::WorkspaceSettings& workspace = session.books().workspace;
  std::vector<std::pair<std::string, std::filesystem::path>> sources;
  for (const std::filesystem::path& place : places) sources.emplace_back(place.string(), place);
  if (places.empty()) {
    RETURN_IF_ERROR(RequireUsableBooks(session));
    for (const books::Source& source : workspace.sources)
      sources.emplace_back(source.id, source.path);
  }
  if (sources.empty())
    return Fail(ErrorCode::kInvalidInput,
                "billwright.toml names no [[source]], and no folder or file was given");
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kWrite));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  std::vector<SourceIntake> intakes;
  for (const auto& [id, place] : sources) {
    SourceIntake& intake = intakes.emplace_back();
    intake.source = id;
    Result<std::vector<pipeline::IntakeResult>> reports =
        pipeline::TakeIn(place, *store, *engine, on_report);
    if (reports)
      intake.reports = std::move(*reports);
    else
      intake.error = std::move(reports.error());
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
