#include "app/morning.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "app/morning_months.h"
#include "base/file.h"
#include "monitor/metrics.h"
#include "monitor/page.h"
#include "pipeline/delivery_tables.h"

namespace billwright::app {

namespace {

using monitor::Morning;
using store::DeliveryRecord;

/// Warnings about books are for `check`; errors keep the months from being run.
void AddBooks(const Session& session, Morning& morning) {
  for (const Finding& finding : session.read().findings)
    if (finding.severity == Name(Severity::kError))
      morning.observations.push_back({finding, {}, {}, {}});
}

void AddSources(const Session& session, const std::vector<store::PollRecord>& polls,
                Morning& morning) {
  for (const books::Source& source : session.books().workspace.sources) {
    monitor::SourceLook look;
    look.source_id = source.id;
    look.place = source.place;
    const auto poll = std::ranges::find(polls, source.id, &store::PollRecord::source_id);
    if (poll != polls.end()) {
      look.polled_at = poll->polled_at;
      look.succeeded_at = poll->succeeded_at;
      look.message = poll->message;
    }
    morning.sources.push_back(std::move(look));
  }
}

pipeline::Expectations ExpectationsOf(const Session& session, const Morning& morning) {
  pipeline::Expectations expectations;
  for (const books::Source& source : session.books().workspace.sources)
    for (const std::string& payer : source.payers)
      expectations.payers.push_back({source.id, payer});
  for (const monitor::SourceLook& look : morning.sources)
    expectations.polls.push_back({look.source_id, look.polled_at, look.succeeded_at, look.message});
  return expectations;
}

void Add(pipeline::Assessment assessment, Morning& morning) {
  std::ranges::move(assessment.observations, std::back_inserter(morning.observations));
  morning.assessed.arrivals = morning.assessed.arrivals || assessment.assessed.arrivals;
  morning.assessed.bills.merge(assessment.assessed.bills);
}

/// `store`: nullptr before the first delivery, when all that is expected is missing.
Result<void> AddDeliveries(std::optional<BillingPeriod> only, Session& session, store::Store* store,
                           Morning& morning) {
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  std::vector<DeliveryRecord> records;
  if (store != nullptr) {
    ASSIGN_OR_RETURN(records, store->Deliveries());
  }
  std::vector<DeliveryRecord> shown;
  std::ranges::copy_if(records, std::back_inserter(shown), [&](const DeliveryRecord& record) {
    return !only || record.delivery.period == *only;
  });
  if (store != nullptr) RETURN_IF_ERROR(AddMonths(shown, session, morning));
  const QualitySettings& settings = session.books().workspace.quality;
  Add(pipeline::AssessArrivals(records, ExpectationsOf(session, morning), settings, morning.now,
                               *engine),
      morning);
  if (store != nullptr)
    for (const BillingPeriod& period :
         only ? std::set{*only} : pipeline::LivelyPeriods(records, morning.now))
      Add(pipeline::AssessPeriod(period, records, settings, morning.now, *store, *engine), morning);
  AddMissing(morning);
  return {};
}

/// Whose report it is: as its manifest says, or the payer of all that came from its source, if
/// there is only one.
std::string PayerOf(const store::Refusal& refusal, const Morning& morning) {
  if (!refusal.payer_account_id.empty()) return refusal.payer_account_id;
  std::set<std::string> payers;
  for (const monitor::Month& month : morning.months)
    for (const monitor::PayerMonth& payer : month.payers)
      if (payer.source_id == refusal.source_id) payers.insert(payer.payer_account_id);
  return payers.size() == 1 ? *payers.begin() : std::string();
}

void AddRefusals(const std::vector<store::Refusal>& refusals, Morning& morning) {
  for (const store::Refusal& refusal : refusals) {
    Observation& refused = morning.observations.emplace_back();
    const std::string& code = refusal.code;  // given where the report was refused
    refused.finding = Finding::Make(
        Severity::kError, code, refusal.report,
        fmt::format("A report was refused: {} `billwright ingest` tries it again.",
                    refusal.message.ends_with('.') ? refusal.message : refusal.message + "."));
    refused.payer_account_id = PayerOf(refusal, morning);
    if (const auto period = BillingPeriod::Parse(refusal.period)) refused.period = *period;
    for (monitor::Month& month : morning.months)
      for (monitor::PayerMonth& payer : month.payers)
        if (month.period == refused.period && payer.payer_account_id == refused.payer_account_id &&
            payer.InUse() != nullptr)
          ++payer.refused;
  }
}

std::optional<int64_t> LateAfter(const QualitySettings& settings) {
  const std::optional<QualityRule> stale = InForce(settings, "delivery.stale");
  if (!stale) return std::nullopt;
  return static_cast<int64_t>(stale->threshold.units() / Decimal::kUnitsPerOne) *
         UtcTime::kSecondsPerHour;
}

}  // namespace

Result<Morning> CollectMorning(Session& session, UtcTime now, std::optional<BillingPeriod> only) {
  const books::WorkspaceSettings& workspace = session.books().workspace;
  Morning morning;
  morning.now = now;
  morning.reseller = workspace.reseller_name;
  morning.currency = workspace.currency;
  morning.late_after = LateAfter(workspace.quality);
  AddBooks(session, morning);
  Result<store::Store*> store = session.OpenStore(store::Access::kRead);
  if (!store && store.error().code() != ErrorCode::kNotFound) return Fail(std::move(store.error()));
  std::vector<store::PollRecord> polls;
  if (store) {
    ASSIGN_OR_RETURN(polls, (*store)->Polls());
  }
  AddSources(session, polls, morning);
  RETURN_IF_ERROR(AddDeliveries(only, session, store ? *store : nullptr, morning));
  if (store) {
    ASSIGN_OR_RETURN(const std::vector<store::Refusal> refusals, (*store)->Refusals());
    AddRefusals(refusals, morning);
  }
  monitor::Rank(morning.observations);
  return morning;
}

Result<Observations> FindingsOf(Session& session, const FindingChoice& choice, UtcTime now) {
  ASSIGN_OR_RETURN(const Morning morning, CollectMorning(session, now, choice.period));
  Observations found;
  for (const Observation& observation : morning.observations) {
    const bool other_month = choice.period && observation.period != choice.period;
    const bool other_payer = !choice.payer.empty() && observation.payer_account_id != choice.payer;
    if (!other_month && !other_payer) found.push_back(observation);
  }
  if (choice.period || !choice.payer.empty()) return found;
  // What the books say is not money of a month; errors of theirs are in the morning already.
  for (const Finding& finding : session.read().findings)
    if (finding.severity != Name(Severity::kError)) found.push_back({finding, {}, {}, {}});
  return found;
}

namespace {

/// A folder that is not there is as bad as a disk that is full: nothing was written.
Result<void> WriteOut(const std::filesystem::path& path, std::string_view text) {
  Result<void> written = WriteFileAtomically(path, text);
  if (!written) return Fail(ErrorCode::kIo, written.error().message());
  return {};
}

}  // namespace

Result<void> WriteMorning(const Morning& morning, const MorningFiles& files) {
  if (!files.metrics_file.empty())
    RETURN_IF_ERROR(WriteOut(files.metrics_file, monitor::MetricsText(morning)));
  if (!files.page.empty()) RETURN_IF_ERROR(WriteOut(files.page, monitor::PageHtml(morning)));
  return {};
}

Result<bool> IsUpToDate(Session& session, const BillingPeriod& period) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(const auto in_force, store->CurrentDeliveries(period));
  ASSIGN_OR_RETURN(const auto record, store->CurrentRun(period));
  if (!record) return false;
  ASSIGN_OR_RETURN(const pipeline::OpenRun* run, session.OpenRun(period, record->run_id));
  return StandingOf(*run, session.books(), in_force) == monitor::Standing::kInForce;
}

}  // namespace billwright::app
