#include "app/morning_months.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "pipeline/derivation.h"
#include "pipeline/table_files.h"
#include "quality/assess.h"

namespace billwright::app {

namespace {

using monitor::DataState;
using monitor::Month;
using monitor::Morning;
using monitor::PayerMonth;
using monitor::Standing;
using store::DeliveryRecord;

using Records = std::vector<DeliveryRecord>;

/// Days are read of the newest months only: those that the screen, the calendar and the plots show.
constexpr size_t kMonthsWithDays = 3;

monitor::Version VersionOf(const DeliveryRecord& record) {
  const Delivery& delivery = record.delivery;
  return {delivery.version,
          delivery.delivery_id,
          delivery.delivered_at.empty() ? record.received_at : delivery.delivered_at,
          record.received_at,
          delivery.rows,
          delivery.quarantined_rows,
          delivery.unblended_cost,
          delivery.quarantined_cost,
          !IsInUse(delivery)};
}

class MonthCollector {
 public:
  MonthCollector(Session& session, store::Store& store, engine::Engine& engine, Morning& morning)
      : session_(session), store_(store), engine_(engine), morning_(morning) {}

  Result<void> Add(const BillingPeriod& period, const Records& records) {
    Month& month = morning_.months.emplace_back();
    month.period = period;
    std::map<std::string, Records> by_payer;
    for (const DeliveryRecord& record : records)
      by_payer[record.delivery.payer_account_id].push_back(record);
    for (const auto& [payer, versions] : by_payer) AddPayer(month, versions);
    return AddRun(month, records);
  }

 private:
  void AddPayer(Month& month, const Records& versions) {
    PayerMonth payer;
    payer.period = month.period;
    std::vector<const DeliveryRecord*> in_use;  // oldest first
    for (const DeliveryRecord& record : versions) {
      payer.versions.push_back(VersionOf(record));
      if (IsInUse(record.delivery)) in_use.push_back(&record);
    }
    if (in_use.empty()) return;  // all withdrawn: as if it had never come
    const Delivery& delivery = in_use.back()->delivery;
    payer.provider = delivery.provider;
    payer.payer_account_id = delivery.payer_account_id;
    payer.source_id = delivery.source_id;
    payer.format = delivery.format;
    payer.currency = delivery.currency;
    AddDelivery(payer, *in_use.back());
    if (morning_.months.size() <= kMonthsWithDays) {
      payer.days = DaysOf(delivery);
      if (in_use.size() > 1) payer.days_before = DaysOf(in_use[in_use.size() - 2]->delivery);
    }
    month.payers.push_back(std::move(payer));
  }

  /// Whether its files are there, and what ingest found in them.
  void AddDelivery(PayerMonth& payer, const DeliveryRecord& record) {
    const Delivery& delivery = record.delivery;
    const auto observe = [&](Finding finding) {
      morning_.observations.push_back(
          {std::move(finding), payer.payer_account_id, payer.period, delivery.delivery_id});
    };
    Result<void> there = store_.CheckFolder(delivery);
    Result<Findings> findings =
        there ? pipeline::ReadTable<Finding>(store_.DerivedFolder(delivery), engine_)
              : Fail(std::move(there.error()));
    if (!findings) {
      payer.data = DataState::kLost;
      payer.lost = findings.error().message();
      payer.restored_by = RestoredBy(record);
      observe(Finding::Make(Severity::kError, "delivery.lost", delivery.delivery_id,
                            fmt::format("The newest version does not read any more: `{}` brings it "
                                        "back. ({})",
                                        payer.restored_by, payer.lost))
                  .Worth(delivery.unblended_cost, delivery.currency));
      return;
    }
    for (Finding& finding : quality::Apply(Settings(), std::move(*findings)))
      observe(std::move(finding));
  }

  /// What was derived is derived again; the files as delivered only their source has.
  std::string RestoredBy(const DeliveryRecord& record) {
    const Delivery& delivery = record.delivery;
    const Result<pipeline::Damage> damage =
        pipeline::FindDamage(delivery, store_, /*thorough=*/false, engine_);
    const bool is_kept = delivery.keep == kKeepReference || (damage && damage->kept.empty());
    if (is_kept) return "billwright ingest --again " + delivery.delivery_id;
    return delivery.source_id.empty() ? "billwright ingest " + record.source : "billwright ingest";
  }

  /// Empty for a delivery of a time before days were kept.
  std::vector<monitor::DayTotal> DaysOf(const Delivery& delivery) const {
    const Result<std::vector<DeliveryDay>> days =
        pipeline::ReadTable<DeliveryDay>(store_.DerivedFolder(delivery), engine_);
    return days ? monitor::TotalsByDay(*days) : std::vector<monitor::DayTotal>();
  }

