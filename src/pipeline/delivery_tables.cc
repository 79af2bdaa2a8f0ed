#include "pipeline/delivery_tables.h"

#include <algorithm>
#include <map>
#include <set>
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

/// Payers are told apart within their provider.
std::pair<std::string, std::string> PayerOf(const Delivery& delivery) {
  return {delivery.provider, delivery.payer_account_id};
}

using Records = std::vector<store::DeliveryRecord>;

/// The newest version of the payer in a list of one period that nobody withdrew and that is older
/// than `version`; nullptr if there is none.
const store::DeliveryRecord* NewestBelow(const Records& records, const Delivery& payer_of,
                                         int64_t version) {
  const store::DeliveryRecord* newest = nullptr;
  for (const store::DeliveryRecord& record : records) {
    const Delivery& delivery = record.delivery;
    if (PayerOf(delivery) != PayerOf(payer_of) || delivery.version >= version) continue;
    if (!delivery.withdrawn_at.empty()) continue;
    if (newest == nullptr || newest->delivery.version < delivery.version) newest = &record;
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

Result<quality::MonthInput> MonthInputOf(const BillingPeriod& period, store::Store& store) {
  quality::MonthInput month{period, {}};
  ASSIGN_OR_RETURN(const Records current, store.CurrentDeliveries(period));
  ASSIGN_OR_RETURN(const Records versions, store.Deliveries(period));
  std::vector<Records> earlier;
  BillingPeriod before = period;
  for (size_t i = 0; i < kMonthsBefore; ++i) {
    before = before.Previous();
    ASSIGN_OR_RETURN(Records records, store.CurrentDeliveries(before));
    earlier.push_back(std::move(records));
  }
  for (const store::DeliveryRecord& record : current) {
    quality::PayerMonth payer;
    payer.current = KnownDeliveryOf(record, store);
    if (const auto* const version = NewestBelow(versions, record.delivery, record.delivery.version))
      payer.version_before = KnownDeliveryOf(*version, store);
    for (const Records& records : earlier)
      for (const store::DeliveryRecord& past : records)
        if (PayerOf(past.delivery) == PayerOf(record.delivery))
          payer.months_before.push_back(KnownDeliveryOf(past, store));
    month.payers.push_back(std::move(payer));
  }
  return month;
}

Result<quality::Observations> AssessPeriod(const BillingPeriod& period,
                                           const QualitySettings& settings, UtcTime now,
                                           store::Store& store, engine::Engine& engine) {
  ASSIGN_OR_RETURN(const quality::MonthInput month, MonthInputOf(period, store));
  return quality::AssessMonth(month, settings, now, engine);
}

Result<quality::Observations> AssessAll(const Expectations& expectations,
                                        const QualitySettings& settings, UtcTime now,
                                        store::Store& store, engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Records records, store.Deliveries());
  quality::ArrivalInput arrivals{{}, expectations.payers, expectations.polls};
  std::map<std::pair<std::string, std::string>, BillingPeriod> newest;
  std::set<BillingPeriod> periods;
  for (const store::DeliveryRecord& record : records) {
    const Delivery& delivery = record.delivery;
    if (!delivery.withdrawn_at.empty()) continue;
    arrivals.deliveries.push_back({delivery, record.received_at, {}, {}, {}, {}});
    BillingPeriod& last = newest[PayerOf(delivery)];
    last = std::max(last, delivery.period);
    if (delivery.period.end().seconds + kLivelyDays * UtcTime::kSecondsPerDay >= now.seconds)
      periods.insert(delivery.period);
  }
  for (const auto& [payer, period] : newest) periods.insert(period);
  ASSIGN_OR_RETURN(quality::Observations all,
                   quality::AssessArrivals(arrivals, settings, now, engine));
  for (const BillingPeriod& period : periods) {
    ASSIGN_OR_RETURN(quality::Observations month,
                     AssessPeriod(period, settings, now, store, engine));
    std::ranges::move(month, std::back_inserter(all));
  }
  return all;
}

}  // namespace billwright::pipeline
