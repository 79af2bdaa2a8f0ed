#include "app/use_cases.h"

#include <map>
#include <set>

#include "pipeline/delivery_tables.h"
#include "pipeline/source_intake.h"

namespace billwright::app {

namespace {

/// What the catalog keeps of reports that were refused, under the code that ingest found, or
/// delivery.refused.
std::vector<store::Refusal> RefusalsOf(const SourceIntake& intake) {
  std::vector<store::Refusal> refusals;
  for (const pipeline::IntakeResult& report : intake.reports) {
    if (!report.error) continue;
    store::Refusal refusal{intake.source,           report.origin,
                           "delivery.refused",      report.error->ToString(),
                           report.payer_account_id, report.period};
    for (const Finding& finding : report.received.findings)
      if (finding.severity == Name(Severity::kError)) refusal.code = finding.code;
    refusals.push_back(std::move(refusal));
  }
  return refusals;
}

/// What the rules that compare deliveries say of those that were taken in, by delivery.
Result<std::map<std::string, Findings>> Compare(const std::set<BillingPeriod>& periods,
                                                Session& session, store::Store& store,
                                                engine::Engine& engine) {
  ASSIGN_OR_RETURN(const std::vector<store::DeliveryRecord> records, store.Deliveries());
  std::map<std::string, Findings> by_delivery;
  for (const BillingPeriod& period : periods) {
    pipeline::Assessment assessment = pipeline::AssessPeriod(
        period, records, session.books().workspace.quality, UtcTime::Now(), store, engine);
    for (Observation& observation : assessment.observations)
      by_delivery[observation.delivery_id].push_back(std::move(observation.finding));
  }
  return by_delivery;
}

/// Adds to the verdict of each delivery that is new how it compares with others.
Result<void> AddComparisons(Session& session, store::Store& store, engine::Engine& engine,
                            std::vector<SourceIntake>& intakes) {
  std::vector<pipeline::IntakeResult*> taken_in;
  std::set<BillingPeriod> periods;
  for (SourceIntake& intake : intakes)
    for (pipeline::IntakeResult& report : intake.reports)
      if (report.verdict == pipeline::IntakeResult::Verdict::kRegistered) {
        taken_in.push_back(&report);
        periods.insert(report.received.delivery.period);
      }
  ASSIGN_OR_RETURN(auto by_delivery, Compare(periods, session, store, engine));
  for (pipeline::IntakeResult* const report : taken_in) {
    Findings& findings = report->received.findings;
    findings = quality::Apply(session.books().workspace.quality, std::move(findings));
    const Findings& compared = by_delivery[report->received.delivery.delivery_id];
    findings.insert(findings.end(), compared.begin(), compared.end());
  }
  return {};
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
      options.is_named_by_hand = true;
    Result<std::vector<pipeline::IntakeResult>> reports =
        pipeline::TakeInSource(settings, options, *store, *engine);
    if (reports)
      intake.reports = std::move(*reports);
    else
      intake.error = std::move(reports.error());
    if (places.empty())
      RETURN_IF_ERROR(store->RecordPoll(settings.id,
                                        intake.error ? intake.error->ToString() : std::string(),
                                        RefusalsOf(intake)));
  }
  RETURN_IF_ERROR(AddComparisons(session, *store, *engine, intakes));
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