  Result<void> AddRun(Month& month, const Records& records) {
    Result<std::optional<store::RunRecord>> record = store_.CurrentRun(month.period);
    if (!record && record.error().code() != ErrorCode::kCorrupt)
      return Fail(std::move(record.error()));
    if (record && !*record) return {};
    if (record) {
      month.run_id = (*record)->run_id;
      month.computed_at = (*record)->computed_at;
    }
    Result<pipeline::OpenRun*> run =
        record ? session_.OpenRun(month.period, month.run_id) : Fail(std::move(record.error()));
    if (!run) {
      month.run = Standing::kLost;
      const std::string message = fmt::format(
          "The run in force does not read any more: {}. `billwright run {}` makes it again.",
          run.error().message(), month.period.ToString());
      morning_.observations.push_back(
          {Finding::Make(Severity::kError, "run.lost", month.run_id, message),
           {},
           month.period,
           {}});
      return {};
    }
    month.run = StandingOf(**run, session_.books(), store::InForce(records));
    // What ingest found is told of the delivery that is in force today.
    const Findings& all = (*run)->findings;
    Findings own(all.begin() + static_cast<std::ptrdiff_t>((*run)->of_ingest), all.end());
    for (Finding& finding : quality::Apply(Settings(), std::move(own)))
      morning_.observations.push_back({std::move(finding), {}, month.period, {}});
    return {};
  }

  const QualitySettings& Settings() const { return session_.books().workspace.quality; }

  Session& session_;
  store::Store& store_;
  engine::Engine& engine_;
  Morning& morning_;
};

Month& MonthOf(Morning& morning, const BillingPeriod& period) {
  const auto at = std::ranges::find_if(morning.months,
                                       [&](const Month& month) { return month.period <= period; });
  if (at != morning.months.end() && at->period == period) return *at;
  Month month;
  month.period = period;
  return *morning.months.insert(at, std::move(month));
}

/// The newest month of a payer; nullptr if it never delivered.
const PayerMonth* NewestOf(const Morning& morning, const std::string& payer_account_id) {
  for (const Month& month : morning.months)
    for (const PayerMonth& payer : month.payers)
      if (payer.payer_account_id == payer_account_id) return &payer;
  return nullptr;
}

void Miss(Morning& morning, const BillingPeriod& period, const std::string& payer_account_id) {
  PayerMonth missing;
  if (const PayerMonth* const known = NewestOf(morning, payer_account_id)) {
    missing.provider = known->provider;
    missing.source_id = known->source_id;
    missing.format = known->format;
    missing.currency = known->currency;
  }
  missing.payer_account_id = payer_account_id;
  missing.period = period;
  missing.data = DataState::kMissing;
  std::vector<PayerMonth>& payers = MonthOf(morning, period).payers;
  const auto place =
      std::ranges::lower_bound(payers, payer_account_id, {}, &PayerMonth::payer_account_id);
  if (place == payers.end() || place->payer_account_id != payer_account_id)
    payers.insert(place, std::move(missing));
}

}  // namespace

Standing StandingOf(const pipeline::OpenRun& run, const books::Books& books,
                    const Records& in_force) {
  if (!store::HasRead(run.record, in_force)) return Standing::kOlderData;
  return books::DigestOfRun(run.books) == books::DigestOfRun(books) ? Standing::kInForce
                                                                    : Standing::kOlderBooks;
}

Result<void> AddMonths(const Records& records, Session& session, Morning& morning) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  std::map<BillingPeriod, Records, std::greater<>> by_period;
  for (const DeliveryRecord& record : records) by_period[record.delivery.period].push_back(record);
  MonthCollector collector(session, *store, *engine, morning);
  for (const auto& [period, of_period] : by_period)
    RETURN_IF_ERROR(collector.Add(period, of_period));
  return {};
}

void AddMissing(Morning& morning) {
  for (const Observation& observation : morning.observations)
    if (observation.finding.code == "delivery.missing" && observation.period)
      Miss(morning, *observation.period, observation.payer_account_id);
  if (morning.months.size() < 2) return;
  const BillingPeriod newest = morning.months[0].period;
  if (newest.Previous() != morning.months[1].period) return;
  const std::vector<PayerMonth> before = morning.months[1].payers;
  for (const PayerMonth& payer : before) Miss(morning, newest, payer.payer_account_id);
}

}  // namespace billwright::app
