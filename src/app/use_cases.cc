#include "app/use_cases.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

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

namespace {

int64_t CountOf(const Findings& findings, Severity severity) {
  return std::count_if(findings.begin(), findings.end(), [severity](const Finding& finding) {
    return finding.severity == Name(severity);
  });
}

bool SameBooks(const books::Books& a, const books::Books& b) {
  return books::DigestOfHierarchy(a) == books::DigestOfHierarchy(b) &&
         books::DigestOfAllocation(a) == books::DigestOfAllocation(b) &&
         books::DigestOfPricing(a) == books::DigestOfPricing(b) &&
         books::DigestOfReport(a) == books::DigestOfReport(b);
}

std::string NextStep(const PeriodStatus& status) {
  const std::string period = status.period.ToString();
  if (!status.run) return "billwright run " + period;
  if (!status.up_to_date) return "billwright run " + period + " (deliveries or books are newer)";
  if (status.errors > 0) return "billwright findings " + period;
  return {};
}

bool UsedDeliveries(const store::RunRecord& run,
                    const std::vector<store::DeliveryRecord>& deliveries) {
  const std::set<std::string> used(run.delivery_ids.begin(), run.delivery_ids.end());
  std::set<std::string> current;
  for (const store::DeliveryRecord& record : deliveries)
    current.insert(record.delivery.delivery_id);
  return used == current;
}

Result<PeriodStatus> StatusOf(Session& session, const BillingPeriod& period) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  PeriodStatus status;
  status.period = period;
  ASSIGN_OR_RETURN(status.deliveries, store->CurrentDeliveries(period));
  ASSIGN_OR_RETURN(status.run, store->CurrentRun(period));
  if (status.run) {
    ASSIGN_OR_RETURN(const pipeline::OpenRun* run, session.OpenRun(period, status.run->run_id));
    status.up_to_date =
        UsedDeliveries(*status.run, status.deliveries) && SameBooks(run->books, session.books());
    status.errors = CountOf(run->findings, Severity::kError);
    status.warnings = CountOf(run->findings, Severity::kWarning);
  }
  status.next = NextStep(status);
  return status;
}

}  // namespace

Result<std::vector<PeriodStatus>> Status(Session& session) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(const std::vector<store::DeliveryRecord> deliveries, store->Deliveries());
  std::set<BillingPeriod> periods;
  for (const store::DeliveryRecord& record : deliveries) periods.insert(record.delivery.period);
  std::vector<PeriodStatus> result;
  for (const BillingPeriod& period : periods) {
    ASSIGN_OR_RETURN(PeriodStatus status, StatusOf(session, period));
    result.push_back(std::move(status));
  }
  return result;
}

Frame StatusFrame(const std::vector<PeriodStatus>& periods) {
  std::vector<std::string> names, payers, delivery_ids, received, currencies, runs, next;
  std::vector<int64_t> versions, rows, errors, warnings;
  std::vector<Decimal> costs;
  std::vector<uint8_t> up_to_date;
  for (const PeriodStatus& status : periods)
    for (const store::DeliveryRecord& record : status.deliveries) {
      names.push_back(status.period.ToString());
      payers.push_back(record.delivery.payer_account_id);
      delivery_ids.push_back(record.delivery.delivery_id);
      versions.push_back(record.delivery.version);
      received.push_back(record.received_at);
      rows.push_back(record.delivery.rows);
      currencies.push_back(record.delivery.currency);
      costs.push_back(record.delivery.unblended_cost);
      runs.push_back(status.run ? status.run->run_id : "");
      up_to_date.push_back(status.up_to_date ? 1 : 0);
      errors.push_back(status.errors);
      warnings.push_back(status.warnings);
      next.push_back(status.next);
    }
  return {{{"period", names},
           {"payer_account_id", payers},
           {"delivery_id", delivery_ids},
           {"version", versions},
           {"received_at", received},
           {"rows", rows},
           {"currency", currencies},
           {"unblended_cost", costs},
           {"run_id", runs},
           {"up_to_date", up_to_date},
           {"errors", errors},
           {"warnings", warnings},
           {"next", next}}};
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

Result<bool> IsUpToDate(Session& session, const BillingPeriod& period) {
  ASSIGN_OR_RETURN(const PeriodStatus status, StatusOf(session, period));
  return status.up_to_date;
}

}  // namespace billwright::app
