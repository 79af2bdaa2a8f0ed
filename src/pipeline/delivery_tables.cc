#include "pipeline/delivery_tables.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <system_error>

#include "pipeline/table_files.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMonthsBefore = 2;
constexpr int64_t kLivelyDays = 62;

template <typename R>
fs::path PathIfThere(const fs::path& folder) {
  const fs::path path = TableFile(folder, TableOf<R>().name, TableOf<R>().version);
  std::error_code error;
  return fs::exists(path, error) ? path : fs::path();
}

using Records = std::vector<store::DeliveryRecord>;

/// The newest older version that nobody withdrew; nullptr if there is none. Of one that was pruned
/// the catalog still knows rows and money.
const store::DeliveryRecord* VersionBefore(const Delivery& delivery, const Records& records) {
  const store::DeliveryRecord* newest = nullptr;
  for (const store::DeliveryRecord& record : records) {
    const Delivery& other = record.delivery;
    if (other.period == delivery.period && other.payer_account_id == delivery.payer_account_id &&
        other.version < delivery.version && other.withdrawn_at.empty())
      newest = &record;  // records come by version
  }
  return newest;
}

}  // namespace

quality::KnownDelivery KnownDeliveryOf(const store::DeliveryRecord& record,
                                       const store::Store& store) {
  const fs::path folder = store.DerivedFolder(record.delivery);
  return {record.delivery,
          record.received_at,
          PathIfThere<ControlTotal>(folder),
          PathIfThere<DeliveryDay>(folder),
          PathIfThere<DeliveryFee>(folder),
          PathIfThere<ColumnUse>(folder)};
}

namespace {

quality::PayerMonth PayerMonthOf(const store::DeliveryRecord& current, const Records& records,
                                 const Records& in_force, const store::Store& store) {
  quality::PayerMonth payer;
  payer.current = KnownDeliveryOf(current, store);
  if (const auto* const before = VersionBefore(current.delivery, records))
    payer.version_before = KnownDeliveryOf(*before, store);
  BillingPeriod period = current.delivery.period;
  for (size_t i = 0; i < kMonthsBefore; ++i) {
    period = period.Previous();
    for (const store::DeliveryRecord& past : in_force)
      if (past.delivery.period == period &&
          past.delivery.payer_account_id == current.delivery.payer_account_id)
        payer.months_before.push_back(KnownDeliveryOf(past, store));
  }
  return payer;
}

Observation Unchecked(const Error& error) {
  Observation unchecked;
  unchecked.finding =
      Finding::Make(Severity::kError, "delivery.unchecked", "deliveries",
                    "The rules that compare deliveries could not be computed: " + error.ToString());
  return unchecked;
}

/// Holds payers of a month against the rules; false if a table of theirs does not read.
Result<void> Assess(const quality::MonthInput& month, const QualitySettings& settings, UtcTime now,
                    engine::Engine& engine, Assessment& all) {
  ASSIGN_OR_RETURN(Observations observations, quality::AssessMonth(month, settings, now, engine));
  std::ranges::move(observations, std::back_inserter(all.observations));
  for (const quality::PayerMonth& payer : month.payers)
    all.assessed.bills.emplace(payer.current.delivery.payer_account_id, month.period);
  return {};
}

}  // namespace

Assessment AssessPeriod(const BillingPeriod& period, const Records& records,
                        const QualitySettings& settings, UtcTime now, const store::Store& store,
                        engine::Engine& engine) {
  const Records in_force = store::InForce(records);
  quality::MonthInput month{period, {}};
  for (const store::DeliveryRecord& record : in_force)
    if (record.delivery.period == period)
      month.payers.push_back(PayerMonthOf(record, records, in_force, store));
  Assessment all;
  if (Assess(month, settings, now, engine, all)) return all;
  // One of them does not read: the others are told apart from it.
  for (quality::PayerMonth& payer : month.payers) {
    const Delivery delivery = payer.current.delivery;
    const Result<void> assessed = Assess({period, {std::move(payer)}}, settings, now, engine, all);
    if (assessed) continue;
    Observation unchecked = Unchecked(assessed.error());
    unchecked.finding.subject = delivery.delivery_id;
    unchecked.finding.message +=
        fmt::format(". `billwright ingest --again {}` makes its tables again.", period.ToString());
    unchecked.payer_account_id = delivery.payer_account_id;
    unchecked.period = period;
    unchecked.delivery_id = delivery.delivery_id;
    all.observations.push_back(std::move(unchecked));
  }
  return all;
}

Assessment AssessArrivals(const Records& records, const Expectations& expectations,
                          const QualitySettings& settings, UtcTime now, engine::Engine& engine) {
  quality::ArrivalInput arrivals{{}, expectations.payers, expectations.polls};
  for (const store::DeliveryRecord& record : records)
    if (record.delivery.withdrawn_at.empty())
      arrivals.deliveries.push_back({record.delivery, record.received_at, {}, {}, {}, {}});
  Result<Observations> observations = quality::AssessArrivals(arrivals, settings, now, engine);
  if (!observations) return {{Unchecked(observations.error())}, {}};
  return {std::move(*observations), {true, {}}};
}

std::set<BillingPeriod> LivelyPeriods(const Records& records, UtcTime now) {
  std::map<std::string, BillingPeriod> newest;
  std::set<BillingPeriod> periods;
  for (const store::DeliveryRecord& record : store::InForce(records)) {
    const Delivery& delivery = record.delivery;
    newest[delivery.payer_account_id] = delivery.period;  // records come by period
    if (delivery.period.end().seconds + kLivelyDays * UtcTime::kSecondsPerDay >= now.seconds)
      periods.insert(delivery.period);
  }
  for (const auto& [payer, period] : newest) periods.insert(period);
  return periods;
}

}  // namespace billwright::pipeline
